#include "engine/scoring/attempt_record.h"

#include <algorithm>

#include "engine/measure/sound.h"

namespace cryo::scoring {

const NerveOutcome* AttemptRecord::target() const {
    const auto found = std::find_if(nerves.begin(), nerves.end(),
                                    [](const NerveOutcome& nerve) { return nerve.role == anatomy::NerveRole::Target; });
    return found == nerves.end() ? nullptr : &*found;
}

AttemptRecord with_sound_trace(const AttemptRecord& record) {
    AttemptRecord sound = record;
    sound.trace = measure::sound_part(record.trace);
    return sound;
}

TreatedRun longest_treated_run(const NerveOutcome& nerve, double section_frac) {
    TreatedRun best;
    const std::vector<NerveStation>& stations = nerve.stations;
    if (stations.size() < 2) return best;
    const double spacing_mm =
        (stations.back().arc_mm - stations.front().arc_mm) / static_cast<double>(stations.size() - 1);
    size_t run = 0;
    for (size_t i = 0; i < stations.size(); ++i) {
        run = stations[i].treated_frac >= section_frac ? run + 1 : 0;
        const double length_mm = static_cast<double>(run) * spacing_mm;
        if (length_mm > best.length_mm)
            best = {length_mm, stations[i + 1 - run].arc_mm - 0.5 * spacing_mm, stations[i].arc_mm + 0.5 * spacing_mm};
    }
    return best;
}

}  // namespace cryo::scoring
