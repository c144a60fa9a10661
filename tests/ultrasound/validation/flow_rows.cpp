// Row 25: moving blood.
#include "engine/core/units.h"
#include "engine/ultrasound/doppler.h"
#include "tests/support/ultrasound_worlds.h"
#include "tests/ultrasound/validation/row.h"

namespace cryo::validation {

namespace {

using namespace ultrasound;

constexpr double kPeakMPerS = 0.3;
constexpr double kDepthM = 0.02;
constexpr int kImages = 12;

// An 8 mm tube that dives to the right by `pitch_rad`, steady flow, in even gel.
ImageFrame flow_frame(double pitch_rad, double scale_m_per_s) {
    anatomy::Anatomy a = test::block();
    anatomy::Vessel vessel;
    vessel.id = "tube";
    const Vec3 middle{0, 0, kDepthM};
    const Vec3 along{std::cos(pitch_rad), 0.0, std::sin(pitch_rad)};
    vessel.tube = {{middle - 0.03 * along, middle, middle + 0.03 * along}, 0.008, 0.008};
    vessel.peak_velocity_m_per_s = kPeakMPerS;
    vessel.pulsatile = false;
    a.vessels.push_back(vessel);
    ImageFrame frame = test::frame_of(test::bake(a));
    frame.settings.doppler.mode = DopplerMode::Colour;
    frame.settings.doppler.box_depth_m = kDepthM;
    frame.settings.doppler.box_width_m = 0.008;
    frame.settings.doppler.scale_m_per_s = scale_m_per_s;
    frame.settings.doppler.wall_filter = 0;
    return frame;
}

struct OnAxis {
    double velocity_m_per_s = 0.0;
    double power_db = 0.0;  // over the noise
};
// Mean of the cells within 0.6 mm of the tube's axis at its middle.
OnAxis on_axis(ImageFrame frame) {
    DopplerField field;
    FlowEstimate sum;
    int cells = 0;
    for (int image = 0; image < kImages; ++image) {
        frame.image_index = static_cast<uint64_t>(image);
        make_doppler(frame, field);
        for (int j = 0; j < kDopplerSamples; ++j)
            for (int i = 0; i < kDopplerLines; ++i) {
                const Vec3 p = field.grid.point_m(i, j);
                if (glm::length(Vec2(p.x, p.z - kDepthM)) > 0.0006) continue;
                sum.lag_one += field.at(i, j).lag_one;
                sum.power += field.at(i, j).power;
                ++cells;
            }
    }
    return {field.scale_m_per_s * std::arg(sum.lag_one) / kPi,
            10.0 * std::log10(sum.power / cells / field.noise_power)};
}

}  // namespace

Rows flow_rows() {
    constexpr double kShare = 0.05;
    Rows rows;
    for (const double pitch_deg : {20.0, 35.0}) {
        const double expected = -kPeakMPerS * std::sin(rad_from_deg(pitch_deg));
        rows.push_back(share_row(25, text("velocity at %.0f deg to the beam", 90.0 - pitch_deg), expected, kShare,
                                 on_axis(flow_frame(rad_from_deg(pitch_deg), 0.4)).velocity_m_per_s, "m/s"));
    }
    const double fast = -kPeakMPerS * std::sin(rad_from_deg(35.0));
    rows.push_back(near_row(25, "the same at a scale of 0.10 m/s: wraps", fast + 0.2, kShare * std::abs(fast),
                            on_axis(flow_frame(rad_from_deg(35.0), 0.1)).velocity_m_per_s, "m/s", 3));
    const double across_db = on_axis(flow_frame(0.0, 0.4)).power_db;
    rows.push_back({25, "power of flow square to the beam, after the wall filter",
                    text("< %.0f dB over noise", kFlowThresholdDb), text("%.1f dB", across_db),
                    holds_if(across_db < kFlowThresholdDb), ""});
    return rows;
}

}  // namespace cryo::validation
