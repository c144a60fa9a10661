#include "engine/app/running_attempt.h"

#include <filesystem>

#include "engine/io/files.h"
#include "engine/scenario/read.h"
#include "engine/session/replay.h"

namespace cryo::app {
namespace {

namespace fs = std::filesystem;

std::shared_ptr<const scenario::Scenario> a_case() {
    auto read = scenario::read_scenario((fs::path(CRYO_SOURCE_DIR) / "scenes" / "knee_ipbsn.toml").string());
    if (!read) ADD_FAILURE() << to_string(read.faults());
    return std::make_shared<const scenario::Scenario>(std::move(read).value());
}

class Recording : public testing::Test {
  protected:
    void SetUp() override { fs::create_directories(folder_); }
    void TearDown() override { fs::remove_all(folder_); }

    fs::path folder_ = fs::temp_directory_path() / "cryosono_running_attempt";
    ThreadPool pool_{2};
    std::shared_ptr<const scenario::Scenario> scenario_ = a_case();
};

// Uneven frames and a learner who slides about.
void play(RunningAttempt& attempt, int frames) {
    for (int i = 0; i < frames; ++i) {
        session::MoveTransducer move;
        move.slide_m = 0.001 * (i % 7);
        attempt.apply({move});
        attempt.advance(0.013 + 0.009 * (i % 3));
    }
}

TEST_F(Recording, ReplaysToTheSameState) {
    const std::string file = (folder_ / "attempt.ndjson").string();
    RunningAttempt attempt(scenario_, {}, pool_, file);
    play(attempt, 150);
    attempt.apply({session::Finish{}});
    attempt.advance(0.05);
    attempt.close();
    EXPECT_EQ(attempt.recording_problem(), "");
    const auto read = session::read_attempt(file);
    ASSERT_TRUE(read) << to_string(read.faults());
    const auto replay = session::replay(*read, scenario_, pool_);
    ASSERT_TRUE(replay);
    EXPECT_EQ(replay->matches, true) << replay->statement;
    EXPECT_EQ(replay->session->state_hash(), attempt.session().state_hash());
}

TEST_F(Recording, WhatWasFlushedSurvivesWithoutAnEnd) {
    const std::string file = (folder_ / "cut.ndjson").string();
    RunningAttempt attempt(scenario_, {}, pool_, file);
    play(attempt, 150);  // 3.3 s of wall time: flushed three times, never closed
    const auto read = session::read_attempt(file);
    ASSERT_TRUE(read) << to_string(read.faults());
    EXPECT_FALSE(read->end);
    EXPECT_GT(read->last_tick(), session::kTicksPerSecond);
}

TEST_F(Recording, ADiskThatRefusesEndsTheRecordingAndNotTheAttempt) {
    RunningAttempt attempt(scenario_, {}, pool_, (folder_ / "no" / "such" / "folder" / "a.ndjson").string());
    EXPECT_NE(attempt.recording_problem(), "");
    play(attempt, 10);
    EXPECT_GT(attempt.session().tick(), 0);
}

TEST_F(Recording, ASlowMachineLosesTimeInsteadOfFallingBehind) {
    RunningAttempt attempt(scenario_, {}, pool_, "");
    attempt.advance(30.0);  // asleep for half a minute
    EXPECT_LE(attempt.session().t_s(), 0.2);
}

TEST_F(Recording, TheTimeScaleIsFollowed) {
    RunningAttempt attempt(scenario_, {}, pool_, "");
    attempt.apply({session::SetKnob{session::Knob::TimeScale, 4.0}});
    attempt.advance(0.01);  // the knob takes effect in the tick that follows
    const double from_s = attempt.session().t_s();
    for (int i = 0; i < 50; ++i) attempt.advance(0.02);
    EXPECT_NEAR(attempt.session().t_s() - from_s, 4.0, 0.05);
}

// What was done is done again, to the same bits, and from there the attempt goes its own way.
TEST_F(Recording, GoesBackToAMomentOfItself) {
    RunningAttempt first(scenario_, {}, pool_, "");
    play(first, 60);
    const int64_t back = first.session().tick() / 2;
    RunningAttempt straight(scenario_, {}, pool_, "");
    straight.repeat(first.session().commands(), first.session().tick());
    while (straight.is_catching_up()) straight.catch_up(7);
    EXPECT_EQ(straight.session().state_hash(), first.session().state_hash());

    RunningAttempt again(scenario_, {}, pool_, (folder_ / "again.ndjson").string());
    again.repeat(first.session().commands(), back);
    double share = 0.0;
    while (again.is_catching_up()) {
        const double now = again.catch_up(24);
        EXPECT_GT(now, share);
        share = now;
    }
    EXPECT_EQ(again.session().tick(), back);
    EXPECT_DOUBLE_EQ(share, 1.0);
    play(again, 20);
    const uint64_t hash = again.session().state_hash();
    again.leave_open();  // as when the lid is closed
    const auto attempt = session::read_attempt(folder_ / "again.ndjson");
    ASSERT_TRUE(attempt) << to_string(attempt.faults());
    EXPECT_FALSE(attempt->end.has_value());
    RunningAttempt resumed(scenario_, {}, pool_, "");
    resumed.repeat(attempt->commands, attempt->last_tick());
    while (resumed.is_catching_up()) resumed.catch_up(1000);
    EXPECT_LE(again.session().tick() - resumed.session().tick(), session::kTicksPerTraceSample);
    if (resumed.session().tick() == again.session().tick()) {
        EXPECT_EQ(resumed.session().state_hash(), hash);
    }
}

}  // namespace
}  // namespace cryo::app
