#include "engine/ui/knobs.h"

#include <algorithm>
#include <cmath>

namespace cryo::ui {

namespace {

struct Detents {
    double now = 0.0;
    double size = 1.0;
    double low = 0.0;
    double high = 1.0;
};

std::optional<Detents> detents(const view::Readouts& readouts, session::Knob knob) {
    const auto& imaging = readouts.imaging;
    const auto& transducer = readouts.transducer;
    switch (knob) {
        case session::Knob::DepthM:
            return Detents{imaging.depth_m, imaging.depth_m < 0.0599 ? 0.005 : 0.01, ultrasound::kDepthRangeM.low,
                           std::min(ultrasound::kDepthRangeM.high, transducer.depth_max_m)};
        case session::Knob::FocusM:
            return Detents{imaging.focus_m, 0.002, ultrasound::kFocusRangeM.low,
                           std::min(ultrasound::kFocusRangeM.high, imaging.depth_m)};
        case session::Knob::FrequencyHz:
            return Detents{imaging.frequency_hz, 1e6, transducer.frequency_low_hz, transducer.frequency_high_hz};
        case session::Knob::GainDb:
            return Detents{imaging.gain_db, 2.0, ultrasound::kGainRangeDb.low, ultrasound::kGainRangeDb.high};
        case session::Knob::DynamicRangeDb:
            return Detents{imaging.dynamic_range_db, 5.0, ultrasound::kDynamicRangeRangeDb.low,
                           ultrasound::kDynamicRangeRangeDb.high};
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<session::Command> step_knob(const view::Readouts& readouts, session::Knob knob, int steps) {
    const std::optional<Detents> d = detents(readouts, knob);
    if (!d || steps == 0) return std::nullopt;
    // Detents lie on multiples of their size, so that a value set by a file is first brought onto the row.
    const double place = d->now / d->size;
    const double whole = steps > 0 ? std::floor(place + 1e-6) : std::ceil(place - 1e-6);
    const double value = std::clamp((whole + steps) * d->size, d->low, d->high);
    if (std::abs(value - d->now) < 1e-9 * d->size) return std::nullopt;
    return session::SetKnob{knob, value};
}

}  // namespace cryo::ui
