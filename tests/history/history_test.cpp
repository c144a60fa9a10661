#include "engine/history/history.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "engine/history/schema.h"

namespace cryo::history {
namespace {

namespace fs = std::filesystem;

class HistoryTest : public testing::Test {
  protected:
    void SetUp() override {
        folder_ =
            fs::path(CRYO_BINARY_DIR) / "history_test" / testing::UnitTest::GetInstance()->current_test_info()->name();
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    fs::path file() const { return folder_ / "history.sqlite3"; }

    fs::path folder_;
};

AttemptRow row(const std::string& learner, int64_t started_s, bool pass, const std::string& mode = "check") {
    AttemptRow r;
    r.learner = learner;
    r.scenario = "knee_ipbsn";
    r.started_s = started_s;
    r.mode = mode;
    r.overall = pass ? 85.0 : 55.0;
    r.pass = pass;
    r.state_hash = std::to_string(started_s);
    r.subscores = {{"targeting", 71.5}};
    r.metrics = {{"V6", 0.875}};
    return r;
}

TEST_F(HistoryTest, WhatIsAddedIsThereAfterReopening) {
    {
        Result<History> history = History::open(file());
        ASSERT_TRUE(history.ok()) << to_string(history.faults());
        EXPECT_TRUE(history.value().add(row("anna", 100, true)));
        EXPECT_FALSE(history.value().add(row("anna", 100, true))) << "the same attempt is stored once";
    }
    Result<History> history = History::open(file());
    ASSERT_TRUE(history.ok());
    const std::vector<AttemptRow> rows = history.value().attempts();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].learner, "anna");
    EXPECT_DOUBLE_EQ(rows[0].overall, 85.0);
    ASSERT_EQ(rows[0].metrics.size(), 1U);
    EXPECT_EQ(rows[0].metrics[0].first, "V6");
    EXPECT_DOUBLE_EQ(rows[0].metrics[0].second, 0.875);
    EXPECT_DOUBLE_EQ(rows[0].subscores[0].second, 71.5);
}

TEST_F(HistoryTest, NamesCannotSmuggleSql) {
    Result<History> history = History::open(file());
    const std::string name = "Robert'); DROP TABLE attempt;--";
    EXPECT_TRUE(history.value().add(row(name, 1, true)));
    EXPECT_EQ(history.value().learners(), std::vector<std::string>{name});
}

TEST_F(HistoryTest, ANewerSchemaIsRefusedAndLeftAlone) {
    ASSERT_TRUE(History::open(file()).ok());
    Connection(file()).run("PRAGMA user_version = 99");
    const Result<History> history = History::open(file());
    ASSERT_FALSE(history.ok());
    EXPECT_THAT(to_string(history.faults()), testing::HasSubstr("newer version"));
    EXPECT_EQ(Connection(file()).user_version(), 99);
}

TEST_F(HistoryTest, AFileThatIsNoDatabaseIsRefusedAndLeftAlone) {
    const std::string junk(4096, 'x');
    std::ofstream(file()) << junk;
    const Result<History> history = History::open(file());
    ASSERT_FALSE(history.ok());
    EXPECT_THAT(to_string(history.faults()), testing::HasSubstr("cannot be opened"));
    EXPECT_EQ(fs::file_size(file()), junk.size());
}

TEST_F(HistoryTest, AFolderThatIsNoneIsOneSentence) {
    std::ofstream(folder_ / "plain") << "file";
    const Result<History> history = History::open(folder_ / "plain" / "history.sqlite3");
    ASSERT_FALSE(history.ok());
    EXPECT_EQ(history.faults().size(), 1U);
}

TEST_F(HistoryTest, AnOlderSchemaIsBackedUpThenMigrated) {
    ASSERT_TRUE(History::open(file()).value().add(row("anna", 5, true)));
    const std::vector<Migration> next = {{1, migrations()[0].sql}, {2, "ALTER TABLE attempt ADD COLUMN note TEXT"}};
    Connection connection(file());
    ASSERT_FALSE(migrate(connection, file(), next));
    EXPECT_EQ(connection.user_version(), 2);
    Connection backup(file().string() + ".v1.backup");
    EXPECT_EQ(backup.user_version(), 1);
    Statement count(backup, "SELECT COUNT(*) FROM attempt");
    ASSERT_TRUE(count.step());
    EXPECT_EQ(count.integer(0), 1);
}

TEST_F(HistoryTest, AFailedMigrationLeavesTheDatabaseAsItWas) {
    ASSERT_TRUE(History::open(file()).value().add(row("anna", 5, true)));
    const std::vector<Migration> broken = {{2, "ALTER TABLE attempt ADD COLUMN note TEXT; ALTER TABLE nowhere ADD x"}};
    Connection connection(file());
    EXPECT_THROW((void)migrate(connection, file(), broken), SqliteFailure);
    EXPECT_EQ(connection.user_version(), 1);
    EXPECT_TRUE(History::open(file()).value().add(row("anna", 6, true)));
}

TEST_F(HistoryTest, ProgressFollowsTheLearningCurveOverChecksOnly) {
    Result<History> opened = History::open(file());
    History& history = opened.value();
    int64_t t = 0;
    for (int i = 0; i < 30; ++i) history.add(row("anna", ++t, true, "practice"));  // counts for nothing
    for (int i = 0; i < 5; ++i) history.add(row("anna", ++t, false));
    for (int i = 0; i < 10; ++i) history.add(row("anna", ++t, true));
    const scoring::LearningCusum curve;
    std::vector<Progress> progress = history.progress({}, curve);
    ASSERT_EQ(progress.size(), 1U);
    EXPECT_EQ(progress[0].attempts, 45);
    EXPECT_EQ(progress[0].checks, 15);
    ASSERT_TRUE(progress[0].proven_at_check.has_value());
    EXPECT_EQ(*progress[0].proven_at_check, 15);  // ten successes in a row after the failures
    EXPECT_FALSE(progress[0].relapse_alarm);

    AttemptRow helped = row("anna", ++t, false);
    helped.formative = true;
    history.add(helped);
    EXPECT_EQ(history.progress({}, curve)[0].checks, 15) << "help keeps an attempt out of proficiency";

    for (int i = 0; i < 3; ++i) history.add(row("anna", ++t, false));
    EXPECT_TRUE(history.progress({}, curve)[0].relapse_alarm);
}

TEST_F(HistoryTest, ARemovedLearnerLeavesNoTraceInTheFile) {
    {
        Result<History> opened = History::open(file());
        opened.value().add(row("zebrafinch-pseudonym", 1, true));
        opened.value().add(row("bert", 2, true));
        EXPECT_EQ(opened.value().remove_learner("zebrafinch-pseudonym"), 1);
        EXPECT_EQ(opened.value().learners(), std::vector<std::string>{"bert"});
    }
    for (const auto& entry : fs::directory_iterator(folder_)) {
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
        EXPECT_EQ(bytes.find("zebrafinch"), std::string::npos) << entry.path();
    }
}

// A writer killed at a moment of its own choosing must leave a database that opens and holds whole attempts only.
TEST_F(HistoryTest, AKilledWriterLosesNoCommittedAttempt) {
    ASSERT_TRUE(History::open(file()).ok());
    for (int round = 0; round < 12; ++round) {
        int pipe_ends[2];
        ASSERT_EQ(pipe(pipe_ends), 0);
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            Result<History> history = History::open(file());
            for (int i = 0; history.ok(); ++i) {
                history.value().add(row("round" + std::to_string(round), i, true));
                const char byte = 'x';
                if (write(pipe_ends[1], &byte, 1) != 1) _exit(1);
            }
            _exit(1);
        }
        close(pipe_ends[1]);
        char byte;
        const int wanted = 1 + 3 * round;
        for (int i = 0; i < wanted; ++i) ASSERT_EQ(read(pipe_ends[0], &byte, 1), 1);
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        close(pipe_ends[0]);
        Result<History> history = History::open(file());
        ASSERT_TRUE(history.ok()) << to_string(history.faults());
        const auto rows =
            history.value().attempts({.learner = "round" + std::to_string(round), .scenario = {}, .since_s = {}});
        EXPECT_GE(static_cast<int>(rows.size()), wanted);
        for (const AttemptRow& r : rows) {
            EXPECT_EQ(r.metrics.size(), 1U);
            EXPECT_EQ(r.subscores.size(), 1U);
        }
    }
}

}  // namespace
}  // namespace cryo::history
