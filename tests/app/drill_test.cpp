// Drills: what counts as their number, how they get harder, and what is proposed for today.
#include "engine/app/drill.h"

#include "engine/app/today.h"
#include "engine/core/parallel.h"
#include "engine/scenario/read.h"
#include "engine/session/replay.h"

namespace cryo::app {
namespace {

constexpr int64_t kDayS = 86400;
constexpr int64_t kNoonS = 1'000 * kDayS + kDayS / 2;
constexpr Day kToday{kNoonS, 1'000 * kDayS};

DrillResult played(const std::string& drill, const std::string& attempt_text) {
    auto scenario = scenario::read_scenario(CRYO_SOURCE_DIR "/scenes/lessons/" + drill + ".toml");
    EXPECT_TRUE(scenario.ok());
    const auto attempt = session::parse_attempt(attempt_text, "made up");
    if (!attempt) throw std::runtime_error(to_string(attempt.faults()));
    ThreadPool pool(2);
    const auto done =
        session::replay(*attempt, std::make_shared<const scenario::Scenario>(std::move(scenario).value()), pool);
    if (!done) throw std::runtime_error(to_string(done.faults()));
    return drill_result(*done->session);
}

std::string charts(int wrong, bool leaves_early = false) {
    const std::vector<std::string> right{"Treat",        "Do not treat",      "Do not treat", "Change the device",
                                         "Do not treat", "Change the device", "Do not treat", "Treat"};
    std::string text = R"({"schema":1,"kind":"attempt","scenario":"drill_refuse","seed":2})"
                       "\n";
    for (int i = 0; i < (leaves_early ? 5 : 8); ++i) {
        const std::string& answer = right[static_cast<size_t>(i)];
        const std::string given = i < wrong ? (answer == "Treat" ? "Do not treat" : "Treat") : answer;
        text += "{\"t_s\":" + std::to_string(i + 1) + ",\"do\":\"answer\",\"question\":\"q" + std::to_string(i + 1) +
                "\",\"choice\":\"" + given + "\"}\n";
    }
    return text + "{\"t_s\":12,\"do\":\"finish\"}\n";
}

TEST(DrillResult, FaultsAreCountedAndDecide) {
    const DrillResult clean = played("drill_refuse", charts(0));
    EXPECT_EQ(clean.number, 0.0);
    EXPECT_TRUE(clean.passed);
    const DrillResult one = played("drill_refuse", charts(1));
    EXPECT_EQ(one.number, 1.0);
    EXPECT_TRUE(one.passed);
    const DrillResult three = played("drill_refuse", charts(3));
    EXPECT_EQ(three.number, 3.0);
    EXPECT_FALSE(three.passed);
    EXPECT_EQ(three.lost.size(), 3U);
}

TEST(DrillResult, LeavingEarlyIsNoNumber) {
    const DrillResult left = played("drill_refuse", charts(0, true));
    EXPECT_FALSE(left.number.has_value());
    EXPECT_FALSE(left.passed);
}

TEST(DrillResult, AGoalMissedByTimeIsNoNumber) {
    const DrillResult idle = played("drill_find", R"({"schema":1,"kind":"attempt","scenario":"drill_find","seed":2})"
                                                  "\n{\"t_s\":125,\"do\":\"finish\"}\n");
    EXPECT_FALSE(idle.number.has_value());
    EXPECT_FALSE(idle.passed);
}

TEST(DrillResult, HelpIsNeverAPass) {
    std::string text = charts(0);
    text.insert(text.find('\n') + 1, "{\"t_s\":0.5,\"do\":\"knob\",\"labels\":1}\n");
    const DrillResult helped = played("drill_refuse", text);
    EXPECT_EQ(helped.number, 0.0);
    EXPECT_TRUE(helped.with_help);
    EXPECT_FALSE(helped.passed);
}

TEST(DrillLevel, ThreePassesUpOneFailDown) {
    EXPECT_EQ(drill_level({}), 1);
    EXPECT_EQ(drill_level({true, true}), 1);
    EXPECT_EQ(drill_level({true, true, true}), 2);
    EXPECT_EQ(drill_level({true, true, false, true}), 1);
    EXPECT_EQ(drill_level({true, true, true, false}), 1);
    EXPECT_EQ(drill_level({true, true, true, true, true, true}), 3);
    EXPECT_EQ(drill_level({true, true, true, true, true, true, true, true, true}), kDrillLevels);
    EXPECT_EQ(drill_level({false, false}), 1);
}

ui::CaseCard card(const std::string& id, ui::CaseKind kind, int order = 0) {
    ui::CaseCard made;
    made.id = made.title = id;
    made.kind = kind;
    made.order = order;
    return made;
}

std::vector<ui::CaseCard> cards() {
    std::vector<ui::CaseCard> all;
    for (int i = 1; i <= 12; ++i) all.push_back(card("drill_" + std::to_string(i), ui::CaseKind::Drill, i));
    all.push_back(card("knee", ui::CaseKind::Case));
    return all;
}

history::AttemptRow row(const std::string& id, const char* mode, bool pass, int64_t at_s) {
    history::AttemptRow made;
    made.scenario = id;
    made.mode = mode;
    made.pass = pass;
    made.started_s = at_s;
    return made;
}

double minutes(const ui::Today& today) {
    double sum = 0.0;
    for (const ui::TodayBlock& block : today.blocks) sum += block.minutes;
    return sum;
}

TEST(Today, TheFirstDayIsDrillsInTheOrderOfTheLadder) {
    const ui::Today today = plan_today(cards(), {}, kToday);
    ASSERT_FALSE(today.blocks.empty());
    for (size_t i = 0; i < today.blocks.size(); ++i) EXPECT_EQ(today.blocks[i].id, "drill_" + std::to_string(i + 1));
    EXPECT_LE(minutes(today), 25.0);
    EXPECT_EQ(today.active_days, 0);
}

TEST(Today, WhatWentBadlyComesBeforeWhatIsNew) {
    const ui::Today today = plan_today(
        cards(), {row("drill_1", kDrillMode, true, kNoonS - kDayS), row("drill_7", kDrillMode, false, kNoonS - kDayS)},
        kToday);
    ASSERT_GE(today.blocks.size(), 3U);
    EXPECT_EQ(today.blocks[0].id, "drill_1") << "to warm up";
    EXPECT_EQ(today.blocks[1].id, "drill_7");
    EXPECT_EQ(today.blocks[2].id, "drill_2");
}

TEST(Today, NoWholeCaseBeforeTheLadderReachesIt) {
    std::vector<history::AttemptRow> rows;
    const auto has_case = [&] {
        const ui::Today today = plan_today(cards(), rows, kToday);
        return std::any_of(today.blocks.begin(), today.blocks.end(), [](const auto& b) { return b.id == "knee"; });
    };
    EXPECT_FALSE(has_case());
    for (int i = 1; i <= 4; ++i) rows.push_back(row("drill_" + std::to_string(i), kDrillMode, true, kNoonS - kDayS));
    EXPECT_TRUE(has_case());
}

TEST(Today, AProvenCaseIsDueAgainAfterItsDays) {
    const auto due_after = [](int passes, int64_t days) {
        std::vector<history::AttemptRow> rows;
        for (int i = 0; i < passes; ++i)
            rows.push_back(row("knee", "check", true, kNoonS - days * kDayS - (passes - 1 - i)));
        const ui::Today today = plan_today(cards(), rows, kToday);
        return std::any_of(today.blocks.begin(), today.blocks.end(), [](const auto& b) { return b.id == "knee"; });
    };
    int passes = 1;
    for (const int days : {1, 3, 7, 21, 60}) {
        EXPECT_EQ(days_until_due(passes), days);
        EXPECT_TRUE(due_after(passes, days + 1)) << passes;
        EXPECT_TRUE(days == 1 || !due_after(passes, days - 1)) << passes;
        ++passes;
    }
}

TEST(Today, WhatWasDoneTodayIsTickedAndThePlanStays) {
    const ui::Today morning = plan_today(cards(), {}, kToday);
    const std::vector<history::AttemptRow> rows{row("drill_1", kDrillMode, false, kToday.start_s + 60)};
    const ui::Today later = plan_today(cards(), rows, kToday);
    ASSERT_EQ(later.blocks.size(), morning.blocks.size());
    EXPECT_TRUE(later.blocks[0].done);
    EXPECT_FALSE(later.blocks[1].done);
    EXPECT_EQ(later.active_days, 1);
}

TEST(Today, DaysAreCountedOnceAndNoLongerThanAWeek) {
    std::vector<history::AttemptRow> rows;
    for (const int64_t ago : {0, 0, 1, 3, 6, 7, 20})
        rows.push_back(row("knee", "practice", true, kNoonS - ago * kDayS));
    EXPECT_EQ(active_days(rows, kToday), 4);
}

}  // namespace
}  // namespace cryo::app
