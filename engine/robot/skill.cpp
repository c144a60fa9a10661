#include "engine/robot/skill.h"

#include <algorithm>
#include <array>

namespace cryo::robot {

namespace {

const std::array<Skill, 5>& levels() {
    static const std::array<Skill, 5> kLevels{
        Skill{.name = "expert"},
        Skill{.name = "careful",
              .tremor_m = 0.0002,
              .tremor_rad = 0.004,
              .wrong_spot_m = 0.0002,
              .step_m = 0.002,
              .advance_m_per_s = 0.004},
        Skill{.name = "trained",
              .tremor_m = 0.0004,
              .tremor_rad = 0.015,
              .wrong_spot_m = 0.0006,
              .blind_advance_share = 0.10,
              .step_m = 0.003,
              .patience = 0.95,
              .thoroughness = 0.9,
              .advance_m_per_s = 0.006},
        Skill{.name = "novice",
              .tremor_m = 0.0006,
              .tremor_rad = 0.05,
              .wrong_spot_m = 0.0015,
              .blind_advance_share = 0.5,
              .step_m = 0.005,
              .patience = 0.7,
              .thoroughness = 0.5,
              .advance_m_per_s = 0.008},
        Skill{.name = "careless",
              .tremor_m = 0.0010,
              .tremor_rad = 0.12,
              .wrong_spot_m = 0.0030,
              .blind_advance_share = 1.0,
              .step_m = 0.012,
              .patience = 0.4,
              .thoroughness = 0.0,
              .advance_m_per_s = 0.012},
    };
    return kLevels;
}

}  // namespace

std::span<const Skill> skill_levels() { return levels(); }

std::optional<Skill> skill_from_name(std::string_view name) {
    const auto found = std::find_if(levels().begin(), levels().end(), [&](const Skill& s) { return s.name == name; });
    if (found == levels().end()) return std::nullopt;
    return *found;
}

const Skill& expert() { return levels().front(); }

}  // namespace cryo::robot
