// One line of an attempt file while it is read: its values, each asked for by key, and the place of whatever is wrong
// with them. Nothing is returned where a value cannot be used; the fault is then already in the list.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/io/json.h"

namespace cryo::session {

class LineReader {
  public:
    // All are held by reference for the length of the reading.
    LineReader(const io::Json& value, std::string_view text, const std::string& file, int number, Diagnostics& faults)
        : value_(value), text_(text), file_(file), number_(number), faults_(faults) {}

    const io::Json& value() const { return value_; }
    LineReader inside(const io::Json& part) const { return {part, text_, file_, number_, faults_}; }

    // At the key where it stands in the line, or at the line's begin.
    void fault(const std::string& message, const std::string& key = "") const;
    // Every key must be one of these; false when one is not.
    bool allow_only(const std::vector<std::string>& known) const;

    const io::Json* find(const std::string& key) const;     // null when absent
    const io::Json* require(const std::string& key) const;  // likewise, and that is a fault

    std::optional<double> number(const std::string& key) const;
    std::optional<double> number_in(const std::string& key, double low, double high, const std::string& unit) const;
    std::optional<std::string> text(const std::string& key) const;
    std::optional<bool> on_off(const std::string& key) const;  // true, false, 1 or 0
    std::optional<std::string> word(const std::string& key, const std::vector<std::string>& words) const;

  private:
    int column_of(const std::string& key) const;  // from 1; 0 where it cannot be told

    const io::Json& value_;
    std::string_view text_;
    const std::string& file_;
    int number_;
    Diagnostics& faults_;
};

}  // namespace cryo::session
