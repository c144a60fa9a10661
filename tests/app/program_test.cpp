#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/io/npy.h"
#include "engine/io/png.h"
#include "tests/app/child.h"

namespace cryo::app {
namespace {

namespace fs = std::filesystem;

constexpr int kDone = 0;
constexpr int kBadInput = 1;
constexpr int kEnvironment = 2;

// Written by hand: looks, and leaves without doing anything.
constexpr const char* kShortAttempt =
    "{\"schema\":1,\"kind\":\"attempt\",\"scenario\":\"knee_ipbsn\",\"seed\":3,\"patient\":{\"bmi\":23}}\n"
    "{\"t_s\":1,\"do\":\"transducer\",\"slide_mm\":2}\n"
    "{\"t_s\":3,\"do\":\"finish\"}\n";

std::string in_source(const char* path) { return (std::filesystem::path(CRYO_SOURCE_DIR) / path).string(); }

class Program : public testing::Test {
  protected:
    void SetUp() override {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    void TearDown() override {
        fs::permissions(folder_, fs::perms::owner_all);
        fs::remove_all(folder_);
    }

    static ChildResult run(std::vector<std::string> words, const std::vector<std::string>& environment = {}) {
        words.insert(words.begin(), CRYO_PROGRAM);
        return run_child(words, environment);
    }
    std::string in_folder(const std::string& name) const { return (folder_ / name).string(); }

    fs::path folder_ = fs::temp_directory_path() / (std::string("cryosono_program_") +
                                                    ::testing::UnitTest::GetInstance()->current_test_info()->name());
};

// One line, no stack trace, no "terminate called".
void expect_one_sentence(const std::string& text) {
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
    EXPECT_GT(text.size(), 20U);
    EXPECT_EQ(text.find("terminate"), std::string::npos);
}

TEST_F(Program, ListsCasesAsJson) {
    const ChildResult result = run({"list", "--json"});
    EXPECT_EQ(result.status, kDone) << result.err;
    const auto json = io::parse_json(result.out, "list");
    ASSERT_TRUE(json) << to_string(json.faults());
    ASSERT_TRUE(json->is_array());
    ASSERT_FALSE(json->empty());
    std::set<std::string> ids;
    for (const auto& entry : *json) {
        for (const char* key : {"id", "title", "indication", "nerve", "probe", "device"}) {
            ASSERT_TRUE(entry.contains(key)) << key;
            EXPECT_FALSE(entry[key].get<std::string>().empty()) << key;
        }
        EXPECT_TRUE(ids.insert(entry["id"]).second);
    }
    EXPECT_TRUE(ids.contains("knee_ipbsn"));
}

TEST_F(Program, ChecksGoodAndBadFiles) {
    const std::string good = in_source("scenes/knee_ipbsn.toml");
    EXPECT_EQ(run({"check", good}).status, kDone);
    EXPECT_EQ(run({"check", in_source("scenes/scoring/cryo_score_1.toml")}).status, kDone);
    io::write_atomically(in_folder("bad.toml"), "schema = 1\nkind = \"device\"\nlable = \"x\"\n");
    const ChildResult bad = run({"check", good, in_folder("bad.toml")});
    EXPECT_EQ(bad.status, kBadInput);
    EXPECT_NE(bad.out.find("bad.toml:3:1: "), std::string::npos) << bad.out;
    io::write_atomically(
        in_folder("bad.ndjson"),
        "{\"schema\":1,\"kind\":\"attempt\",\"scenario\":\"knee_ipbsn\"}\n{\"t_s\":1,\"do\":\"fly\"}\n");
    const ChildResult attempt = run({"check", in_folder("bad.ndjson")});
    EXPECT_EQ(attempt.status, kBadInput);
    EXPECT_NE(attempt.out.find("bad.ndjson:2"), std::string::npos) << attempt.out;
}

TEST_F(Program, RendersPicturesEnvelopesAndGeometry) {
    const std::string out = in_folder("images");
    const ChildResult result = run({"render", "knee_ipbsn", "--out", out, "--frames", "2", "--step", "slide_mm=1",
                                    "--raw", "--size", "320x240", "--pose", "depth_mm=30,noise=off"});
    ASSERT_EQ(result.status, kDone) << result.err;
    const auto picture = io::read_png(out + "/frame_001.png");
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->width_px, 320);
    EXPECT_EQ(picture->height_px, 240);
    const auto text = io::read_text(out + "/frame.json");
    ASSERT_TRUE(text);
    const auto json = io::parse_json(*text, "frame.json");
    ASSERT_TRUE(json);
    const auto envelope = io::read_npy(out + "/envelope_000.npy");
    ASSERT_TRUE(envelope);
    EXPECT_TRUE(envelope->is_float32);
    ASSERT_EQ(envelope->shape.size(), 2U);
    EXPECT_EQ(envelope->shape[1], (*json)["lines"].size());
    const double spacing_mm = (*json)["sample_spacing_mm"];
    EXPECT_NEAR(spacing_mm * static_cast<double>(envelope->shape[0]), 30.0, 0.01) << "samples span the depth";
    EXPECT_NEAR((*json)["first_sample_mm"].get<double>(), 0.5 * spacing_mm, 1e-9);
    EXPECT_EQ((*json)["files"].size(), 4U);
    for (const auto& line : (*json)["lines"]) {
        double length = 0.0;
        for (const double component : line["direction"]) length += component * component;
        EXPECT_NEAR(length, 1.0, 1e-9);
    }
    EXPECT_TRUE(std::any_of(envelope->values.begin(), envelope->values.end(), [](double v) { return v > 0.0; }));
}

TEST_F(Program, TheSamePoseIsTheSameImage) {
    for (const char* name : {"a", "b"})
        ASSERT_EQ(run({"render", "knee_ipbsn", "--out", in_folder(name), "--raw", "--size", "200x200"}).status, kDone);
    EXPECT_EQ(io::read_text(in_folder("a/envelope_000.npy")).value(),
              io::read_text(in_folder("b/envelope_000.npy")).value());
    EXPECT_EQ(io::read_text(in_folder("a/frame_000.png")).value(), io::read_text(in_folder("b/frame_000.png")).value());
}

TEST_F(Program, RefusesABadPoseAndLeavesOldPicturesAlone) {
    const std::string out = in_folder("images");
    io::make_directories(out);
    io::write_atomically(out + "/frame_000.png", "old");
    for (const char* pose : {"slide_mm=99", "slide_mm=nan", "wobble=1", "slide_mm"}) {
        const ChildResult result = run({"render", "knee_ipbsn", "--out", out, "--pose", pose});
        EXPECT_EQ(result.status, kBadInput) << pose;
        expect_one_sentence(result.err);
    }
    EXPECT_EQ(run({"render", "knee_ipbsn", "--out", out, "--frames", "30", "--step", "slide_mm=2"}).status, kBadInput)
        << "the last frames leave the range";
    EXPECT_EQ(io::read_text(out + "/frame_000.png").value(), "old");
    EXPECT_EQ(run({"render", "no_such_case", "--out", out}).status, kBadInput);
}

TEST_F(Program, AFolderThatCannotBeWrittenIsTheEnvironment) {
    // A file in the way refuses everyone, also a user who may write everywhere.
    io::write_atomically(in_folder("taken"), "a file");
    io::write_atomically(in_folder("a.ndjson"), kShortAttempt);
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"render", "knee_ipbsn", "--out", in_folder("taken/below")},
          {"replay", in_folder("a.ndjson"), "--out", in_folder("taken/below")},
          {"freeze", "--device", in_source("scenes/devices/console_n2o_1p4.toml"), "--tissue", "muscle", "--seconds",
           "1", "--out", in_folder("taken/below")}}) {
        const ChildResult result = run(words);
        EXPECT_EQ(result.status, kEnvironment) << words.front() << ": " << result.err;
        expect_one_sentence(result.err);
    }
}

TEST_F(Program, WithoutADriverSaysSoInOneSentence) {
    const std::vector<std::string> no_driver{"__EGL_VENDOR_LIBRARY_FILENAMES=/nonexistent.json", "DISPLAY",
                                             "WAYLAND_DISPLAY"};
    const ChildResult result = run({"render", "knee_ipbsn", "--out", in_folder("images")}, no_driver);
    EXPECT_EQ(result.status, kEnvironment);
    expect_one_sentence(result.err);
    EXPECT_FALSE(fs::exists(in_folder("images"))) << "no empty folder is left";
}

TEST_F(Program, WithoutADisplayTheTrainerSaysWhatWorks) {
    const ChildResult result = run({}, {"DISPLAY", "WAYLAND_DISPLAY"});
    EXPECT_EQ(result.status, kEnvironment);
    expect_one_sentence(result.err);
    EXPECT_NE(result.err.find("cryosono render"), std::string::npos) << result.err;
    EXPECT_EQ(run({"no_such_case"}, {"DISPLAY", "WAYLAND_DISPLAY"}).status, kBadInput);
}

TEST_F(Program, SaysWhereItLookedForCases) {
    const ChildResult result = run({"list"}, {"CRYOSONO_DATA=/nonexistent"});
    EXPECT_EQ(result.status, kEnvironment);
    EXPECT_NE(result.err.find("/nonexistent"), std::string::npos);
    expect_one_sentence(result.err);
}

// A short attempt written by hand goes through judgement and report, the same each time.
TEST_F(Program, ReplaysAnAuthoredAttempt) {
    io::write_atomically(in_folder("a.ndjson"), kShortAttempt);
    std::vector<std::string> hashes;
    for (const char* name : {"r1", "r2"}) {
        const ChildResult result = run({"replay", in_folder("a.ndjson"), "--out", in_folder(name)});
        ASSERT_EQ(result.status, kDone) << result.err;
        for (const char* file : {"report.json", "report.html", "events.ndjson"})
            EXPECT_TRUE(io::file_exists(in_folder(std::string(name) + "/" + file))) << file;
        const auto report =
            io::parse_json(io::read_text(in_folder(std::string(name) + "/report.json")).value(), "report.json");
        ASSERT_TRUE(report);
        for (const char* key : {"scenario", "overall", "pass", "hash"}) EXPECT_TRUE(report->contains(key)) << key;
        EXPECT_EQ((*report)["pass"], false) << "doing nothing does not pass";
        hashes.push_back((*report)["hash"]);
        EXPECT_NE(result.out.find(hashes.back()), std::string::npos) << "the state hash is printed";
    }
    EXPECT_EQ(hashes[0], hashes[1]);
}

TEST_F(Program, ABadAttemptIsBadInputWithItsLine) {
    io::write_atomically(
        in_folder("bad.ndjson"),
        "{\"schema\":1,\"kind\":\"attempt\",\"scenario\":\"knee_ipbsn\"}\n{\"t_s\":-1,\"do\":\"finish\"}\n");
    const ChildResult result = run({"replay", in_folder("bad.ndjson"), "--out", in_folder("r")});
    EXPECT_EQ(result.status, kBadInput);
    EXPECT_NE(result.err.find("bad.ndjson:2"), std::string::npos) << result.err;
    EXPECT_FALSE(fs::exists(in_folder("r")));
}

TEST_F(Program, HelpAndVersionGoToStdout) {
    const ChildResult help = run({"--help"});
    EXPECT_EQ(help.status, kDone);
    EXPECT_NE(help.out.find("render"), std::string::npos);
    EXPECT_EQ(help.err, "");
    EXPECT_EQ(run({"--version"}).status, kDone);
    const ChildResult wrong = run({"render"});
    EXPECT_EQ(wrong.status, kBadInput);
    EXPECT_EQ(wrong.out, "");
    expect_one_sentence(wrong.err);
}

}  // namespace
}  // namespace cryo::app
