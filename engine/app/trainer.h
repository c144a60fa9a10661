// The trainer: one window, one loop in a fixed order, four screens. This class wires; what is shown is decided in ui/,
// what happens in session/.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/cine_loop.h"
#include "engine/app/class_pack.h"
#include "engine/app/command_line.h"
#include "engine/app/debrief_room.h"
#include "engine/app/gui.h"
#include "engine/app/input_map.h"
#include "engine/app/running_attempt.h"
#include "engine/app/soak_player.h"
#include "engine/app/soak_watch.h"
#include "engine/app/sound_player.h"
#include "engine/app/station_link.h"
#include "engine/app/tier_governor.h"
#include "engine/app/user_store.h"
#include "engine/app/viewer.h"
#include "engine/core/parallel.h"
#include "engine/gpu/window.h"
#include "engine/ui/class_desk.h"
#include "engine/ui/screens.h"

namespace cryo::app {

class Trainer {
  public:
    // `opened` goes to its briefing at once; null opens the home screen.
    // With `class_run` it goes through the stations of a class and shows nothing else.
    Trainer(const TrainerOptions& options, std::shared_ptr<const scenario::Scenario> opened,
            std::optional<ClassRun> class_run = std::nullopt);
    void run();

  private:
    // One frame, in this order: input, commands, session, view, pictures, panels.
    void frame(double dt_s);
    void read_input(double dt_s);
    void watch_focus();
    void let_hear();
    void fade_labels();
    KeyState keys_now();
    void tell_layout();
    void advance(double dt_s);
    void draw_pictures();
    void keep_cine(bool is_live);
    void keep_stage_times();
    void hear_instructor();
    void show_to_class();
    ui::Outcome draw_screen(const ui::Style& style);
    void draw_badge(const ui::Style& style) const;
    void follow_grip();

    void fulfil(const ui::Request& request);
    void open_case(std::shared_ptr<const scenario::Scenario> scenario);
    void open_case(const std::string& id);
    void start_case();
    void end_case();
    // A drill ends in its number instead of the debrief.
    void end_drill();
    int drill_level_now() const;  // of the drill that is open, as the history has it
    void refresh_drills();
    void go_home();
    // This attempt, or the one just judged, taken up again at a moment of it.
    void go_back_to(double t_s);
    void resume();
    void offer_resume();
    void catch_up();
    void begin_attempt(const session::Setup& setup);
    // Does something slow after the next frame, which shows these words meanwhile.
    void do_later(const std::string& words, std::function<void()> work);
    void refresh_preview();
    // The anatomy explorer (trainer_explorer.cpp).
    void open_explorer();
    void leave_explorer();
    void explore_other(int step);
    void explore(std::shared_ptr<const scenario::Scenario> scenario, const session::Setup& setup);
    void draw_explorer_pictures();
    void refresh_cards();
    void show_class_desk();
    void open_station();
    bool holds_results() const;

    TrainerOptions options_;
    ThreadPool pool_;
    gpu::Window window_;
    Gui gui_;
    Viewer viewer_;
    UserStore store_;
    scoring::ScoreModel score_model_;
    TierGovernor governor_;
    InputMap input_;
    std::optional<MomentCamera> camera_;
    std::unique_ptr<SoundPlayer> sound_;  // none while sounds are off
    std::optional<SoakPlayer> soak_player_;
    std::optional<SoakWatch> soak_watch_;
    KeyState spoken_for_;  // keys that a control took, until they are let go
    uint64_t frame_number_ = 0;
    double layout_told_s_ = -1.0;

    ui::Screen screen_ = ui::Screen::Home;
    ui::UiState state_;
    ui::Frame frame_;
    ui::HomeModel home_;
    std::string last_case_;
    std::vector<session::Command> commands_;  // from the panels, for the next frame
    ui::Outcome outcome_;

    std::shared_ptr<const scenario::Scenario> scenario_;
    std::unique_ptr<session::Session> preview_;  // the target view in the briefing
    view::Readouts preview_readouts_;
    anatomy::Patient preview_patient_;
    std::unique_ptr<RunningAttempt> attempt_;
    view::Readouts readouts_;
    std::unique_ptr<DebriefRoom> debrief_;
    ui::DrillDone drill_done_;
    std::unique_ptr<session::Session> explored_;
    view::Readouts explored_readouts_;
    ui::ExplorerModel explorer_;
    double explorer_due_s_ = 0.0;  // simulated time that is owed
    ui::Screen before_explorer_ = ui::Screen::Home;
    std::optional<StationLink> link_;    // to an instructor's station, where one was asked for
    std::optional<ClassRun> class_run_;  // the class without a network that this run is for
    ui::ClassDeskModel class_desk_;
    int station_ = 0;  // of the class, from 1; 0 = none
    bool had_focus_ = false;
    bool held_ = false;           // the instructor has paused the attempt
    int64_t stored_attempt_ = 0;  // its number in the history, 0 when it is not there

    CineLoop cine_;
    int cine_shown_ = 0;
    ui::ImagePlacement cine_placement_;
    uint64_t image_index_ = 0;
    gpu::StageTimer timer_;  // off unless the stage times are shown
    double image_s_ = 0.0;   // least time between images
    double image_due_s_ = 0.0;
    double last_image_s_ = 0.0;
    double image_hz_ = 0.0;
    double turned_right_px_ = 0.0;  // how the person turned the 3-D view
    double turned_down_px_ = 0.0;
    double zoom_ = 1.0;
    bool catching_up_ = false;  // an earlier attempt is being repeated up to its moment
    bool scene_is_due_ = true;
    bool captured_ = false;
    double captured_x_px_ = 0.0, captured_y_px_ = 0.0;
    bool leaving_ = false;
    std::function<void()> later_;
    int later_frames_ = 0;  // until then: what is being done has been on the screen
    std::string cut_off_;   // recording of an attempt that can be resumed
};

}  // namespace cryo::app
