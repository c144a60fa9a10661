// `cryosono render`: images of a case without a window, with the raw envelope and its geometry where asked for.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

#include "engine/app/case_library.h"
#include "engine/app/command_line.h"
#include "engine/app/image_pictures.h"
#include "engine/app/offscreen_screen.h"
#include "engine/app/output_folder.h"
#include "engine/app/pose_text.h"
#include "engine/app/posed_frame.h"
#include "engine/core/parallel.h"
#include "engine/core/units.h"
#include "engine/gpu/context.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/io/npy.h"
#include "engine/io/png.h"
#include "engine/render/bmode.h"
#include "engine/render/doppler.h"
#include "engine/session/session.h"
#include "engine/mechanics/tissue_press.h"
#include "engine/ultrasound/acoustic_medium.h"
#include "engine/ultrasound/display.h"

namespace cryo::app {

namespace {

std::string numbered(const char* stem, int frame, const char* extension) {
    char name[64];
    std::snprintf(name, sizeof name, "%s_%03d%s", stem, frame, extension);
    return name;
}

io::Json point_json(const Vec3& point, double per_si) {
    return io::Json::array({point.x * per_si, point.y * per_si, point.z * per_si});
}

// Lines in the image frame: x lateral, y elevational, z depth from the middle of the face.
io::Json lines_json(const ultrasound::BeamGrid& grid) {
    io::Json lines = io::Json::array();
    for (int line = 0; line < grid.line_count; ++line)
        lines.push_back({{"origin_mm", point_json(grid.origin_m(line), 1e3)},
                         {"direction", point_json(grid.direction(line), 1.0)}});
    return lines;
}

io::Json geometry_json(const scenario::Scenario& scenario, const ImagePose& pose) {
    const ultrasound::BeamGrid grid = ultrasound::make_beam_grid(scenario.transducer, pose.imaging);
    io::Json json;
    json["lines"] = lines_json(grid);
    json["sample_count"] = grid.sample_count;
    json["sample_spacing_mm"] = mm_from_m(grid.sample_spacing_m);
    json["first_sample_mm"] = mm_from_m(grid.range_m(0.0));
    json["frequency_mhz"] = mhz_from_hz(pose.imaging.frequency_hz);
    json["bandwidth_mhz"] = mhz_from_hz(ultrasound::bandwidth_hz(scenario.transducer, pose.imaging.frequency_hz));
    json["receive_f_number"] = scenario.transducer.receive_f_number;
    json["transmit_f_number"] = scenario.transducer.transmit_f_number;
    json["aperture_mm"] = mm_from_m(scenario.transducer.aperture_m());
    json["elevation_aperture_mm"] = mm_from_m(scenario.transducer.elevation_aperture_m);
    json["elevation_focus_mm"] = mm_from_m(scenario.transducer.elevation_focus_m);
    json["focus_mm"] = mm_from_m(pose.imaging.focus_m);
    json["transducer"] = scenario.transducer.id;
    return json;
}

io::Json frame_json(const ImagePose& pose, int index, const RigidTransform& world_from_image) {
    io::Json json;
    json["picture"] = numbered("frame", index, ".png");
    json["envelope"] = numbered("envelope", index, ".npy");
    for (const PoseEdit& value : pose_values(pose)) json["pose"][value.key] = value.value;
    for (const auto& [key, word] : pose_words(pose)) json["pose"][key] = word;
    json["world_from_image"]["translation_mm"] = point_json(world_from_image.translation_m, 1e3);
    for (int axis = 0; axis < 3; ++axis)
        json["world_from_image"]["axes"].push_back(point_json(world_from_image.rotation[axis], 1.0));
    return json;
}

// What stands in flow_NNN.npy: velocity in m/s towards the transducer and power in dB over the noise of each cell.
io::Json doppler_json(const instruments::Transducer& transducer, const ImagePose& pose,
                      const ultrasound::DopplerField& field) {
    io::Json json;
    for (int i = 0; i < ultrasound::kDopplerLines; ++i)
        json["lines"].push_back({{"origin_mm", point_json(field.grid.beams.origin_m(field.grid.line(i)), 1e3)},
                                 {"direction", point_json(field.grid.beams.direction(field.grid.line(i)), 1.0)}});
    json["sample_count"] = ultrasound::kDopplerSamples;
    json["sample_spacing_mm"] = mm_from_m(field.grid.spacing_m);
    json["first_sample_mm"] = mm_from_m(field.grid.range_m(0));
    json["frequency_mhz"] = mhz_from_hz(ultrasound::doppler_frequency_hz(transducer, pose.imaging));
    json["prf_hz"] = ultrasound::doppler_prf_hz(transducer, pose.imaging);
    json["scale_m_per_s"] = field.scale_m_per_s;
    json["packet"] = ultrasound::kPacket;
    const double cut = ultrasound::wall_filter_cut_rad(pose.imaging.doppler.wall_filter);
    json["wall_filter_half_power_m_per_s"] = field.scale_m_per_s * cut / kPi;
    return json;
}

// Velocity and power as two planes of samples x lines.
std::vector<float> flow_values(const ultrasound::DopplerField& field) {
    std::vector<float> values;
    for (int j = 0; j < ultrasound::kDopplerSamples; ++j)
        for (int i = 0; i < ultrasound::kDopplerLines; ++i)
            values.push_back(static_cast<float>(field.velocity_m_per_s(i, j)));
    for (const ultrasound::FlowEstimate& value : field.values)
        values.push_back(static_cast<float>(10.0 * std::log10(std::max(1e-6, value.power / field.noise_power))));
    return values;
}

// Every pose is checked before the first image is made.
Result<std::vector<ImagePose>> poses_of(const RenderOptions& options, const scenario::Scenario& scenario) {
    const auto edits = parse_pose(options.pose, "--pose");
    if (!edits) return edits.faults();
    const auto steps = parse_pose(options.step, "--step");
    if (!steps) return steps.faults();
    std::vector<ImagePose> poses;
    for (int index = 0; index < options.frames; ++index) {
        auto pose = apply_pose(scenario, target_view(scenario), *edits, *steps, index);
        if (!pose) return pose.faults();
        poses.push_back(*pose);
    }
    return poses;
}

}  // namespace

int run_render(const RenderOptions& options) {
    const auto loaded = load_case(options.scenario);
    if (!loaded) return refuse(loaded.faults());
    const scenario::Scenario& scenario = **loaded;
    const auto poses = poses_of(options, scenario);
    if (!poses) return refuse(poses.faults());

    OutputFolder out(options.out);
    const gpu::OffscreenContext context;
    ThreadPool pool;
    session::Setup setup;
    setup.seed = options.seed;
    setup.bmi = options.bmi;
    const auto medium = std::make_shared<const ultrasound::AcousticMedium>(
        anatomy::Medium(anatomy::make_anatomy(scenario.anatomy, session::patient_of(scenario, setup))), pool);
    render::BModeRenderer renderer{gpu::ShaderLibrary()};

    io::Json report = geometry_json(scenario, poses->front());
    report["files"] = io::Json::array();
    const auto [width, height] = options.size;
    for (int index = 0; index < options.frames; ++index) {
        const ImagePose& pose = (*poses)[static_cast<size_t>(index)];
        const anatomy::Deformation deformation(
            mechanics::press_field(medium->medium(), scenario.transducer, pose.transducer), {});
        renderer.draw(posed_frame(scenario, pose, medium, index, deformation), width, height);
        io::Picture picture = without_alpha({width, height, 4, renderer.read_picture()});
        burn_in_marks(picture, ultrasound::make_display_map(scenario.transducer, pose.imaging, width, height),
                      pose.imaging);
        const std::string name = numbered("frame", index, ".png");
        io::write_png(out.path(name), picture);
        report["files"].push_back(name);
        if (!options.raw) continue;
        const ultrasound::Envelope envelope = renderer.read_envelope();
        const std::string raw_name = numbered("envelope", index, ".npy");
        io::write_npy(out.path(raw_name), std::span<const float>(envelope.values),
                      {static_cast<size_t>(envelope.sample_count), static_cast<size_t>(envelope.line_count)});
        report["files"].push_back(raw_name);
        report["frames"].push_back(frame_json(pose, index, deformation.press().world_from_image));
        if (pose.imaging.doppler.mode == ultrasound::DopplerMode::Off) continue;
        const ultrasound::DopplerField& field = renderer.doppler().field();
        const std::string flow_name = numbered("flow", index, ".npy");
        io::write_npy(
            out.path(flow_name), std::span<const float>(flow_values(field)),
            {2, static_cast<size_t>(ultrasound::kDopplerSamples), static_cast<size_t>(ultrasound::kDopplerLines)});
        report["files"].push_back(flow_name);
        report["frames"].back()["flow"] = flow_name;
        report["frames"].back()["doppler"] = doppler_json(scenario.transducer, pose, field);
    }
    if (options.raw) io::write_atomically(out.path("frame.json"), io::json_text(report));
    out.keep();
    std::printf("%d %s in %s\n", options.frames, options.frames == 1 ? "image" : "images", options.out.c_str());
    return kDone;
}

}  // namespace cryo::app
