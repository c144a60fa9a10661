#include "engine/app/trainer.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <thread>

#include "engine/app/case_library.h"
#include "engine/app/key_codes.h"
#include "engine/render/scene3d_camera.h"
#include "engine/ui/class_badge.h"
#include "engine/ui/layout.h"
#include "engine/view/make.h"

namespace cryo::app {

namespace {

constexpr double kFrameS = 1.0 / 60.0;      // of the practice screen
constexpr double kIdleFrameS = 1.0 / 30.0;  // of screens where nothing moves by itself
constexpr double kLateFrameS = 0.03;
constexpr double kLongestFrameS = 0.25;  // beyond it the machine was asleep

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Trainer::Trainer(const TrainerOptions& options, std::shared_ptr<const scenario::Scenario> opened)
    : options_(options),
      window_({.title = "CryoSono", .width = 1366, .height = 768, .minimum_width = 1024, .minimum_height = 600}),
      gui_(window_.handle()),
      score_model_(load_score_model()),
      governor_(options.tier) {
    // A key that was down and up again between two frames is still seen once.
    glfwSetInputMode(window_.handle(), GLFW_STICKY_KEYS, GLFW_TRUE);
    store_.load_preferences(state_, last_case_);
    if (!store_.problem().empty()) std::fprintf(stderr, "cryosono: %s\n", store_.problem().c_str());
    state_.mode_locked = options.exam;
    refresh_cards();
    if (options.in_class.wanted()) link_.emplace(options.in_class, options.learner);
    if (opened != nullptr) open_case(std::move(opened));
}

void Trainer::run() {
    double last_s = seconds_now();
    const double first_s = last_s;
    while (!window_.should_close() && !leaving_) {
        const double now_s = seconds_now();
        frame_.now_s = now_s - first_s;
        frame(std::min(now_s - last_s, kLongestFrameS));
        last_s = now_s;
        const double work_s = seconds_now() - now_s;
        if (screen_ == ui::Screen::Practice) governor_.frame_took(work_s);
        window_.swap_buffers();
        const double rest_s = (screen_ == ui::Screen::Practice ? kFrameS : kIdleFrameS) - (seconds_now() - now_s);
        if (rest_s > 0.0) std::this_thread::sleep_for(std::chrono::duration<double>(rest_s));
    }
    if (attempt_) attempt_->close();
    store_.save_preferences(state_, last_case_);
}

void Trainer::frame(double dt_s) {
    window_.poll_events();
    int width = 0, height = 0;
    glfwGetWindowSize(window_.handle(), &width, &height);
    if (width < 16 || height < 16) return;  // minimised
    frame_.width_px = width;
    frame_.height_px = height;
    frame_.dt_s = dt_s;
    read_input(dt_s);
    hear_instructor();
    advance(dt_s);
    draw_pictures();
    show_to_class();
    outcome_ = {};
    gui_.frame(state_, frame_.width_px, frame_.height_px, dt_s, [this](const ui::Style& style) {
        outcome_ = draw_screen(style);
        draw_badge(style);
    });
    const auto [red, green, blue, alpha] = gui_.backdrop();
    window_.begin_frame(red, green, blue);
    gui_.draw();
    commands_.insert(commands_.end(), outcome_.commands.begin(), outcome_.commands.end());
    for (const ui::Request& request : outcome_.requests) fulfil(request);
    follow_grip();
}

void Trainer::read_input(double dt_s) {
    const bool practice = screen_ == ui::Screen::Practice && attempt_ != nullptr;
    if (!state_.keys_open) state_.rebinding.reset();
    if (take_new_key(read_keys(window_.handle()), state_)) return;
    gui_.let_keyboard_walk(!practice || state_.gripped == ui::Hand::None);
    if (!practice || gui_.wants_keyboard()) {
        state_.gas_key_down = false;
        return;
    }
    KeyState keys = read_keys(window_.handle());
    keys.gamepad = read_gamepad();
    state_.gamepad_present = keys.gamepad.present;
    if (captured_) {
        double x = 0.0, y = 0.0;
        glfwGetCursorPos(window_.handle(), &x, &y);
        keys.pointer_right_px = x - captured_x_px_;
        keys.pointer_down_px = y - captured_y_px_;
        captured_x_px_ = x;
        captured_y_px_ = y;
    }
    // Inputs meet the instruments as they are now, not as they were when the last picture was drawn.
    const auto commands = input_.update(keys, readouts_, state_, dt_s);
    commands_.insert(commands_.end(), commands.begin(), commands.end());
}

// What the instructor does reaches a paused attempt too.
void Trainer::hear_instructor() {
    if (!link_) return;
    std::optional<bool> pause;
    const std::vector<session::Command> commands = link_->take_commands(pause);
    if (attempt_ && screen_ == ui::Screen::Practice) {
        attempt_->apply(commands);
        if (pause) state_.paused = *pause;
        held_ = pause.value_or(held_);
        state_.paused = state_.paused || held_;
        return;
    }
    held_ = false;
    for (const session::Command& command : commands)
        if (const auto* said = std::get_if<session::Instruct>(&command); said != nullptr && said->what == "message")
            home_.notice = "Instructor: " + said->text;
}

void Trainer::advance(double dt_s) {
    if (!attempt_ || screen_ != ui::Screen::Practice) {
        commands_.clear();
        return;
    }
    if (!state_.paused) {
        attempt_->apply(commands_);
        commands_.clear();
        attempt_->advance(dt_s);
        camera_->watch(attempt_->session());
        if (!attempt_->recording_problem().empty()) home_.notice = attempt_->recording_problem();
    }
    if (attempt_->session().finished()) end_case();
}

void Trainer::draw_pictures() {
    const double unit = ui::unit_px(frame_.width_px, frame_.height_px, state_.text_scale);
    if (screen_ == ui::Screen::Briefing) refresh_preview();
    if (screen_ != ui::Screen::Practice || !attempt_) return;
    const session::Session& session = attempt_->session();
    readouts_ = view::make_readouts(session);
    const ui::PracticeLayout layout = ui::lay_out_practice(frame_.width_px, frame_.height_px, state_.text_scale);
    view::FrameOptions options;
    options.image_index = image_index_;
    options.line_count = governor_.tier().line_count;
    options.sample_count = governor_.tier().sample_count;
    view::FrameView view = view::make_frame(session, options);
    const bool live = !readouts_.imaging.frozen && !state_.paused;
    if (live || viewer_.pictures().image == 0) {
        viewer_.draw_image(view.image, layout.image, unit);
        ++image_index_;
        image_hz_ = 0.95 * image_hz_ + 0.05 / std::max(1e-3, frame_.dt_s);
    }
    viewer_.pictures().image_hz = image_hz_;
    keep_cine(live);

    turned_right_px_ += state_.turn_of_scene.right_px;
    turned_down_px_ += state_.turn_of_scene.down_px;
    zoom_ = std::clamp(zoom_ * std::pow(0.9, state_.turn_of_scene.wheel), 0.4, 2.5);
    view.scene.camera = render::zoom(
        render::orbit(camera_for(state_.scene_view, view.scene), turned_right_px_, turned_down_px_), zoom_);
    // Where frames are late the 3-D view gives way: the image is what hands are steered by.
    scene_is_due_ = !scene_is_due_ || frame_.dt_s < kLateFrameS;
    if (scene_is_due_ || viewer_.pictures().scene == 0) viewer_.draw_scene(view.scene, layout.scene);
}

// Keeps live images, and shows one of them while the screen is frozen.
void Trainer::keep_cine(bool is_live) {
    const ui::ImagePlacement& now = viewer_.pictures().placement;
    if (now.depth_high_m != cine_placement_.depth_high_m || now.lateral_high_m != cine_placement_.lateral_high_m) {
        cine_.clear();
        cine_placement_ = now;
    }
    if (is_live) {
        state_.cine_back = cine_shown_ = 0;
        if (cine_.wants(frame_.now_s)) {
            const ImageSize size = viewer_.image_size();
            cine_.add(frame_.now_s, size.width_px, size.height_px, viewer_.read_image());
        }
    }
    state_.cine_count = cine_.count();
    state_.cine_back = std::clamp(state_.cine_back, 0, std::max(0, cine_.count() - 1));
    if (is_live || cine_.count() == 0) return;
    state_.cine_age_s = cine_.age_s(state_.cine_back);
    if (state_.cine_back == cine_shown_) return;
    cine_shown_ = state_.cine_back;
    if (cine_shown_ == 0)
        viewer_.show_last();
    else
        viewer_.show_stored(cine_.back(cine_shown_));
}

// The image as it is on the learner's screen, read back only when one is due.
void Trainer::show_to_class() {
    if (!link_) return;
    if (screen_ == ui::Screen::Practice && attempt_) {
        link_->update(frame_.now_s, attempt_->session(), state_.paused, [this]() -> io::Picture {
            const ImageSize size = viewer_.image_size();
            if (viewer_.pictures().image == 0) return {};
            return {size.width_px, size.height_px, 4, viewer_.read_image()};
        });
        return;
    }
    link_->idle(frame_.now_s, screen_ == ui::Screen::Home       ? "home"
                              : screen_ == ui::Screen::Briefing ? "briefing"
                                                                : "debrief");
}

ui::Outcome Trainer::draw_screen(const ui::Style& style) {
    switch (screen_) {
        case ui::Screen::Home:
            return ui::draw_home(home_, state_, style, frame_);
        case ui::Screen::Briefing:
            return ui::draw_briefing(*scenario_, preview_ ? &preview_readouts_ : nullptr, state_, style, frame_,
                                     viewer_.pictures());
        case ui::Screen::Practice:
            return ui::draw_practice(readouts_, state_, style, frame_, viewer_.pictures());
        case ui::Screen::Debrief:
            return ui::draw_debrief(debrief_->model(), state_, style, frame_);
    }
    return {};
}

void Trainer::draw_badge(const ui::Style& style) const {
    if (!link_) return;
    const station::LinkStatus line = link_->status();
    ui::draw_class_badge({.connected = line.phase == station::LinkStatus::Phase::Connected,
                          .paused = held_,
                          .title = line.title,
                          .watchers = line.watchers,
                          .watched = line.watched,
                          .learner = options_.learner,
                          .problem = line.problem},
                         style, frame_);
}

// With a trackpad the finger moves the instrument in hand, and the pointer is out of the way until it is let go.
void Trainer::follow_grip() {
    const bool overlay = state_.keys_open || state_.settings_open || state_.refuse_open || state_.callipers_on ||
                         state_.machine_open || state_.paused;
    const bool wish = screen_ == ui::Screen::Practice && state_.pointer == ui::Pointer::Trackpad &&
                      state_.gripped != ui::Hand::None && !overlay;
    if (wish == captured_) return;
    captured_ = wish;
    glfwSetInputMode(window_.handle(), GLFW_CURSOR, wish ? GLFW_CURSOR_DISABLED : GLFW_CURSOR_NORMAL);
    glfwGetCursorPos(window_.handle(), &captured_x_px_, &captured_y_px_);
}

int run_trainer(const TrainerOptions& options) {
    if (const std::string fault = fault_of(options.in_class, options.learner); !fault.empty()) {
        std::fprintf(stderr, "cryosono: %s.\n", fault.c_str());
        return kBadInput;
    }
    std::shared_ptr<const scenario::Scenario> opened;
    if (!options.scenario.empty()) {
        auto loaded = load_case(options.scenario);
        if (!loaded) return refuse(loaded.faults());
        opened = *loaded;
    }
    if (!gpu::display_available())
        throw std::runtime_error(
            "There is no display to open the window on. Without one, `cryosono render`, `replay` and `freeze` work; "
            "`cryosono --help` lists them.");
    Trainer(options, std::move(opened)).run();
    return kDone;
}

}  // namespace cryo::app
