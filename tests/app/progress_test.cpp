// `cryosono progress` and `cryosono score` as a child process with a data folder of its own.
#include <filesystem>

#include "engine/history/exchange.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "tests/app/child.h"
#include "tests/support/temporary_folder.h"

namespace cryo::app {
namespace {

namespace fs = std::filesystem;

history::AttemptRow row(const std::string& learner, int64_t started_s, bool pass) {
    history::AttemptRow r;
    r.learner = learner;
    r.scenario = "knee_ipbsn";
    r.started_s = started_s;
    r.mode = "check";
    r.input = "mouse";
    r.overall = pass ? 88.0 : 52.0;
    r.pass = pass;
    r.state_hash = learner + std::to_string(started_s);
    r.metrics = {{"E3", pass ? 10.0 + static_cast<double>(started_s % 3) : 30.0 + static_cast<double>(started_s % 5)}};
    return r;
}

class ProgressCommand : public testing::Test {
  protected:
    ChildResult run(std::vector<std::string> words) const {
        words.insert(words.begin(), CRYO_PROGRAM);
        return run_child(words, {"XDG_DATA_HOME=" + folder_.file("data")});
    }
    // `each` checks of anna, who passes, and of bert, who fails, brought in as from another machine.
    void fill(int each) const {
        std::string lines;
        for (int i = 0; i < each; ++i) {
            history::AttemptRow anna = row("anna", 1000 + i, true);
            if (i == 0) anna.recording_file = "first.ndjson";
            lines += history::attempt_line(anna) + "\n" + history::attempt_line(row("bert", 1000 + i, false)) + "\n";
        }
        io::make_directories(folder_.file("incoming"));
        io::write_atomically(folder_.file("incoming/attempts.ndjson"), lines);
        io::write_atomically(folder_.file("incoming/first.ndjson"), "recording");
        const ChildResult imported = run({"progress", "--import", folder_.file("incoming")});
        ASSERT_EQ(imported.status, 0) << imported.err;
    }
    std::string recording() const { return folder_.file("data/cryosono/attempts/first.ndjson"); }

    test::TemporaryFolder folder_;
};

TEST_F(ProgressCommand, StartsEmpty) {
    const ChildResult result = run({"progress"});
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_EQ(result.out, "No attempts yet.\n");
}

TEST_F(ProgressCommand, SaysForEveryLearnerWhetherChecksHaveProvenThemAndAtWhatRisk) {
    fill(10);
    const ChildResult text = run({"progress"});
    EXPECT_THAT(text.out, testing::HasSubstr("proven at Check 10"));
    EXPECT_THAT(text.out, testing::HasSubstr("2 learners"));
    EXPECT_THAT(text.out, testing::HasSubstr("12 would wrongly"));
    const ChildResult json = run({"progress", "--json", "--learner", "bert"});
    const auto read = io::parse_json(json.out, "progress");
    ASSERT_TRUE(read) << json.out;
    ASSERT_EQ((*read)["progress"].size(), 1U);
    EXPECT_EQ((*read)["progress"][0]["checks"], 10);
    EXPECT_TRUE((*read)["progress"][0]["proven_at_check"].is_null());
    const ChildResult csv = run({"progress", "--csv"});
    EXPECT_EQ(std::count(csv.out.begin(), csv.out.end(), '\n'), 3);
    EXPECT_EQ(run({"progress", "--csv", "--json"}).status, 1);
}

TEST_F(ProgressCommand, CarriesAttemptsAndRecordingsToAnotherMachineAndBack) {
    fill(3);
    EXPECT_EQ(io::read_text(recording()).value(), "recording");
    const ChildResult out = run({"progress", "--export", folder_.file("out"), "--learner", "anna"});
    ASSERT_EQ(out.status, 0) << out.err;
    EXPECT_EQ(io::read_text(folder_.file("out/first.ndjson")).value(), "recording");
    EXPECT_THAT(run({"progress", "--import", folder_.file("out")}).out, testing::HasSubstr("0 new attempts of 3"));
}

TEST_F(ProgressCommand, AnImportMayNotChooseWhereItsRecordingGoes) {
    history::AttemptRow evil = row("mallory", 1, true);
    evil.recording_file = "../../escaped.ndjson";
    io::write_atomically(folder_.file("attempts.ndjson"), history::attempt_line(evil) + "\n");
    io::write_atomically(folder_.file("escaped.ndjson"), "recording");
    EXPECT_EQ(run({"progress", "--import", folder_.file("attempts.ndjson")}).status, 1);
    EXPECT_EQ(run({"progress"}).out, "No attempts yet.\n");
}

TEST_F(ProgressCommand, DeletesALearnerWithRecordingsAndReports) {
    fill(3);
    io::make_directories(folder_.file("data/cryosono/attempts/first"));
    io::write_atomically(folder_.file("data/cryosono/attempts/first/report.html"), "report");
    const ChildResult result = run({"progress", "--delete-learner", "anna"});
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_FALSE(io::file_exists(recording()));
    EXPECT_FALSE(io::folder_exists(folder_.file("data/cryosono/attempts/first")));
    EXPECT_EQ(run({"progress"}).out.find("anna"), std::string::npos);
    EXPECT_NE(run({"progress"}).out.find("bert"), std::string::npos);
    EXPECT_EQ(run({"progress", "--delete-learner", "anna"}).status, 1) << "there is no such learner any more";
}

TEST_F(ProgressCommand, StandardsComeFromTaggedAttemptsAndSmallGroupsAreNotApplied) {
    fill(10);
    const std::vector<std::string> standards{"progress", "--standards", "--scenario", "knee_ipbsn",
                                             "--input",  "mouse",       "--apply"};
    std::vector<std::string> tags{"progress"};
    for (int i = 0; i < 10; ++i)  // imported in turns: odd numbers are anna's
        for (const std::string& tag : {std::to_string(2 * i + 1) + "=expert", std::to_string(2 * i + 2) + "=novice"})
            tags.insert(tags.end(), {"--tag", tag});
    EXPECT_EQ(run({"progress", "--tag", "1=expert", "--tag", "2=novice"}).status, 0);
    EXPECT_EQ(run(standards).status, 1) << "one of each is no standard";
    EXPECT_EQ(run(tags).status, 0);
    const ChildResult applied = run(standards);
    EXPECT_EQ(applied.status, 0) << applied.err;
    EXPECT_THAT(applied.out, testing::HasSubstr("E3"));
    EXPECT_TRUE(io::file_exists(folder_.file("data/cryosono/benchmarks/knee_ipbsn.mouse.json")));
    EXPECT_EQ(run({"progress", "--tag", "1=genius"}).status, 1);
    EXPECT_EQ(run({"progress", "--tag", "999=expert"}).status, 1);
}

TEST_F(ProgressCommand, AHistoryOfANewerProgramIsRefusedInOneSentence) {
    fill(1);
    // The schema's number stands big-endian at byte 60 of a SQLite file.
    const std::string file = folder_.file("data/cryosono/history.sqlite3");
    std::string bytes = io::read_text(file).value();
    bytes[63] = 99;
    io::write_atomically(file, bytes);
    const ChildResult result = run({"progress"});
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.err, testing::HasSubstr("newer version"));
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1);
}

TEST_F(ProgressCommand, ScoreNamesTheModelAndRefusesABrokenOne) {
    const std::string attempt = folder_.file("short.ndjson");
    io::write_atomically(attempt,
                         "{\"schema\":1,\"kind\":\"attempt\",\"scenario\":\"knee_ipbsn\",\"seed\":3}\n"
                         "{\"t_s\":1,\"do\":\"transducer\",\"slide_mm\":2}\n{\"t_s\":2,\"do\":\"finish\"}\n");
    const ChildResult plain = run({"score", attempt});
    EXPECT_EQ(plain.status, 0) << plain.err;
    EXPECT_THAT(plain.out, testing::HasSubstr("Model cryo-score/1"));
    EXPECT_THAT(plain.out, testing::HasSubstr("The cryoprobe never entered the skin."));

    std::string model =
        io::read_text((fs::path(CRYO_SOURCE_DIR) / "scenes/scoring/cryo_score_1.toml").string()).value();
    const std::string own = "id = \"cryo-score/1\"";
    model.replace(model.find(own), own.size(), "id = \"local/2\"");
    io::write_atomically(folder_.file("local.toml"), model);
    EXPECT_THAT(run({"score", attempt, "--model", folder_.file("local.toml")}).out,
                testing::HasSubstr("Model local/2"));
    io::write_atomically(folder_.file("broken.toml"), "schema = 1\nkind = \"score\"\n");
    EXPECT_EQ(run({"score", attempt, "--model", folder_.file("broken.toml")}).status, 1);
    const auto json = io::parse_json(run({"score", attempt, "--json"}).out, "report");
    ASSERT_TRUE(json);
    EXPECT_EQ((*json)["scenario"], "knee_ipbsn");
    EXPECT_EQ((*json)["pass"], false);
}

}  // namespace
}  // namespace cryo::app
