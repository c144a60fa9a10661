// How the trainer goes from screen to screen.
#include <algorithm>
#include <stdexcept>

#include "engine/app/case_library.h"
#include "engine/app/drill.h"
#include "engine/app/home_cards.h"
#include "engine/app/trainer.h"
#include "engine/history/progress.h"
#include "engine/io/files.h"
#include "engine/ui/layout.h"
#include "engine/ui/widgets.h"
#include "engine/view/make.h"

namespace cryo::app {

namespace {

const char* mode_name(ui::Mode mode) {
    return mode == ui::Mode::Learn ? "learn" : (mode == ui::Mode::Practice ? "practice" : "check");
}

session::Setup setup_of(const scenario::Scenario& scenario, const ui::UiState& state, const std::string& learner) {
    session::Setup setup;
    setup.seed = state.patient.seed;
    setup.bmi = state.patient.bmi;
    setup.side = ui::side_to_treat(scenario, state).value_or(scenario.consent.side);
    setup.device = state.device;
    setup.simulated_hand = state.mode != ui::Mode::Learn;
    setup.learner = learner;
    return setup;
}

bool same_patient(const anatomy::Patient& a, const anatomy::Patient& b) { return a.seed == b.seed && a.bmi == b.bmi; }

}  // namespace

void Trainer::fulfil(const ui::Request& request) {
    if (const auto* open = std::get_if<ui::OpenCase>(&request)) open_case(open->id);
    if (std::holds_alternative<ui::StartCase>(request)) {
        if (class_run_ && screen_ == ui::Screen::Home)
            open_station();
        else
            start_case();
    }
    if (std::holds_alternative<ui::GoHome>(request)) go_home();
    if (std::holds_alternative<ui::OpenExplorer>(request)) open_explorer();
    if (std::holds_alternative<ui::LeaveExplorer>(request)) leave_explorer();
    if (const auto* other = std::get_if<ui::ExploreOther>(&request)) explore_other(other->step);
    if (std::holds_alternative<ui::OpenReport>(request) && debrief_) debrief_->open_report();
    if (std::holds_alternative<ui::LeaveProgram>(request)) leaving_ = true;
    if (std::holds_alternative<ui::ResumeAttempt>(request)) resume();
    if (const auto* with = std::get_if<ui::Disagree>(&request); with != nullptr && debrief_) {
        store_.remark({.attempt = stored_attempt_,
                       .kind = history::Remark::Kind::Disagree,
                       .metric = with->metric,
                       .t_s = with->t_s,
                       .reason = "",
                       .by = options_.learner});
        debrief_->disagree(*with);
    }
    if (const auto* from = std::get_if<ui::TryFrom>(&request)) go_back_to(from->t_s);
    if (const auto* rewind = std::get_if<ui::Rewind>(&request); rewind != nullptr && attempt_)
        go_back_to(std::max(0.0, attempt_->session().t_s() - rewind->by_s));
    if (class_run_ && std::holds_alternative<ui::TryAgain>(request)) {
        go_home();  // one try at each station
    } else if (std::holds_alternative<ui::TryAgain>(request)) {
        // A check is never the same twice, and a drill is repeated in another person.
        if (state_.mode == ui::Mode::Check || scenario_->drill.order > 0) ++state_.patient.seed;
        start_case();
    }
}

bool Trainer::holds_results() const { return class_run_ && !class_run_->pack().pack().held.empty(); }

void Trainer::show_class_desk() {
    const station::Pack& pack = class_run_->pack().pack();
    class_desk_ = {.title = pack.title,
                   .learner = class_run_->learner(),
                   .exam = pack.mode == scenario::ClassMode::Exam,
                   .held = holds_results(),
                   .stations = {},
                   .done = {},
                   .next = class_run_->next(),
                   .folder = class_run_->folder(),
                   .notice = class_desk_.notice};
    for (int station = 1; station <= class_run_->pack().station_count(); ++station) {
        class_desk_.stations.push_back(pack.stations[static_cast<size_t>(station) - 1].title);
        class_desk_.done.push_back(class_run_->is_done(station));
    }
    station_ = 0;
    screen_ = ui::Screen::Home;
}

// The next one that was not begun, pinned as the pack says.
void Trainer::open_station() {
    if (!class_run_ || class_run_->next() == 0) return;
    station_ = class_run_->next();
    const station::Pack& pack = class_run_->pack().pack();
    const session::Setup setup = class_run_->pack().setup(station_, class_run_->learner());
    open_case(class_run_->pack().scenario(station_));
    state_.patient.seed = setup.seed.value_or(state_.patient.seed);
    state_.patient.bmi = setup.bmi.value_or(state_.patient.bmi);
    state_.device = setup.device;
    state_.mode = pack.mode == scenario::ClassMode::Exam ? ui::Mode::Check : ui::Mode::Practice;
    state_.mode_locked = true;
    for (int i = 0; i < ui::kInputCount; ++i)
        if (std::string(ui::input_name(static_cast<ui::Input>(i))) == scenario::input_word(pack.input))
            ui::use_input(state_, static_cast<ui::Input>(i));
}

void Trainer::refresh_cards() {
    home_.continue_id = last_case_;
    home_.notice = store_.problem();
    if (store_.is_second() && home_.notice.empty())
        home_.notice =
            "CryoSono is open in another window. Attempts made here are kept; settings changed here are not.";
    home_.cases = home_cards(home_.notice);
    const std::vector<history::CaseStanding> standings = store_.standings(options_.learner);
    // Points per attempt over one sitting that say more than chance does.
    constexpr double kTiringPoints = -2.0;
    std::vector<history::AttemptRow> whole_cases = store_.attempts(options_.learner);
    std::erase_if(whole_cases, [](const history::AttemptRow& row) { return row.mode == kDrillMode; });
    const auto slope = history::sitting_slope(whole_cases);
    if (home_.notice.empty() && slope && *slope < kTiringPoints)
        home_.notice = "Your last five attempts went steadily down: a pause will do more than another attempt.";
    for (ui::CaseCard& card : home_.cases)
        for (const history::CaseStanding& standing : standings) {
            if (standing.scenario != card.id) continue;
            card.attempts = standing.attempts;
            card.best_score = standing.best_overall;
        }
    refresh_drills();
}

void Trainer::open_case(const std::string& id) {
    auto loaded = load_case(id);
    if (!loaded) {
        home_.notice = to_string(loaded.faults().front());
        return;
    }
    open_case(*loaded);
}

void Trainer::open_case(std::shared_ptr<const scenario::Scenario> scenario) {
    scenario_ = std::move(scenario);
    last_case_ = scenario_->id;
    state_.patient = scenario_->patient;
    if (options_.seed) state_.patient.seed = *options_.seed;
    if (options_.bmi) state_.patient.bmi = *options_.bmi;
    state_.device = 0;
    state_.side.reset();
    state_.settings_open = state_.keys_open = false;
    preview_.reset();
    screen_ = ui::Screen::Briefing;
}

// The target view of the patient as chosen, made when the choice rests.
void Trainer::refresh_preview() {
    if (state_.mode == ui::Mode::Check) return;
    if (preview_ && same_patient(preview_patient_, state_.patient)) return;
    preview_patient_ = state_.patient;
    preview_ = std::make_unique<session::Session>(scenario_, setup_of(*scenario_, state_, ""), pool_);
    preview_->apply(session::SetKnob{session::Knob::Labels, 1.0});
    preview_->advance(1);
    preview_readouts_ = view::make_readouts(*preview_);
    const ui::Rect pane{0.0, 0.0, 720.0, 640.0};
    viewer_.draw_image(view::make_frame(*preview_, {}).image, pane, 1.0);
}

void Trainer::begin_attempt(const session::Setup& setup) {
    preview_.reset();
    debrief_.reset();
    const bool at_station = class_run_ && station_ > 0;  // else the tour, which is nobody's exam
    std::optional<session::AttemptWriter::InClass> in_class;
    if (at_station)
        in_class = class_run_->recording(station_, ui::input_name(state_.input.value_or(ui::Input::Mouse)));
    attempt_ = std::make_unique<RunningAttempt>(
        scenario_, setup, pool_,
        at_station ? class_run_->recording_file(station_) : store_.new_attempt_file(scenario_->id), in_class);
    camera_.emplace(viewer_);
    input_.reset();
    state_.gripped = ui::Hand::Transducer;
    state_.fine = state_.tgc_open = state_.callipers_on = state_.refuse_open = state_.paused = false;
    state_.rewind_pressed = catching_up_ = false;
    spoken_for_.down.fill(true);  // what is still held belongs to what was before
    state_.pauses_seen = 0;
    state_.labels_since_s = -1.0;
    state_.labels_fade = state_.mode == ui::Mode::Practice;
    state_.measurements.clear();
    state_.machine_open = false;
    state_.cine_back = 0;
    cine_.clear();
    state_.scene_view = ui::SceneView::Operator;
    state_.hint = {};
    turned_right_px_ = turned_down_px_ = 0.0;
    zoom_ = 1.0;
    commands_.clear();
    viewer_.pictures() = {};
    screen_ = ui::Screen::Practice;
    readouts_ = view::make_readouts(attempt_->session());
    store_.save_preferences(state_, last_case_);
    held_ = false;
    if (link_)
        link_->begin(attempt_->session(),
                     options_.exam || (class_run_ && state_.mode == ui::Mode::Check) ? "exam" : mode_name(state_.mode));
}

void Trainer::start_case() {
    session::Setup setup = setup_of(*scenario_, state_, options_.learner);
    if (scenario_->drill.order > 0) apply_drill_level(drill_level_now(), setup);
    begin_attempt(setup);
    if (!scenario_->is_phantom) {
        const bool left = ui::side_to_treat(*scenario_, state_) == anatomy::Side::Left;
        commands_.emplace_back(session::Answer{"side", left ? "left" : "right"});
    }
    if (state_.mode == ui::Mode::Learn) commands_.emplace_back(session::SetKnob{session::Knob::Labels, 1.0});
}

void Trainer::go_back_to(double t_s) {
    if (!attempt_ || state_.mode == ui::Mode::Check || class_run_) return;  // a class gives one try
    const session::Session& earlier = attempt_->session();
    const auto until_tick = static_cast<int64_t>(t_s / session::kTickS);
    const session::Setup setup = earlier.setup();
    std::vector<session::TimedCommand> before = earlier.commands();
    attempt_->close();
    begin_attempt(setup);
    attempt_->repeat(std::move(before), until_tick);
    catching_up_ = true;
    state_.busy_with = "Going back to " + ui::clock_text(t_s);
    state_.busy_share = 0.0;
}

void Trainer::offer_resume() {
    constexpr double kWorthResumingS = 10.0;
    cut_off_ = store_.unfinished_attempt();
    home_.resume_title.clear();
    if (cut_off_.empty()) return;
    const auto attempt = session::read_attempt(cut_off_);
    if (!attempt || attempt->header.learner != options_.learner) return;
    const auto scenario = load_case(attempt->header.scenario);
    const double t_s = static_cast<double>(attempt->last_tick()) * session::kTickS;
    if (!scenario || t_s < kWorthResumingS) return;
    home_.resume_title = (*scenario)->title;
    home_.resume_t_s = t_s;
}

// The attempt that was cut off, as practice: what happened since is not known.
void Trainer::resume() {
    const auto attempt = session::read_attempt(cut_off_);
    if (!attempt) return;
    auto scenario = load_case(attempt->header.scenario);
    if (!scenario) return;
    const auto setup = session::setup_from(*attempt, **scenario);
    if (!setup) return;
    open_case(*scenario);
    state_.mode = ui::Mode::Practice;
    begin_attempt(*setup);
    attempt_->repeat(attempt->commands, attempt->last_tick());
    catching_up_ = true;
    state_.busy_with = "Resuming at " + ui::clock_text(home_.resume_t_s);
    state_.busy_share = 0.0;
    home_.resume_title.clear();
}

void Trainer::end_case() {
    attempt_->close();
    if (holds_results() && station_ > 0) {  // neither a debrief nor a line in the history until the instructor says so
        class_desk_.notice = attempt_->recording_problem();
        if (link_) link_->end(attempt_->session(), std::nullopt);
        attempt_.reset();
        show_class_desk();
        return;
    }
    camera_->finish(attempt_->session());
    debrief_ = std::make_unique<DebriefRoom>(*attempt_, score_model_, camera_->take(),
                                             ui::input_name(state_.input.value_or(ui::Input::Mouse)));
    debrief_->let_try_from(state_.mode != ui::Mode::Check && !class_run_);
    if (const auto& assessment = debrief_->judgement().assessment) {
        history::AttemptRow row = history::row_from(*assessment);
        row.learner = options_.learner;
        row.scenario = scenario_->id;
        row.mode = class_run_ && state_.mode == ui::Mode::Check ? "exam" : mode_name(state_.mode);
        row.input = ui::input_name(state_.input.value_or(ui::Input::Mouse));
        if (const auto* device = attempt_->session().device()) row.device = device->id;
        row.state_hash = session::hash_text(attempt_->session().state_hash());
        row.recording_file = io::name_of(attempt_->file());
        stored_attempt_ = store_.add(std::move(row));
        debrief_->let_disagree(stored_attempt_ != 0);
    }
    if (link_) {
        const auto& assessment = debrief_->judgement().assessment;
        link_->end(attempt_->session(), assessment ? std::optional(assessment->overall) : std::nullopt);
    }
    state_.debrief_tab = 0;
    state_.refuse_open = state_.keys_open = state_.settings_open = false;
    screen_ = ui::Screen::Debrief;
}

void Trainer::go_home() {
    // Walking out of a check is its end, not its undoing.
    if (screen_ == ui::Screen::Practice && state_.mode == ui::Mode::Check && scenario_->drill.order == 0) {
        attempt_->apply({session::Finish{}});
        attempt_->advance(2.0 * session::kTickS);
        end_case();
        return;
    }
    if (attempt_ && link_) link_->end(attempt_->session(), std::nullopt);
    if (attempt_) attempt_->close();
    attempt_.reset();
    debrief_.reset();
    preview_.reset();
    if (class_run_) return show_class_desk();
    refresh_cards();
    screen_ = ui::Screen::Home;
}

}  // namespace cryo::app
