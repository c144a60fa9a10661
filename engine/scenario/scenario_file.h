// A case as its file says it, before references are followed and structures are joined with what they need to exist.
#pragma once

#include <string>
#include <vector>

#include "engine/scenario/scenario.h"

namespace cryo::scenario {

struct AuthoredNerve {
    anatomy::Nerve nerve;
    std::string needs;  // AnatomyTemplate::nerve_needs
};

struct AuthoredVessel {
    anatomy::Vessel vessel;
    std::string needs;
};

struct ScenarioFile {
    Scenario scenario;  // all but what the references lead to, and nerves and vessels
    std::vector<AuthoredNerve> nerves;
    std::vector<AuthoredVessel> vessels;
};

}  // namespace cryo::scenario
