#include "engine/session/attempt_file.h"

#include <cstring>
#include <filesystem>
#include <limits>

#include "engine/core/random.h"
#include "engine/core/version.h"
#include "engine/io/files.h"
#include "engine/session/replay.h"
#include "tests/session/small_case.h"

namespace cryo::session {
namespace {

using namespace cryo::test;

std::filesystem::path fresh_file(const std::string& name) {
    const std::filesystem::path folder = std::filesystem::path(CRYO_BINARY_DIR) / "attempt_test";
    std::filesystem::create_directories(folder);
    std::filesystem::remove(folder / name);
    return folder / name;
}

// A recording of a few seconds with a short freeze.
struct Recorded {
    std::filesystem::path file;
    std::unique_ptr<Session> session;
};
Recorded record(const std::string& name, double freeze_s = 2.0) {
    Recorded r{fresh_file(name),
               std::make_unique<Session>(shared_case(), session::Setup{.seed = 9, .learner = "anna"}, pool_of(2))};
    AttemptWriter writer(r.file, *r.session);
    const auto play = [&](double seconds) {
        for (int i = 0; i < static_cast<int>(seconds * 30.0); ++i) {
            r.session->advance(4);
            writer.update(*r.session);
        }
        writer.flush();
    };
    r.session->apply(MoveTransducer{.slide_m = 0.00123456, .tilt_rad = 0.0417});
    r.session->apply(MoveTransducer{.slide_m = std::numeric_limits<double>::quiet_NaN()});  // refused, not written
    r.session->apply(MoveTransducer{.slide_m = 0.3});                                       // refused, written
    play(0.5);
    r.session->apply(MoveCryoprobe{.insert_m = insert_on_target_m()});
    play(3.0);
    r.session->apply(SetKnob{Knob::GainDb, 3.7});
    r.session->apply(Gas{true});
    play(freeze_s);
    r.session->apply(Gas{false});
    r.session->apply(Answer{"side", "right"});
    r.session->apply(Decide{"treat", "no contraindication"});
    play(0.5);
    r.session->apply(Finish{});
    writer.finish(*r.session);
    return r;
}

std::string text_of(const std::filesystem::path& file) { return io::read_text(file.string()).value(); }

// ---- recording and replay
// --------------------------------------------------------------------------------------------

TEST(Recording, ReadsBackAsItHappened) {
    const Recorded r = record("round_trip.ndjson");
    const auto attempt = read_attempt(r.file);
    ASSERT_TRUE(attempt.ok()) << to_string(attempt.faults());
    EXPECT_FALSE(attempt->authored);
    EXPECT_FALSE(attempt->truncated);
    EXPECT_EQ(attempt->header.scenario, "small");
    EXPECT_EQ(attempt->header.learner, "anna");
    EXPECT_EQ(attempt->header.device, "console");
    EXPECT_EQ(attempt->header.seed, 9U);
    EXPECT_EQ(attempt->header.physics_version, kPhysicsVersion);
    EXPECT_EQ(attempt->header.program_version, program_version());
    ASSERT_EQ(attempt->commands.size(), r.session->commands().size());
    for (size_t i = 0; i < attempt->commands.size(); ++i) {
        EXPECT_EQ(attempt->commands[i].tick, r.session->commands()[i].tick);
        EXPECT_EQ(command_line(attempt->commands[i]), command_line(r.session->commands()[i]));
    }
    ASSERT_EQ(attempt->trace.size(), r.session->trace().size());
    EXPECT_EQ(std::memcmp(attempt->trace.data(), r.session->trace().data(),
                          attempt->trace.size() * sizeof(measure::TraceSample)),
              0);
    ASSERT_EQ(attempt->events.size(), r.session->events().size());
    for (size_t i = 0; i < attempt->events.size(); ++i) {
        EXPECT_EQ(attempt->events[i].kind, r.session->events()[i].kind);
        EXPECT_EQ(attempt->events[i].text, r.session->events()[i].text);
        EXPECT_NEAR(attempt->events[i].t_s, r.session->events()[i].t_s, 1e-4);
    }
    ASSERT_TRUE(attempt->end.has_value());
    EXPECT_EQ(attempt->end->hash, r.session->state_hash());
    EXPECT_EQ(attempt->keyframes.size(), r.session->keyframes().size());
}

TEST(Recording, ReplaysBitForBitOnAnyNumberOfThreads) {
    const Recorded r = record("replay.ndjson");
    const auto attempt = read_attempt(r.file);
    ASSERT_TRUE(attempt.ok());
    for (const int threads : {1, 7}) {
        const auto again = replay(*attempt, shared_case(), pool_of(threads));
        ASSERT_TRUE(again.ok());
        ASSERT_TRUE(again->matches.has_value());
        EXPECT_TRUE(*again->matches) << again->statement;
        EXPECT_EQ(again->session->state_hash(), r.session->state_hash());
        EXPECT_THAT(again->statement, testing::HasSubstr("bit for bit"));
        EXPECT_EQ(std::memcmp(again->trace(*attempt).data(), r.session->trace().data(),
                              r.session->trace().size() * sizeof(measure::TraceSample)),
                  0);
    }
}

TEST(Recording, ShowsFramesOnTheWayAndCanBeStopped) {
    const Recorded r = record("frames.ndjson");
    const auto attempt = read_attempt(r.file);
    ASSERT_TRUE(attempt.ok());
    std::vector<int64_t> ticks;
    ReplayOptions options;
    options.on_frame = [&](const Session& session) {
        ticks.push_back(session.tick());
        return ticks.size() < 10;
    };
    const auto stopped = replay(*attempt, shared_case(), pool_of(1), options);
    ASSERT_TRUE(stopped.ok());
    EXPECT_FALSE(stopped->complete);
    ASSERT_EQ(ticks.size(), 10U);
    for (size_t i = 0; i < ticks.size(); ++i) EXPECT_EQ(ticks[i], static_cast<int64_t>(4 * (i + 1)));
}

TEST(Recording, AChangedCommandShowsWhereItDiverged) {
    const Recorded r = record("changed.ndjson", 4.0);
    std::string text = text_of(r.file);
    const size_t at = text.find("\"gain_db\":3.7");
    ASSERT_NE(at, std::string::npos);
    text.replace(at, 13, "\"gain_db\":3.6");
    const auto attempt = parse_attempt(text, "changed");
    ASSERT_TRUE(attempt.ok());
    const auto again = replay(*attempt, shared_case(), pool_of(2));
    ASSERT_TRUE(again.ok());
    EXPECT_FALSE(again->matches.value_or(true));
    EXPECT_EQ(again->diverged_tick, kTicksPerKeyframe);  // the knob was turned at 3.5 s, the first keyframe is at 5 s
    EXPECT_FALSE(again->use_stored_trace) << "the same physics: what was replayed counts";
}

TEST(Recording, OfAnotherPhysicsVersionIsMeasuredByItsStoredTrace) {
    const Recorded r = record("version.ndjson");
    std::string text = text_of(r.file);
    const std::string version = "\"physics_version\":" + std::to_string(kPhysicsVersion);
    text.replace(text.find(version), version.size(), "\"physics_version\":99");
    const auto attempt = parse_attempt(text, "version");
    ASSERT_TRUE(attempt.ok());
    const auto again = replay(*attempt, shared_case(), pool_of(2));
    ASSERT_TRUE(again.ok());
    EXPECT_FALSE(again->matches.has_value());
    EXPECT_TRUE(again->use_stored_trace);
    EXPECT_EQ(&again->trace(*attempt), &attempt->trace);
    EXPECT_THAT(again->statement, testing::HasSubstr("99"));
}

TEST(Recording, CutOffAnywhereIsReadUpToItsLastWholeLine) {
    const Recorded r = record("cut.ndjson");
    const std::string text = text_of(r.file);
    const size_t header = text.find('\n');
    for (const double part : {0.1, 0.35, 0.5, 0.77, 0.999}) {
        const size_t length = std::max(header + 1, static_cast<size_t>(part * static_cast<double>(text.size())));
        const auto attempt = parse_attempt(text.substr(0, length), "cut");
        ASSERT_TRUE(attempt.ok()) << to_string(attempt.faults());
        EXPECT_TRUE(attempt->truncated);
        EXPECT_THAT(attempt->note, testing::HasSubstr("without its closing line"));
        EXPECT_LE(attempt->commands.size(), r.session->commands().size());
        const auto again = replay(*attempt, shared_case(), pool_of(2));
        ASSERT_TRUE(again.ok());
        EXPECT_LE(again->session->tick(), r.session->tick());
        EXPECT_TRUE(again->matches.value_or(true)) << again->statement;
    }
}

TEST(Recording, NeverWritesIntoAFileThatIsThere) {
    const Recorded r = record("taken.ndjson", 0.1);
    const std::string before = text_of(r.file);
    EXPECT_THROW(AttemptWriter(r.file, *r.session), std::runtime_error);
    EXPECT_EQ(text_of(r.file), before);
}

TEST(Recording, IsOnDiskAfterEachFlush) {
    const std::filesystem::path file = fresh_file("flush.ndjson");
    Session session(shared_case(), {}, pool_of(1));
    AttemptWriter writer(file, session);
    session.apply(MoveTransducer{.slide_m = 0.002});
    advance_s(session, 2.5);
    writer.update(session);
    writer.flush();
    const auto attempt = read_attempt(file);  // while the writer still holds it open
    ASSERT_TRUE(attempt.ok());
    EXPECT_EQ(attempt->commands.size(), 1U);
    EXPECT_EQ(attempt->trace.size(), 120U);  // whole seconds
    EXPECT_TRUE(attempt->truncated);
}

// ---- files by hand
// -----------------------------------------------------------------------------------------------------

const char* const kByHand =
    R"({"schema":1,"kind":"attempt","scenario":"small","seed":7,"patient":{"bmi":23,"side":"left"},"learner":"by hand"}

{"t_s":0.5,"do":"transducer","slide_mm":3,"tilt_deg":-4}
{"t_s":1,"do":"knob","gain_db":6,"freeze_image":true}
{"t_s":1,"do":"knob","name":"depth_mm","value":25, "comment":"nearer"}
{"t_s":1.5,"do":"cryoprobe","insert_mm":12.5,"needle_yaw_deg":2}
{"t_s":2,"do":"stim","mode":"sensory","amplitude_v":0.5}
{"t_s":2.5,"do":"stim","mode":"off"}
{"t_s":3,"do":"gas","on":true}
{"t_s":4,"do":"gas","on":false}
{"t_s":4,"do":"answer","question":"side","choice":"left"}
{"t_s":4,"do":"decide","decision":"treat"}
{"t_s":5,"do":"finish"}
)";

TEST(ByHand, IsReadAndRun) {
    const auto attempt = parse_attempt(kByHand, "hand");
    ASSERT_TRUE(attempt.ok()) << to_string(attempt.faults());
    EXPECT_TRUE(attempt->authored);
    EXPECT_FALSE(attempt->truncated);
    ASSERT_EQ(attempt->commands.size(), 12U);
    EXPECT_EQ(attempt->commands[0].tick, 60);
    const auto run = replay(*attempt, shared_case(), pool_of(2));
    ASSERT_TRUE(run.ok());
    EXPECT_TRUE(run->session->finished());
    EXPECT_EQ(run->session->tick(), 5 * kTicksPerSecond);
    EXPECT_EQ(run->session->patient().seed, 7U);
    EXPECT_EQ(run->session->patient().side, anatomy::Side::Left);
    EXPECT_NEAR(run->session->screen().imaging.depth_m, 0.025, 1e-12);
    EXPECT_TRUE(run->session->screen().imaging.frozen);
    EXPECT_EQ(count_events(*run->session, EventKind::GasOn), 1);
    EXPECT_EQ(count_events(*run->session, EventKind::Refused), 0);
    EXPECT_FALSE(run->matches.has_value());
    EXPECT_THAT(run->statement, testing::HasSubstr("by hand"));
}

TEST(ByHand, TheHeaderMaySayAsLittleAsTheCase) {
    const auto attempt = parse_attempt("{\"scenario\":\"small\"}\n{\"t_s\":0.5,\"do\":\"finish\"}", "hand");
    ASSERT_TRUE(attempt.ok()) << to_string(attempt.faults());
    EXPECT_TRUE(attempt->authored);
    const auto full = parse_attempt(
        R"({"scenario":"small","patient":{"bmi":31.5,"sex":"male","age_years":77,"side":"left","seed":12}})", "hand");
    ASSERT_TRUE(full.ok()) << to_string(full.faults());
    const auto setup = setup_from(*full, *shared_case());
    ASSERT_TRUE(setup.ok());
    const anatomy::Patient patient = patient_of(*shared_case(), setup.value());
    EXPECT_EQ(patient.bmi, 31.5);
    EXPECT_EQ(patient.sex, anatomy::Sex::Male);
    EXPECT_EQ(patient.age_years, 77.0);
    EXPECT_EQ(patient.side, anatomy::Side::Left);
    EXPECT_EQ(patient.seed, 12U);
}

TEST(ByHand, OutOfRangeValuesAreRefusedInTheRunWithTheirRange) {
    const auto attempt = parse_attempt(R"({"schema":1,"kind":"attempt","scenario":"small"}
{"t_s":0,"do":"transducer","slide_mm":300}
{"t_s":0.1,"do":"finish"})",
                                       "hand");
    ASSERT_TRUE(attempt.ok());
    const auto run = replay(*attempt, shared_case(), pool_of(1));
    ASSERT_TRUE(run.ok());
    EXPECT_EQ(count_events(*run->session, EventKind::Refused), 1);
}

TEST(ByHand, AnUnknownDeviceIsNamedWithTheNearest) {
    const auto attempt =
        parse_attempt(R"({"schema":1,"kind":"attempt","scenario":"small","device":"consoel"})", "hand");
    ASSERT_TRUE(attempt.ok());
    const auto run = replay(*attempt, shared_case(), pool_of(1));
    ASSERT_FALSE(run.ok());
    EXPECT_THAT(to_string(run.faults()), testing::HasSubstr("did you mean 'console'?"));
}

struct Slip {
    const char* line;
    const char* expected;  // of the message with its place
};

TEST(ByHand, EverySlipIsSaidWithItsPlaceAndTheRightWord) {
    const std::vector<Slip> slips{
        {R"({"t_s":1,"do":"transduser","slide_mm":3})", "f:2:10: 'do' is 'transduser'; did you mean 'transducer'?"},
        {R"({"t_s":1,"do":"transducer","slied_mm":3})",
         "f:2:28: there is no key 'slied_mm' here; did you mean 'slide_mm'?"},
        {R"({"t_s":1,"do":"transducer"})", "f:2:1: nothing is said to move"},
        {R"({"t_s":1,"do":"transducer","slide_mm":"3"})", "f:2:28: 'slide_mm' must be a number"},
        {R"({"t_s":1,"do":"transducer","slide_mm":null})", "f:2:28: 'slide_mm' must be a number"},
        {R"({"do":"transducer","slide_mm":3})", "f:2:1: the key 't_s' is missing"},
        {R"({"t_s":-1,"do":"transducer","slide_mm":3})", "f:2:2: 't_s' is -1; allowed is 0 to"},
        {R"({"t_s":1e99,"do":"finish"})", "f:2:2: 't_s' is 1e+99; allowed is 0 to"},
        {R"({"t_s":1})", "the key 'do' is missing"},
        {R"({"t_s":1,"do":"gas"})", "the key 'on' is missing"},
        {R"({"t_s":1,"do":"gas","on":"yes"})", "f:2:21: 'on' must be true or false"},
        {R"({"t_s":1,"do":"stim","mode":"motor"})", "the key 'amplitude_v' is missing"},
        {R"({"t_s":1,"do":"stim","mode":"moter","amplitude_v":1})", "did you mean 'motor'?"},
        {R"({"t_s":1,"do":"knob","gain":3})", "there is no key 'gain' here"},
        {R"({"t_s":1,"do":"knob","name":"gain_bd","value":3})", "did you mean 'gain_db'?"},
        {R"({"t_s":1,"do":"knob"})", "no knob is named"},
        {R"({"t_s":1,"do":"knob","gain_db":"high"})", "f:2:22: 'gain_db' must be a number"},
        {R"({"t_s":1,"do":"decide","decision":"dont_treat"})", "did you mean 'do_not_treat'?"},
        {R"({"t_s":1,"do":"finish","now":true})", "there is no key 'now' here"},
        {R"({"t_s":1,"do":"finish","do":"gas"})", "the key 'do' stands twice"},
        {R"({"t_s":1,"do":"finish")", "not JSON"},
        {R"([1,2])", "a line must be one object"},
        {R"({"rec":"trase","samples":1,"data":""})", "did you mean 'trace'?"},
        {R"({"rec":"trace","t_s":0,"samples":1,"data":"AAAA"})", "does not hold 1 samples"},
        {R"({"rec":"keyframe","t_s":5,"hash":"xyz"})", "'hash' must be 16 hexadecimal digits"},
    };
    for (const Slip& slip : slips) {
        std::string text = R"({"schema":1,"kind":"attempt","scenario":"small"})";
        text.append("\n").append(slip.line).append("\n");
        const auto attempt = parse_attempt(text, "f");
        ASSERT_FALSE(attempt.ok()) << slip.line;
        EXPECT_THAT(to_string(attempt.faults()), testing::HasSubstr(slip.expected)) << slip.line;
        EXPECT_EQ(attempt.faults().size(), 1U) << "one slip, one fault:\n" << to_string(attempt.faults());
    }
}

TEST(ByHand, HeaderSlipsAreSaidAllAtOnce) {
    const auto attempt = parse_attempt(
        R"({"schema":2,"kind":"attemt","scenari":"small","seed":-3,"patient":{"bmi":60,"sidde":"left"}})", "f");
    ASSERT_FALSE(attempt.ok());
    const std::string all = to_string(attempt.faults());
    for (const char* expected :
         {"'schema' is 2", "did you mean 'attempt'?", "did you mean 'scenario'?", "the key 'scenario' is missing",
          "'seed' must be a whole number", "'bmi' is 60; allowed is 17 to 45", "did you mean 'side'?"})
        EXPECT_THAT(all, testing::HasSubstr(expected));
    EXPECT_FALSE(parse_attempt("", "f").ok());
    EXPECT_FALSE(parse_attempt("\n\n", "f").ok());
}

TEST(ByHand, CommandsMustNotRunBackwards) {
    const auto attempt = parse_attempt(R"({"schema":1,"kind":"attempt","scenario":"small"}
{"t_s":5,"do":"gas","on":true}
{"t_s":3,"do":"finish"})",
                                       "f");
    ASSERT_FALSE(attempt.ok());
    EXPECT_THAT(to_string(attempt.faults()), testing::HasSubstr("f:3:2: 't_s' is 3, earlier than the command before"));
}

// ---- what a file holds is what the session was given
// ----------------------------------------------------------------------

TEST(AsRecorded, AnyCommandSurvivesTheFileBitForBit) {
    Rng rng(11, "commands");
    for (int i = 0; i < 2000; ++i) {
        const Command original =
            i % 3 == 0
                ? Command(MoveTransducer{.slide_m = rng.uniform(-0.04, 0.04), .tilt_rad = rng.uniform(-0.7, 0.7)})
            : i % 3 == 1 ? Command(MoveCryoprobe{.yaw_rad = rng.uniform(-3.0, 3.0), .insert_m = rng.uniform(0.0, 0.09)})
                         : Command(SetKnob{Knob::FrequencyHz, rng.uniform(5e6, 12e6)});
        const TimedCommand recorded{i, as_recorded(original)};
        const std::string line = command_line(recorded);
        const auto back = parse_attempt("{\"schema\":1,\"kind\":\"attempt\",\"scenario\":\"s\"}\n" + line + "\n", "f");
        ASSERT_TRUE(back.ok()) << line << to_string(back.faults());
        ASSERT_EQ(back->commands.size(), 1U);
        EXPECT_EQ(back->commands[0].tick, recorded.tick);
        EXPECT_EQ(command_line(back->commands[0]), line);
        const auto values = [](const Command& command) {
            if (const auto* t = std::get_if<MoveTransducer>(&command)) return std::vector{*t->slide_m, *t->tilt_rad};
            if (const auto* c = std::get_if<MoveCryoprobe>(&command)) return std::vector{*c->yaw_rad, *c->insert_m};
            return std::vector{std::get<SetKnob>(command).value};
        };
        EXPECT_EQ(values(back->commands[0].command), values(recorded.command)) << line;
        EXPECT_EQ(values(as_recorded(recorded.command)), values(recorded.command)) << "rounding twice is rounding once";
    }
}

// ---- garbage
// -----------------------------------------------------------------------------------------------------------------

TEST(Garbage, NeverDoesMoreThanBeRefused) {
    const Recorded r = record("fuzz.ndjson", 0.1);
    const std::string recording = text_of(r.file);
    Rng rng(3, "garbage");
    const auto below = [&](size_t n) { return static_cast<size_t>(rng.uniform() * static_cast<double>(n)); };
    const char* const kPieces[] = {"{",
                                   "}",
                                   "\"",
                                   "\n",
                                   ":",
                                   ",",
                                   "null",
                                   "1e999",
                                   "-",
                                   "[",
                                   "\\u0000",
                                   "\xff",
                                   "true",
                                   "\"t_s\":",
                                   "\"do\":\"",
                                   "\"rec\":\"end\"",
                                   "\"samples\":1e6"};
    int refused = 0;
    for (int round = 0; round < 1500; ++round) {
        std::string text = round % 4 == 0 ? recording.substr(0, below(recording.size())) : std::string(kByHand);
        const int edits = 1 + static_cast<int>(below(6));
        for (int e = 0; e < edits && !text.empty(); ++e) {
            const size_t at = below(text.size());
            switch (below(4)) {
                case 0:
                    text[at] = static_cast<char>(below(256));
                    break;
                case 1:
                    text.erase(at, 1 + below(20));
                    break;
                case 2:
                    text.insert(at, kPieces[below(std::size(kPieces))]);
                    break;
                default:
                    text.insert(at, text.substr(below(text.size()), below(60)));
                    break;
            }
        }
        const auto attempt = parse_attempt(text, "garbage");
        if (!attempt.ok()) {
            ++refused;
            for (const Diagnostic& fault : attempt.faults()) {
                EXPECT_FALSE(fault.message.empty());
                EXPECT_GT(fault.line, 0);
            }
        }
    }
    EXPECT_GT(refused, 500) << "the edits do break files";
}

}  // namespace
}  // namespace cryo::session
