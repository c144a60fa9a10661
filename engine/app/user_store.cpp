#include "engine/app/user_store.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <stdexcept>

#include "engine/app/installation.h"
#include "engine/io/files.h"
#include "engine/ui/bindings.h"
#include "engine/io/json.h"

namespace cryo::app {

namespace {

constexpr const char* kPreferences = "preferences.json";
constexpr int kPreferencesSchema = 1;
constexpr std::array kSounds{"off", "quiet", "middle", "loud"};
constexpr const char* kHistory = "history.sqlite3";
constexpr const char* kAttempts = "attempts";

constexpr const char* kDate = "%Y-%m-%d_%H-%M-%S";

std::string date_text(std::time_t moment) {
    char text[32] = "";
    if (const std::tm* local = std::localtime(&moment)) std::strftime(text, sizeof text, kDate, local);
    return text;
}
std::string date_text() { return date_text(std::time(nullptr)); }

// The date for the next of these files, whose names begin with one: later than all of them even where the clock has
// been set back, so that the newest is always the last by name.
std::string next_date(const std::vector<std::string>& files) {
    const std::string now = date_text();
    if (files.empty()) return now;
    const std::string last = io::name_of(files.back()).substr(0, now.size());
    std::tm date{};
    if (last < now || strptime(last.c_str(), kDate, &date) == nullptr) return now;
    date.tm_isdst = -1;
    return date_text(std::mktime(&date) + 1);
}

}  // namespace

int64_t seconds_since_1970() { return static_cast<int64_t>(std::time(nullptr)); }

std::string attempts_folder() { return io::join_path(user_folder(), kAttempts); }

Result<history::History> open_history() {
    const std::string folder = user_folder();
    if (folder.empty()) throw std::runtime_error("no home folder is known: set HOME or XDG_DATA_HOME");
    io::make_directories(folder);
    return history::History::open(io::join_path(folder, kHistory));
}

std::string benchmark_file(const std::string& scenario, const std::string& input) {
    return io::join_path(user_folder(), "benchmarks/" + scenario + "." + input + ".json");
}

std::vector<scoring::Benchmark> local_benchmarks(const std::string& scenario, const std::string& input) {
    const std::string file = benchmark_file(scenario, input);
    const Result<std::string> text = io::read_text(file);
    if (!text) return {};
    const auto read = history::parse_benchmarks(*text, file);
    return read ? read->benchmarks : std::vector<scoring::Benchmark>{};
}

UserStore::UserStore() : folder_(user_folder()) {
    try {
        if (folder_.empty()) throw std::runtime_error("no home folder is known");
        io::make_directories(io::join_path(folder_, kAttempts));
        // A folder may exist and still refuse files.
        io::write_atomically(io::join_path(folder_, ".writable"), "");
    } catch (const std::runtime_error& error) {
        problem_ = "Attempts will not be recorded: " + std::string(error.what());
        return;
    }
    lock_.emplace(io::join_path(folder_, "open.lock"));
    Result<history::History> opened = open_history();
    if (opened)
        history_.emplace(std::move(opened).value());
    else
        problem_ = "Attempts are recorded but not listed: " + opened.faults().front().message;
}

namespace {

// By the labels people see; what is not known any more is left out.
std::vector<ui::Binding> read_key_changes(const io::Json& list) {
    std::vector<ui::Binding> changes;
    if (!list.is_array()) return changes;
    for (const io::Json& entry : list) {
        if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string() || !entry[1].is_string()) continue;
        for (int k = 0; k < ui::kPhysicalKeyCount; ++k)
            for (int a = 0; a < ui::kActionCount; ++a) {
                const ui::Binding change{static_cast<ui::PhysicalKey>(k), static_cast<ui::Action>(a)};
                if (entry[0] == std::string(ui::key_label(change.key)) &&
                    entry[1] == std::string(ui::action_label(change.action)))
                    changes = ui::with_change(changes, change);
            }
    }
    return changes;
}

}  // namespace

namespace {

// What is not of the right kind counts as not written.
template <class T>
T value_or(const io::Json& json, const char* key, T otherwise) {
    const auto found = json.find(key);
    if (found == json.end()) return otherwise;
    try {
        return found->get<T>();
    } catch (const io::Json::exception&) {
        return otherwise;
    }
}

// Sets a file aside under a name that says why; a sentence on what became of it.
std::string set_aside(const std::string& file, const std::string& text, const std::string& why) {
    const std::string kept = file + ".kept-" + date_text();
    try {
        io::write_atomically(kept, text);
    } catch (const std::runtime_error& error) {
        return why + " Standard settings are used; it could not be kept: " + error.what();
    }
    return why + " Standard settings are used; the old file is kept as " + io::name_of(kept) + ".";
}

}  // namespace

std::string UserStore::load_preferences(ui::UiState& state, std::string& last_case) const {
    const std::string file = io::join_path(folder_, kPreferences);
    const Result<std::string> text = io::read_text(file);
    if (!text) return {};
    const Result<io::Json> read = io::parse_json(*text, kPreferences);
    if (!read || !read->is_object()) return set_aside(file, *text, "The settings could not be read.");
    if (value_or(*read, "schema", kPreferencesSchema) > kPreferencesSchema)
        return set_aside(file, *text, "The settings are those of a newer CryoSono.");
    const io::Json& json = *read;
    const double scale = value_or(json, "text_scale", state.text_scale);
    if (std::isfinite(scale)) state.text_scale = std::clamp(scale, ui::kTextScaleLow, ui::kTextScaleHigh);
    state.theme = value_or<std::string>(json, "room", "dark") == "bright" ? ui::Theme::Bright : ui::Theme::Dark;
    const auto input = value_or<std::string>(json, "input", "");
    for (int i = 0; i < ui::kInputCount; ++i)
        if (input == ui::input_name(static_cast<ui::Input>(i))) ui::use_input(state, static_cast<ui::Input>(i));
    const auto keys = value_or<std::string>(json, "keys", "");
    if (keys == "one_hand") state.bindings = ui::BindingPage::OneHand;
    if (keys == "two_hands") state.bindings = ui::BindingPage::TwoHands;
    const auto sound = value_or<std::string>(json, "sound", "");
    for (size_t i = 0; i < kSounds.size(); ++i)
        if (sound == kSounds[i]) state.sound = static_cast<ui::SoundLevel>(i);
    state.sticky_modifiers = value_or(json, "sticky_modifiers", false);
    state.key_changes = read_key_changes(value_or(json, "key_changes", io::Json::array()));
    last_case = value_or<std::string>(json, "last_case", "");
    return {};
}

void UserStore::save_preferences(const ui::UiState& state, const std::string& last_case) {
    if (!problem_.empty() || is_second()) return;
    io::Json json;
    json["schema"] = kPreferencesSchema;
    json["text_scale"] = state.text_scale;
    json["room"] = state.theme == ui::Theme::Bright ? "bright" : "dark";
    if (state.input) json["input"] = ui::input_name(*state.input);
    json["keys"] = state.bindings == ui::BindingPage::OneHand ? "one_hand" : "two_hands";
    json["key_changes"] = io::Json::array();
    for (const ui::Binding& change : state.key_changes)
        json["key_changes"].push_back(
            {std::string(ui::key_label(change.key)), std::string(ui::action_label(change.action))});
    json["sticky_modifiers"] = state.sticky_modifiers;
    json["sound"] = kSounds[static_cast<size_t>(state.sound)];
    json["last_case"] = last_case;
    try {
        io::write_atomically(io::join_path(folder_, kPreferences), io::json_text(json));
    } catch (const std::runtime_error& error) {
        problem_ = "Preferences were not kept: " + std::string(error.what());
    }
}

std::vector<history::CaseStanding> UserStore::standings(const std::string& learner) const {
    if (!history_) return {};
    return history_->standings(learner);
}

std::vector<history::AttemptRow> UserStore::attempts(const std::string& learner) const {
    std::vector<history::AttemptRow> rows;
    if (history_)
        history_->for_each({.learner = learner, .scenario = {}, .since_s = {}},
                           [&](const history::AttemptRow& row) { rows.push_back(row); });
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.started_s < b.started_s; });
    return rows;
}

std::vector<history::AttemptRow> UserStore::attempts_on(const std::string& learner, const std::string& scenario) const {
    if (!history_) return {};
    return history_->attempts({.learner = learner, .scenario = scenario, .since_s = {}});
}

int64_t UserStore::add(history::AttemptRow attempt) {
    if (!history_) return 0;
    attempt.started_s = seconds_since_1970() - static_cast<int64_t>(attempt.duration_s);
    try {
        return history_->add(attempt);
    } catch (const std::runtime_error& error) {
        problem_ = "The attempt was not listed: " + std::string(error.what());
        return 0;
    }
}

void UserStore::remark(history::Remark remark) {
    if (!history_ || remark.attempt == 0) return;
    remark.made_s = seconds_since_1970();
    try {
        history_->remark(remark);
    } catch (const std::runtime_error& error) {
        problem_ = "The remark was not kept: " + std::string(error.what());
    }
}

std::string UserStore::unfinished_attempt() const {
    if (is_second()) return {};  // what has no end yet may be going on next door
    if (folder_.empty()) return {};
    const std::string folder = io::join_path(folder_, kAttempts);
    const std::vector<std::string> files = io::list_files(folder, ".ndjson");
    if (files.empty()) return {};
    // Names begin with the date.
    const std::string& newest = files.back();
    const Result<std::string> text = io::read_text(newest);
    constexpr std::string_view kEnd = "\"rec\":\"end\"";
    return text && text->find(kEnd) == std::string::npos ? newest : std::string();
}

std::string UserStore::new_attempt_file(const std::string& scenario) const {
    const std::string attempts = io::join_path(folder_, kAttempts);
    if (folder_.empty() || !io::folder_exists(attempts)) return "";
    return io::join_path(attempts, next_date(io::list_files(attempts, ".ndjson")) + "_" + scenario + ".ndjson");
}

}  // namespace cryo::app
