#include "engine/app/user_store.h"

#include <algorithm>
#include <ctime>
#include <stdexcept>

#include "engine/app/installation.h"
#include "engine/io/files.h"
#include "engine/io/json.h"

namespace cryo::app {

namespace {

constexpr const char* kPreferences = "preferences.json";
constexpr const char* kHistory = "history.ndjson";
constexpr const char* kAttempts = "attempts";

std::string date_text() {
    const std::time_t now = std::time(nullptr);
    char text[32] = "";
    if (const std::tm* local = std::localtime(&now)) std::strftime(text, sizeof text, "%Y-%m-%d_%H-%M-%S", local);
    return text;
}

}  // namespace

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
    load_history();
}

void UserStore::load_preferences(ui::UiState& state, std::string& last_case) const {
    const Result<std::string> text = io::read_text(io::join_path(folder_, kPreferences));
    if (!text) return;
    const Result<io::Json> json = io::parse_json(*text, kPreferences);
    if (!json || !json->is_object()) return;
    state.text_scale = std::clamp(json->value("text_scale", state.text_scale), ui::kTextScaleLow, ui::kTextScaleHigh);
    state.theme = json->value("room", "dark") == "bright" ? ui::Theme::Bright : ui::Theme::Dark;
    state.pointer = json->value("pointer", "mouse") == "trackpad" ? ui::Pointer::Trackpad : ui::Pointer::Mouse;
    state.bindings =
        json->value("keys", "two_hands") == "one_hand" ? ui::BindingPage::OneHand : ui::BindingPage::TwoHands;
    last_case = json->value("last_case", "");
}

void UserStore::save_preferences(const ui::UiState& state, const std::string& last_case) {
    if (!problem_.empty()) return;
    io::Json json;
    json["text_scale"] = state.text_scale;
    json["room"] = state.theme == ui::Theme::Bright ? "bright" : "dark";
    json["pointer"] = state.pointer == ui::Pointer::Trackpad ? "trackpad" : "mouse";
    json["keys"] = state.bindings == ui::BindingPage::OneHand ? "one_hand" : "two_hands";
    json["last_case"] = last_case;
    try {
        io::write_atomically(io::join_path(folder_, kPreferences), io::json_text(json));
    } catch (const std::runtime_error& error) {
        problem_ = "Preferences were not kept: " + std::string(error.what());
    }
}

void UserStore::load_history() {
    const Result<std::string> text = io::read_text(io::join_path(folder_, kHistory));
    if (!text) return;
    for (const io::JsonLine& line : io::parse_json_lines(*text, kHistory).lines) {
        PastAttempt past;
        past.scenario = line.value.value("scenario", "");
        past.file = line.value.value("file", "");
        past.mode = line.value.value("mode", "");
        past.score = line.value.value("score", -1.0);
        past.pass = line.value.value("pass", false);
        history_.push_back(past);
    }
}

void UserStore::add(const PastAttempt& attempt) {
    history_.push_back(attempt);
    if (!problem_.empty()) return;
    io::Json json;
    json["scenario"] = attempt.scenario;
    json["file"] = attempt.file;
    json["mode"] = attempt.mode;
    json["score"] = attempt.score;
    json["pass"] = attempt.pass;
    try {
        io::AppendLog log(io::join_path(folder_, kHistory));
        log.append(io::json_line(json));
        log.flush();
    } catch (const std::runtime_error& error) {
        problem_ = "The list of attempts was not kept: " + std::string(error.what());
    }
}

std::string UserStore::new_attempt_file(const std::string& scenario) const {
    if (!problem_.empty()) return "";
    const std::string stem = io::join_path(folder_, std::string(kAttempts) + "/" + date_text() + "_" + scenario);
    for (int i = 1;; ++i) {
        const std::string file = i == 1 ? stem + ".ndjson" : stem + "_" + std::to_string(i) + ".ndjson";
        if (!io::file_exists(file)) return file;
    }
}

}  // namespace cryo::app
