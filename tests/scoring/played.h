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

inline const Assessment& played(const std::string& name) {
    static std::map<std::string, Assessment> done;
    if (const auto found = done.find(name); found != done.end()) return found->second;
    const std::string scenes = CRYO_SOURCE_DIR "/scenes/";
    const auto attempt = session::read_attempt(scenes + "attempts/" + name + ".ndjson");
    if (!attempt) throw std::runtime_error(to_string(attempt.faults()));
    auto scenario = scenario::read_scenario(scenes + attempt->header.scenario + ".toml");
    if (!scenario) throw std::runtime_error(to_string(scenario.faults()));
    ThreadPool pool;
    const auto replay =
        session::replay(*attempt, std::make_shared<const scenario::Scenario>(std::move(scenario).value()), pool);
    if (!replay) throw std::runtime_error(to_string(replay.faults()));
    return done[name] = assess(record_of(*replay->session), shipped_model());
}

}  // namespace cryo::scoring
