#include "engine/app/trainer.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <thread>
#include <utility>

#include "engine/app/case_library.h"
#include "engine/app/key_codes.h"
#include "engine/gpu/context.h"
#include "engine/app/layout_report.h"
#include "engine/io/files.h"
#include "engine/render/scene3d_camera.h"
#include "engine/ui/class_badge.h"
#include "engine/ui/layout.h"
#include "engine/view/make.h"

namespace cryo::app {

namespace {

constexpr double kFrameS = 1.0 / 60.0;      // of the practice screen
constexpr double kIdleFrameS = 1.0 / 30.0;  // of screens where nothing moves by itself
constexpr double kLateFrameS = 0.03;
// Images come at their own rate, so that panels and hands stay quick where the processor draws.
constexpr double kImageS = 1.0 / 60.0;
constexpr double kSoftwareImageS = 1.0 / 30.0;
constexpr double kLayoutTellS = 0.02;
constexpr double kLongestFrameS = 0.25;  // beyond it the machine was asleep

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Trainer::Trainer(const TrainerOptions& options, std::shared_ptr<const scenario::Scenario> opened,
                 std::optional<ClassRun> class_run)
    : options_(options),
      window_({.title = "CryoSono", .width = 1366, .height = 768, .minimum_width = 1024, .minimum_height = 600}),
      gui_(window_.handle()),
      score_model_(load_score_model()),
      governor_(options.tier),
      class_run_(std::move(class_run)) {
    // A key that was down and up again between two frames is still seen once.
    glfwSetInputMode(window_.handle(), GLFW_STICKY_KEYS, GLFW_TRUE);
    home_.said_once = store_.load_preferences(state_, last_case_);
    for (const std::string& said : {store_.problem(), home_.said_once})
        if (!said.empty()) std::fprintf(stderr, "cryosono: %s\n", said.c_str());
    state_.first_start_open = !state_.input && opened == nullptr && options.practises_alone_s <= 0.0;
    offer_resume();
    state_.mode_locked = options.exam;
    if (options.exam) state_.mode = ui::Mode::Check;
    image_s_ = gpu::current_context_info().is_software ? kSoftwareImageS : kImageS;
    if (options.practises_alone_s > 0.0) {
        soak_player_.emplace(options.seed.value_or(1));
        soak_watch_.emplace();
    }
    refresh_cards();
    if (options.in_class.wanted()) link_.emplace(options.in_class, options.learner);
    if (class_run_)
        show_class_desk();
    else if (opened != nullptr)
        open_case(std::move(opened));
}

void Trainer::run() {
    double last_s = seconds_now();
    const double first_s = last_s;
    while (!window_.should_close() && !leaving_) {
        const double now_s = seconds_now();
        frame_.now_s = now_s - first_s;
        frame(std::min(now_s - last_s, kLongestFrameS));
        if (soak_watch_) {
            soak_watch_->frame_done(frame_.now_s);
            leaving_ = frame_.now_s >= options_.practises_alone_s;
        }
        last_s = now_s;
        const double work_s = seconds_now() - now_s;
        if (screen_ == ui::Screen::Practice) governor_.frame_took(work_s);
        window_.swap_buffers();
        const double rest_s = (screen_ == ui::Screen::Practice ? kFrameS : kIdleFrameS) - (seconds_now() - now_s);
        if (rest_s > 0.0) std::this_thread::sleep_for(std::chrono::duration<double>(rest_s));
    }
    if (soak_watch_) soak_watch_->print(seconds_now() - first_s);
    if (attempt_ && screen_ == ui::Screen::Practice) {
        // Walking out of a check is its end; anything else can be resumed.
        if (state_.mode == ui::Mode::Check)
            go_home();
        else
            attempt_->leave_open();
    }
    if (attempt_) attempt_->close();
    store_.save_preferences(state_, last_case_);
}

void Trainer::frame(double dt_s) {
    window_.poll_events();
    int width = 0, height = 0;
    glfwGetWindowSize(window_.handle(), &width, &height);
    if (width < 16 || height < 16) return;  // minimised: time stands still
    if (later_ && --later_frames_ <= 0) {
        state_.busy_with.clear();
        std::exchange(later_, nullptr)();
    }
    frame_.width_px = width;
    frame_.height_px = height;
    frame_.dt_s = dt_s;
    watch_focus();
    read_input(dt_s);
    hear_instructor();
    advance(dt_s);
    draw_pictures();
    let_hear();
    show_to_class();
    outcome_ = {};
    gui_.frame(state_, frame_.width_px, frame_.height_px, dt_s, [this](const ui::Style& style) {
        outcome_ = draw_screen(style);
        draw_badge(style);
    });
    const auto [red, green, blue, alpha] = gui_.backdrop();
    window_.begin_frame(red, green, blue);
    gui_.draw();
    tell_layout();
    commands_.insert(commands_.end(), outcome_.commands.begin(), outcome_.commands.end());
    if (std::exchange(state_.rewind_pressed, false) && state_.mode != ui::Mode::Check)
        outcome_.requests.emplace_back(ui::Rewind{});
    for (const ui::Request& request : outcome_.requests) fulfil(request);
    follow_grip();
}

// The keys as the hands mean them: what was pressed on another screen, or pressed a control, does nothing to the
// instruments until it is let go.
KeyState Trainer::keys_now() {
    KeyState keys = read_keys(window_.handle());
    if (soak_player_) {
        const SoakPlayer::Input made = soak_player_->next(gui_.layout(), screen_);
        gui_.use_pointer(made.pointer);
        gui_.walk(made.walk);
        keys = made.keys;
    }
    const bool is_practice = screen_ == ui::Screen::Practice && attempt_ != nullptr;
    const bool on_control = gui_.keyboard_is_on_control() || gui_.wants_keyboard();
    constexpr std::array kWalking{ui::PhysicalKey::Tab,  ui::PhysicalKey::Space, ui::PhysicalKey::Enter,
                                  ui::PhysicalKey::Left, ui::PhysicalKey::Right, ui::PhysicalKey::Up,
                                  ui::PhysicalKey::Down};
    for (size_t i = 0; i < keys.down.size(); ++i) {
        const bool walks =
            std::find(kWalking.begin(), kWalking.end(), static_cast<ui::PhysicalKey>(i)) != kWalking.end();
        const bool taken = !is_practice || (on_control && walks) || spoken_for_.down[i];
        spoken_for_.down[i] = keys.down[i] && taken;
    }
    return keys;
}

void Trainer::tell_layout() {
    ++frame_number_;
    if (options_.layout_log.empty() || frame_.now_s - layout_told_s_ < kLayoutTellS) return;
    layout_told_s_ = frame_.now_s;
    const bool is_practice = screen_ == ui::Screen::Practice && attempt_ != nullptr;
    io::write_atomically(
        options_.layout_log,
        layout_report({frame_number_, screen_, frame_, &state_, is_practice ? &readouts_ : nullptr}, gui_.layout()));
}

// Another window has the keyboard: no key is held any more, and time waits for the person to come back.
void Trainer::watch_focus() {
    const bool has_focus = glfwGetWindowAttrib(window_.handle(), GLFW_FOCUSED) == GLFW_TRUE;
    const bool lost = std::exchange(had_focus_, has_focus) && !has_focus;
    if (!lost || soak_player_) return;
    spoken_for_.down.fill(true);
    state_.latched_shift = state_.latched_ctrl = false;
    state_.gas_key_down = false;
    if (screen_ != ui::Screen::Practice || !attempt_ || state_.paused) return;
    state_.paused = true;
    state_.hint = {"Paused: another window was in front. P, or Go on above, lets time run.", frame_.now_s};
}

void Trainer::read_input(double dt_s) {
    const bool practice = screen_ == ui::Screen::Practice && attempt_ != nullptr;
    if (!state_.keys_open) state_.rebinding.reset();
    KeyState keys = keys_now();
    if (take_new_key(keys, state_)) return;
    gui_.let_keyboard_walk(!practice || state_.gripped == ui::Hand::None);
    if (!practice || gui_.wants_keyboard()) {
        state_.gas_key_down = false;
        return;
    }
    for (size_t i = 0; i < keys.down.size(); ++i) keys.down[i] = keys.down[i] && !spoken_for_.down[i];
    keys.gamepad = read_gamepad();
    // Unplugged in the middle: the hands are gone, so time stops.
    if (state_.gamepad_present && !keys.gamepad.present && state_.mode != ui::Mode::Check) {
        state_.paused = true;
        state_.hint = {"The gamepad was unplugged. Plug it in, or take another input; P goes on.", frame_.now_s};
    }
    state_.gamepad_present = keys.gamepad.present;
    if (captured_) {
        double x = 0.0, y = 0.0;
        glfwGetCursorPos(window_.handle(), &x, &y);
        keys.pointer_right_px = x - captured_x_px_;
        keys.pointer_down_px = y - captured_y_px_;
        captured_x_px_ = x;
        captured_y_px_ = y;
    }
    const ui::Hand held = state_.gripped;
    // Inputs meet the instruments as they are now, not as they were when the last picture was drawn.
    const auto commands = input_.update(keys, readouts_, state_, dt_s);
    commands_.insert(commands_.end(), commands.begin(), commands.end());
    // What was let go is where the keyboard's walk begins.
    if (held != ui::Hand::None && state_.gripped == ui::Hand::None) {
        gui_.let_keyboard_walk(true);
        gui_.focus(held == ui::Hand::Transducer ? "Transducer" : "Cryoprobe");
    }
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
    if (screen_ == ui::Screen::Explorer && explored_) {
        for (const session::Command& command : commands_) explored_->apply(command);
        explorer_due_s_ += dt_s;
        const int ticks = static_cast<int>(explorer_due_s_ / session::kTickS);
        explored_->advance(ticks);
        explorer_due_s_ -= ticks * session::kTickS;
    }
    if (!attempt_ || screen_ != ui::Screen::Practice) {
        commands_.clear();
        return;
    }
    if (catching_up_) {
        catch_up();
        return;
    }
    if (!state_.paused) {
        attempt_->apply(commands_);
        commands_.clear();
        attempt_->advance(dt_s);
        camera_->watch(attempt_->session());
        if (!attempt_->recording_problem().empty()) home_.notice = attempt_->recording_problem();
    }
    if (attempt_->session().finished() && !later_) {
        if (scenario_->drill.order > 0)
            end_drill();
        else
            do_later("Judging the attempt", [this] { end_case(); });
    }
}

void Trainer::do_later(const std::string& words, std::function<void()> work) {
    state_.busy_with = words;
    state_.busy_share = -1.0;
    later_ = std::move(work);
    later_frames_ = 3;  // an overlay is drawn in its second frame
}

// A part of what is to be repeated, for as long as a frame may take.
void Trainer::catch_up() {
    constexpr double kShareOfFrameS = 0.05;
    constexpr int kTicks = 24;
    commands_.clear();
    const double start_s = seconds_now();
    double share = 0.0;
    do {
        share = attempt_->catch_up(kTicks);
        camera_->watch(attempt_->session());
    } while (attempt_->is_catching_up() && seconds_now() - start_s < kShareOfFrameS);
    state_.busy_share = share;
    catching_up_ = attempt_->is_catching_up();
    if (catching_up_) return;
    state_.busy_with.clear();
    state_.paused = true;
    state_.pauses_seen = view::make_readouts(attempt_->session()).pauses;
    state_.hint = {"Here you were. P, or Go on above, lets time run.", frame_.now_s};
}

void Trainer::draw_pictures() {
    const double unit = ui::unit_px(frame_.width_px, frame_.height_px, state_.text_scale);
    if (screen_ == ui::Screen::Briefing) refresh_preview();
    if (screen_ == ui::Screen::Explorer) draw_explorer_pictures();
    if (screen_ != ui::Screen::Practice || !attempt_) return;
    if (catching_up_ && viewer_.pictures().image != 0) return;
    const session::Session& session = attempt_->session();
    readouts_ = view::make_readouts(session);
    fade_labels();
    const ui::PracticeLayout layout = ui::lay_out_practice(frame_.width_px, frame_.height_px, state_.text_scale);
    view::FrameOptions options;
    options.image_index = image_index_;
    options.line_count = governor_.tier().line_count;
    options.sample_count = governor_.tier().sample_count;
    view::FrameView view = view::make_frame(session, options);
    const bool live = !readouts_.imaging.frozen && !state_.paused;
    const bool due = frame_.now_s >= image_due_s_ || image_s_ <= kFrameS;
    if ((live && due) || viewer_.pictures().image == 0) {
        viewer_.draw_image(view.image, layout.image, unit, &timer_);
        ++image_index_;
        image_hz_ = 0.95 * image_hz_ + 0.05 / std::max(1e-3, frame_.now_s - last_image_s_);
        last_image_s_ = frame_.now_s;
        image_due_s_ = std::max(image_due_s_ + image_s_, frame_.now_s);
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
    if (scene_is_due_ || viewer_.pictures().scene == 0) {
        const gpu::StageScope scope(timer_, "3-D view");
        viewer_.draw_scene(view.scene, layout.scene);
    }
    keep_stage_times();
}

// Labels that fade end by a command, so that the attempt knows when the help was over.
void Trainer::fade_labels() {
    if (!readouts_.labels) {
        state_.labels_since_s = -1.0;
        return;
    }
    if (state_.labels_since_s < 0.0 || state_.labels_since_s > readouts_.t_s) state_.labels_since_s = readouts_.t_s;
    if (!state_.labels_fade) return;
    const double left = ui::fading_labels_frac(readouts_.t_s - state_.labels_since_s);
    readouts_.lesson.labels_frac = std::min(readouts_.lesson.labels_frac, left);
    if (left <= 0.0) commands_.emplace_back(session::SetKnob{session::Knob::Labels, 0.0});
}

// Sounds and their words. A device is asked for only once sounds are wanted, and never waited for.
void Trainer::let_hear() {
    const bool practises = screen_ == ui::Screen::Practice && attempt_ != nullptr && !catching_up_;
    const sound::Heard heard = practises ? view::make_heard(attempt_->session(), state_.paused) : sound::Heard{};
    state_.captions = sound::captions(heard);
    if (state_.sound == ui::SoundLevel::Off || soak_player_) {
        sound_.reset();
        state_.sound_problem.clear();
        return;
    }
    if (!sound_ && practises) sound_ = std::make_unique<SoundPlayer>();
    if (!sound_) return;
    constexpr std::array kVolumes{0.0, 0.25, 0.5, 1.0};
    sound_->play(heard, kVolumes[static_cast<size_t>(state_.sound)]);
    state_.sound_problem = sound_->problem();
}

void Trainer::keep_stage_times() {
    constexpr double kNewShare = 0.1;
    auto& shown = viewer_.pictures().stages;
    const auto wanted = state_.stage_times_on ? gpu::StageTimer::Mode::Query : gpu::StageTimer::Mode::Off;
    if ((timer_.mode() == gpu::StageTimer::Mode::Off) == state_.stage_times_on) {
        timer_ = gpu::StageTimer(wanted, seconds_now);
        shown.clear();
        return;
    }
    for (const gpu::StageTime& time : timer_.take()) {
        const auto row = std::find_if(shown.begin(), shown.end(), [&](const auto& r) { return r.name == time.stage; });
        if (row == shown.end())
            shown.push_back({time.stage, time.seconds});
        else
            row->seconds += kNewShare * (time.seconds - row->seconds);
    }
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
            if (class_run_) return ui::draw_class_desk(class_desk_, state_, style, frame_);
            return ui::draw_home(home_, state_, style, frame_);
        case ui::Screen::Briefing:
            return ui::draw_briefing(*scenario_, preview_ ? &preview_readouts_ : nullptr, state_, style, frame_,
                                     viewer_.pictures());
        case ui::Screen::Practice:
            return ui::draw_practice(readouts_, state_, style, frame_, viewer_.pictures());
        case ui::Screen::Debrief:
            return ui::draw_debrief(debrief_->model(), state_, style, frame_);
        case ui::Screen::Explorer:
            return ui::draw_explorer(explorer_, state_, style, frame_, viewer_.pictures());
        case ui::Screen::DrillDone:
            return ui::draw_drill_done(drill_done_, state_, style, frame_);
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
    const bool overlay = !state_.busy_with.empty() || state_.keys_open || state_.settings_open || state_.refuse_open ||
                         state_.callipers_on || state_.machine_open || state_.paused;
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
    std::optional<ClassRun> class_run;
    if (!options.pack.empty()) {
        auto open = OpenPack::open(options.pack);
        if (!open) return refuse(open.faults());
        if (const std::string fault = why_not_in(open->pack(), options.learner); !fault.empty()) {
            std::fprintf(stderr, "cryosono: %s.\n", fault.c_str());
            return kBadInput;
        }
        class_run.emplace(std::move(open).value(), options.learner, options.hand_in_to);
    }
    if (!gpu::display_available())
        throw std::runtime_error(
            "There is no display to open the window on. Without one, `cryosono render`, `replay` and `freeze` work; "
            "`cryosono --help` lists them.");
    Trainer(options, std::move(opened), std::move(class_run)).run();
    return kDone;
}

}  // namespace cryo::app
