// Rows that read a list of triggers or actions: each item says by its word ('on', 'act') which table reads it.
#pragma once

#include "engine/scenario/script_words.h"

namespace cryo::scenario {

void read_trigger(const io::Node& value, Trigger& into, io::FaultLog& log);
void read_action(const io::Node& value, Action& into, io::FaultLog& log);
io::Node write_trigger(const Trigger& trigger);
io::Node write_action(const Action& action);

// A list of them under a key; `read` and `write` are those of one item.
template <class T, class Item>
io::Row<T> item_rows(std::string key, std::vector<Item> T::*member, std::string meaning,
                     void (*read)(const io::Node&, Item&, io::FaultLog&), io::Node (*write)(const Item&)) {
    const io::ParameterInfo info{std::move(key), io::ValueKind::Tables, io::Presence::Optional, std::move(meaning), {},
                                 {0, 100}};
    return {info,
            [=](const io::Node& value, T& into, io::FaultLog& log) {
                if (!io::expect_tables(value, info, log)) return;
                for (const io::Node& item : value.children) read(item, (into.*member).emplace_back(), log);
            },
            [=](const T& from) {
                io::Node list;
                list.kind = io::NodeKind::Array;
                for (const Item& item : from.*member) list.children.push_back(write(item));
                return list;
            }};
}

}  // namespace cryo::scenario
