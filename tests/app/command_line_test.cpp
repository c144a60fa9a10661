#include "engine/app/command_line.h"

namespace cryo::app {
namespace {

template <class T>
T parsed(const std::vector<std::string>& words) {
    const Invocation invocation = parse_command_line(words);
    EXPECT_TRUE(std::holds_alternative<T>(invocation)) << "index " << invocation.index();
    return std::holds_alternative<T>(invocation) ? std::get<T>(invocation) : T{};
}

Message refused(const std::vector<std::string>& words) {
    const Invocation invocation = parse_command_line(words);
    const auto* message = std::get_if<Message>(&invocation);
    EXPECT_NE(message, nullptr);
    return message == nullptr ? Message{} : *message;
}

TEST(CommandLine, WithoutWordsOpensTheTrainer) {
    const auto options = parsed<TrainerOptions>({});
    EXPECT_EQ(options.scenario, "");
    EXPECT_FALSE(options.exam);
}

TEST(CommandLine, TrainerTakesACaseAndItsOptions) {
    const auto options =
        parsed<TrainerOptions>({"knee_ipbsn", "--learner", "anna", "--exam", "--seed", "7", "--bmi", "31"});
    EXPECT_EQ(options.scenario, "knee_ipbsn");
    EXPECT_EQ(options.learner, "anna");
    EXPECT_TRUE(options.exam);
    EXPECT_EQ(options.seed, 7U);
    EXPECT_EQ(options.bmi, 31.0);
}

TEST(CommandLine, EveryCommandIsRead) {
    EXPECT_TRUE(parsed<ListOptions>({"list", "--json"}).json);
    EXPECT_EQ(parsed<CheckOptions>({"check", "a.toml", "b.toml"}).files,
              (std::vector<std::string>{"a.toml", "b.toml"}));
    const auto render =
        parsed<RenderOptions>({"render", "knee_ipbsn", "--out", "d", "--pose", "slide_mm=3,tilt_deg=-4", "--frames",
                               "5", "--step", "slide_mm=1", "--raw", "--size", "640x480", "--seed", "3"});
    EXPECT_EQ(render.scenario, "knee_ipbsn");
    EXPECT_EQ(render.pose, "slide_mm=3,tilt_deg=-4");
    EXPECT_EQ(render.step, "slide_mm=1");
    EXPECT_EQ(render.frames, 5);
    EXPECT_TRUE(render.raw);
    EXPECT_EQ(render.size.width_px, 640);
    EXPECT_EQ(render.size.height_px, 480);
    const auto freeze = parsed<FreezeOptions>(
        {"freeze", "--device", "f.toml", "--tissue", "fat", "--seconds", "60", "--spacing-mm", "0.25", "--out", "d"});
    EXPECT_EQ(freeze.device, "f.toml");
    EXPECT_EQ(freeze.tissue, "fat");
    EXPECT_EQ(freeze.seconds, 60.0);
    EXPECT_EQ(freeze.spacing_mm, 0.25);
    EXPECT_TRUE(parsed<ReplayOptions>({"replay", "a.ndjson", "--out", "d", "--images"}).images);
    EXPECT_EQ(parsed<BenchOptions>({"bench", "--json", "b.json"}).json, "b.json");
}

TEST(CommandLine, HelpIsNoError) {
    for (const std::vector<std::string>& words : {std::vector<std::string>{"--help"},
                                                  {"list", "--help"},
                                                  {"render", "--help"},
                                                  {"freeze", "--help"},
                                                  {"replay", "--help"},
                                                  {"bench", "--help"},
                                                  {"check", "--help"},
                                                  {"--version"}}) {
        const Message message = refused(words);
        EXPECT_EQ(message.status, kDone) << words.front();
        EXPECT_FALSE(message.text.empty());
    }
    const std::string help = refused({"--help"}).text;
    for (const char* command : {"list", "check", "render", "freeze", "replay", "bench"})
        EXPECT_NE(help.find(command), std::string::npos) << command;
    EXPECT_NE(refused({"render", "--help"}).text.find("needle_pitch_deg"), std::string::npos)
        << "pose keys stand in the help";
}

TEST(CommandLine, WrongWordsAreBadInputWithOneSentence) {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"render", "knee_ipbsn"},            // no folder
          {"render", "knee_ipbsn", "--out", "d", "--size", "big"},     // not a size
          {"render", "knee_ipbsn", "--out", "d", "--size", "640"},     //
          {"render", "knee_ipbsn", "--out", "d", "--size", "640x-4"},  //
          {"render", "knee_ipbsn", "--out", "d", "--frames", "0"},     // outside
          {"render", "knee_ipbsn", "--out", "d", "--bmi", "80"},       //
          {"render", "knee_ipbsn", "--out", "d", "--bmi", "nan"},      //
          {"freeze", "--device", "f", "--tissue", "fat", "--seconds", "nan", "--out", "d"},
          {"freeze", "--device", "f", "--tissue", "fat", "--seconds", "-1", "--out", "d"},
          {"replay", "--out", "d"},
          {"list", "--jsn"},
          {"--seed", "seven"},
          {"--tier", "ultra"},
          {"lst"}}) {
        const Message message = refused(words);
        EXPECT_EQ(message.status, kBadInput) << words.front();
        EXPECT_EQ(message.text.find('\n'), std::string::npos) << message.text;
    }
    EXPECT_NE(refused({"lst"}).text.find("cryosono list"), std::string::npos);
}

}  // namespace
}  // namespace cryo::app
