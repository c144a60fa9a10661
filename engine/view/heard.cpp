#include <cmath>

#include "engine/ultrasound/doppler.h"
#include "engine/view/make.h"

namespace cryo::view {

namespace {

constexpr double kLowGasFrac = 0.12;

// Speed along the beam of the fastest flow that the image plane cuts inside the Doppler box.
double flow_in_box(const session::Session& session) {
    const ultrasound::ImagingSettings& imaging = session.screen().imaging;
    const auto& box = imaging.doppler;
    if (box.mode == ultrasound::DopplerMode::Off || imaging.frozen) return 0.0;
    const anatomy::Medium& medium = session.medium();
    const RigidTransform& world_from_image = session.hands().world_from_image;
    const RigidTransform image_from_world = world_from_image.inverse();
    const Vec3 beam{std::sin(box.steer_rad), 0.0, std::cos(box.steer_rad)};
    double fastest = 0.0;
    for (int v = 0; v < static_cast<int>(medium.anatomy().vessels.size()); ++v) {
        const anatomy::Vessel& vessel = medium.anatomy().vessels[static_cast<size_t>(v)];
        const std::vector<Vec3>& path = vessel.tube.path_m;
        for (size_t i = 1; i < path.size(); ++i) {
            const Vec3 a = image_from_world.point(path[i - 1]);
            const Vec3 b = image_from_world.point(path[i]);
            if ((a.y < 0.0) == (b.y < 0.0)) continue;
            const Vec3 at = a + (b - a) * (a.y / (a.y - b.y));
            const bool inside = std::abs(at.x - box.box_lateral_m) <= 0.5 * box.box_width_m &&
                                std::abs(at.z - box.box_depth_m) <= 0.5 * box.box_height_m;
            if (!inside) continue;
            const double along = std::abs(glm::dot(glm::normalize(b - a), beam));
            const double speed = std::abs(ultrasound::axial_blood_velocity(vessel, session.t_s()));
            fastest = std::max(fastest, speed * along);
        }
    }
    return fastest;
}

}  // namespace

sound::Heard make_heard(const session::Session& session, bool is_still) {
    const session::Console& console = session.console();
    sound::Heard heard;
    heard.is_still = is_still || session.finished();
    heard.heart_rate_per_min = session.has_target() ? session.vitals().heart_rate_per_min : 0.0;
    heard.flow_m_per_s = flow_in_box(session);
    heard.flow_frequency_hz = ultrasound::doppler_frequency_hz(session.transducer(), session.screen().imaging);
    heard.gas = console.gas_on;
    heard.gas_low = console.gas_on && session.device() != nullptr &&
                    console.gas_left_s < kLowGasFrac * session.device()->gas_supply_s;
    heard.resistance_frac = session.hands().resistance_frac;
    return heard;
}

}  // namespace cryo::view
