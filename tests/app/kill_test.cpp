// A program killed in the middle of an attempt: the recording reads up to its last second, and the history stands.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "engine/app/running_attempt.h"
#include "engine/core/random.h"
#include "engine/history/history.h"
#include "engine/scenario/read.h"
#include "tests/support/temporary_folder.h"

namespace cryo::app {
namespace {

constexpr double kMostLostS = 1.0;
constexpr double kSampleS = 1.0 / measure::kTraceRateHz;

std::shared_ptr<const scenario::Scenario> a_case() {
    auto read = scenario::read_scenario((std::filesystem::path(CRYO_SOURCE_DIR) / "scenes/knee_ipbsn.toml").string());
    if (!read) ADD_FAILURE() << to_string(read.faults());
    return std::make_shared<const scenario::Scenario>(std::move(read).value());
}

// Plays without end: slides, goes in and out, turns gas on and off, and now and then lists an attempt in the history.
// Reports the simulated time after each frame.
[[noreturn]] void play(const std::shared_ptr<const scenario::Scenario>& scenario, const std::string& recording,
                       const std::string& database, int report_to) {
    ThreadPool pool(1);
    RunningAttempt attempt(scenario, {}, pool, recording);
    Result<history::History> history = history::History::open(database);
    for (int frame = 0; history.ok(); ++frame) {
        session::MoveTransducer slide;
        slide.slide_m = 0.001 * (frame % 5);
        session::MoveCryoprobe in;
        in.insert_m = 0.001 * (frame % 20);
        attempt.apply({slide, in});
        if (frame % 50 == 25) attempt.apply({session::Gas{true}});
        if (frame % 50 == 40) attempt.apply({session::Gas{false}});
        attempt.advance(1.0 / 30.0);
        if (frame % 7 == 0) {
            history::AttemptRow row;
            row.scenario = recording;
            row.started_s = frame;
            row.metrics = {{"V6", 0.5}};
            history.value().add(row);
        }
        const double t_s = attempt.session().t_s();
        if (write(report_to, &t_s, sizeof t_s) != sizeof t_s) break;
    }
    _exit(1);
}

void kill_at_random_moments(int times, uint64_t seed) {
    const auto scenario = a_case();
    const test::TemporaryFolder folder;
    const std::string database = folder.file("history.sqlite3");
    Rng rng(seed);
    for (int round = 0; round < times; ++round) {
        const std::string recording = folder.file("attempt_" + std::to_string(round) + ".ndjson");
        int ends[2];
        ASSERT_EQ(pipe(ends), 0);
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) play(scenario, recording, database, ends[1]);
        close(ends[1]);
        double reported_s = 0.0;
        const int frames = 1 + static_cast<int>(rng.uniform() * 110.0);
        for (int i = 0; i < frames; ++i)
            ASSERT_EQ(read(ends[0], &reported_s, sizeof reported_s), static_cast<ssize_t>(sizeof reported_s));
        usleep(static_cast<useconds_t>(rng.uniform() * 20000.0));  // anywhere inside a frame
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        close(ends[0]);
        EXPECT_TRUE(WIFSIGNALED(status));

        const auto attempt = session::read_attempt(recording);
        ASSERT_TRUE(attempt) << to_string(attempt.faults());
        EXPECT_TRUE(attempt->truncated);
        EXPECT_FALSE(attempt->note.empty());
        const double kept_s = attempt->trace.empty() ? 0.0 : static_cast<double>(attempt->trace.back().t_s);
        EXPECT_GE(kept_s + kSampleS, reported_s - kMostLostS) << "round " << round;
        EXPECT_FALSE(attempt->commands.empty());

        const Result<history::History> history = history::History::open(database);
        ASSERT_TRUE(history.ok()) << to_string(history.faults());
        const auto rows = history.value().attempts({.learner = {}, .scenario = recording, .since_s = {}});
        EXPECT_GE(static_cast<int>(rows.size()), (frames + 6) / 7) << "what was listed before the kill is there";
        for (const history::AttemptRow& row : rows) EXPECT_EQ(row.metrics.size(), 1U) << "rows are whole";
    }
}

TEST(Killed, LosesAtMostTheLastSecondAndNeverTheHistory) { kill_at_random_moments(4, 1); }

TEST(KilledLong, FiftyTimes) { kill_at_random_moments(50, 2); }

}  // namespace
}  // namespace cryo::app
