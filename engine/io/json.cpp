#include "engine/io/json.h"

#include <algorithm>
#include <set>

namespace cryo::io {

namespace {

// Line and column, from 1, of a byte of the text.
std::pair<int, int> place_of(std::string_view text, size_t byte) {
    int line = 1;
    int column = 1;
    for (size_t i = 0; i < std::min(byte, text.size()); ++i) {
        if (text[i] == '\n') {
            ++line;
            column = 1;
        } else if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {  // not inside a character of UTF-8
            ++column;
        }
    }
    return {line, column};
}

// nlohmann's message without its own name, number and place: "... : syntax error while parsing value - unexpected ..."
std::string plain_message(const std::string& what) {
    const size_t at = what.find("syntax error");
    return at == std::string::npos ? what.substr(what.find("] ") == std::string::npos ? 0 : what.find("] ") + 2)
                                   : "not JSON: " + what.substr(at);
}

constexpr int kDeepest = 100;  // nested values; a hostile file must not exhaust the stack

Result<Json> parse_at(std::string_view text, const std::string& file, int first_line) {
    std::vector<std::set<std::string>> keys;
    std::string repeated;
    bool too_deep = false;
    const Json::parser_callback_t watch = [&](int depth, Json::parse_event_t event, Json& value) {
        if (event == Json::parse_event_t::object_start) keys.emplace_back();
        if (event == Json::parse_event_t::object_end) keys.pop_back();
        if (event == Json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second)
            repeated = value.get<std::string>();
        too_deep = too_deep || depth > kDeepest;
        return true;
    };
    try {
        Json value = Json::parse(text, watch);
        if (too_deep) return Diagnostic{file, first_line, 0, "values are nested too deep"};
        if (!repeated.empty()) return Diagnostic{file, first_line, 0, "the key '" + repeated + "' stands twice"};
        return value;
    } catch (const nlohmann::json::parse_error& error) {
        const auto [line, column] = place_of(text, error.byte > 0 ? error.byte - 1 : 0);
        return Diagnostic{file, first_line + line - 1, column, plain_message(error.what())};
    } catch (const nlohmann::json::exception& error) {
        return Diagnostic{file, first_line, 0, plain_message(error.what())};
    }
}

}  // namespace

Result<Json> parse_json(const std::string& text, const std::string& file) { return parse_at(text, file, 1); }

std::string json_text(const Json& value) { return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

std::string json_line(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

JsonLines parse_json_lines(const std::string& text, const std::string& file) {
    JsonLines result;
    int number = 0;
    for (size_t begin = 0; begin < text.size();) {
        const size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line(text.data() + begin, end - begin);
        const bool is_ended = end < text.size();
        begin = end + 1;
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        Result<Json> value = parse_at(line, file, number);
        if (!value.ok() && !is_ended) {
            result.cut_line = number;
        } else if (!value.ok()) {
            result.faults.insert(result.faults.end(), value.faults().begin(), value.faults().end());
        } else if (!value->is_object()) {
            result.faults.push_back({file, number, 1, "a line must be one object in braces, {\"key\": value, ...}"});
        } else {
            result.lines.push_back({number, std::move(value).value()});
        }
    }
    return result;
}

}  // namespace cryo::io
