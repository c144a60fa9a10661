// The table of a struct: one row per key of an authored file, with the member it fills, its unit, range, default and
// meaning. The same rows drive the reader, the writer, the messages, sliders and the generated reference. Members are
// SI and keys are clinicians' units: the row converts, nobody else does.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/core/geometry.h"
#include "engine/io/parameter_info.h"
#include "engine/io/parameter_tree.h"
#include "engine/io/parameter_value.h"

namespace cryo::io {

template <class T>
struct Row {
    ParameterInfo info;
    std::function<void(const Node& value, T& into, FaultLog& log)> read;
    std::function<Node(const T& from)> write;  // a node without key and place
    std::function<double&(T&)> number = {};    // of a Number: its member, SI; empty for other kinds

    Row sourced(std::string from) && {
        info.source = std::move(from);
        return std::move(*this);
    }
};

template <class T>
class ParameterTable {
  public:
    ParameterTable(std::string meaning, std::vector<Row<T>> rows)
        : meaning_(std::move(meaning)), rows_(std::move(rows)) {
        const T defaults{};
        for (Row<T>& row : rows_)
            if (row.info.presence == Presence::Optional) row.info.default_text = value_text(row.write(defaults));
    }

    // Fills `into` from a table node and logs every fault; keys that are absent leave their member as it is.
    void read(const Node& table, T& into, FaultLog& log) const {
        for (const Node& child : table.children) {
            if (const Row<T>* row = find(child.key)) {
                row->read(child, into, log);
            } else {
                log_unknown_key(child, keys(), log);
            }
        }
        for (const Row<T>& row : rows_)
            if (row.info.presence == Presence::Required && table.find(row.info.key) == nullptr)
                log_missing_key(table, row.info, log);
    }

    // Every key, so that a later change of a default does not change the file's meaning; but for optional lists, texts
    // and tables that say nothing.
    Node write(const T& from) const {
        const T defaults{};
        Node table;
        for (const Row<T>& row : rows_) {
            Node value = row.write(from);
            const bool may_be_left_out =
                row.info.presence == Presence::Optional &&
                (value.kind == NodeKind::Table || value.kind == NodeKind::Array || value.kind == NodeKind::Text);
            if (may_be_left_out && same_value(value, row.write(defaults))) continue;
            value.key = row.info.key;
            table.children.push_back(std::move(value));
        }
        return table;
    }

    const Row<T>* find(std::string_view key) const {
        for (const Row<T>& row : rows_)
            if (row.info.key == key) return &row;
        return nullptr;
    }
    const std::vector<Row<T>>& rows() const { return rows_; }
    const std::string& meaning() const { return meaning_; }
    std::vector<std::string> keys() const {
        std::vector<std::string> all;
        for (const Row<T>& row : rows_) all.push_back(row.info.key);
        return all;
    }
    std::vector<ParameterInfo> infos() const {
        std::vector<ParameterInfo> all;
        for (const Row<T>& row : rows_) all.push_back(row.info);
        return all;
    }

  private:
    std::string meaning_;
    std::vector<Row<T>> rows_;
};

// ---- Members -------------------------------------------------------------------------------------------------------
// A row takes a plain member (&Layer::top_m) or one deeper inside: inside(&Nerve::tube, &Tube::width_m).

template <class Outer, class Inner>
struct Inside {
    Outer outer;
    Inner inner;
    template <class Owner>
    auto& operator()(Owner& owner) const {
        return std::invoke(inner, std::invoke(outer, owner));
    }
};
template <class Outer, class Inner>
constexpr Inside<Outer, Inner> inside(Outer outer, Inner inner) {
    return {outer, inner};
}

template <class Member>
struct OwnerOf;
template <class T, class Value>
struct OwnerOf<Value T::*> {
    using type = T;
};
template <class Outer, class Inner>
struct OwnerOf<Inside<Outer, Inner>> {
    using type = typename OwnerOf<Outer>::type;
};
template <class Member>
using Owner = typename OwnerOf<Member>::type;

// ---- Rows ----------------------------------------------------------------------------------------------------------

template <class Member>
Row<Owner<Member>> number(std::string key, Member member, Range range, Presence presence, std::string meaning) {
    using T = Owner<Member>;
    const ParameterInfo info{std::move(key), ValueKind::Number, presence, std::move(meaning), range};
    return {
        info,
        [=](const Node& value, T& into, FaultLog& log) { read_number(value, info, std::invoke(member, into), log); },
        [=](const T& from) { return number_node(std::invoke(member, from), info.unit()); },
        [=](T& owner) -> double& { return std::invoke(member, owner); }};
}

// For int, int64_t and uint64_t members; the range keeps the value inside the type.
template <class Member>
Row<Owner<Member>> whole(std::string key, Member member, Range range, Presence presence, std::string meaning) {
    using T = Owner<Member>;
    using Value = std::remove_cvref_t<std::invoke_result_t<Member, T&>>;
    const ParameterInfo info{std::move(key), ValueKind::Whole, presence, std::move(meaning), range};
    return {info,
            [=](const Node& value, T& into, FaultLog& log) {
                int64_t read = 0;
                if (read_whole(value, info, read, log)) std::invoke(member, into) = static_cast<Value>(read);
            },
            [=](const T& from) { return whole_node(static_cast<int64_t>(std::invoke(member, from))); }};
}

template <class Member>
Row<Owner<Member>> on_off(std::string key, Member member, Presence presence, std::string meaning) {
    using T = Owner<Member>;
    const ParameterInfo info{std::move(key), ValueKind::Switch, presence, std::move(meaning)};
    return {
        info,
        [=](const Node& value, T& into, FaultLog& log) { read_switch(value, info, std::invoke(member, into), log); },
        [=](const T& from) { return switch_node(std::invoke(member, from)); }};
}

// `length` counts characters.
template <class Member>
Row<Owner<Member>> text(std::string key, Member member, Range length, Presence presence, std::string meaning) {
    using T = Owner<Member>;
    const ParameterInfo info{std::move(key), ValueKind::Text, presence, std::move(meaning), length};
    return {info,
            [=](const Node& value, T& into, FaultLog& log) { read_text(value, info, std::invoke(member, into), log); },
            [=](const T& from) { return text_node(std::invoke(member, from)); }};
}

// A value of an enumeration, written as a word.
template <class Member, class Value>
Row<Owner<Member>> word(std::string key, Member member, std::vector<std::pair<std::string, Value>> choices,
                        Presence presence, std::string meaning) {
    using T = Owner<Member>;
    ParameterInfo info{std::move(key), ValueKind::Word, presence, std::move(meaning)};
    for (const auto& [name, value] : choices) info.words.push_back(name);
    return {info,
            [=](const Node& value, T& into, FaultLog& log) {
                size_t index = 0;
                if (read_word(value, info, index, log)) std::invoke(member, into) = choices[index].second;
            },
            [=](const T& from) {
                for (const auto& [name, value] : choices)
                    if (value == std::invoke(member, from)) return text_node(name);
                return text_node("");
            }};
}

// A list of numbers, for std::array, Vec2, Vec3 (their length is fixed) and std::vector (its length is `count`).
template <class Member>
Row<Owner<Member>> numbers(std::string key, Member member, Range range, Range count, Presence presence,
                           std::string meaning) {
    using T = Owner<Member>;
    using List = std::remove_cvref_t<std::invoke_result_t<Member, T&>>;
    const ParameterInfo info{std::move(key), ValueKind::Numbers,      presence, std::move(meaning),
                             range,          fixed_count<List>(count)};
    return {info,
            [=](const Node& value, T& into, FaultLog& log) {
                std::vector<double> read;
                if (read_numbers(value, info, read, log)) assign_numbers(read, std::invoke(member, into));
            },
            [=](const T& from) { return numbers_node(listed_numbers(std::invoke(member, from)), info.unit()); }};
}

// A list of points [x, y, z]; `range` holds for each coordinate.
template <class Member>
Row<Owner<Member>> points(std::string key, Member member, Range range, Range count, Presence presence,
                          std::string meaning) {
    using T = Owner<Member>;
    const ParameterInfo info{std::move(key), ValueKind::Points, presence, std::move(meaning), range, count};
    return {
        info,
        [=](const Node& value, T& into, FaultLog& log) { read_points(value, info, std::invoke(member, into), log); },
        [=](const T& from) { return points_node(std::invoke(member, from), info.unit()); }};
}

template <class Member>
Row<Owner<Member>> texts(std::string key, Member member, Range count, Presence presence, std::string meaning) {
    using T = Owner<Member>;
    const ParameterInfo info{std::move(key), ValueKind::Texts, presence, std::move(meaning), {}, count};
    return {info,
            [=](const Node& value, T& into, FaultLog& log) { read_texts(value, info, std::invoke(member, into), log); },
            [=](const T& from) { return texts_node(std::invoke(member, from)); }};
}

// A table inside: [plan]. The rows of `inner` must outlive this row (they are function-local constants).
template <class Member, class Part>
Row<Owner<Member>> table(std::string key, Member member, const ParameterTable<Part>& inner, Presence presence) {
    using T = Owner<Member>;
    ParameterInfo info{std::move(key), ValueKind::Table, presence, inner.meaning()};
    info.children = inner.infos();
    return {info,
            [=, &inner](const Node& value, T& into, FaultLog& log) {
                if (expect_table(value, info, log)) inner.read(value, std::invoke(member, into), log);
            },
            [=, &inner](const T& from) { return inner.write(std::invoke(member, from)); }};
}

// A list of tables inside: [[layer]]. An item that is read badly keeps its place in the list, so that counts from the
// file hold for the list.
template <class Member, class Part>
Row<Owner<Member>> tables(std::string key, Member member, const ParameterTable<Part>& inner, Range count,
                          Presence presence) {
    using T = Owner<Member>;
    ParameterInfo info{std::move(key), ValueKind::Tables, presence, inner.meaning(), {}, count};
    info.children = inner.infos();
    return {info,
            [=, &inner](const Node& value, T& into, FaultLog& log) {
                if (!expect_tables(value, info, log)) return;
                auto& list = std::invoke(member, into);
                list.clear();
                for (const Node& item : value.children) inner.read(item, list.emplace_back(), log);
            },
            [=, &inner](const T& from) {
                Node list;
                list.kind = NodeKind::Array;
                for (const Part& item : std::invoke(member, from)) list.children.push_back(inner.write(item));
                return list;
            }};
}

// A key that must say one thing: schema = 1, kind = "device".
template <class T>
Row<T> constant(std::string key, std::string expected, std::string meaning) {
    const ParameterInfo info{std::move(key), ValueKind::Word, Presence::Required, std::move(meaning), {}, {},
                             {expected}};
    return {info, [=](const Node& value, T&, FaultLog& log) { expect_word(value, info, log); },
            [=](const T&) { return text_node(expected); }};
}
template <class T>
Row<T> constant(std::string key, int expected, std::string meaning) {
    const ParameterInfo info{std::move(key),
                             ValueKind::Whole,
                             Presence::Required,
                             std::move(meaning),
                             {static_cast<double>(expected), static_cast<double>(expected)}};
    return {info,
            [=](const Node& value, T&, FaultLog& log) {
                int64_t read = 0;
                read_whole(value, info, read, log);
            },
            [=](const T&) { return whole_node(expected); }};
}

}  // namespace cryo::io
