// The first case, for tests that play it.
#pragma once

#include <memory>
#include <string>

#include "engine/io/files.h"
#include "engine/scenario/read.h"

namespace cryo::test {

// Another case by its id.
inline std::shared_ptr<const scenario::Scenario> case_of(const std::string& id) {
    return std::make_shared<const scenario::Scenario>(
        scenario::read_scenario(io::join_path(CRYO_SOURCE_DIR, "scenes/" + id + ".toml")).value());
}

inline std::shared_ptr<const scenario::Scenario> knee() {
    static const auto kCase = std::make_shared<const scenario::Scenario>(
        scenario::read_scenario(io::join_path(CRYO_SOURCE_DIR, "scenes/knee_ipbsn.toml")).value());
    return kCase;
}

inline anatomy::Medium medium_of(const scenario::Scenario& scenario, uint64_t seed, double bmi,
                                 anatomy::Side side = anatomy::Side::Right) {
    anatomy::Patient patient = scenario.patient;
    patient.seed = seed;
    patient.bmi = bmi;
    patient.side = side;
    return anatomy::Medium(anatomy::make_anatomy(scenario.anatomy, patient));
}

}  // namespace cryo::test
