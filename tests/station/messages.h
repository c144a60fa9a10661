// Messages as trainers and pages send them, for tests.
#pragma once

#include <string>

#include "engine/io/json.h"
#include "engine/io/jpeg.h"
#include "engine/station/classroom.h"

namespace cryo::station {

inline constexpr const char* kCode = "KNEE-7";
inline constexpr const char* kToken = "a-token-of-the-instructor";
inline Access access() { return {.title = "Knee class", .class_code = kCode, .token = kToken}; }

inline std::string learner_hello(const std::string& name, const std::string& code = kCode) {
    return to_text(Hello{Role::Learner, code, name});
}
inline std::string instructor_hello(const std::string& token = kToken) {
    return to_text(Hello{Role::Instructor, token, ""});
}
inline std::string page_order(Verb verb, int seat, const std::string& text = "") {
    return to_text(Order{verb, text, seat});
}

inline io::Picture grey_picture(int width_px, int height_px, uint8_t value) {
    return {width_px, height_px, 1,
            std::vector<uint8_t>(static_cast<size_t>(width_px) * static_cast<size_t>(height_px), value)};
}
inline Picture jpeg_picture(int width_px, uint8_t value) {
    return {width_px, 8, io::jpeg_bytes(grey_picture(width_px, 8, value), 60)};
}

inline LiveState practising(double t_s) {
    LiveState state;
    state.screen = "practice";
    state.phase = "needle";
    state.t_s = t_s;
    return state;
}

inline io::Json parsed(const std::string& text) {
    const Result<io::Json> json = io::parse_json(text, "message");
    return json ? *json : io::Json();
}
inline std::string kind_of(const std::string& text) { return parsed(text).value("kind", ""); }

}  // namespace cryo::station
