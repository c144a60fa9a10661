// The nerve stimulator at the cryoprobe's tip: the amplitude at which a nerve answers grows with the square of its
// distance. V = 0.2 (1 + (d / 2 mm)^2), d from the electrode to the nerve's edge: 0.2 V in contact, 0.5 V at 2.4 mm,
// 1 V at 4 mm. A design curve through clinical rules of thumb (provisional).
#pragma once

#include <optional>

#include "engine/mechanics/surroundings.h"
#include "engine/session/command.h"

namespace cryo::session {

double stimulus_threshold_v(double distance_m);

struct StimulusAnswer {
    int nerve = -1;  // index into Anatomy::nerves
    double threshold_v = 0.0;
    double distance_m = 0.0;
};

// The nerve that answers first: of those with sensory fibres at 100 Hz, of those with motor fibres at 2 Hz. `blocked`
// says of each nerve whether the cold has stopped it. Nothing when no threshold is reached.
std::optional<StimulusAnswer> stimulus_answer(StimMode mode, double amplitude_v, const Vec3& tip_m,
                                              const mechanics::Surroundings& surroundings,
                                              const std::vector<bool>& blocked);

}  // namespace cryo::session
