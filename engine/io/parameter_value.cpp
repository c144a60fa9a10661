#include "engine/io/parameter_value.h"

#include <cmath>

#include "engine/core/geometry.h"
#include "engine/io/number_text.h"

namespace cryo::io {

namespace {

std::string named(const ParameterInfo& info) { return "'" + info.key + "'"; }

bool refuse_kind(const Node& value, const ParameterInfo& info, const std::string& wanted, FaultLog& log) {
    log.add(value, named(info) + " must be " + wanted + ", not " + kind_name(value.kind));
    return false;
}

std::string number_in_unit(double value, const ParameterInfo& info) {
    const std::string& label = info.unit().label;
    return rounded_text(value) + (label.empty() || label == "\u00b0" ? "" : " ") + label;
}

// One number at its own place; `what` names it in the message.
bool check_number(const Node& value, const ParameterInfo& info, const std::string& what, FaultLog& log) {
    if (value.kind != NodeKind::Whole && value.kind != NodeKind::Real) {
        const std::string& label = info.unit().label;
        log.add(value,
                what + " must be a number" + (label.empty() ? "" : " in " + label) + ", not " + kind_name(value.kind));
        return false;
    }
    if (!std::isfinite(value.number)) {
        log.add(value, what + " is " + number_text(value.number) + "; it must be a finite number");
        return false;
    }
    if (!info.range.contains(value.number)) {
        log.add(value, what + " is " + number_in_unit(value.number, info) +
                           "; allowed: " + range_text({info.key, ValueKind::Number, info.presence, "", info.range}));
        return false;
    }
    return true;
}

bool check_count(const Node& value, const ParameterInfo& info, const char* items, FaultLog& log) {
    if (info.count.contains(static_cast<double>(value.children.size()))) return true;
    ParameterInfo count_only = info;
    count_only.range = {};
    log.add(value, named(info) + " has " + std::to_string(value.children.size()) + " " + items +
                       "; allowed: " + range_text(count_only));
    return false;
}

size_t character_count(const std::string& text) {
    size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // UTF-8
    return count;
}

Node node_of(NodeKind kind) {
    Node node;
    node.kind = kind;
    return node;
}

}  // namespace

bool read_number(const Node& value, const ParameterInfo& info, double& si, FaultLog& log) {
    if (!check_number(value, info, named(info), log)) return false;
    si = value.number * info.unit().si_per_unit;
    return true;
}

bool read_whole(const Node& value, const ParameterInfo& info, int64_t& whole, FaultLog& log) {
    if (value.kind != NodeKind::Whole) return refuse_kind(value, info, "a whole number", log);
    if (!check_number(value, info, named(info), log)) return false;
    whole = value.whole;
    return true;
}

bool read_switch(const Node& value, const ParameterInfo& info, bool& on, FaultLog& log) {
    if (value.kind != NodeKind::Switch) return refuse_kind(value, info, "true or false", log);
    on = value.on;
    return true;
}

bool read_text(const Node& value, const ParameterInfo& info, std::string& text, FaultLog& log) {
    if (value.kind != NodeKind::Text) return refuse_kind(value, info, "a text", log);
    const size_t length = character_count(value.text);
    if (!info.range.contains(static_cast<double>(length))) {
        log.add(value, named(info) + " has " + std::to_string(length) + " characters; allowed: " + range_text(info));
        return false;
    }
    text = value.text;
    return true;
}

bool read_word(const Node& value, const ParameterInfo& info, size_t& index, FaultLog& log) {
    if (value.kind != NodeKind::Text) return refuse_kind(value, info, "a word", log);
    for (index = 0; index < info.words.size(); ++index)
        if (info.words[index] == value.text) return true;
    const std::string nearest = nearest_word(value.text, info.words);
    log.add(value, named(info) + " is '" + value.text + "'; allowed: " + range_text(info) +
                       (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
    return false;
}

bool expect_word(const Node& value, const ParameterInfo& info, FaultLog& log) {
    size_t index = 0;
    return read_word(value, info, index, log);
}

bool read_numbers(const Node& value, const ParameterInfo& info, std::vector<double>& si, FaultLog& log) {
    if (value.kind != NodeKind::Array) return refuse_kind(value, info, "a list of numbers", log);
    if (!check_count(value, info, "numbers", log)) return false;
    bool all_good = true;
    std::vector<double> read;
    for (const Node& item : value.children) {
        all_good &= check_number(item, info, "a number of " + named(info), log);
        read.push_back(item.number * info.unit().si_per_unit);
    }
    if (all_good) si = std::move(read);
    return all_good;
}

bool read_points(const Node& value, const ParameterInfo& info, std::vector<Vec3>& si, FaultLog& log) {
    if (value.kind != NodeKind::Array) return refuse_kind(value, info, "a list of points [x, y, z]", log);
    if (!check_count(value, info, "points", log)) return false;
    bool all_good = true;
    std::vector<Vec3> read;
    for (const Node& item : value.children) {
        if (item.kind != NodeKind::Array || item.children.size() != 3) {
            log.add(item, "a point of " + named(info) + " must be three numbers [x, y, z]");
            all_good = false;
            continue;
        }
        for (const Node& number : item.children)
            all_good &= check_number(number, info, "a coordinate of " + named(info), log);
        read.push_back(info.unit().si_per_unit *
                       Vec3(item.children[0].number, item.children[1].number, item.children[2].number));
    }
    if (all_good) si = std::move(read);
    return all_good;
}

bool read_texts(const Node& value, const ParameterInfo& info, std::vector<std::string>& texts, FaultLog& log) {
    if (value.kind != NodeKind::Array) return refuse_kind(value, info, "a list of texts", log);
    if (!check_count(value, info, "texts", log)) return false;
    bool all_good = true;
    std::vector<std::string> read;
    for (const Node& item : value.children) {
        if (item.kind != NodeKind::Text || item.text.empty()) {
            log.add(item, "an item of " + named(info) + " must be a text" +
                              (item.kind == NodeKind::Text ? " that is not empty"
                                                           : ", not " + std::string(kind_name(item.kind))));
            all_good = false;
        }
        read.push_back(item.text);
    }
    if (all_good) texts = std::move(read);
    return all_good;
}

bool expect_table(const Node& value, const ParameterInfo& info, FaultLog& log) {
    return value.kind == NodeKind::Table || refuse_kind(value, info, "a table [" + info.key + "]", log);
}

bool expect_tables(const Node& value, const ParameterInfo& info, FaultLog& log) {
    const std::string wanted = "a list of tables [[" + info.key + "]]";
    if (value.kind != NodeKind::Array) return refuse_kind(value, info, wanted, log);
    for (const Node& item : value.children)
        if (item.kind != NodeKind::Table) return refuse_kind(item, info, wanted, log);
    return check_count(value, info, "tables", log);
}

void log_unknown_key(const Node& child, const std::vector<std::string>& known, FaultLog& log) {
    const std::string nearest = nearest_word(child.key, known);
    log.add_at_key(child, "unknown key '" + child.key + "'" +
                              (nearest.empty() ? "" : "; the nearest known one is '" + nearest + "'"));
}

void log_missing_key(const Node& table, const ParameterInfo& info, FaultLog& log) {
    const std::string range = range_text(info);
    log.add_at_key(table, named(info) + " is missing: " + info.meaning + " (" + kind_text(info) +
                              (range.empty() ? "" : ", " + range) + ")");
}

Node number_node(double si, const Unit& unit) {
    Node node = node_of(NodeKind::Real);
    node.number = si / unit.si_per_unit;
    return node;
}

Node whole_node(int64_t whole) {
    Node node = node_of(NodeKind::Whole);
    node.whole = whole;
    node.number = static_cast<double>(whole);
    return node;
}

Node switch_node(bool on) {
    Node node = node_of(NodeKind::Switch);
    node.on = on;
    return node;
}

Node text_node(std::string text) {
    Node node = node_of(NodeKind::Text);
    node.text = std::move(text);
    return node;
}

Node numbers_node(const std::vector<double>& si, const Unit& unit) {
    Node node = node_of(NodeKind::Array);
    for (const double value : si) node.children.push_back(number_node(value, unit));
    return node;
}

Node points_node(const std::vector<Vec3>& si, const Unit& unit) {
    Node node = node_of(NodeKind::Array);
    for (const Vec3& p : si) node.children.push_back(numbers_node({p.x, p.y, p.z}, unit));
    return node;
}

Node texts_node(const std::vector<std::string>& texts) {
    Node node = node_of(NodeKind::Array);
    for (const std::string& text : texts) node.children.push_back(text_node(text));
    return node;
}

bool same_value(const Node& a, const Node& b) {
    const auto is_number = [](const Node& n) { return n.kind == NodeKind::Whole || n.kind == NodeKind::Real; };
    if (is_number(a) && is_number(b)) return a.number == b.number && a.whole == b.whole;
    if (a.kind != b.kind || a.text != b.text || a.on != b.on || a.children.size() != b.children.size()) return false;
    for (size_t i = 0; i < a.children.size(); ++i)
        if (a.children[i].key != b.children[i].key || !same_value(a.children[i], b.children[i])) return false;
    return true;
}

std::string value_text(const Node& value) {
    if (value.kind == NodeKind::Table) return "";
    for (const Node& item : value.children)
        if (item.kind == NodeKind::Table) return "";
    return inline_toml(value);
}

}  // namespace cryo::io
