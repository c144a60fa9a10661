// `cryosono shots`: every screen as a picture, drawn without a window, for documentation and for looking at.
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "engine/app/case_library.h"
#include "engine/app/home_cards.h"
#include "engine/app/command_line.h"
#include "engine/app/gui.h"
#include "engine/app/installation.h"
#include "engine/app/judgement.h"
#include "engine/app/offscreen_screen.h"
#include "engine/app/viewer.h"
#include "engine/gpu/context.h"
#include "engine/io/files.h"
#include "engine/session/replay.h"
#include "engine/ui/layout.h"
#include "engine/ui/screens.h"
#include "engine/view/make.h"

namespace cryo::app {

namespace {

constexpr int kSettlingFrames = 3;  // panels learn the size of their content in the first

class ScreenShooter {
  public:
    explicit ScreenShooter(const ShotsOptions& options)
        : out_(options.out), screen_(options.size.width_px, options.size.height_px) {
        state.text_scale = options.text_scale;
        state.theme = options.bright ? ui::Theme::Bright : ui::Theme::Dark;
        frame.width_px = options.size.width_px;
        frame.height_px = options.size.height_px;
    }

    void shoot(const std::string& name, const std::function<void(const ui::Style&)>& panels) {
        for (int i = 0; i < kSettlingFrames; ++i) {
            frame.now_s += 10.0;  // hints have had their say
            gui_.frame(state, frame.width_px, frame.height_px, frame.dt_s, panels);
        }
        io::write_png(out_.path(name + ".png"), without_alpha(screen_.picture_of(gui_)));
    }

    void practice(const std::string& name, const session::Session& session) {
        const view::Readouts readouts = view::make_readouts(session);
        const auto layout = ui::lay_out_practice(frame.width_px, frame.height_px, state.text_scale);
        view::FrameOptions options;
        options.image_index = static_cast<uint64_t>(session.tick());
        options.reveal = state.scene_view == ui::SceneView::SeeThrough;
        view::FrameView view = view::make_frame(session, options);
        viewer.draw_image(view.image, layout.image, ui::unit_px(frame.width_px, frame.height_px, state.text_scale));
        view.scene.camera = camera_for(state.scene_view, view.scene);
        viewer.draw_scene(view.scene, layout.scene);
        viewer.pictures().image_hz = 30.0;
        shoot(name,
              [&](const ui::Style& style) { ui::draw_practice(readouts, state, style, frame, viewer.pictures()); });
    }

    void keep() { out_.keep(); }

    ui::UiState state;
    ui::Frame frame;

  private:
    OutputFolder out_;
    gpu::OffscreenContext context_;
    Gui gui_;
    OffscreenScreen screen_;

  public:
    Viewer viewer;
};

ui::HomeModel home_model() {
    ui::HomeModel home;
    home.cases = home_cards(home.notice);
    return home;
}

void shoot_start(ScreenShooter& shooter, std::shared_ptr<const scenario::Scenario> scenario, ThreadPool& pool) {
    const ui::HomeModel home = home_model();
    shooter.shoot("home", [&](const ui::Style& style) { ui::draw_home(home, shooter.state, style, shooter.frame); });
    shooter.state.settings_open = true;
    shooter.shoot("settings",
                  [&](const ui::Style& style) { ui::draw_home(home, shooter.state, style, shooter.frame); });
    shooter.state.settings_open = false;
    ui::DrillDone done;
    done.title = done.skill = "Trace a nerve";
    done.number = "31 s";
    done.needed = "at most 40 s";
    done.best = "36 s";
    done.passed = true;
    done.next_level = 2;
    done.lost = {"The rod left the middle of the picture."};
    done.next_id = "drill_tilt";
    done.next_title = "Tilt for brightness";
    shooter.shoot("drill_done",
                  [&](const ui::Style& style) { ui::draw_drill_done(done, shooter.state, style, shooter.frame); });

    shooter.state.patient = scenario->patient;
    session::Session target(scenario, {}, pool);
    target.apply(session::SetKnob{session::Knob::Labels, 1.0});
    target.advance(1);
    const view::Readouts readouts = view::make_readouts(target);
    shooter.viewer.draw_image(view::make_frame(target, {}).image, {0.0, 0.0, 720.0, 640.0}, 1.0);
    shooter.shoot("briefing", [&](const ui::Style& style) {
        ui::draw_briefing(*scenario, &readouts, shooter.state, style, shooter.frame, shooter.viewer.pictures());
    });
    shooter.practice("practice_labels", target);
    shooter.state.keys_open = true;
    shooter.practice("keys", target);
    shooter.state.keys_open = false;
    shooter.state.refuse_open = true;
    shooter.practice("refuse", target);
    shooter.state.refuse_open = false;
}

// Practice screens at moments of an attempt, and its debrief.
int shoot_attempt(ScreenShooter& shooter, const ShotsOptions& options, ThreadPool& pool) {
    const auto attempt = session::read_attempt(options.attempt);
    if (!attempt) return refuse(attempt.faults());
    const auto scenario = load_case(attempt->header.scenario);
    if (!scenario) return refuse(scenario.faults());
    struct Moment {
        const char* name;
        session::Phase phase;
        double after_s;  // in that phase
        ui::SceneView view;
        ui::Hand hand;
    };
    std::vector<Moment> moments{
        {"practice_scan", session::Phase::Scan, 2.0, ui::SceneView::Operator, ui::Hand::Transducer},
        {"practice_needle", session::Phase::Needle, 3.0, ui::SceneView::LookDown, ui::Hand::Cryoprobe},
        {"practice_cool", session::Phase::Cool, 90.0, ui::SceneView::SeeThrough, ui::Hand::Cryoprobe},
        {"practice_rewarm", session::Phase::Rewarm, 10.0, ui::SceneView::SeeThrough, ui::Hand::Cryoprobe}};
    MomentCamera camera(shooter.viewer);
    session::Phase phase = session::Phase::Finished;
    double since_s = 0.0;
    session::ReplayOptions replay_options;
    replay_options.on_frame = [&](const session::Session& session) {
        camera.watch(session);
        if (session.phase() != phase) since_s = session.t_s();
        phase = session.phase();
        std::erase_if(moments, [&](const Moment& moment) {
            if (moment.phase != phase || session.t_s() - since_s < moment.after_s) return false;
            shooter.state.scene_view = moment.view;
            shooter.state.gripped = moment.hand;
            shooter.practice(moment.name, session);
            return true;
        });
        return true;
    };
    auto replay = session::replay(*attempt, *scenario, pool, replay_options);
    if (!replay) return refuse(replay.faults());
    camera.finish(*replay->session);
    const Judgement judgement = judge_session(*replay->session, load_score_model());
    ui::DebriefModel debrief;
    debrief.scenario = scenario->get();
    debrief.record = &judgement.record;
    debrief.assessment = judgement.assessment ? &*judgement.assessment : nullptr;
    debrief.attempt_file = options.attempt;
    std::vector<gpu::Texture2D> textures;
    for (const report::Picture& picture : camera.take()) {
        const auto read = io::parse_png(std::string(picture.png.begin(), picture.png.end()), picture.title, 4);
        if (!read) continue;
        textures.emplace_back("debrief picture", read->width_px, read->height_px, gpu::TextureOptions{});
        textures.back().upload(std::span<const uint8_t>(read->values));
        debrief.pictures.push_back(
            {picture.title, textures.back().id(), static_cast<double>(read->width_px) / read->height_px});
    }
    constexpr const char* kTabs[] = {"debrief", "debrief_over_time", "debrief_measurements"};
    for (int tab = 0; tab < 3; ++tab) {
        shooter.state.debrief_tab = tab;
        shooter.shoot(kTabs[tab],
                      [&](const ui::Style& style) { ui::draw_debrief(debrief, shooter.state, style, shooter.frame); });
    }
    return kDone;
}

}  // namespace

int run_shots(const ShotsOptions& options) {
    const auto scenario = load_case(options.scenario.empty() ? "knee_ipbsn" : options.scenario);
    if (!scenario) return refuse(scenario.faults());
    ScreenShooter shooter(options);
    ThreadPool pool;
    shoot_start(shooter, *scenario, pool);
    if (!options.attempt.empty()) {
        const int status = shoot_attempt(shooter, options, pool);
        if (status != kDone) return status;
    }
    shooter.keep();
    std::printf("Pictures in %s\n", options.out.c_str());
    return kDone;
}

}  // namespace cryo::app
