#include "engine/history/exchange.h"

#include <cmath>
#include <map>

#include "engine/io/json.h"

namespace cryo::history {

namespace {

constexpr const char* kKind = "history-row";

using Values = std::vector<std::pair<std::string, double>>;

io::Json values_json(const Values& values) {
    io::Json json = io::Json::object();
    for (const auto& [name, value] : values) json[name] = value;
    return json;
}

// Reads one line; the first thing wrong with it is its fault.
class RowReader {
  public:
    RowReader(const io::JsonLine& line, const std::string& file) : line_(line), file_(file) {}

    Result<AttemptRow> read() {
        AttemptRow row;
        std::string kind;
        text("kind", kind);
        text("learner", row.learner);
        text("scenario", row.scenario);
        whole("started_s", row.started_s);
        text("mode", row.mode);
        text("input", row.input);
        text("device", row.device);
        text("model_id", row.model_id);
        text("model_hash", row.model_hash);
        number("overall", row.overall);
        flag("pass", row.pass);
        flag("borderline", row.borderline);
        flag("formative", row.formative);
        int64_t criticals = 0;
        whole("critical_count", criticals);
        row.critical_count = static_cast<int>(criticals);
        number("duration_s", row.duration_s);
        text("state_hash", row.state_hash);
        text("recording_file", row.recording_file);
        text("group", row.group);
        values("subscores", row.subscores);
        values("metrics", row.metrics);
        if (fault_.empty() && kind != kKind) fault_ = "is of kind '" + kind + "', expected '" + kKind + "'";
        if (fault_.empty() && (row.overall < 0.0 || row.overall > 100.0))
            fault_ = "overall is " + std::to_string(row.overall) + ", allowed 0 to 100";
        if (fault_.empty() && !row.group.empty() && row.group != "expert" && row.group != "novice")
            fault_ = "group is '" + row.group + "', allowed expert, novice or nothing";
        if (fault_.empty() && line_.value.size() != keys_) fault_ = "has a key that a row does not have";
        if (!fault_.empty()) return Diagnostic{file_, line_.line, 1, fault_};
        return row;
    }

  private:
    const io::Json* find(const char* key) {
        ++keys_;
        const auto found = line_.value.find(key);
        if (found != line_.value.end()) return &*found;
        refuse(key, "is missing");
        return nullptr;
    }
    void refuse(const std::string& key, const char* why) {
        if (fault_.empty()) fault_ = key + " " + why;
    }
    void text(const char* key, std::string& to) {
        const io::Json* value = find(key);
        if (value == nullptr) return;
        value->is_string() ? void(to = value->get<std::string>()) : refuse(key, "must be text");
    }
    void number(const char* key, double& to) {
        const io::Json* value = find(key);
        if (value == nullptr) return;
        value->is_number() ? void(to = value->get<double>()) : refuse(key, "must be a number");
    }
    void whole(const char* key, int64_t& to) {
        const io::Json* value = find(key);
        if (value == nullptr) return;
        value->is_number_integer() ? void(to = value->get<int64_t>()) : refuse(key, "must be a whole number");
    }
    void flag(const char* key, bool& to) {
        const io::Json* value = find(key);
        if (value == nullptr) return;
        value->is_boolean() ? void(to = value->get<bool>()) : refuse(key, "must be true or false");
    }
    void values(const char* key, Values& to) {
        const io::Json* value = find(key);
        if (value == nullptr) return;
        if (!value->is_object()) return refuse(key, "must be an object of numbers");
        for (const auto& [name, number] : value->items()) {
            if (!number.is_number()) return refuse(std::string(key) + "." + name, "must be a number");
            to.emplace_back(name, number.get<double>());
        }
    }

    const io::JsonLine& line_;
    const std::string& file_;
    std::string fault_;
    size_t keys_ = 0;
};

}  // namespace

std::string attempt_line(const AttemptRow& row) {
    return io::json_line(io::Json{{"kind", kKind},
                                  {"learner", row.learner},
                                  {"scenario", row.scenario},
                                  {"started_s", row.started_s},
                                  {"mode", row.mode},
                                  {"input", row.input},
                                  {"device", row.device},
                                  {"model_id", row.model_id},
                                  {"model_hash", row.model_hash},
                                  {"overall", row.overall},
                                  {"pass", row.pass},
                                  {"borderline", row.borderline},
                                  {"formative", row.formative},
                                  {"critical_count", row.critical_count},
                                  {"duration_s", row.duration_s},
                                  {"state_hash", row.state_hash},
                                  {"recording_file", row.recording_file},
                                  {"group", row.group},
                                  {"subscores", values_json(row.subscores)},
                                  {"metrics", values_json(row.metrics)}});
}

Result<std::vector<AttemptRow>> parse_attempts(const std::string& text, const std::string& file) {
    const io::JsonLines lines = io::parse_json_lines(text, file);
    Diagnostics faults = lines.faults;
    if (lines.cut_line > 0) faults.push_back({file, lines.cut_line, 1, "the last line is cut off"});
    std::vector<AttemptRow> rows;
    for (const io::JsonLine& line : lines.lines) {
        Result<AttemptRow> row = RowReader(line, file).read();
        if (row)
            rows.push_back(std::move(*row));
        else
            faults.insert(faults.end(), row.faults().begin(), row.faults().end());
    }
    if (!faults.empty()) return faults;
    return rows;
}

}  // namespace cryo::history
