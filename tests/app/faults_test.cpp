// What the world does to a program: a disk that fills up, a folder that may not be written. Each is one sentence and
// status 2, and nothing that was there is lost.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "engine/history/history.h"
#include "engine/io/files.h"
#include "tests/app/child.h"
#include "tests/support/temporary_folder.h"

namespace cryo::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr int kEnvironment = 2;
constexpr const char* kShortAttempt =
    "{\"schema\":1,\"kind\":\"attempt\",\"scenario\":\"knee_ipbsn\",\"seed\":3,\"patient\":{\"bmi\":23}}\n"
    "{\"t_s\":2,\"do\":\"finish\"}\n";

using Words = std::vector<std::string>;

// Under a limit on the size of files, the nearest thing to a disk that fills up half-way which needs no rights.
Words with_small_files(int kilobytes, Words words) {
    const std::string limit = std::to_string(kilobytes);
    Words shell{"bash", "-c", "trap '' XFSZ; ulimit -f " + limit + "; exec \"$0\" \"$@\"", CRYO_PROGRAM};
    shell.insert(shell.end(), words.begin(), words.end());
    return shell;
}

// Held to what the folder allows: root may write everywhere, so root gives that right up first.
Words held_to_permissions(Words words) {
    words.insert(words.begin(), CRYO_PROGRAM);
    if (::geteuid() == 0) {
        const Words without{"setpriv", "--bounding-set", "-dac_override,-dac_read_search"};
        words.insert(words.begin(), without.begin(), without.end());
    }
    return words;
}

constexpr fs::perms kLookOnly = fs::perms::owner_read | fs::perms::owner_exec;

// Every file below a folder with its bytes.
std::map<std::string, std::string> contents(const std::string& folder) {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) all[entry.path().string()] = *io::read_text(entry.path().string());
    return all;
}

void expect_refused_in_one_sentence(const ChildResult& result) {
    EXPECT_EQ(result.status, kEnvironment) << result.out << result.err;
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    EXPECT_GT(result.err.size(), 20U);
    EXPECT_EQ(result.err.find("internal error"), std::string::npos) << result.err;
    EXPECT_EQ(result.err.find("terminate"), std::string::npos) << result.err;
}

// Commands that leave results, with the folder or file they leave them in as "OUT".
class Writer : public testing::TestWithParam<Words> {
  protected:
    Words words(const std::string& out) const {
        Words made = GetParam();
        for (std::string& word : made) {
            if (word == "OUT") word = out;
            if (word == "ATTEMPT") word = attempt_;
        }
        return made;
    }
    void SetUp() override { io::write_atomically(attempt_, kShortAttempt); }

    test::TemporaryFolder folder_;
    std::string attempt_ = folder_.file("attempt.ndjson");
};

TEST_P(Writer, ADiskThatFillsUpLeavesOldResultsAlone) {
    const std::string out = folder_.file("results");
    io::make_directories(out);
    for (const char* name : {"report.json", "growth.csv", "envelope_000.npy", "image_000.png"})
        io::write_atomically(io::join_path(out, name), "of an earlier run");
    const auto before = contents(folder_.path());
    expect_refused_in_one_sentence(run_child(with_small_files(1, words(out))));
    EXPECT_EQ(contents(folder_.path()), before);
}

TEST_P(Writer, AFolderThatMayNotBeWrittenIsLeftAlone) {
    const std::string out = folder_.file("results");
    io::make_directories(out);
    io::write_atomically(io::join_path(out, "report.json"), "of an earlier run");
    fs::permissions(out, kLookOnly);
    const auto before = contents(folder_.path());
    expect_refused_in_one_sentence(run_child(held_to_permissions(words(out))));
    EXPECT_EQ(contents(folder_.path()), before);
    fs::permissions(out, fs::perms::owner_all);
}

INSTANTIATE_TEST_SUITE_P(Commands, Writer,
                         testing::Values(Words{"replay", "ATTEMPT", "--out", "OUT"},
                                         Words{"render", "knee_ipbsn", "--raw", "--out", "OUT"},
                                         Words{"freeze", "--device",
                                               CRYO_SOURCE_DIR "/scenes/devices/console_n2o_1p4.toml", "--tissue",
                                               "muscle", "--seconds", "1", "--spacing-mm", "1.5", "--out", "OUT"}),
                         [](const testing::TestParamInfo<Words>& parameter) { return parameter.param.front(); });

// A home folder that may not be written, as on a locked-down machine.
TEST(ReadOnlyHome, ScoresAndListsAllTheSame) {
    const test::TemporaryFolder folder;
    const std::string attempt = folder.file("attempt.ndjson");
    io::write_atomically(attempt, kShortAttempt);
    fs::permissions(folder.path(), kLookOnly);
    const Words home{"HOME=" + folder.path(), "XDG_DATA_HOME"};
    const ChildResult scored = run_child(held_to_permissions({"score", attempt}), home);
    EXPECT_EQ(scored.status, 0) << scored.err;
    EXPECT_THAT(scored.out, HasSubstr("100"));
    EXPECT_EQ(run_child(held_to_permissions({"list"}), home).status, 0);
    const ChildResult progress = run_child(held_to_permissions({"progress"}), home);
    expect_refused_in_one_sentence(progress);
    fs::permissions(folder.path(), fs::perms::owner_all);
}

// An attempt that cannot be listed because the disk is full leaves those that are.
TEST(FullDisk, TheHistoryKeepsWhatItHas) {
    const test::TemporaryFolder folder;
    const std::string data = folder.file("cryosono/history.sqlite3");
    io::make_directories(folder.file("cryosono"));
    std::string rows;
    {
        auto history = history::History::open(data);
        ASSERT_TRUE(history);
        history::AttemptRow row;
        row.learner = "anna";
        row.scenario = "knee_ipbsn";
        history.value().add(row);
    }
    // More rows than the limit has room for.
    std::string import;
    for (int i = 0; i < 4000; ++i)
        import += "{\"kind\":\"history-row\",\"learner\":\"ben\",\"scenario\":\"knee_ipbsn\",\"started_s\":" +
                  std::to_string(i) +
                  ",\"mode\":\"practice\",\"input\":\"mouse\",\"device\":\"\",\"model_id\":\"\",\"model_hash\":\"\","
                  "\"overall\":50,"
                  "\"pass\":false,\"borderline\":false,\"formative\":false,\"critical_count\":0,\"duration_s\":1,"
                  "\"state_hash\":\"" +
                  std::to_string(i) +
                  "\",\"recording_file\":\"\",\"group\":\"\",\"subscores\":{\"S1\":1},\"metrics\":{\"V1\":1}}\n";
    const std::string file = folder.file("rows.ndjson");
    io::write_atomically(file, import);
    expect_refused_in_one_sentence(
        run_child(with_small_files(200, {"progress", "--import", file}), {"XDG_DATA_HOME=" + folder.path()}));
    const auto history = history::History::open(data);
    ASSERT_TRUE(history) << to_string(history.faults());
    EXPECT_EQ(history->attempts().size(), 1U) << "all rows of an import or none";
}

}  // namespace
}  // namespace cryo::app
