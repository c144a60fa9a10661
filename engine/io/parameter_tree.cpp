#include "engine/io/parameter_tree.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <optional>
#include <tuple>

#include "engine/core/check.h"
#include "engine/io/number_text.h"

namespace cryo::io {

namespace {

// ---- From toml++ ---------------------------------------------------------------------------------------------------

Place place_of(const toml::source_region& region) {
    return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

Node node_from(const toml::node& value);

void add_children(const toml::table& table, Node& into) {
    for (const auto& [key, value] : table) {
        Node child = node_from(value);
        child.key = key.str();
        child.key_place = place_of(key.source());
        into.children.push_back(std::move(child));
    }
    // The parser sorts keys by name; people read files from the top.
    std::sort(into.children.begin(), into.children.end(), [](const Node& a, const Node& b) {
        return std::tie(a.key_place.line, a.key_place.column) < std::tie(b.key_place.line, b.key_place.column);
    });
}

Node node_from(const toml::node& value) {
    Node node;
    node.place = place_of(value.source());
    node.key_place = node.place;
    if (const toml::table* table = value.as_table()) {
        node.kind = NodeKind::Table;
        add_children(*table, node);
    } else if (const toml::array* array = value.as_array()) {
        node.kind = NodeKind::Array;
        for (const toml::node& item : *array) node.children.push_back(node_from(item));
    } else if (const auto* text = value.as_string()) {
        node.kind = NodeKind::Text;
        node.text = text->get();
    } else if (const auto* whole = value.as_integer()) {
        node.kind = NodeKind::Whole;
        node.whole = whole->get();
        node.number = static_cast<double>(node.whole);
    } else if (const auto* real = value.as_floating_point()) {
        node.kind = NodeKind::Real;
        node.number = real->get();
    } else if (const auto* on = value.as_boolean()) {
        node.kind = NodeKind::Switch;
        node.on = on->get();
    } else {
        node.kind = NodeKind::Date;
    }
    return node;
}

// ---- Repeated keys and tables --------------------------------------------------------------------------------------
// The parser stops at the first. To go on, the text is parsed again without it: a line with a repeated key is blanked,
// the header of a repeated table gets a name of its own that is dropped afterwards.

constexpr int kMostRepeats = 100;
constexpr std::string_view kRepeatedTable = "repeated table ";

size_t character_count(std::string_view utf8) {
    return static_cast<size_t>(std::count_if(utf8.begin(), utf8.end(),
                                             [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

struct Line {
    size_t begin = 0;
    size_t size = 0;
};

Line find_line(const std::string& text, int number) {
    size_t begin = 0;
    for (int i = 1; i < number && begin < text.size(); ++i) begin = std::min(text.find('\n', begin), text.size()) + 1;
    begin = std::min(begin, text.size());
    return {begin, std::min(text.find('\n', begin), text.size()) - begin};
}

// Whether a line `key = value` is complete in itself: brackets close and no string runs on.
bool is_whole_statement(std::string_view line) {
    int open = 0;
    char quote = 0;
    for (size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote != 0) {
            if (c == '\\' && quote == '"') ++i;
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            if (line.substr(i, 3) == std::string(3, c)) return false;
            quote = c;
        } else if (c == '#') {
            break;
        } else {
            open += (c == '[' || c == '{') - (c == ']' || c == '}');
        }
    }
    return open == 0 && quote == 0;
}

// Takes the repeated key or table out of the text and says where it stood; nothing when that cannot be done cleanly.
std::optional<Diagnostic> take_out_repeat(std::string& text, const toml::parse_error& error, const std::string& file,
                                          int count) {
    if (error.description().find("cannot redefine existing") == std::string_view::npos) return std::nullopt;
    const int number = static_cast<int>(error.source().begin.line);
    const Line line = find_line(text, number);
    const std::string_view content(text.data() + line.begin, line.size);
    const size_t first = content.find_first_not_of(" \t");
    if (first == std::string_view::npos || !is_whole_statement(content)) return std::nullopt;
    const int column = static_cast<int>(first) + 1;
    if (content[first] == '[') {
        std::string name(content.substr(first, content.find_last_of(']') + 1 - first));
        text.replace(line.begin, line.size, "[\"" + std::string(kRepeatedTable) + std::to_string(count) + "\"]");
        return Diagnostic{file, number, column, name + " stands twice or clashes with a key above"};
    }
    // The parser complains where the value begins. Where that is not the value of this line's first key, the repeat
    // lies inside an inline table, which cannot be taken out alone.
    const size_t equals = content.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const size_t value = content.find_first_not_of(" \t", equals + 1);
    if (value == std::string_view::npos || character_count(content.substr(0, value)) + 1 != error.source().begin.column)
        return std::nullopt;
    const std::string_view key = content.substr(first, equals - first);
    const std::string name(key.substr(0, key.find_last_not_of(" \t") + 1));
    text.replace(line.begin, line.size, line.size, ' ');
    return Diagnostic{file, number, column, "the key '" + name + "' stands twice in its table"};
}

// Without the parser's own "Error while parsing array: ".
std::string plain_message(std::string_view description) {
    constexpr std::string_view kPrefix = "Error while parsing ";
    if (description.starts_with(kPrefix)) description.remove_prefix(kPrefix.size());
    return "not valid TOML in this " + std::string(description);
}

// ---- To TOML -------------------------------------------------------------------------------------------------------

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (code < 0x20 || code == 0x7f) {
            constexpr std::string_view kHex = "0123456789ABCDEF";
            out += "\\u00";
            out += kHex[code >> 4];
            out += kHex[code & 15U];
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string key_text(const std::string& key) {
    const bool is_bare = !key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    return is_bare ? key : quoted(key);
}

bool is_table_list(const Node& node) {
    return node.kind == NodeKind::Array && !node.children.empty() &&
           std::all_of(node.children.begin(), node.children.end(),
                       [](const Node& item) { return item.kind == NodeKind::Table; });
}

void add_table(const Node& table, const std::string& prefix, std::string& out) {
    for (const Node& child : table.children)
        if (child.kind != NodeKind::Table && !is_table_list(child))
            out += key_text(child.key) + " = " + inline_toml(child) + "\n";
    for (const Node& child : table.children) {
        const std::string path = prefix + key_text(child.key);
        if (child.kind == NodeKind::Table) {
            out += "\n[" + path + "]\n";
            add_table(child, path + ".", out);
        } else if (is_table_list(child)) {
            for (const Node& item : child.children) {
                out += "\n[[" + path + "]]\n";
                add_table(item, path + ".", out);
            }
        }
    }
}

}  // namespace

// ---- Node ----------------------------------------------------------------------------------------------------------

const Node* Node::find(std::string_view child_key) const {
    for (const Node& child : children)
        if (child.key == child_key) return &child;
    return nullptr;
}

const Node& Node::nearest(const std::vector<std::string>& path) const {
    const Node* node = this;
    for (const std::string& step : path) {
        const Node* next = nullptr;
        if (node->kind == NodeKind::Array) {
            const size_t index = static_cast<size_t>(std::stoul(step));
            if (index < node->children.size()) next = &node->children[index];
        } else {
            next = node->find(step);
        }
        if (next == nullptr) break;
        node = next;
    }
    return *node;
}

const char* kind_name(NodeKind kind) {
    switch (kind) {
        case NodeKind::Table:
            return "a table";
        case NodeKind::Array:
            return "a list";
        case NodeKind::Text:
            return "a text";
        case NodeKind::Whole:
            return "a whole number";
        case NodeKind::Real:
            return "a number";
        case NodeKind::Switch:
            return "true or false";
        case NodeKind::Date:
            return "a date";
    }
    return "";
}

ParameterTree parse_toml(const std::string& text, const std::string& file) {
    ParameterTree tree;
    tree.file = file;
    std::string remaining = text;
    for (int repeats = 0;; ++repeats) {
        const toml::parse_result parsed = toml::parse(std::string_view(remaining));
        if (parsed) {
            tree.root = node_from(parsed.table());
            std::erase_if(tree.root.children, [](const Node& n) { return n.key.starts_with(kRepeatedTable); });
            tree.root.place = tree.root.key_place = {1, 1};
            return tree;
        }
        if (repeats < kMostRepeats)
            if (std::optional<Diagnostic> repeat = take_out_repeat(remaining, parsed.error(), file, repeats)) {
                tree.faults.push_back(std::move(*repeat));
                continue;
            }
        const Place place = place_of(parsed.error().source());
        tree.faults.push_back({file, place.line, place.column, plain_message(parsed.error().description())});
        tree.readable = false;
        return tree;
    }
}

std::string inline_toml(const Node& node) {
    switch (node.kind) {
        case NodeKind::Text:
            return quoted(node.text);
        case NodeKind::Whole:
            return std::to_string(node.whole);
        case NodeKind::Switch:
            return node.on ? "true" : "false";
        case NodeKind::Date:
            return "";
        case NodeKind::Real: {
            // TOML tells 2.0 from 2; a bare "2" read back would be a whole number, which readers take for a number too.
            return rounded_text(node.number);
        }
        case NodeKind::Array: {
            std::string list;
            for (const Node& item : node.children) list += (list.empty() ? "" : ", ") + inline_toml(item);
            return "[" + list + "]";
        }
        case NodeKind::Table: {
            std::string list;
            for (const Node& item : node.children)
                list += (list.empty() ? " " : ", ") + key_text(item.key) + " = " + inline_toml(item);
            return "{" + list + " }";
        }
    }
    return "";
}

std::string to_toml(const Node& root) {
    CRYO_CHECK(root.kind == NodeKind::Table);
    std::string out;
    add_table(root, "", out);
    return out;
}

// ---- FaultLog ------------------------------------------------------------------------------------------------------

FaultLog::FaultLog(const ParameterTree& tree) : file_(tree.file), faults_(tree.faults) {}

void FaultLog::add(const Node& value, std::string message) {
    faulty_.insert(&value);
    faults_.push_back({file_, value.place.line, value.place.column, std::move(message)});
}

void FaultLog::add_at_key(const Node& keyed, std::string message) {
    faulty_.insert(&keyed);
    faults_.push_back({file_, keyed.key_place.line, keyed.key_place.column, std::move(message)});
}

void FaultLog::add_other_file(const Diagnostics& faults) {
    others_.insert(others_.end(), faults.begin(), faults.end());
}

bool FaultLog::is_sound(const Node& node) const {
    if (faulty_.contains(&node)) return false;
    return std::all_of(node.children.begin(), node.children.end(),
                       [this](const Node& child) { return is_sound(child); });
}

Diagnostics FaultLog::sorted() const {
    Diagnostics all = faults_;
    std::stable_sort(all.begin(), all.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.line, a.column) < std::tie(b.line, b.column);
    });
    all.insert(all.end(), others_.begin(), others_.end());
    return all;
}

}  // namespace cryo::io
