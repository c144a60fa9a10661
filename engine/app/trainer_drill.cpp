// How a drill ends and what the home screen says of drills and of today.
#include <ctime>

#include "engine/app/drill.h"
#include "engine/app/today.h"
#include "engine/app/trainer.h"
#include "engine/io/files.h"
#include "engine/ui/widgets.h"

namespace cryo::app {

namespace {

std::string number_words(const scenario::Drill& drill, double number) {
    if (drill.number == scenario::Drill::Number::Seconds) return ui::fixed(number, 0) + " s";
    return ui::fixed(number, 0) + (number > 0.5 && number < 1.5 ? " fault" : " faults");
}

Day this_day() {
    const int64_t now_s = seconds_since_1970();
    const auto now = static_cast<std::time_t>(now_s);
    const std::tm* local = std::localtime(&now);
    if (local == nullptr) return {now_s, now_s};
    return {now_s, now_s - 3600 * local->tm_hour - 60 * local->tm_min - local->tm_sec};
}

}  // namespace

int Trainer::drill_level_now() const {
    return drill_standing(store_.attempts_on(options_.learner, scenario_->id), scenario_->id).level;
}

void Trainer::end_drill() {
    attempt_->close();
    const session::Session& session = attempt_->session();
    const scenario::Drill& drill = scenario_->drill;
    const DrillResult result = drill_result(session);
    const DrillStanding before = drill_standing(store_.attempts_on(options_.learner, scenario_->id), scenario_->id);

    history::AttemptRow row;
    row.learner = options_.learner;
    row.scenario = scenario_->id;
    row.mode = kDrillMode;
    row.input = ui::input_name(state_.input.value_or(ui::Input::Mouse));
    if (const auto* device = session.device()) row.device = device->id;
    row.model_id = kDrillMode;
    row.overall = drill_points(drill, result);
    row.pass = result.passed;
    row.formative = result.with_help;
    row.duration_s = session.t_s();
    row.state_hash = session::hash_text(session.state_hash());
    row.recording_file = io::name_of(attempt_->file());
    if (result.number) row.metrics.emplace_back(kDrillNumber, *result.number);
    stored_attempt_ = store_.add(std::move(row));

    const DrillStanding after = drill_standing(store_.attempts_on(options_.learner, scenario_->id), scenario_->id);
    drill_done_ = {.title = scenario_->title,
                   .skill = drill.skill,
                   .number = result.number ? number_words(drill, *result.number) : "",
                   .needed = "at most " + number_words(drill, drill.pass),
                   .best = before.best ? number_words(drill, *before.best) : "",
                   .passed = result.passed,
                   .level = before.level,
                   .next_level = after.level,
                   .levels = kDrillLevels,
                   .lost = result.lost,
                   .next_id = "",
                   .next_title = ""};
    if (result.with_help) drill_done_.lost.emplace_back("Help was on: it counts as practice, not as passed.");
    for (const ui::CaseCard& card : home_.cases)
        if (card.kind == ui::CaseKind::Drill && card.order == drill.order + 1) {
            drill_done_.next_id = card.id;
            drill_done_.next_title = card.title;
        }
    if (link_) link_->end(session, std::nullopt);
    state_.refuse_open = state_.keys_open = state_.settings_open = false;
    screen_ = ui::Screen::DrillDone;
    gui_.let_keyboard_walk(true);
    gui_.focus("Again");
}

void Trainer::refresh_drills() {
    std::vector<history::AttemptRow> rows = store_.attempts(options_.learner);
    for (ui::CaseCard& card : home_.cases) {
        if (card.kind != ui::CaseKind::Drill) continue;
        const DrillStanding standing = drill_standing(rows, card.id);
        card.standing = standing.attempts == 0 ? "new"
                        : standing.last_passed ? "passed, level " + std::to_string(standing.level)
                                               : "learning, level " + std::to_string(standing.level);
    }
    home_.today = plan_today(home_.cases, rows, this_day());
}

}  // namespace cryo::app
