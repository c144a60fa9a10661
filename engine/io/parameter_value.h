// One value of an authored file against its row: read and logged, or written back. parameter_table.h is built of these.
#pragma once

#include <array>
#include <string>
#include <type_traits>
#include <vector>

#include "engine/core/geometry.h"
#include "engine/io/parameter_info.h"
#include "engine/io/parameter_tree.h"

namespace cryo::io {

// Each logs what is wrong at its place, and is true when the value was taken. Numbers arrive in SI.
bool read_number(const Node& value, const ParameterInfo& info, double& si, FaultLog& log);
bool read_whole(const Node& value, const ParameterInfo& info, int64_t& whole, FaultLog& log);
bool read_switch(const Node& value, const ParameterInfo& info, bool& on, FaultLog& log);
bool read_text(const Node& value, const ParameterInfo& info, std::string& text, FaultLog& log);
bool read_word(const Node& value, const ParameterInfo& info, size_t& index, FaultLog& log);
bool read_numbers(const Node& value, const ParameterInfo& info, std::vector<double>& si, FaultLog& log);
bool read_points(const Node& value, const ParameterInfo& info, std::vector<Vec3>& si, FaultLog& log);
bool read_texts(const Node& value, const ParameterInfo& info, std::vector<std::string>& texts, FaultLog& log);
bool expect_word(const Node& value, const ParameterInfo& info, FaultLog& log);
bool expect_table(const Node& value, const ParameterInfo& info, FaultLog& log);
bool expect_tables(const Node& value, const ParameterInfo& info, FaultLog& log);
void log_unknown_key(const Node& child, const std::vector<std::string>& known, FaultLog& log);
void log_missing_key(const Node& table, const ParameterInfo& info, FaultLog& log);

// The way back; numbers are rounded to 10 significant digits in the unit of the file.
Node number_node(double si, const Unit& unit);
Node whole_node(int64_t whole);
Node switch_node(bool on);
Node text_node(std::string text);
Node numbers_node(const std::vector<double>& si, const Unit& unit);
Node points_node(const std::vector<Vec3>& si, const Unit& unit);
Node texts_node(const std::vector<std::string>& texts);

bool same_value(const Node& a, const Node& b);  // keys and places apart
std::string value_text(const Node& value);      // as a file says it, on one line; "" for a table and lists of tables

// ---- Lists of numbers as arrays, vectors of the geometry, and std::vector -----------------------------------------

template <class List>
struct FixedLength {
    static constexpr size_t value = 0;  // any
};
template <size_t N>
struct FixedLength<std::array<double, N>> {
    static constexpr size_t value = N;
};
template <>
struct FixedLength<Vec2> {
    static constexpr size_t value = 2;
};
template <>
struct FixedLength<Vec3> {
    static constexpr size_t value = 3;
};

template <class List>
Range fixed_count(const Range& count) {
    constexpr size_t length = FixedLength<List>::value;
    if (length == 0) return count;
    return {static_cast<double>(length), static_cast<double>(length)};
}

template <class List>
void assign_numbers(const std::vector<double>& from, List& into) {
    if constexpr (FixedLength<List>::value == 0) {
        into = from;
    } else {
        for (size_t i = 0; i < FixedLength<List>::value; ++i)
            into[static_cast<std::conditional_t<std::is_same_v<List, Vec2> || std::is_same_v<List, Vec3>, int, size_t>>(
                i)] = from[i];
    }
}

template <class List>
std::vector<double> listed_numbers(const List& from) {
    if constexpr (std::is_same_v<List, Vec2>) {
        return {from.x, from.y};
    } else if constexpr (std::is_same_v<List, Vec3>) {
        return {from.x, from.y, from.z};
    } else {
        return {from.begin(), from.end()};
    }
}

}  // namespace cryo::io
