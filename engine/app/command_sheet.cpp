// `cryosono sheet`: every case's target view with and without labels, every artefact of the image, and ice as it grows,
// on one picture to be looked over by people who scan.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "engine/app/case_library.h"
#include "engine/app/command_line.h"
#include "engine/app/contact_sheet.h"
#include "engine/app/installation.h"
#include "engine/app/offscreen_screen.h"
#include "engine/app/pose_text.h"
#include "engine/app/posed_frame.h"
#include "engine/core/units.h"
#include "engine/gpu/context.h"
#include "engine/io/files.h"
#include "engine/mechanics/tissue_press.h"
#include "engine/render/bmode.h"
#include "engine/scenario/list.h"
#include "engine/session/session.h"
#include "engine/ultrasound/display.h"
#include "engine/view/make.h"

namespace cryo::app {

namespace {

constexpr int kCell = ContactSheet::kCellPx;
constexpr int kColumns = 6;

struct Artefact {
    const char* scenario;
    const char* pose;
    const char* caption;
};
constexpr Artefact kArtefacts[] = {
    {"knee_ipbsn", "entry_x_mm=-20,needle_pitch_deg=28,insert_mm=20", "Shaft in plane"},
    {"knee_ipbsn", "entry_x_mm=-2,entry_y_mm=-9,needle_yaw_deg=90,needle_pitch_deg=45,insert_mm=13",
     "Shaft across the image"},
    {"knee_ipbsn", "entry_x_mm=-20,entry_y_mm=1.2,needle_pitch_deg=28,insert_mm=20", "Shaft 1.2 mm off plane"},
    {"knee_ipbsn", "entry_x_mm=-20,needle_pitch_deg=28,insert_mm=20,needle_enhancement=on,needle_steer_deg=-20",
     "The same, needle enhancement"},
    {"knee_ipbsn", "compounding=on", "Compounding"},
    {"knee_ipbsn",
     "entry_x_mm=-20,needle_pitch_deg=28,insert_mm=20,gas=on,doppler=colour,box_lateral_mm=-4,box_depth_mm=8,box_width_"
     "mm=18,box_height_mm=10",
     "Gas on, colour: twinkling"},
    {"groin_femoral_refuse",
     "tilt_deg=15,doppler=colour,doppler_scale_cm_per_s=30,box_lateral_mm=-3,box_depth_mm=21,box_width_mm=40,box_"
     "height_mm=22",
     "Colour Doppler, tilted by 15 degrees"},
    {"groin_femoral_refuse",
     "tilt_deg=15,doppler=colour,doppler_scale_cm_per_s=3,box_lateral_mm=-3,box_depth_mm=21,box_width_mm=40,box_height_"
     "mm=22",
     "Small scale: aliasing"},
    {"groin_femoral_refuse",
     "tilt_deg=15,doppler=power,box_lateral_mm=-3,box_depth_mm=21,box_width_mm=40,box_height_mm=22", "Power Doppler"},
    {"groin_femoral_refuse", "press_frac=0.65", "Pressed: the vein is gone"},
    {"knee_ipbsn", "rock_deg=14,press_frac=0", "One end lifted: air"},
    {"knee_ipbsn", "tilt_deg=10", "Tilted by 10 degrees"},
    {"knee_ipbsn", "rotate_deg=90", "Long axis"},
    {"steel_needle", "needle_pitch_deg=5", "Steel, 5 degrees: reverberation"},
    {"steel_needle", "needle_pitch_deg=60", "Steel, 60 degrees"},
    {"tendon", "", "Tendon and muscle across"},
    {"tendon", "rotate_deg=90", "Tendon and muscle along"},
    {"tendon", "tilt_deg=4", "Tendon tilted by 4 degrees"},
    {"fascicles", "", "Nerve with ten fascicles"},
    {"fascicles", "rotate_deg=90", "The same along"},
    {"vessel_enhancement", "", "Enhancement behind blood"},
    {"cysts", "", "Cysts and contrast"},
    {"wires", "", "Wires"},
    {"wires_sector", "", "Wires, curved array"},
    {"reflector_muscle_bone", "", "Bone: shadow, weak repeat"},
    {"pleura", "", "Pleura: A-lines"},
    {"reflector_tilted", "", "Tilted face"},
    {"attenuation_slab", "", "Attenuation"},
    {"uniform_muscle", "", "Muscle"},
};

// Names beside what they name; where two would meet the later one moves down, and a line leads back.
void write_labels(io::Picture& picture, const ultrasound::DisplayMap& map,
                  const std::vector<view::Readouts::Label>& labels) {
    constexpr double kLetterPx = 7.0;
    constexpr double kLinePx = 12.0;
    constexpr double kMarginPx = 4.0;
    struct Taken {
        Vec2 low_px, high_px;
    };
    std::vector<Taken> taken;
    for (const view::Readouts::Label& label : labels) {
        const Vec2 at_px = map.pixel_from_image({label.lateral_m, label.depth_m});
        const double width_px = width_on(kLetterPx, label.text);
        const double left_px =
            std::clamp(at_px.x + kMarginPx, kMarginPx, std::max(kMarginPx, kCell - width_px - kMarginPx));
        double top_px = std::clamp(at_px.y - 0.5 * kLetterPx, kMarginPx, kCell - kLinePx);
        const auto meets = [&](const Taken& other) {
            return left_px < other.high_px.x && left_px + width_px > other.low_px.x && top_px < other.high_px.y &&
                   top_px + kLinePx > other.low_px.y;
        };
        while (top_px < kCell - kLinePx && std::any_of(taken.begin(), taken.end(), meets)) top_px += kLinePx;
        taken.push_back({{left_px, top_px}, {left_px + width_px, top_px + kLinePx}});
        shade(picture, {left_px - 2.0, top_px - 2.0}, {left_px + width_px + 2.0, top_px + kLinePx - 2.0});
        draw_stroke(picture, at_px, {left_px, top_px + 0.5 * kLetterPx});
        write_on(picture, left_px, top_px, kLetterPx, label.text);
    }
}

class SheetMaker {
  public:
    SheetMaker() : renderer_(gpu::ShaderLibrary()) {}

    void add(const ultrasound::ImageFrame& frame, const std::string& caption,
             const std::vector<view::Readouts::Label>& labels = {}) {
        renderer_.draw(frame, kCell, kCell);
        io::Picture picture = without_alpha({kCell, kCell, 4, renderer_.read_picture()});
        const auto map = ultrasound::make_display_map(frame.transducer, frame.settings, kCell, kCell);
        write_labels(picture, map, labels);
        sheet_.add(picture, caption);
    }

    void add_target_view(const std::shared_ptr<const scenario::Scenario>& scenario) {
        session::Session session(scenario, quiet_hand(), pool_);
        session.advance(1);
        add(view::make_frame(session, {}).image, scenario->id);
        session.apply(session::SetKnob{session::Knob::Labels, 1.0});
        session.advance(1);
        add(view::make_frame(session, {}).image, scenario->id + ", labels", view::make_readouts(session).image_labels);
    }

    void add_artefact(const Artefact& artefact) {
        const auto scenario = need(load_case(artefact.scenario));
        const ImagePose pose =
            need(apply_pose(*scenario, target_view(*scenario), need(parse_pose(artefact.pose, "pose"))));
        if (medium_of_ != artefact.scenario)
            medium_ = std::make_shared<const ultrasound::AcousticMedium>(
                anatomy::Medium(anatomy::make_anatomy(scenario->anatomy, scenario->patient)), pool_);
        medium_of_ = artefact.scenario;
        const anatomy::Deformation deformation(
            mechanics::press_field(medium_->medium(), scenario->transducer, pose.transducer), {});
        add(posed_frame(*scenario, pose, medium_, 0, deformation), artefact.caption);
    }

    // The first device frozen beside the target of the knee case.
    void add_ice() {
        session::Session session(need(load_case("knee_ipbsn")), quiet_hand(), pool_);
        constexpr double kPitchRad = 0.52;
        const anatomy::Medium& medium = session.medium();
        const auto& nerve = medium.nerve_curve(medium.target_nerve());
        const Vec3 target = nerve.nearest({0.0, 0.0, 0.01}).center_m;
        const double beside_m = 0.5 * nerve.width_m() + 0.5 * session.device()->shaft_diameter_m;
        const double insert_m = target.z / std::sin(kPitchRad);
        session::MoveCryoprobe place;
        place.entry_x_m = target.x - beside_m - insert_m * std::cos(kPitchRad);
        place.entry_y_m = target.y;
        place.pitch_rad = kPitchRad;
        session.apply(place);
        session.advance(2 * session::kTicksPerSecond);
        session::MoveCryoprobe push;
        push.insert_m = insert_m;
        session.apply(push);
        constexpr int kInsertS = 10;
        session.advance(kInsertS * session::kTicksPerSecond);
        session.apply(session::Gas{true});
        int at_s = 0;
        for (const int then_s : {0, 10, 30, 60, 180}) {
            session.advance((then_s - at_s) * session::kTicksPerSecond);
            at_s = then_s;
            add(view::make_frame(session, {}).image, "Gas for " + std::to_string(then_s) + " s");
        }
        session.apply(session::Gas{false});
        at_s = 0;
        for (const int then_s : {20, 240}) {
            session.advance((then_s - at_s) * session::kTicksPerSecond);
            at_s = then_s;
            add(view::make_frame(session, {}).image, "Gas off for " + std::to_string(then_s) + " s");
        }
    }

    const ContactSheet& sheet() const { return sheet_; }

  private:
    static session::Setup quiet_hand() {
        session::Setup setup;
        setup.simulated_hand = false;
        return setup;
    }
    template <class T>
    static T need(Result<T> result) {
        if (!result) throw std::runtime_error(to_string(result.faults()));
        return std::move(result).value();
    }

    ThreadPool pool_;
    std::string medium_of_;  // the scenario that medium_ is baked of: neighbours on the sheet share it
    std::shared_ptr<const ultrasound::AcousticMedium> medium_;
    render::BModeRenderer renderer_;
    ContactSheet sheet_;
};

}  // namespace

int run_sheet(const SheetOptions& options) {
    const gpu::OffscreenContext context;
    SheetMaker maker;
    for (const auto& one : scenario::list_scenarios(scenes_folder())) {
        const auto scenario = load_case(one.file);
        if (!scenario) return refuse(scenario.faults());
        maker.add_target_view(*scenario);
    }
    for (const Artefact& artefact : kArtefacts) maker.add_artefact(artefact);
    maker.add_ice();
    io::write_png(options.out, maker.sheet().picture(kColumns));
    std::printf("%d pictures in %s\n", maker.sheet().count(), options.out.c_str());
    return kDone;
}

}  // namespace cryo::app
