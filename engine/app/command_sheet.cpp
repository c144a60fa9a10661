// `cryosono sheet`: every case's target view with and without labels, every artefact of the image, and ice as it grows,
// on one picture to be looked over by people who scan.
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "engine/app/case_library.h"
#include "engine/app/command_line.h"
#include "engine/app/contact_sheet.h"
#include "engine/app/installation.h"
#include "engine/app/offscreen_screen.h"
#include "engine/app/pose_text.h"
#include "engine/core/units.h"
#include "engine/gpu/context.h"
#include "engine/io/files.h"
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

class SheetMaker {
  public:
    SheetMaker() : renderer_(gpu::ShaderLibrary()) {}

    void add(const ultrasound::ImageFrame& frame, const std::string& caption,
             const std::vector<view::Readouts::Label>& labels = {}) {
        renderer_.draw(frame, kCell, kCell);
        io::Picture picture = without_alpha({kCell, kCell, 4, renderer_.read_picture()});
        const auto map = ultrasound::make_display_map(frame.transducer, frame.settings, kCell, kCell);
        for (const view::Readouts::Label& label : labels) {
            const Vec2 px = map.pixel_from_image({label.lateral_m, label.depth_m});
            constexpr double kLetterPx = 7.0;
            write_on(picture, px.x, px.y - 0.5 * kLetterPx, kLetterPx, label.text);
        }
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
        const auto edits = need(parse_pose(artefact.pose, "pose"));
        ImagePose start = target_view(*scenario);
        const ImagePose pose = need(apply_pose(*scenario, start, edits));
        session::Session session(scenario, quiet_hand(), pool_);
        session.advance(1);
        ultrasound::ImageFrame frame = view::make_frame(session, {}).image;
        frame.pose = pose.transducer;
        frame.world_from_image = instruments::world_from_image(frame.transducer, frame.pose);
        if (pose.cryoprobe.insert_m > 0.0 && !scenario->devices.empty()) {
            frame.needles = instruments::needle_axes(scenario->devices.front(), pose.cryoprobe);
            frame.inserted_m = pose.cryoprobe.insert_m;
        }
        add(frame, artefact.caption);
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
        constexpr int kThawS = 20;
        session.advance(kThawS * session::kTicksPerSecond);
        add(view::make_frame(session, {}).image, "Thawing for " + std::to_string(kThawS) + " s");
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
