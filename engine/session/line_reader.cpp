#include "engine/session/line_reader.h"

#include <algorithm>

#include "engine/io/number_text.h"
#include "engine/session/attempt_chain.h"

namespace cryo::session {

namespace {

std::string quoted(const std::string& word) { return "'" + word + "'"; }

std::string listed(const std::vector<std::string>& words) {
    std::string list;
    for (const std::string& word : words) list += (list.empty() ? "" : ", ") + quoted(word);
    return list;
}

bool holds(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

int LineReader::column_of(const std::string& key) const {
    if (key.empty()) return 1;
    const std::string written = "\"" + key + "\"";
    for (size_t at = text_.find(written); at != std::string_view::npos; at = text_.find(written, at + 1)) {
        const size_t after = text_.find_first_not_of(" \t", at + written.size());
        const bool is_key = after != std::string_view::npos && text_[after] == ':';
        if (is_key && (at == 0 || text_[at - 1] != '\\')) return static_cast<int>(at) + 1;
    }
    return 0;
}

void LineReader::fault(const std::string& message, const std::string& key) const {
    faults_.push_back({file_, number_, column_of(key), message});
}

bool LineReader::allow_only(const std::vector<std::string>& known) const {
    bool all_known = true;
    for (const auto& [key, unused] : value_.items()) {
        if (holds(known, key) || key == kChainKey) continue;  // any line of a class has a chain
        all_known = false;
        const std::string near = nearest_word(key, known);
        fault("there is no key " + quoted(key) + " here" + (near.empty() ? "" : "; did you mean " + quoted(near) + "?"),
              key);
    }
    return all_known;
}

const io::Json* LineReader::find(const std::string& key) const {
    const auto found = value_.find(key);
    return found == value_.end() ? nullptr : &*found;
}

const io::Json* LineReader::require(const std::string& key) const {
    const io::Json* found = find(key);
    if (found == nullptr) fault("the key " + quoted(key) + " is missing");
    return found;
}

std::optional<double> LineReader::number(const std::string& key) const {
    const io::Json* found = require(key);
    if (found == nullptr) return std::nullopt;
    if (found->is_number()) return found->get<double>();
    fault(quoted(key) + " must be a number", key);
    return std::nullopt;
}

std::optional<double> LineReader::number_in(const std::string& key, double low, double high,
                                            const std::string& unit) const {
    const std::optional<double> value = number(key);
    if (!value || (*value >= low && *value <= high)) return value;
    fault(quoted(key) + " is " + io::rounded_text(*value, 6) + "; allowed is " + io::rounded_text(low, 6) + " to " +
              io::rounded_text(high, 6) + unit,
          key);
    return std::nullopt;
}

std::optional<std::string> LineReader::text(const std::string& key) const {
    const io::Json* found = require(key);
    if (found == nullptr) return std::nullopt;
    if (found->is_string()) return found->get<std::string>();
    fault(quoted(key) + " must be a text in quotes", key);
    return std::nullopt;
}

std::optional<bool> LineReader::on_off(const std::string& key) const {
    const io::Json* found = require(key);
    if (found == nullptr) return std::nullopt;
    if (found->is_boolean()) return found->get<bool>();
    if (found->is_number() && (found->get<double>() == 0.0 || found->get<double>() == 1.0))
        return found->get<double>() == 1.0;
    fault(quoted(key) + " must be true or false", key);
    return std::nullopt;
}

std::optional<std::string> LineReader::word(const std::string& key, const std::vector<std::string>& words) const {
    const std::optional<std::string> said = text(key);
    if (!said || holds(words, *said)) return said;
    const std::string near = nearest_word(*said, words);
    const std::string hint = near.empty() ? "allowed are " : "did you mean " + quoted(near) + "? Allowed are ";
    fault(quoted(key) + " is " + quoted(*said) + "; " + hint + listed(words), key);
    return std::nullopt;
}

}  // namespace cryo::session
