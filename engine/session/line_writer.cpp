#include <cmath>

#include "engine/io/json.h"
#include "engine/io/number_text.h"
#include "engine/measure/trace.h"
#include "engine/session/attempt_file.h"
#include "engine/session/command_table.h"
#include "engine/session/line_writer.h"
#include "engine/session/overload.h"

namespace cryo::session {

namespace {

using io::Json;

template <class T>
void add_pose(Json& line, const T& move, std::span<const PoseKey<T>> keys) {
    for (const PoseKey<T>& key : keys)
        if ((move.*key.member).has_value()) line[key.unit.key] = key.unit.in_file(*(move.*key.member));
}

Json place_json(const Vec3& place_m) {
    const auto mm = [](double value_m) { return std::round(value_m * 1e3 * kFileDecimals) / kFileDecimals; };
    return Json::array({mm(place_m.x), mm(place_m.y), mm(place_m.z)});
}

}  // namespace

double seconds_in_file(int64_t tick) {
    return std::round(static_cast<double>(tick) / kTicksPerSecond * kFileDecimals) / kFileDecimals;
}

int64_t tick_from_file(double t_s) { return std::llround(t_s * kTicksPerSecond); }

std::string header_line(const AttemptHeader& header) {
    Json line{{"schema", kAttemptSchema}, {"kind", "attempt"}, {"scenario", header.scenario}};
    if (header.seed) line["seed"] = *header.seed;
    Json patient = Json::object();
    if (header.bmi) patient["bmi"] = *header.bmi;
    if (header.sex) patient["sex"] = *header.sex == anatomy::Sex::Female ? "female" : "male";
    if (header.age_years) patient["age_years"] = *header.age_years;
    if (header.side) patient["side"] = *header.side == anatomy::Side::Left ? "left" : "right";
    if (!patient.empty()) line["patient"] = patient;
    if (!header.device.empty()) line["device"] = header.device;
    if (!header.learner.empty()) line["learner"] = header.learner;
    line["simulated_hand"] = header.simulated_hand;
    if (const ClassSeal& seal = header.seal; seal.sealed()) {
        line["class"] = Json{{"pack", seal.pack},
                             {"station", seal.station},
                             {"mode", seal.mode},
                             {"input", seal.input},
                             {"started_s", seal.started_s}};
        if (!seal.held.empty()) line["class"]["held"] = seal.held;
    }
    if (header.physics_version > 0) {
        line["physics_version"] = header.physics_version;
        if (!header.program_version.empty()) line["program_version"] = header.program_version;
        Json columns = Json::array();
        for (const measure::TraceColumn& column : measure::trace_columns()) columns.push_back(column.name);
        line["trace_columns"] = columns;
    }
    return io::json_line(line);
}

std::string command_line(const TimedCommand& command) {
    Json line{{"t_s", seconds_in_file(command.tick)}};
    std::visit(Overload{
                   [&](const MoveTransducer& move) {
                       line["do"] = "transducer";
                       add_pose(line, move, transducer_keys());
                   },
                   [&](const MoveCryoprobe& move) {
                       line["do"] = "cryoprobe";
                       add_pose(line, move, cryoprobe_keys());
                   },
                   [&](const SetKnob& set) {
                       const KnobKey& key = knob_key(set.knob);
                       line["do"] = "knob";
                       if (key.is_switch) {
                           line[key.unit.key] = set.value != 0.0;
                       } else {
                           line[key.unit.key] = key.unit.in_file(set.value);
                       }
                   },
                   [&](const Gas& gas) {
                       line["do"] = "gas";
                       line["on"] = gas.on;
                   },
                   [&](const Stimulate& stim) {
                       line["do"] = "stim";
                       line["mode"] = stim_mode_name(stim.mode);
                       line[amplitude_key().key] = amplitude_key().in_file(stim.amplitude_v);
                   },
                   [&](const Inject& inject) {
                       line["do"] = "inject";
                       line[volume_key().key] = volume_key().in_file(inject.volume_m3);
                   },
                   [&](const Answer& answer) {
                       line["do"] = "answer";
                       line["question"] = answer.question;
                       line["choice"] = answer.choice;
                   },
                   [&](const Decide& decide) {
                       line["do"] = "decide";
                       line["decision"] = decide.decision;
                       if (!decide.reason.empty()) line["reason"] = decide.reason;
                   },
                   [&](const Instruct& instruct) {
                       line["do"] = "instructor";
                       line["what"] = instruct.what;
                       if (!instruct.text.empty()) line["text"] = instruct.text;
                   },
                   [&](const Finish&) { line["do"] = "finish"; },
               },
               command.command);
    return io::json_line(line);
}

std::string event_line(const Event& event) {
    Json line{{"rec", "event"},
              {"t_s", std::round(event.t_s * kFileDecimals) / kFileDecimals},
              {"kind", event_name(event.kind)}};
    if (!event.structure.empty()) line["structure"] = event.structure;
    if (event.value != 0.0) line["value"] = event.value;
    if (event.place_m != Vec3(0.0)) line["place_mm"] = place_json(event.place_m);
    line["text"] = event.text;
    return io::json_line(line);
}

std::string keyframe_line(const Keyframe& keyframe, bool is_end) {
    return io::json_line(Json{{"rec", is_end ? "end" : "keyframe"},
                              {"t_s", seconds_in_file(keyframe.tick)},
                              {"hash", hash_text(keyframe.hash)}});
}

}  // namespace cryo::session
