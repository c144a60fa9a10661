#include "engine/io/csv.h"

#include <algorithm>
#include <charconv>

#include "engine/core/check.h"
#include "engine/io/number_text.h"

namespace cryo::io {

namespace {

// One line cut at its commas, quotes taken off.
std::vector<std::string> split_fields(std::string_view line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            fields.back() += '"';
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            fields.emplace_back();
        } else {
            fields.back() += c;
        }
    }
    return fields;
}

bool parse_number(std::string_view text, double& value) {
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    return end.ec == std::errc() && end.ptr == text.data() + text.size();
}

template <class Items, class ToText>
std::string joined(const Items& items, const ToText& to_text) {
    std::string line;
    for (const auto& item : items) {
        if (!line.empty()) line += ',';
        line += to_text(item);
    }
    return line + '\n';
}

}  // namespace

std::string csv_field(std::string_view field) {
    if (!field.empty() && field.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(field);
    std::string quoted = "\"";
    for (const char c : field) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

CsvText::CsvText(const std::vector<std::string>& columns) : columns_(columns.size()) {
    text_ = joined(columns, csv_field);
}

void CsvText::add(std::span<const double> row) {
    CRYO_CHECK_OP(row.size(), ==, columns_);
    text_ += joined(row, [](double value) { return number_text(value); });
}

void CsvText::add(std::span<const float> row) {
    CRYO_CHECK_OP(row.size(), ==, columns_);
    text_ += joined(row, [](float value) { return number_text(value); });
}

void CsvText::add(std::span<const std::string> row) {
    CRYO_CHECK_OP(row.size(), ==, columns_);
    text_ += joined(row, csv_field);
}

Result<std::vector<CsvRow>> parse_csv(const std::string& text, const std::string& file) {
    std::vector<CsvRow> rows;
    int line = 0;
    for (size_t begin = 0; begin < text.size();) {
        // A row ends at the first line end outside quotes.
        const int first_line = ++line;
        bool quoted = false;
        size_t end = begin;
        for (; end < text.size() && (quoted || text[end] != '\n'); ++end) {
            quoted ^= text[end] == '"';
            line += text[end] == '\n' ? 1 : 0;
        }
        if (quoted) return Diagnostic{file, first_line, 1, "a quote on this line does not end"};
        std::string_view row(text.data() + begin, end - begin);
        begin = end + 1;
        if (row.ends_with('\r')) row.remove_suffix(1);
        if (!row.empty()) rows.push_back({first_line, split_fields(row)});
    }
    return rows;
}

size_t NumberTable::column(std::string_view name) const {
    const auto found = std::find(columns.begin(), columns.end(), name);
    CRYO_CHECK(found != columns.end());
    return static_cast<size_t>(found - columns.begin());
}

Result<NumberTable> parse_number_csv(const std::string& text, const std::string& file) {
    NumberTable table;
    Diagnostics faults;
    int line_number = 0;
    for (size_t begin = 0; begin < text.size();) {
        const size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line(text.data() + begin, end - begin);
        begin = end + 1;
        ++line_number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        const std::vector<std::string> fields = split_fields(line);
        if (table.columns.empty()) {
            table.columns = fields;
            continue;
        }
        if (fields.size() != table.columns.size()) {
            faults.push_back({file, line_number, 0,
                              std::to_string(fields.size()) + " fields where the header has " +
                                  std::to_string(table.columns.size())});
            continue;
        }
        std::vector<double>& row = table.rows.emplace_back(fields.size());
        for (size_t i = 0; i < fields.size(); ++i)
            if (!parse_number(fields[i], row[i]))
                faults.push_back(
                    {file, line_number, 0, "'" + fields[i] + "' in column " + table.columns[i] + " is not a number"});
    }
    if (table.columns.empty()) faults.push_back({file, 0, 0, "the file has no header line"});
    if (!faults.empty()) return faults;
    return table;
}

}  // namespace cryo::io
