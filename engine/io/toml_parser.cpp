// From TOML text to a tree, with toml++ behind it: what the parser does not take, or takes wrongly, is settled here.
#include "engine/io/parameter_tree.h"

// The parser asserts where some hostile texts lead it astray. To us that is bad input like any other: the assertion
// throws, in builds with NDEBUG as well, where the header would otherwise turn it into undefined behaviour.
#undef NDEBUG
namespace cryo::io {
struct ParserAstray {};
[[noreturn]] static void parser_is_astray() { throw ParserAstray{}; }
}  // namespace cryo::io
#define TOML_ASSERT(expression) ((expression) ? static_cast<void>(0) : ::cryo::io::parser_is_astray())
#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include <algorithm>
#include <optional>
#include <tuple>

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

// A text parsed once: its tree, or the first fault of syntax.
struct ParsedOnce {
    std::optional<Node> root;
    Place place;
    std::string description;
};

ParsedOnce parse_once(std::string_view text) {
    try {
        return {node_from(toml::parse(text)), {}, {}};
    } catch (const toml::parse_error& error) {
        return {std::nullopt, place_of(error.source()), std::string(error.description())};
    } catch (const ParserAstray&) {
        return {std::nullopt, {}, {}};
    }
}

// The line of the fault that leads the parser astray: the first with which the text does so. Any text from there on
// does too, so that halving finds it.
int find_astray_line(const std::string& text) {
    std::vector<size_t> ends;
    for (size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) ends.push_back(at + 1);
    const auto first = std::partition_point(ends.begin(), ends.end(), [&](size_t end) {
        const ParsedOnce part = parse_once(std::string_view(text).substr(0, end));
        return part.root || !part.description.empty();
    });
    return static_cast<int>(first - ends.begin()) + 1;
}

// ---- Characters outside ASCII --------------------------------------------------------------------------------------
// TOML has them only in quotes and comments. Elsewhere toml++ 3.3 runs into a statement it holds to be unreachable, as
// it does behind a backslash that joins lines; so they are looked for before it sees the text.

class StrayCharacterSearch {
  public:
    explicit StrayCharacterSearch(std::string_view text) : text_(text) {
        if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;  // a byte-order mark
    }

    // Place of the first, or nothing.
    std::optional<Place> find() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (is_beyond_ascii(c)) return place_;
            if (c == '#') {
                skip_while([](char inside) { return inside != '\n'; });
            } else if (c == '"' || c == '\'') {
                if (!skip_string(c)) return place_;
            } else {
                advance();
            }
        }
        return std::nullopt;
    }

  private:
    static bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

    void advance() {
        const char c = text_[at_++];
        if (c == '\n') {
            ++place_.line;
            place_.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {  // the first byte of a character
            ++place_.column;
        }
    }

    void advance_by(size_t count) {
        for (size_t i = 0; i < count && at_ < text_.size(); ++i) advance();
    }

    template <class Predicate>
    void skip_while(const Predicate& predicate) {
        while (at_ < text_.size() && predicate(text_[at_])) advance();
    }

    // From its first quote to behind its last; false where a line joined by a backslash begins beyond ASCII. Strings
    // that are never closed are the parser's to complain of.
    bool skip_string(char quote) {
        const std::string three(3, quote);
        const bool is_long = text_.substr(at_).starts_with(three);
        const std::string_view close = is_long ? std::string_view(three) : std::string_view(three).substr(0, 1);
        advance_by(close.size());
        while (at_ < text_.size() && !text_.substr(at_).starts_with(close)) {
            if (!is_long && text_[at_] == '\n') return true;
            if (text_[at_] == '\\' && quote == '"') {
                advance();
                if (is_long && joins_lines() && at_ < text_.size() && is_beyond_ascii(text_[at_])) return false;
            }
            if (at_ < text_.size()) advance();
        }
        advance_by(close.size());
        // Up to two quotes may stand before the closing three.
        if (is_long) skip_while([quote](char c) { return c == quote; });
        return true;
    }

    // Behind a backslash: skips the blanks up to the next character when a line end is among them.
    bool joins_lines() {
        const size_t line_end = text_.find_first_not_of(" \t\r", at_);
        if (line_end == std::string_view::npos || text_[line_end] != '\n') return false;
        skip_while([](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
        if (at_ < text_.size() && !is_beyond_ascii(text_[at_])) --at_, --place_.column;  // is looked at again
        return true;
    }

    std::string_view text_;
    size_t at_ = 0;
    Place place_{1, 1};
};

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
std::optional<Diagnostic> take_out_repeat(std::string& text, const ParsedOnce& error, const std::string& file,
                                          int count) {
    if (error.description.find("cannot redefine existing") == std::string::npos) return std::nullopt;
    const int number = error.place.line;
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
    if (value == std::string_view::npos ||
        character_count(content.substr(0, value)) + 1 != static_cast<size_t>(error.place.column))
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

}  // namespace

ParameterTree parse_toml(const std::string& text, const std::string& file) {
    ParameterTree tree;
    tree.file = file;
    const auto refuse = [&tree](const Place& place, const std::string& message) {
        tree.faults.push_back({tree.file, place.line, place.column, message});
        tree.readable = false;
        return tree;
    };
    if (const std::optional<Place> stray = StrayCharacterSearch(text).find())
        return refuse(*stray, "not valid TOML: a character outside ASCII may stand only in quotes or a comment");
    std::string remaining = text;
    for (int repeats = 0;; ++repeats) {
        ParsedOnce parsed = parse_once(remaining);
        if (parsed.root) {
            tree.root = std::move(*parsed.root);
            std::erase_if(tree.root.children, [](const Node& n) { return n.key.starts_with(kRepeatedTable); });
            tree.root.place = tree.root.key_place = {1, 1};
            return tree;
        }
        if (repeats < kMostRepeats)
            if (std::optional<Diagnostic> repeat = take_out_repeat(remaining, parsed, file, repeats)) {
                tree.faults.push_back(std::move(*repeat));
                continue;
            }
        if (parsed.description.empty()) return refuse({find_astray_line(remaining), 1}, "not valid TOML in this line");
        return refuse(parsed.place, plain_message(parsed.description));
    }
}

}  // namespace cryo::io
