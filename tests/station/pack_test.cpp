// A class out in one file and back, with everything that can be wrong with what comes back.
#include "engine/station/pack.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <functional>

#include "engine/core/parallel.h"
#include "engine/io/files.h"
#include "engine/scenario/read.h"
#include "tests/support/temporary_folder.h"

namespace cryo::station {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kPlan = R"(schema = 1
kind = "class"
id = "two_stations"
title = "Two stations"
mode = "exam"
held = true
input = "mouse"

[[station]]
case = "CASE"
seed = 11
bmi = 24
device = "console_n2o_2p0"

[[station]]
case = "LESSON"
seed = 12
bmi = 29
)";

std::string scene(const std::string& name) { return std::string(CRYO_SOURCE_DIR) + "/scenes/" + name; }

struct InAFolder : testing::Test {
    InAFolder() {
        std::string plan = kPlan;
        // From the plan's folder, as an author would write it.
        const auto relative = [&](const std::string& name) {
            return std::filesystem::proximate(scene(name), folder.path()).string();
        };
        plan.replace(plan.find("CASE"), 4, relative("knee_ipbsn.toml"));
        plan.replace(plan.find("LESSON"), 6, relative("lessons/scan_only.toml"));
        plan_file = folder.file("plan.toml");
        io::write_atomically(plan_file, plan);
    }
    Pack made(std::vector<std::string> learners = {"anna", "ben"}) const {
        auto pack = make_pack(plan_file, std::move(learners), "0123456789abcdef", "OPEN");
        EXPECT_TRUE(pack.ok()) << to_string(pack.faults());
        return *pack;
    }
    // A moment of an attempt at a station.
    std::string recorded(const Pack& pack, int station, const std::string& learner,
                         const std::function<void(session::Setup&)>& change = {}, double seconds = 0.25,
                         const std::string& input = "mouse") const {
        const PackStation& pinned = pack.stations[static_cast<size_t>(station) - 1];
        const auto scenario =
            scenario::read_scenario(scene(station == 1 ? "knee_ipbsn.toml" : "lessons/scan_only.toml"));
        session::Setup setup{.seed = pinned.seed, .bmi = pinned.bmi, .learner = learner};
        for (size_t i = 0; i < scenario->devices.size(); ++i)
            if (scenario->devices[i].id == pinned.device) setup.device = static_cast<int>(i);
        if (change) change(setup);
        static ThreadPool pool(1);
        session::Session session(std::make_shared<scenario::Scenario>(*scenario), setup, pool);
        const std::string file = folder.file("attempt.ndjson");
        std::filesystem::remove(file);
        session::AttemptWriter writer(file, session, recording_for(pack, station, learner, input, 1000));
        session.advance(static_cast<int>(seconds * session::kTicksPerSecond));
        session.apply(session::Finish{});
        session.advance(1);
        writer.finish(session);
        return *io::read_text(file);
    }
    std::string problem_of(const Pack& pack, const std::string& text) const {
        return to_string(take_in(text, "handed_in.ndjson", pack).problems);
    }

    test::TemporaryFolder folder;
    std::string plan_file;
};

TEST_F(InAFolder, APackReadsBackAsItWasMade) {
    const Pack pack = made();
    const auto read = parse_pack(pack_text(pack), "class.pack");
    ASSERT_TRUE(read.ok()) << to_string(read.faults());
    EXPECT_EQ(read->hash, pack.hash);
    EXPECT_EQ(pack_text(*read), pack_text(pack));
    EXPECT_EQ(read->stations[0].device, "console_n2o_2p0");
    EXPECT_EQ(read->stations[1].device, "console_n2o_1p4") << "the case's first";
    EXPECT_THAT(pack_text(pack), testing::Not(HasSubstr("OPEN"))) << "the release word must not travel with the pack";
}

// Whatever is changed in it is seen; what is no pack at all is refused with a sentence.
TEST_F(InAFolder, AChangedPackIsRefused) {
    const std::string text = pack_text(made());
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{{"\"seed\": 11", "\"seed\": 12"},
                                                                                   {"\"exam\"", "\"practice\""},
                                                                                   {"ben", "bob"},
                                                                                   {"bmi = 23", "bmi = 24"}}) {
        std::string changed = text;
        ASSERT_NE(changed.find(from), std::string::npos) << from;
        changed.replace(changed.find(from), from.size(), to);
        const auto read = parse_pack(changed, "class.pack");
        ASSERT_FALSE(read.ok()) << from;
        EXPECT_THAT(to_string(read.faults()), HasSubstr("changed after it was made")) << from;
    }
    for (const std::string& junk :
         {std::string("{}"), std::string("[]"), std::string("{\"kind\":\"class pack\",\"schema\":1}"),
          text.substr(0, text.size() / 2)})
        EXPECT_FALSE(parse_pack(junk, "class.pack").ok());
}

// Laid out elsewhere, far from this installation, its cases read as the same.
TEST_F(InAFolder, CarriesAllThatItsCasesName) {
    const Pack pack = made();
    const test::TemporaryFolder elsewhere;
    for (const scenario::CarriedFile& file : pack.files) {
        const std::string path = elsewhere.file(file.name);
        io::make_directories(io::folder_of(path));
        io::write_atomically(path, file.text);
        EXPECT_THAT(file.text, testing::Not(HasSubstr(CRYO_SOURCE_DIR)));
    }
    for (const PackStation& station : pack.stations) {
        const auto scenario = scenario::read_scenario(elsewhere.file(station.file));
        ASSERT_TRUE(scenario.ok()) << to_string(scenario.faults());
        EXPECT_EQ(scenario->id, station.scenario);
    }
}

TEST_F(InAFolder, NoNameOfACarriedFileLeadsOutOfItsFolder) {
    for (const char* name : {"../x.toml", "cases/../x.toml", "/etc/passwd", "cases/a/b.toml", "cases/", "/x", "",
                             "x.toml", "cases/.hidden", ".git/config"})
        EXPECT_FALSE(scenario::is_carried_name(name)) << name;
    EXPECT_TRUE(scenario::is_carried_name("devices/console_n2o_1p4.toml"));
}

TEST_F(InAFolder, WhatWasHandedInAsItWasMadeCounts) {
    const Pack pack = made();
    const HandedIn in = take_in(recorded(pack, 2, "anna"), "anna_2.ndjson", pack);
    EXPECT_TRUE(in.counts()) << to_string(in.problems);
    EXPECT_EQ(in.attempt->header.seal.started_s, 1000);
}

TEST_F(InAFolder, WhatIsNotAsPinnedIsNamed) {
    const Pack pack = made();
    using session::Setup;
    const auto with = [&](const std::function<void(Setup&)>& change) {
        return problem_of(pack, recorded(pack, 1, "anna", change));
    };
    EXPECT_THAT(with([](Setup& s) { s.seed = 99; }), HasSubstr("another patient"));
    EXPECT_THAT(with([](Setup& s) { s.bmi = 19; }), HasSubstr("another patient"));
    EXPECT_THAT(with([](Setup& s) { s.device = 0; }), HasSubstr("the station's is 'console_n2o_2p0'"));
    EXPECT_THAT(with([](Setup& s) { s.simulated_hand = false; }), HasSubstr("simulated hand was off"));
    EXPECT_THAT(problem_of(pack, recorded(pack, 1, "anna", {}, 0.25, "trackpad")), HasSubstr("asks for mouse"));
    EXPECT_THAT(problem_of(pack, recorded(pack, 1, "carla")), HasSubstr("'carla' is not on the list"));
    EXPECT_THAT(problem_of(made({"anna"}), recorded(pack, 1, "anna")), HasSubstr("another pack"));
    EXPECT_THAT(problem_of(pack, *io::read_text(scene("attempts/knee_ipbsn_good.ndjson"))),
                HasSubstr("not recorded for a class"));
    EXPECT_THAT(problem_of(pack, "no attempt at all\n"), HasSubstr("handed_in.ndjson:1:"));
}

TEST_F(InAFolder, AChangedLineIsFoundAndNamed) {
    const Pack pack = made();
    std::string text = recorded(pack, 1, "anna");
    const size_t at = text.find("\"do\":\"finish\"");
    ASSERT_NE(at, std::string::npos);
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(at), '\n');
    const size_t number = text.rfind("\"t_s\":0.25", at);
    text[number + 8] = '3';
    EXPECT_THAT(problem_of(pack, text),
                HasSubstr("handed_in.ndjson:" + std::to_string(line) + ":1: this line does not follow"));
}

TEST_F(InAFolder, TheRollNamesWhoIsMissingAndWhoIsThereTwice) {
    const Pack pack = made();
    const std::string first = recorded(pack, 1, "anna");
    const std::string other = recorded(pack, 1, "anna", {}, 0.5);
    std::vector<HandedIn> all{take_in(first, "a", pack), take_in(first, "copy_of_a", pack)};
    EXPECT_THAT(call_roll(pack, all), SizeIs(3)) << "anna's second station and both of ben's";
    EXPECT_TRUE(all[0].counts());
    EXPECT_THAT(to_string(all[1].problems), HasSubstr("the same attempt as a"));

    all = {take_in(first, "a", pack), take_in(other, "b", pack), take_in(recorded(pack, 2, "anna"), "c", pack)};
    EXPECT_THAT(call_roll(pack, all), SizeIs(2));
    EXPECT_THAT(to_string(all[0].problems), HasSubstr("handed in 2 attempts at station 1 (knee_ipbsn)"));
    EXPECT_FALSE(all[0].counts() || all[1].counts());
    EXPECT_TRUE(all[2].counts());
}

TEST_F(InAFolder, AnyoneMayTakePartInAClassWithoutAList) {
    const Pack open = made({});
    EXPECT_TRUE(open.takes("zoe"));
    for (const char* name : {"", "../zoe", "a b", ".zoe"}) EXPECT_FALSE(open.takes(name)) << name;
    EXPECT_FALSE(make_pack(plan_file, {"../anna"}, "0123", "OPEN").ok());
}

}  // namespace
}  // namespace cryo::station
