#include "engine/station/protocol.h"

#include <limits>

#include "tests/station/messages.h"

namespace cryo::station {
namespace {

template <class T>
T learner_reads(const std::string& text) {
    const Result<LearnerMessage> message = read_learner_message(text);
    if (!message) ADD_FAILURE() << to_string(message.faults());
    if (!message || !std::holds_alternative<T>(*message)) return {};
    return std::get<T>(*message);
}

LiveState full_state() {
    LiveState s = practising(12.25);
    s.phase_s = 3.5;
    s.phase_limit_s = 240.0;
    s.paused = s.gas_on = s.frozen_in = s.tip_seen = s.question_open = true;
    s.insert_mm = 21.5;
    s.tip_unseen_s = 1.25;
    s.idle_s = 2.0;
    s.tip_target_mm = -0.75;
    s.treated_mm = 3.25;
    s.required_mm = 4.0;
    s.ice_mm = 4.5;
    s.tip_degc = -88.0;
    s.skin_degc = 12.5;
    s.gas_left_s = 31.0;
    s.placement = 2;
    s.criticals = 1;
    s.last_critical = "Artery punctured.";
    s.score = 61.5;
    s.measures = {{"V6", "Needle seen while advancing", "", 0.75, 0.9, 0.5}};
    return s;
}

TEST(Protocol, GreetingIsPinnedOnTheWire) {
    EXPECT_EQ(learner_hello("anna"), R"({"v":1,"kind":"hello","role":"learner","secret":"KNEE-7","learner":"anna"})");
    EXPECT_EQ(page_order(Verb::Flinch, 3), R"({"v":1,"kind":"order","seat":3,"verb":"flinch","text":""})");
}

TEST(Protocol, EveryMessageComesBackAsItWent) {
    const Result<Hello> hello = read_hello(instructor_hello());
    ASSERT_TRUE(hello);
    EXPECT_EQ(hello->role, Role::Instructor);
    EXPECT_EQ(hello->secret, kToken);

    const CaseInfo info{"first_block", "First block", "learn", {{"scan", "Find it", "needle"}}, {"help"}};
    EXPECT_EQ(to_text(learner_reads<CaseInfo>(to_text(info))), to_text(info));
    EXPECT_EQ(learner_reads<CaseInfo>(to_text(info)).phases.front().instruction, "Find it");

    const LiveState back = learner_reads<LiveState>(to_text(full_state()));
    EXPECT_EQ(to_text(back), to_text(full_state()));
    EXPECT_EQ(back.tip_target_mm, -0.75);
    EXPECT_EQ(back.score, 61.5);
    EXPECT_FALSE(learner_reads<LiveState>(to_text(practising(1.0))).score.has_value());

    const LiveEvent event{3.5, "artery_puncture", "Artery punctured.", true};
    EXPECT_EQ(to_text(learner_reads<LiveEvent>(to_text(event))), to_text(event));

    const Picture picture = jpeg_picture(32, 90);
    EXPECT_EQ(learner_reads<Picture>(to_text(picture)).jpeg, picture.jpeg);

    for (size_t verb = 0; verb < kVerbCount; ++verb) {
        const Result<InstructorMessage> order = read_instructor_message(page_order(static_cast<Verb>(verb), 7, "word"));
        ASSERT_TRUE(order);
        EXPECT_EQ(std::get<Order>(*order).verb, static_cast<Verb>(verb));
        EXPECT_EQ(std::get<Order>(*order).seat, 7);
        const Result<StationMessage> told = read_station_message(to_text(Order{static_cast<Verb>(verb), "word"}));
        ASSERT_TRUE(told);
        EXPECT_EQ(std::get<Order>(*told).text, "word");
    }
    const Result<StationMessage> welcome = read_station_message(to_text(Welcome{"Knee class", 2}));
    ASSERT_TRUE(welcome);
    EXPECT_EQ(std::get<Welcome>(*welcome).watchers, 2);
}

TEST(Protocol, NumbersThatAreNoneDoNotLeave) {
    LiveState state = practising(1.0);
    state.tip_target_mm = std::numeric_limits<double>::quiet_NaN();
    state.ice_mm = std::numeric_limits<double>::infinity();
    EXPECT_EQ(learner_reads<LiveState>(to_text(state)).ice_mm, 0.0);
}

// One thing wrong with a good message; each must be refused by name of what is wrong.
TEST(Protocol, RefusesWhatIsNotOfItsShape) {
    struct Wrong {
        const char* key;
        io::Json value;
    };
    const std::vector<Wrong> wrongs{{"v", 2},
                                    {"v", "1"},
                                    {"kind", "shutdown"},
                                    {"kind", 3},
                                    {"screen", "desktop"},
                                    {"t_s", -1.0},
                                    {"t_s", nullptr},
                                    {"t_s", "12"},
                                    {"tip_degc", -300.0},
                                    {"paused", 1},
                                    {"placement", 1.5},
                                    {"score", 101.0},
                                    {"last_critical", std::string(kSentenceLimit + 1, 'x')},
                                    {"last_critical", "a\nb"},
                                    {"measures", io::Json::object()},
                                    {"measures", io::Json::array({io::Json::object()})},
                                    {"name", "Anna Example"}};
    for (const Wrong& wrong : wrongs) {
        io::Json json = parsed(to_text(full_state()));
        json[wrong.key] = wrong.value;
        EXPECT_FALSE(read_learner_message(io::json_line(json))) << wrong.key << " = " << wrong.value;
    }
    const io::Json whole = parsed(to_text(full_state()));
    for (const auto& [key, value] : whole.items()) {
        io::Json json = whole;
        json.erase(key);
        EXPECT_FALSE(read_learner_message(io::json_line(json))) << "without " << key;
    }
}

TEST(Protocol, RefusesJunk) {
    const std::string deep = std::string(50000, '[') + std::string(50000, ']');
    for (const std::string& junk :
         {std::string(), std::string("null"), std::string("[]"), std::string("{}"), std::string("{\"v\":1"),
          std::string("\xff\xfe\x00", 3), deep, std::string(R"({"v":1,"v":1,"kind":"hello"})"),
          std::string(R"({"v":1e999,"kind":"hello"})")}) {
        EXPECT_FALSE(read_hello(junk));
        EXPECT_FALSE(read_learner_message(junk));
        EXPECT_FALSE(read_instructor_message(junk));
        EXPECT_FALSE(read_station_message(junk));
    }
    EXPECT_FALSE(read_learner_message(std::string(kLearnerLimitBytes + 1, ' ')));
    EXPECT_FALSE(read_hello(std::string(kHelloLimitBytes + 1, ' ')));
}

TEST(Protocol, PicturesAreJpegOfAllowedSize) {
    Picture picture = jpeg_picture(32, 90);
    picture.jpeg = "<svg onload=alert(1)>";
    EXPECT_FALSE(read_learner_message(to_text(picture)));
    picture.jpeg = "\xFF\xD8" + std::string(kPictureLimitBytes, 'x') + "\xFF\xD9";
    EXPECT_FALSE(read_learner_message(to_text(picture)));
    picture = jpeg_picture(32, 90);
    picture.width_px = 0;
    EXPECT_FALSE(read_learner_message(to_text(picture)));
}

TEST(Protocol, NobodyIsNamedButByAPseudonym) {
    EXPECT_TRUE(is_pseudonym("K7-anna_2.b"));
    for (const char* name : {"Anna Example", "anna@hospital.example", "<b>anna</b>", "anna\n", "ann\xC3\xA4"})
        EXPECT_FALSE(is_pseudonym(name)) << name;
    EXPECT_FALSE(is_pseudonym(std::string(kPseudonymLimit + 1, 'a')));
    EXPECT_FALSE(read_hello(to_text(Hello{Role::Learner, kCode, "Anna Example"})));
}

TEST(Protocol, TextsAreCutBetweenCharacters) {
    EXPECT_EQ(fitted("abc", 3), "abc");
    EXPECT_EQ(fitted("abcd", 3), "abc");
    EXPECT_EQ(fitted("ab\xC3\xA4", 4), "ab\xC3\xA4");
    EXPECT_EQ(fitted("ab\xC3\xA4", 3), "ab");
    EXPECT_EQ(fitted("a\xE2\x82\xAC", 3), "a");
    EXPECT_EQ(fitted("a\nb\x7f", 9), "ab");
}

TEST(Protocol, SecretsAreComparedWhole) {
    EXPECT_TRUE(same_secret("abc", "abc"));
    EXPECT_FALSE(same_secret("abc", "abd"));
    EXPECT_FALSE(same_secret("abc", "ab"));
    EXPECT_FALSE(same_secret("", ""));  // no secret lets nobody in
}

}  // namespace
}  // namespace cryo::station
