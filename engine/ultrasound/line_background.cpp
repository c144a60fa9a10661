#include "engine/ultrasound/line_background.h"

#include "engine/ultrasound/fibre.h"
#include "engine/ultrasound/ice_echo.h"

namespace cryo::ultrasound {

LineBackground::LineBackground(const EchoScene& scene, double line) : scene_(scene) {
    const BeamGrid& grid = scene.response.grid;
    work_.frame = line_frame(scene.frame, grid, line);
    work_.contact = instruments::contact_fraction(scene.frame.transducer, scene.frame.pose, grid.face_position_m(line));
    find_layers(scene.medium, work_.frame, grid.depth_m, work_.layers);
    add_layers(scene, work_);
    find_tube_passes(scene, {work_.frame}, line, passes_);
    for (const TubePass& pass : passes_) add_tube(scene, pass, work_);
    IceEcho(scene.frame, false).add(scene, work_);
    work_.loss.finish();
}

double LineBackground::gain(double range_m) const {
    return std::exp(gain_np(scene_, work_, work_.loss.at(range_m)));
}

double LineBackground::power(double range_m) const {
    const AcousticLayer& layer = scene_.medium.layers()[static_cast<size_t>(work_.layers.layer_at(range_m))];
    double tissue = power_from_db(kMuscleLevelDb + layer.backscatter_db +
                                  fibre_level_db(layer.tissue, layer.fibre, work_.frame.direction));
    for (const TubePass& pass : passes_) {
        double middle = 0.0;
        const Vec3 point = pass.at_zero + work_.frame.settled_range_m(range_m) * pass.per_m;
        const double coverage = beam_coverage(point, pass.per_sd, &middle);
        const Vec3 seen = point + middle * pass.per_sd;
        const double level_db =
            kMuscleLevelDb + pass.level_db + scene_.medium.sections().level_db(pass.section, {seen.x, seen.y});
        tissue += coverage * (power_from_db(level_db) - tissue);
    }
    double sum = tissue * square(gain(range_m));
    for (const Reflector& echo : work_.reflectors) {
        const double sd_m = std::hypot(scene_.response.axial_sd_m, echo.spread_m);
        const double shape = std::exp(-square((range_m - echo.range_m) / sd_m));
        if (shape < 1e-6) continue;
        sum += shape * square(gain(echo.range_m - 1e-6)) *
               (square(echo.coherent * echo.spread_gain(scene_.response.axial_sd_m)) +
                square(echo.diffuse) * scene_.response.axial_sd_m / sd_m);
    }
    return sum;
}

double shown_level_db(const ImageFrame& frame, double power, double range_m) {
    const double noise = frame.noise_on ? power_from_db(kReceiverNoiseDb) : 0.0;
    const double level_db = db_from_power(power + noise) + time_gain_db(frame.transducer, frame.settings, range_m);
    return std::clamp(level_db, kWhiteDb - frame.settings.dynamic_range_db, kWhiteDb);
}

}  // namespace cryo::ultrasound
