#include <cmath>

#include "engine/io/base64.h"
#include "engine/io/json.h"
#include "engine/station/protocol.h"

namespace cryo::station {

namespace {

using io::Json;

Json message(const char* kind, int seat = 0) {
    Json json{{"v", kProtocolVersion}, {"kind", kind}};
    if (seat > 0) json["seat"] = seat;
    return json;
}

// Two decimals say all that a wall of learners shows.
double rounded(double value) { return std::isfinite(value) ? std::round(value * 100.0) / 100.0 : 0.0; }

}  // namespace

std::string to_text(const Hello& hello) {
    Json json = message("hello");
    json["role"] = hello.role == Role::Learner ? "learner" : "instructor";
    json["secret"] = hello.secret;
    json["learner"] = hello.learner;
    return io::json_line(json);
}

std::string to_text(const Welcome& welcome) {
    Json json = message("welcome");
    json["title"] = fitted(welcome.title, kWordLimit);
    json["watchers"] = welcome.watchers;
    return io::json_line(json);
}

std::string to_text(const Refused& refused) {
    Json json = message("refused");
    json["why"] = fitted(refused.why, kSentenceLimit);
    return io::json_line(json);
}

std::string to_text(const Order& order) {
    Json json = message("order", order.seat);
    json["verb"] = verb_name(order.verb);
    json["text"] = fitted(order.text, kSentenceLimit);
    return io::json_line(json);
}

std::string to_text(const CaseInfo& info, int seat) {
    Json json = message("case", seat);
    json["scenario"] = fitted(info.scenario, kWordLimit);
    json["title"] = fitted(info.title, kSentenceLimit);
    json["mode"] = fitted(info.mode, kWordLimit);
    json["phases"] = Json::array();
    for (size_t i = 0; i < info.phases.size() && i < kPhasesLimit; ++i)
        json["phases"].push_back({{"id", fitted(info.phases[i].id, kWordLimit)},
                                  {"instruction", fitted(info.phases[i].instruction, kSentenceLimit)},
                                  {"next", fitted(info.phases[i].next, kWordLimit)}});
    json["buttons"] = Json::array();
    for (size_t i = 0; i < info.buttons.size() && i < kButtonsLimit; ++i)
        json["buttons"].push_back(fitted(info.buttons[i], kWordLimit));
    return io::json_line(json);
}

std::string to_text(const LiveState& s, int seat) {
    Json json = message("state", seat);
    json["screen"] = s.screen;
    json["phase"] = fitted(s.phase, kWordLimit);
    json["t_s"] = rounded(s.t_s);
    json["phase_s"] = rounded(s.phase_s);
    json["phase_limit_s"] = rounded(s.phase_limit_s);
    json["paused"] = s.paused;
    json["gas_on"] = s.gas_on;
    json["frozen_in"] = s.frozen_in;
    json["tip_seen"] = s.tip_seen;
    json["question_open"] = s.question_open;
    json["insert_mm"] = rounded(s.insert_mm);
    json["tip_unseen_s"] = rounded(s.tip_unseen_s);
    json["idle_s"] = rounded(s.idle_s);
    json["tip_target_mm"] = rounded(s.tip_target_mm);
    json["treated_mm"] = rounded(s.treated_mm);
    json["required_mm"] = rounded(s.required_mm);
    json["ice_mm"] = rounded(s.ice_mm);
    json["tip_degc"] = rounded(s.tip_degc);
    json["skin_degc"] = rounded(s.skin_degc);
    json["gas_left_s"] = rounded(s.gas_left_s);
    json["placement"] = s.placement;
    json["criticals"] = s.criticals;
    json["last_critical"] = fitted(s.last_critical, kSentenceLimit);
    json["score"] = s.score ? Json(rounded(*s.score)) : Json();
    json["measures"] = Json::array();
    for (size_t i = 0; i < s.measures.size() && i < kMeasuresLimit; ++i) {
        const Measure& m = s.measures[i];
        json["measures"].push_back({{"code", fitted(m.code, kWordLimit)},
                                    {"name", fitted(m.name, kWordLimit)},
                                    {"unit", fitted(m.unit, kWordLimit)},
                                    {"value", rounded(m.value)},
                                    {"good", rounded(m.good)},
                                    {"bad", rounded(m.bad)}});
    }
    return io::json_line(json);
}

std::string to_text(const LiveEvent& event, int seat) {
    Json json = message("event", seat);
    json["t_s"] = rounded(event.t_s);
    json["event"] = fitted(event.kind, kWordLimit);
    json["text"] = fitted(event.text, kSentenceLimit);
    json["critical"] = event.critical;
    return io::json_line(json);
}

std::string to_text(const Picture& picture, int seat) {
    Json json = message("picture", seat);
    json["width_px"] = picture.width_px;
    json["height_px"] = picture.height_px;
    json["jpeg"] = io::base64_text(picture.jpeg);
    return io::json_line(json);
}

std::string to_text(const std::vector<Seat>& roster) {
    Json json = message("roster");
    json["seats"] = Json::array();
    for (const Seat& seat : roster)
        json["seats"].push_back({{"seat", seat.seat},
                                 {"learner", seat.learner},
                                 {"connected", seat.connected},
                                 {"paused", seat.paused},
                                 {"urgency", rounded(seat.urgency)},
                                 {"reason", fitted(seat.reason, kSentenceLimit)}});
    return io::json_line(json);
}

std::string fitted(std::string_view text, size_t limit) {
    std::string kept;
    kept.reserve(std::min(text.size(), limit));
    for (const char c : text) {
        if (kept.size() == limit) break;
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7f) kept += c;
    }
    if (kept.size() < limit) return kept;
    // Whatever of the last character does not fit goes: back over its continuation bytes, then its first.
    size_t end = kept.size();
    while (end > 0 && (static_cast<unsigned char>(kept[end - 1]) & 0xC0U) == 0x80U) --end;
    if (end == 0) return "";
    const auto first = static_cast<unsigned char>(kept[end - 1]);
    const size_t length = first < 0x80 ? 1 : (first < 0xE0 ? 2 : (first < 0xF0 ? 3 : 4));
    if (end - 1 + length > kept.size()) kept.resize(end - 1);
    return kept;
}

}  // namespace cryo::station
