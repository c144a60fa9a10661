// `cryosono render`: images of a case without a window, with the raw envelope and its geometry where asked for.
#include <cstdio>
#include <memory>

#include "engine/app/case_library.h"
#include "engine/app/command_line.h"
#include "engine/app/image_pictures.h"
#include "engine/app/offscreen_screen.h"
#include "engine/app/output_folder.h"
#include "engine/app/pose_text.h"
#include "engine/core/parallel.h"
#include "engine/core/units.h"
#include "engine/gpu/context.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/io/npy.h"
#include "engine/io/png.h"
#include "engine/render/bmode.h"
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

ultrasound::ImageFrame frame_of(const scenario::Scenario& scenario, const ImagePose& pose,
                                const std::shared_ptr<const ultrasound::AcousticMedium>& medium, int index,
                                const anatomy::Deformation& deformation) {
    ultrasound::ImageFrame frame;
    frame.transducer = scenario.transducer;
    frame.pose = pose.transducer;
    frame.world_from_image = deformation.press().world_from_image;
    frame.deformation = &deformation;
    frame.settings = pose.imaging;
    frame.medium = medium;
    if (pose.cryoprobe.insert_m > 0.0 && !scenario.devices.empty()) {
        frame.needles = instruments::needle_axes(scenario.devices.front(), pose.cryoprobe);
        frame.inserted_m = pose.cryoprobe.insert_m;
    }
    frame.image_index = static_cast<uint64_t>(index);
    frame.noise_on = pose.noise_on;
    return frame;
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
    json["pose"]["noise"] = pose.noise_on ? "on" : "off";
    json["world_from_image"]["translation_mm"] = point_json(world_from_image.translation_m, 1e3);
    for (int axis = 0; axis < 3; ++axis)
        json["world_from_image"]["axes"].push_back(point_json(world_from_image.rotation[axis], 1.0));
    return json;
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
        renderer.draw(frame_of(scenario, pose, medium, index, deformation), width, height);
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
    }
    if (options.raw) io::write_atomically(out.path("frame.json"), io::json_text(report));
    out.keep();
    std::printf("%d %s in %s\n", options.frames, options.frames == 1 ? "image" : "images", options.out.c_str());
    return kDone;
}

}  // namespace cryo::app
