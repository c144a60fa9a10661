#include "engine/app/today.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>

#include "engine/app/drill.h"

namespace cryo::app {

namespace {

constexpr int64_t kDayS = 86400;
constexpr double kDrillMinutes = 2.0;
constexpr double kBlockMinutes = 5.0;
constexpr int kWeakDrills = 4;
constexpr int kFirstDrills = 4;  // that come before the first whole case

struct DrillOf {
    const ui::CaseCard* card;
    DrillStanding standing;
};

std::vector<DrillOf> drills_of(const std::vector<ui::CaseCard>& cards, const std::vector<history::AttemptRow>& rows) {
    std::vector<DrillOf> drills;
    for (const ui::CaseCard& card : cards)
        if (card.kind == ui::CaseKind::Drill) drills.push_back({&card, drill_standing(rows, card.id)});
    return drills;
}

// The one that went best lately; without any, none.
const DrillOf* warm_up(const std::vector<DrillOf>& drills) {
    const DrillOf* best = nullptr;
    for (const DrillOf& drill : drills)
        if (drill.standing.attempts > 0 && drill.standing.last_passed &&
            (best == nullptr || drill.standing.level > best->standing.level))
            best = &drill;
    return best;
}

// Failed ones first, then new ones in the order of the ladder, then the lowest level.
int weakness(const DrillOf& drill) {
    if (drill.standing.attempts > 0 && !drill.standing.last_passed) return 0;
    if (drill.standing.attempts == 0) return 1;
    return 1 + drill.standing.level;
}

struct CheckState {
    int in_a_row = 0;
    int64_t last_s = 0;
};
CheckState checks_of(const std::vector<history::AttemptRow>& rows, const std::string& id) {
    CheckState state;
    for (const history::AttemptRow& row : rows) {
        if (row.scenario != id || !row.counts_for_proficiency()) continue;
        state.in_a_row = row.pass ? state.in_a_row + 1 : 0;
        state.last_s = row.started_s;
    }
    return state;
}

bool done_since(const std::vector<history::AttemptRow>& rows, const std::string& id, int64_t start_s) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](const history::AttemptRow& row) { return row.scenario == id && row.started_s >= start_s; });
}

}  // namespace

int days_until_due(int passed_in_a_row) {
    constexpr std::array kDays{1, 3, 7, 21, 60};
    return kDays[static_cast<size_t>(std::clamp(passed_in_a_row, 1, static_cast<int>(kDays.size())) - 1)];
}

int active_days(const std::vector<history::AttemptRow>& rows, const Day& day) {
    std::set<int64_t> days;
    for (const history::AttemptRow& row : rows) {
        const int64_t tomorrow_s = day.start_s + kDayS;
        if (row.started_s >= tomorrow_s) continue;
        const int64_t ago = (tomorrow_s - 1 - row.started_s) / kDayS;
        if (ago < 7) days.insert(ago);
    }
    return static_cast<int>(days.size());
}

ui::Today plan_today(const std::vector<ui::CaseCard>& cards, const std::vector<history::AttemptRow>& all_rows,
                     const Day& day) {
    // The plan is made of what was known this morning, so that it does not change while it is followed.
    std::vector<history::AttemptRow> rows = all_rows;
    std::erase_if(rows, [&](const history::AttemptRow& row) { return row.started_s >= day.start_s; });
    ui::Today today;
    today.active_days = active_days(all_rows, day);
    const auto add = [&](const ui::CaseCard& card, const std::string& why, double minutes) {
        const bool there = std::any_of(today.blocks.begin(), today.blocks.end(),
                                       [&](const ui::TodayBlock& block) { return block.id == card.id; });
        if (!there)
            today.blocks.push_back({card.id, card.title, why, minutes, done_since(all_rows, card.id, day.start_s)});
    };
    std::vector<DrillOf> drills = drills_of(cards, rows);
    if (const DrillOf* warm = warm_up(drills)) add(*warm->card, "to warm up", kDrillMinutes);
    std::stable_sort(drills.begin(), drills.end(),
                     [](const DrillOf& a, const DrillOf& b) { return weakness(a) < weakness(b); });
    for (size_t i = 0; i < drills.size() && i < kWeakDrills; ++i)
        add(*drills[i].card,
            weakness(drills[i]) == 0   ? "went badly last time"
            : weakness(drills[i]) == 1 ? "new"
                                       : "level " + std::to_string(drills[i].standing.level),
            kDrillMinutes);

    const auto passed =
        std::count_if(drills.begin(), drills.end(), [](const DrillOf& drill) { return drill.standing.last_passed; });
    const ui::CaseCard* least = nullptr;
    if (passed >= kFirstDrills)
        for (const ui::CaseCard& card : cards) {
            if (card.kind != ui::CaseKind::Case) continue;
            const bool fewer = least == nullptr || card.difficulty < least->difficulty ||
                               (card.difficulty == least->difficulty && card.attempts < least->attempts);
            if (fewer && (card.attempts == 0 || card.best_score < 80.0)) least = &card;
        }
    if (least != nullptr) add(*least, least->attempts == 0 ? "a case" : "a case to do better", kBlockMinutes);
    for (const ui::CaseCard& card : cards) {
        const CheckState checks = checks_of(rows, card.id);
        if (checks.in_a_row == 0 || day.now_s - checks.last_s < days_until_due(checks.in_a_row) * kDayS) continue;
        add(card, "a Check is due", kBlockMinutes);
        break;
    }
    return today;
}

}  // namespace cryo::app
