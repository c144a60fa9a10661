#include "engine/history/history.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "engine/core/check.h"
#include "engine/history/exchange.h"
#include "engine/history/progress.h"
#include "engine/history/schema.h"
#include "engine/history/standards_table.h"

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
        const int64_t id = history.value().add(row("anna", 100, true));
        EXPECT_EQ(history.value().add(row("anna", 100, true)), id) << "the same attempt is stored once";
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
    EXPECT_GT(history.value().add(row(name, 1, true)), 0);
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
    ASSERT_GT(History::open(file()).value().add(row("anna", 5, true)), 0);
    std::vector<Migration> next(migrations().begin(), migrations().end());
    next.push_back({kSchemaVersion + 1, "ALTER TABLE attempt ADD COLUMN note TEXT"});
    Connection connection(file());
    ASSERT_FALSE(migrate(connection, file(), next));
    EXPECT_EQ(connection.user_version(), kSchemaVersion + 1);
    Connection backup(file().string() + ".v" + std::to_string(kSchemaVersion) + ".backup");
    EXPECT_EQ(backup.user_version(), kSchemaVersion);
    Statement count(backup, "SELECT COUNT(*) FROM attempt");
    ASSERT_TRUE(count.step());
    EXPECT_EQ(count.integer(0), 1);
}

TEST_F(HistoryTest, AFailedMigrationLeavesTheDatabaseAsItWas) {
    ASSERT_GT(History::open(file()).value().add(row("anna", 5, true)), 0);
    const std::vector<Migration> broken = {
        {kSchemaVersion + 1, "ALTER TABLE attempt ADD COLUMN note TEXT; ALTER TABLE nowhere ADD x"}};
    Connection connection(file());
    EXPECT_THROW((void)migrate(connection, file(), broken), SqliteFailure);
    EXPECT_EQ(connection.user_version(), kSchemaVersion);
    EXPECT_GT(History::open(file()).value().add(row("anna", 6, true)), 0);
}

TEST_F(HistoryTest, ProgressFollowsTheLearningCurveOverChecksOnly) {
    Result<History> opened = History::open(file());
    History& history = opened.value();
    int64_t t = 0;
    for (int i = 0; i < 30; ++i) history.add(row("anna", ++t, true, "practice"));  // counts for nothing
    for (int i = 0; i < 5; ++i) history.add(row("anna", ++t, false));
    for (int i = 0; i < 10; ++i) history.add(row("anna", ++t, true));
    const scoring::LearningCusum curve;
    const std::vector<Progress> course = progress(history, {}, curve);
    ASSERT_EQ(course.size(), 1U);
    EXPECT_EQ(course[0].attempts, 45);
    EXPECT_EQ(course[0].checks, 15);
    ASSERT_TRUE(course[0].proven_at_check.has_value());
    EXPECT_EQ(*course[0].proven_at_check, 15);  // ten successes in a row after the failures
    EXPECT_FALSE(course[0].relapse_alarm);

    AttemptRow helped = row("anna", ++t, false);
    helped.formative = true;
    history.add(helped);
    EXPECT_EQ(progress(history, {}, curve)[0].checks, 15) << "help keeps an attempt out of proficiency";

    for (int i = 0; i < 3; ++i) history.add(row("anna", ++t, false));
    EXPECT_TRUE(progress(history, {}, curve)[0].relapse_alarm);
}

TEST_F(HistoryTest, ADatabaseOfTheFirstSchemaKeepsItsAttemptsAndGainsGroups) {
    {
        Connection old(file());
        ASSERT_FALSE(migrate(old, file(), migrations().first(1)));
        old.run("INSERT INTO attempt VALUES(1,'anna','knee_ipbsn',9,'check','mouse','d','m','h',81,1,0,0,0,12,'x','')");
    }
    Result<History> history = History::open(file());
    ASSERT_TRUE(history.ok()) << to_string(history.faults());
    const auto rows = history.value().attempts();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].learner, "anna");
    EXPECT_EQ(rows[0].group, "");
    EXPECT_TRUE(history.value().tag(1, "expert"));
    EXPECT_EQ(history.value().find(1)->group, "expert");
    EXPECT_TRUE(fs::exists(file().string() + ".v1.backup"));
}

TEST_F(HistoryTest, RemarksStayBesideAJudgementThatDoesNotChange) {
    Result<History> opened = History::open(file());
    History& history = opened.value();
    history.add(row("anna", 1, false));
    using Kind = Remark::Kind;
    EXPECT_TRUE(history.remark({1, Kind::Disagree, "V8", 41.0, 0.0, "I saw it", "anna", 999}));
    EXPECT_TRUE(history.remark({1, Kind::Amend, "V8", 41.0, 3.5, "the skin line hid it", "instructor", 1000}));
    EXPECT_FALSE(history.remark({77, Kind::Disagree, "V8", 0.0, 0.0, "", "", 0}));
    EXPECT_THROW((void)history.remark({1, Kind::Amend, "V8", 0.0, 1.0, "", "", 0}), CheckFailure) << "needs a reason";
    const auto remarks = history.remarks(1);
    ASSERT_EQ(remarks.size(), 2U);
    EXPECT_EQ(remarks[0].kind, Remark::Kind::Disagree);
    EXPECT_EQ(remarks[1].reason, "the skin line hid it");
    EXPECT_DOUBLE_EQ(remarks[1].points, 3.5);
    EXPECT_DOUBLE_EQ(history.attempts()[0].overall, 55.0);
    history.remove_learner("anna");
    EXPECT_TRUE(history.remarks(1).empty());
}

TEST_F(HistoryTest, ExportedAttemptsImportOnceAndWhole) {
    AttemptRow tagged = row("anna, \"the first\"", 12, true);
    tagged.group = "expert";
    tagged.recording_file = "a.ndjson";
    const std::string text = attempt_line(tagged) + "\n" + attempt_line(row("bert", 13, false)) + "\n";
    const auto rows = parse_attempts(text, "rows");
    ASSERT_TRUE(rows.ok()) << to_string(rows.faults());
    Result<History> history = History::open(file());
    EXPECT_EQ(history.value().add_all(rows.value()), 2);
    EXPECT_EQ(history.value().add_all(rows.value()), 0);
    const AttemptRow back = history.value().attempts()[0];
    EXPECT_EQ(attempt_line(back), attempt_line(tagged));
}

TEST_F(HistoryTest, AnImportWithAnyFaultNamesTheLineAndImportsNothing) {
    const std::string good = attempt_line(row("anna", 12, true));
    const auto fault_of = [&](std::string second) {
        const auto rows = parse_attempts(good + "\n" + second + "\n", "rows");
        return rows.ok() ? std::string("accepted") : to_string(rows.faults());
    };
    const auto replaced = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        return text.replace(text.find(from), from.size(), to);
    };
    EXPECT_THAT(fault_of("{}"), testing::HasSubstr("rows:2"));
    EXPECT_THAT(fault_of(replaced("\"overall\":85.0", "\"overall\":850")), testing::HasSubstr("allowed 0 to 100"));
    EXPECT_THAT(fault_of(replaced("\"overall\":85.0", "\"overall\":null")), testing::HasSubstr("a number"));
    EXPECT_THAT(fault_of(replaced("\"group\":\"\"", "\"group\":\"star\"")), testing::HasSubstr("expert"));
    EXPECT_THAT(fault_of(replaced("{\"kind\"", "{\"more\":1,\"kind\"")), testing::HasSubstr("key"));
    EXPECT_EQ(fault_of(good), "accepted");
}

TEST(Progress, ASittingThatGoesDownhillIsSeenAndAPauseEndsIt) {
    std::vector<AttemptRow> rows;
    for (int i = 0; i < 5; ++i) {
        AttemptRow r = row("anna", 1000 + 400 * i, true);
        r.overall = 90.0 - 3.0 * i;
        rows.push_back(r);
    }
    ASSERT_TRUE(sitting_slope(rows).has_value());
    EXPECT_NEAR(*sitting_slope(rows), -3.0, 1e-12);  // a straight line has its own slope
    rows.back().started_s += kSittingPauseS + 400;
    EXPECT_FALSE(sitting_slope(rows).has_value());
    EXPECT_FALSE(sitting_slope({rows.begin(), rows.begin() + 4}).has_value());
}

TEST(Progress, TheRiskIsSaidInWords) {
    EXPECT_EQ(risk_sentence({}),
              "Of 100 people who truly fail 3 in 10, 12 would wrongly be declared competent within 20 Checks.");
}

TEST(Progress, AProvenLearnerIsDueAfterAMonthOrARelapse) {
    Progress p;
    EXPECT_FALSE(p.check_due(1'000'000'000)) << "who was never proven has nothing to renew";
    p.proven_at_check = 10;
    p.last_check_s = 0;
    EXPECT_FALSE(p.check_due(29 * 86400));
    EXPECT_TRUE(p.check_due(31 * 86400));
    p.relapse_alarm = true;
    EXPECT_TRUE(p.check_due(1));
}

// Known means and spreads: the published contrasting-groups example (45, 15) and (82, 9) has its cut at 66.309.
std::vector<AttemptRow> tagged_rows(int each, double sign) {
    std::vector<AttemptRow> rows;
    const auto add = [&](const char* group, double mean, double sd) {
        // Alternating mean +- d has this sample standard deviation.
        const double d = sd * std::sqrt((each - 1.0) / each);
        for (int i = 0; i < each; ++i) {
            AttemptRow r = row(group, i, true);
            r.group = group;
            r.metrics = {{"V6", sign * (mean + (i % 2 == 0 ? d : -d))}};
            rows.push_back(r);
        }
    };
    add("novice", 45.0, 15.0);
    add("expert", 82.0, 9.0);
    return rows;
}

TEST(Standards, TaggedAttemptsGiveTheContrastingGroupsCutEitherWayRound) {
    for (const double sign : {1.0, -1.0}) {
        const StandardsTable table = standards_table(tagged_rows(10, sign));
        EXPECT_EQ(table.warning, "");
        const auto v6 =
            std::find_if(table.rows.begin(), table.rows.end(), [](const StandardRow& r) { return r.name == "V6"; });
        ASSERT_NE(v6, table.rows.end());
        ASSERT_TRUE(v6->cut.has_value());
        EXPECT_NEAR(v6->cut->cut, sign * 66.309, 1e-3);
        EXPECT_NEAR(v6->cut->false_positive, 0.0777, 1e-4);
        EXPECT_EQ(v6->area_under_curve, 1.0);
        EXPECT_EQ(v6->more_is_better, sign > 0.0);
        EXPECT_NEAR(*v6->effect_size, 37.0 / std::sqrt(0.5 * (225.0 + 81.0)), 1e-9);
    }
}

TEST(Standards, SmallGroupsWarnAndHelpedOrUntaggedAttemptsAreLeftOut) {
    std::vector<AttemptRow> rows = tagged_rows(10, 1.0);
    rows[0].formative = true;
    const StandardsTable table = standards_table(rows);
    EXPECT_EQ(table.novices, 9);
    EXPECT_THAT(table.warning, testing::HasSubstr("10 expert and 9 novice"));
    EXPECT_TRUE(standards_table({}).rows.empty());
}

TEST(Standards, ABenchmarkFileReadsBackAndBadOnesAreRefused) {
    const StandardsTable table = standards_table(tagged_rows(12, 1.0));
    const auto read = parse_benchmarks(benchmark_text(table, "knee_ipbsn", "mouse"), "b.json");
    ASSERT_TRUE(read.ok()) << to_string(read.faults());
    EXPECT_EQ(read.value().scenario, "knee_ipbsn");
    ASSERT_EQ(read.value().benchmarks.size(), 1U) << "a metric without spread is no benchmark";
    EXPECT_NEAR(read.value().benchmarks[0].mean, 82.0, 1e-9);
    EXPECT_EQ(read.value().benchmarks[0].attempts, 12);
    EXPECT_FALSE(parse_benchmarks("{}", "b.json").ok());
    EXPECT_FALSE(parse_benchmarks("{\"kind\":\"benchmark\",\"benchmarks\":[{\"metric\":\"V6\"}]}", "b.json").ok());
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
