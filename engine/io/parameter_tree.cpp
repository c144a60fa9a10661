#include "engine/io/parameter_tree.h"

#include <algorithm>
#include <tuple>

#include "engine/core/check.h"
#include "engine/io/number_text.h"

namespace cryo::io {

namespace {

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
