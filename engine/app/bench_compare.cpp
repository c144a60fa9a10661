#include "engine/app/bench_compare.h"

#include <map>

namespace cryo::app {

namespace {

struct Span {
    double p50_ms, low_ms, high_ms;
};

std::string name_of(const io::Json& row, size_t index) {
    std::string name;
    for (const char* key : {"scenario", "tier", "name"})
        if (row.is_object() && row.contains(key) && row[key].is_string())
            name += (name.empty() ? "" : " ") + row[key].get<std::string>();
    return name.empty() ? std::to_string(index) : name;
}

// Every object with a median and its spread, by the names on the way to it.
void collect(const io::Json& json, const std::string& path, std::map<std::string, Span>& found) {
    const auto below = [&](const std::string& name) { return path.empty() ? name : path + " / " + name; };
    if (json.is_array()) {
        for (size_t i = 0; i < json.size(); ++i) collect(json[i], below(name_of(json[i], i)), found);
        return;
    }
    if (!json.is_object()) return;
    const auto number = [&](const char* key) {
        return json.contains(key) && json[key].is_number() ? json[key].get<double>() : 0.0;
    };
    const Span span{number("p50_ms"), number("low_ms"), number("high_ms")};
    if (span.p50_ms > 0.0 && span.low_ms > 0.0 && span.high_ms > 0.0) found[path] = span;
    for (const auto& [key, value] : json.items()) collect(value, below(key), found);
}

}  // namespace

const char* BenchRatio::verdict() const {
    if (least > 1.0) return "slower";
    return greatest < 1.0 ? "quicker" : "no difference seen";
}

std::vector<BenchRatio> compare_benches(const io::Json& before, const io::Json& after) {
    std::map<std::string, Span> old_spans, new_spans;
    collect(before, "", old_spans);
    collect(after, "", new_spans);
    std::vector<BenchRatio> ratios;
    for (const auto& [what, then] : old_spans) {
        const auto now = new_spans.find(what);
        if (now == new_spans.end()) continue;
        ratios.push_back({what, now->second.p50_ms / then.p50_ms, now->second.low_ms / then.high_ms,
                          now->second.high_ms / then.low_ms});
    }
    return ratios;
}

}  // namespace cryo::app
