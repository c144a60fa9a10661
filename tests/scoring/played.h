// An attempt of scenes/attempts played through the real session and judged; each once per program.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "engine/scenario/read.h"
#include "engine/scoring/record_of.h"
#include "engine/session/replay.h"
#include "tests/scoring/synthetic.h"

namespace cryo::scoring {

// On so many threads; with pictures every so many ticks, or without any where that is 0.
inline Assessment played_in_pieces(const std::string& name, int threads, int ticks_per_frame) {
    const std::string scenes = CRYO_SOURCE_DIR "/scenes/";
    const auto attempt = session::read_attempt(scenes + "attempts/" + name + ".ndjson");
    if (!attempt) throw std::runtime_error(to_string(attempt.faults()));
    auto scenario = scenario::read_scenario(scenes + attempt->header.scenario + ".toml");
    if (!scenario) throw std::runtime_error(to_string(scenario.faults()));
    session::ReplayOptions options;
    if (ticks_per_frame > 0) {
        options.ticks_per_frame = ticks_per_frame;
        options.on_frame = [](const session::Session& session) {
            (void)session.image_frame();
            return true;
        };
    }
    ThreadPool pool(threads);
    const auto replay = session::replay(
        *attempt, std::make_shared<const scenario::Scenario>(std::move(scenario).value()), pool, options);
    if (!replay) throw std::runtime_error(to_string(replay.faults()));
    return assess(record_of(*replay->session), shipped_model());
}

inline const Assessment& played(const std::string& name) {
    static std::map<std::string, Assessment> done;
    if (const auto found = done.find(name); found != done.end()) return found->second;
    return done[name] = played_in_pieces(name, 1, 0);
}

}  // namespace cryo::scoring
