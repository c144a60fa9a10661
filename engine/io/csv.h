// Tables as comma-separated text (RFC 4180, lines end in "\n"): a header line, then one row a line.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace cryo::io {

// Builds the text row by row; numbers have the fewest digits that read back the same.
class CsvText {
  public:
    explicit CsvText(const std::vector<std::string>& columns);
    void add(std::span<const double> row);  // as many as columns
    void add(std::span<const float> row);
    void add(std::span<const std::string> row);  // quoted where a field needs it
    const std::string& text() const { return text_; }

  private:
    size_t columns_;
    std::string text_;
};

std::string csv_field(std::string_view field);

struct CsvRow {
    int line = 0;  // from 1, where it begins
    std::vector<std::string> fields;
};
// Any table, its heading first; blank lines are left out. A fault for a quote that does not end.
Result<std::vector<CsvRow>> parse_csv(const std::string& text, const std::string& file);

struct NumberTable {
    std::vector<std::string> columns;
    std::vector<std::vector<double>> rows;
    // Index of a column; CHECKs that it exists.
    size_t column(std::string_view name) const;
};
// A table of numbers; a fault for every line that is not.
Result<NumberTable> parse_number_csv(const std::string& text, const std::string& file);

}  // namespace cryo::io
