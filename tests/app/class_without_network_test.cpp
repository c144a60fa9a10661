// A class out and back with the program alone: pack, take part, hand in, collect, release.
#include <algorithm>
#include <filesystem>

#include "engine/io/files.h"
#include "tests/app/child.h"
#include "tests/support/temporary_folder.h"

namespace cryo::app {
namespace {

using testing::HasSubstr;
using testing::Not;

// An instructor's own lesson, over before anything is treated: what is tried here is the way of the files.
constexpr const char* kLesson = R"(schema = 1
kind = "lesson"
base = "BASE"
id = "two_seconds"
title = "Two seconds"

[[phase]]
id = "only"
instruction = "Wait."
limit_s = 2
on_limit = "end"
)";
constexpr const char* kPlan = R"(schema = 1
kind = "class"
id = "short_exam"
title = "Short exam"
mode = "exam"
held = true

[[station]]
case = "two_seconds.toml"
seed = 11
bmi = 24

[[station]]
case = "two_seconds.toml"
seed = 12
bmi = 29
device = "console_n2o_2p0"
)";

class ClassWithoutNetwork : public testing::Test {
  protected:
    void SetUp() override {
        std::string lesson = kLesson;
        const std::string base = CRYO_SOURCE_DIR "/scenes/knee_ipbsn.toml";
        lesson.replace(lesson.find("BASE"), 4, std::filesystem::proximate(base, folder_.path()).string());
        io::write_atomically(folder_.file("two_seconds.toml"), lesson);
        io::write_atomically(folder_.file("plan.toml"), kPlan);
        io::write_atomically(folder_.file("names.txt"), "Anna Weber\n\nBen Okafor\n");
        const ChildResult packed = run("instructor", {"pack", folder_.file("plan.toml"), "--names",
                                                      folder_.file("names.txt"), "--out", pack(), "--release", "OPEN"});
        ASSERT_EQ(packed.status, 0) << packed.err;
        const std::string roster = *io::read_text(folder_.file("class_roster.csv"));
        const size_t anna = roster.find('\n') + 1, ben = roster.find('\n', anna) + 1;
        anna_ = roster.substr(anna, roster.find(',', anna) - anna);
        ben_ = roster.substr(ben, roster.find(',', ben) - ben);
    }
    // Each person has a machine with a data folder of its own.
    ChildResult run(const std::string& whose, std::vector<std::string> words) const {
        words.insert(words.begin(), CRYO_PROGRAM);
        return run_child(words, {"XDG_DATA_HOME=" + folder_.file(whose)});
    }
    void take_part(const std::string& learner) const {
        const ChildResult played =
            run(learner, {"robot", "--pack", pack(), "--learner", learner, "--out", handed_in(learner)});
        ASSERT_EQ(played.status, 0) << played.err;
    }
    ChildResult collect() const {
        return run("instructor", {"collect", folder_.file("in"), "--pack", pack(), "--out", folder_.file("results")});
    }
    std::string pack() const { return folder_.file("class.pack"); }
    std::string handed_in(const std::string& learner) const { return folder_.file("in/" + learner); }
    std::string recording(const std::string& learner, int station) const {
        return handed_in(learner) + "/" + learner + "_" + std::to_string(station) + "_two_seconds.ndjson";
    }
    std::string result(const std::string& name) const { return *io::read_text(folder_.file("results/" + name)); }

    test::TemporaryFolder folder_;
    std::string anna_, ben_;
};

TEST_F(ClassWithoutNetwork, GoesOutAndComesBack) {
    take_part(anna_);
    take_part(ben_);
    const ChildResult collected = collect();
    EXPECT_EQ(collected.status, 0) << collected.err;
    EXPECT_THAT(collected.out, HasSubstr("4 recordings, 4 count"));
    for (const char* file : {"cohort.html", "cohort.csv", "attempts.csv", "problems.csv"}) {
        EXPECT_THAT(result(file), Not(HasSubstr("Weber"))) << "a name in " << file;
        EXPECT_THAT(result(file), Not(HasSubstr("Okafor"))) << "a name in " << file;
    }
    EXPECT_THAT(result("cohort.html"), HasSubstr(anna_));
    EXPECT_THAT(result("cohort.html"), HasSubstr("Learners against parts of the score"));
    EXPECT_THAT(result("cohort.csv"), HasSubstr("\n" + ben_ + ","));
    EXPECT_TRUE(io::file_exists(folder_.file("results/report_" + anna_ + "_1_two_seconds.html")));

    const ChildResult imported = run("instructor", {"progress", "--import", folder_.file("results")});
    EXPECT_THAT(imported.out, HasSubstr("4 new attempts of 4"));
    const ChildResult page = run("instructor", {"progress", "--html"});
    EXPECT_THAT(page.out, HasSubstr(ben_));
    EXPECT_THAT(page.out, HasSubstr("</html>"));
}

TEST_F(ClassWithoutNetwork, AChangedLineIsNamedAndWhoIsMissingToo) {
    take_part(anna_);
    std::string text = *io::read_text(recording(anna_, 2));
    const size_t at = text.find("\"rec\":\"keyframe\""), end = text.find("\"rec\":\"end\"");
    const size_t where = std::min(at, end);
    ASSERT_NE(where, std::string::npos);
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(where), '\n');
    text.replace(where, 5, "\"rec\" ");  // a blank: it reads the same, and is not the same line
    io::write_atomically(recording(anna_, 2), text);
    const ChildResult collected = collect();
    EXPECT_EQ(collected.status, 0) << collected.err;
    EXPECT_THAT(collected.out, HasSubstr(recording(anna_, 2) + ":" + std::to_string(line) + ":1: this line"));
    EXPECT_THAT(collected.out, HasSubstr(anna_ + ": nothing that counts from station 2"));
    EXPECT_THAT(collected.out, HasSubstr(ben_ + ": nothing that counts from station 1"));
    EXPECT_THAT(collected.out, HasSubstr("2 recordings, 1 count"));
}

TEST_F(ClassWithoutNetwork, ResultsAreHeldUntilTheWordIsGivenOut) {
    take_part(anna_);
    const auto score = [&](std::vector<std::string> more) {
        std::vector<std::string> words{"score", recording(anna_, 1)};
        words.insert(words.end(), more.begin(), more.end());
        return run(anna_, words);
    };
    EXPECT_EQ(score({}).status, 1);
    EXPECT_THAT(score({}).err, HasSubstr("held until your instructor"));
    EXPECT_EQ(score({"--release", "SESAME"}).status, 1);
    const ChildResult open = score({"--release", "OPEN"});
    EXPECT_EQ(open.status, 0) << open.err;
    EXPECT_THAT(open.out, HasSubstr("of 100"));
    EXPECT_EQ(run(anna_, {"replay", recording(anna_, 1), "--out", folder_.file("peek")}).status, 1);
    EXPECT_FALSE(io::folder_exists(folder_.file("peek")));
}

TEST_F(ClassWithoutNetwork, OnlyWhoIsOnTheListTakesPartAndOnce) {
    const ChildResult stranger = run("zoe", {"robot", "--pack", pack(), "--learner", "zoe", "--out", handed_in("zoe")});
    EXPECT_EQ(stranger.status, 1);
    EXPECT_THAT(stranger.err, HasSubstr("'zoe' is not on the list"));
    take_part(anna_);
    const std::string first = *io::read_text(recording(anna_, 1));
    take_part(anna_);  // all stations are done: nothing happens
    EXPECT_EQ(*io::read_text(recording(anna_, 1)), first);
}

}  // namespace
}  // namespace cryo::app
