// An authored file as a tree of values that know their place, so that every later message can say where. The text form
// is TOML 1.0; its parser is an affair of the .cpp alone. FaultLog gathers what is wrong with one file.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"

namespace cryo::io {

struct Place {
    int line = 0;  // from 1; 0 = unknown
    int column = 0;
};

enum class NodeKind : uint8_t { Table, Array, Text, Whole, Real, Switch, Date };

struct Node {
    NodeKind kind = NodeKind::Table;
    std::string key;             // "" for the root and for items of an array
    Place key_place;             // of the key, or of the value where there is no key
    Place place;                 // of the value
    std::string text;            // Text
    double number = 0.0;         // Real, and Whole converted
    int64_t whole = 0;           // Whole
    bool on = false;             // Switch
    std::vector<Node> children;  // of a Table in file order, items of an Array

    const Node* find(std::string_view child_key) const;  // null when absent
    // The node a path leads to, e.g. at({"layer", "2", "top_mm"}) with counts from 0; as far as it exists.
    const Node& nearest(const std::vector<std::string>& path) const;
};

struct ParameterTree {
    std::string file;
    Node root;
    Diagnostics faults;    // of the text itself: a repeated key, or one fault of syntax
    bool readable = true;  // false: a fault of syntax left no tree
};

// A repeated key is noted and the first one stands, so that the rest of the file is still checked; any other fault of
// syntax ends the reading.
ParameterTree parse_toml(const std::string& text, const std::string& file);

// The same tree as TOML: values first, then tables and lists of tables.
std::string to_toml(const Node& root);
std::string inline_toml(const Node& node);  // one value, on one line

const char* kind_name(NodeKind kind);  // "a number", "a text", ... for messages

// The faults of one file. A check of several values together first asks whether each of them was read well: one slip
// is then reported once.
class FaultLog {
  public:
    explicit FaultLog(const ParameterTree& tree);  // takes over its faults; the tree must outlive the log

    void add(const Node& value, std::string message);         // at the value
    void add_at_key(const Node& keyed, std::string message);  // at the key; for tables at their header
    void add_other_file(const Diagnostics& faults);           // as they are

    bool is_sound(const Node& node) const;  // no fault at the node or inside it
    bool empty() const { return faults_.empty() && others_.empty(); }
    const std::string& file() const { return file_; }
    Diagnostics sorted() const;  // this file's faults in the order of their places, then those of other files

  private:
    std::string file_;
    Diagnostics faults_;
    Diagnostics others_;
    std::set<const Node*> faulty_;
};

}  // namespace cryo::io
