// Developer program: draws one authored case in the poses and states a sonographer would judge, as PNG files.
//   ultrasound_gallery scenes/knee_ipbsn.toml OUT_DIR [bmi] [seed]
#include <cstdio>
#include <cstdlib>

#include "engine/anatomy/patient.h"
#include "engine/core/units.h"
#include "engine/io/png.h"
#include "engine/scenario/read.h"
#include "engine/ultrasound/echo.h"
#include "tests/support/ice_field.h"

namespace {

using namespace cryo;

void write_picture(const std::string& path, const ultrasound::GrayPicture& picture) {
    io::Picture png{picture.width_px, picture.height_px, 1, {}};
    for (const double gray : picture.gray) png.values.push_back(static_cast<uint8_t>(255.0 * gray + 0.5));
    io::write_png(path, png);
}

struct Gallery {
    scenario::Scenario scenario;
    std::shared_ptr<const ultrasound::AcousticMedium> medium;
    std::string out;

    ultrasound::ImageFrame frame(const instruments::TransducerPose& pose) const {
        ultrasound::ImageFrame f;
        f.transducer = scenario.transducer;
        f.pose = pose;
        f.world_from_image = instruments::world_from_image(scenario.transducer, pose);
        f.settings = scenario.imaging;
        f.medium = medium;
        return f;
    }
    void draw(const std::string& name, const ultrasound::ImageFrame& f) const {
        const ultrasound::ReferenceImage image = ultrasound::reference_image(f);
        const auto map = ultrasound::make_display_map(f.transducer, f.settings, 900, 900);
        write_picture(out + "/" + name + ".png", ultrasound::show(image.plan, image.envelope, map));
    }
    void insert(ultrasound::ImageFrame& f, const instruments::CryoprobePose& pose) const {
        f.needles = instruments::needle_axes(scenario.devices.front(), pose);
        f.inserted_m = pose.insert_m;
    }
};

// Entry such that the shaft at this yaw and pitch brings the tip to a point.
instruments::CryoprobePose towards(const Vec3& tip_m, double yaw_rad, double pitch_rad) {
    instruments::CryoprobePose pose;
    pose.yaw_rad = yaw_rad;
    pose.pitch_rad = pitch_rad;
    pose.insert_m = tip_m.z / std::sin(pitch_rad);
    const double level_m = pose.insert_m * std::cos(pitch_rad);
    pose.entry_x_m = tip_m.x - level_m * std::cos(yaw_rad);
    pose.entry_y_m = tip_m.y - level_m * std::sin(yaw_rad);
    return pose;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 1;
    const auto read = scenario::read_scenario(argv[1]);
    if (!read) {
        std::fputs(to_string(read.faults()).c_str(), stderr);
        return 1;
    }
    Gallery gallery;
    gallery.scenario = read.value();
    gallery.out = argv[2];
    anatomy::Patient patient = gallery.scenario.patient;
    if (argc > 3) patient.bmi = std::atof(argv[3]);
    if (argc > 4) patient.seed = static_cast<uint64_t>(std::atoll(argv[4]));
    ThreadPool pool;
    gallery.medium = std::make_shared<ultrasound::AcousticMedium>(
        anatomy::Medium(anatomy::make_anatomy(gallery.scenario.anatomy, patient)), pool);

    gallery.draw("plain", gallery.frame({}));
    instruments::TransducerPose pose;
    pose.tilt_rad = rad_from_deg(8);
    gallery.draw("tilt8", gallery.frame(pose));
    pose = {};
    pose.rotate_rad = rad_from_deg(90);
    gallery.draw("rotate90", gallery.frame(pose));
    pose = {};
    pose.rock_rad = rad_from_deg(12);
    gallery.draw("rock12", gallery.frame(pose));
    if (gallery.scenario.devices.empty()) return 0;

    const auto& anatomy = gallery.medium->medium().anatomy();
    const auto& target = gallery.medium->medium().nerve_curve(gallery.medium->medium().target_nerve());
    const Vec3 nerve_m = target.nearest({0, 0, 0.01}).center_m;
    const double reach_m = 0.5 * target.width_m() + gallery.scenario.devices.front().shaft_diameter_m * 0.5;
    const Vec3 beside_m = nerve_m + Vec3(-reach_m, 0, 0.0);
    (void)anatomy;

    auto frame = gallery.frame({});
    gallery.insert(frame, towards(beside_m, 0.0, rad_from_deg(30)));
    gallery.draw("needle30", frame);
    gallery.insert(frame, towards(beside_m, rad_from_deg(90), rad_from_deg(50)));
    gallery.draw("needle_out_of_plane", frame);
    gallery.insert(frame, towards(beside_m, 0.0, rad_from_deg(30)));
    for (const auto& [seconds, radius_mm] : {std::pair{10, 1.1}, {30, 1.7}, {60, 2.3}, {120, 2.9}}) {
        const Grid3<float> ice = test::ice_around(frame.needles.front(), 1e-3 * radius_mm);
        frame.temperature_degc = &ice;
        gallery.draw("ice" + std::to_string(seconds), frame);
    }
    return 0;
}
