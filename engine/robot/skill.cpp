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

// The faults of the last level, each on its own.
const std::array<Skill, 3>& faults() {
    const Skill& worst = levels().back();
    static const std::array<Skill, 3> kFaults{
        Skill{.name = "tremor", .tremor_m = worst.tremor_m, .tremor_rad = worst.tremor_rad},
        Skill{.name = "blind", .blind_advance_share = worst.blind_advance_share, .step_m = worst.step_m},
        Skill{.name = "wrong-spot", .wrong_spot_m = worst.wrong_spot_m},
    };
    return kFaults;
}

}  // namespace

std::span<const Skill> skill_levels() { return levels(); }

std::span<const Skill> single_faults() { return faults(); }

std::vector<std::string_view> skill_names() {
    std::vector<std::string_view> names;
    for (const auto& skills : {skill_levels(), single_faults()})
        for (const Skill& skill : skills) names.emplace_back(skill.name);
    return names;
}

std::optional<Skill> skill_from_name(std::string_view name) {
    for (const auto& skills : {skill_levels(), single_faults()})
        for (const Skill& skill : skills)
            if (skill.name == name) return skill;
    return std::nullopt;
}

const Skill& expert() { return levels().front(); }

}  // namespace cryo::robot
