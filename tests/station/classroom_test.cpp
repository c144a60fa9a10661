#include "engine/station/classroom.h"

#include "tests/station/messages.h"

namespace cryo::station {
namespace {

constexpr int kAnna = 1, kBen = 2, kPage = 10, kOtherPage = 11;

// All that a connection is told, until nothing is left.
std::vector<std::string> drained(Classroom& room, int connection) {
    std::vector<std::string> texts;
    while (room.has_next(connection)) texts.push_back(room.next(connection));
    return texts;
}

std::vector<std::string> of_kind(const std::vector<std::string>& texts, const std::string& kind) {
    std::vector<std::string> some;
    for (const std::string& text : texts)
        if (kind_of(text) == kind) some.push_back(text);
    return some;
}

void join(Classroom& room, int connection, const std::string& hello) {
    ASSERT_TRUE(room.open(connection));
    ASSERT_TRUE(room.receive(connection, hello));
}

int seat_of(Classroom& room, int page, const std::string& learner) {
    room.tick();
    for (int i = 0; i < 10; ++i) room.tick();
    for (const std::string& text : of_kind(drained(room, page), "roster")) {
        const io::Json roster = parsed(text);
        for (const auto& seat : roster["seats"])
            if (seat["learner"] == learner) return seat["seat"];
    }
    ADD_FAILURE() << learner << " is not on the wall";
    return 0;
}

TEST(Classroom, WrongSecretsGetOneSentenceAndNothingElse) {
    Classroom room(access());
    join(room, kAnna, learner_hello("anna"));
    ASSERT_TRUE(room.receive(kAnna, to_text(practising(1.0))));
    int connection = 100;
    for (const std::string& hello :
         {learner_hello("eve", "WRONG"), learner_hello("eve", ""), learner_hello("eve", kToken), instructor_hello(""),
          instructor_hello("wrong-token"), instructor_hello(kCode), to_text(practising(1.0)),
          page_order(Verb::Flinch, 0), std::string("junk"), std::string()}) {
        ASSERT_TRUE(room.open(++connection));
        EXPECT_FALSE(room.receive(connection, hello)) << hello;
        EXPECT_TRUE(room.is_over(connection));
        const auto told = drained(room, connection);
        ASSERT_EQ(told.size(), 1U);
        EXPECT_EQ(kind_of(told.front()), "refused");
        EXPECT_FALSE(room.receive(connection, instructor_hello())) << "a second try on the same connection";
        room.close(connection);
    }
    EXPECT_EQ(room.counts().learners, 1);
    EXPECT_EQ(room.counts().instructors, 0);
    // Nothing of what the strangers asked for reached the learner.
    EXPECT_TRUE(of_kind(drained(room, kAnna), "order").empty());
}

TEST(Classroom, APageSeesWhatATrainerShows) {
    Classroom room(access());
    join(room, kAnna, learner_hello("anna"));
    join(room, kPage, instructor_hello());
    drained(room, kPage);
    ASSERT_TRUE(room.receive(kAnna, to_text(CaseInfo{"knee", "Knee", "check", {}, {}})));
    ASSERT_TRUE(room.receive(kAnna, to_text(LiveEvent{2.0, "gas_on", "Gas on.", false})));
    ASSERT_TRUE(room.receive(kAnna, to_text(practising(2.0))));
    const auto told = drained(room, kPage);
    ASSERT_EQ(of_kind(told, "case").size(), 1U);
    EXPECT_EQ(of_kind(told, "event").size(), 1U);
    ASSERT_EQ(of_kind(told, "state").size(), 1U);
    EXPECT_EQ(parsed(of_kind(told, "state").front())["t_s"], 2.0);
    EXPECT_TRUE(drained(room, kPage).empty()) << "told once";
}

TEST(Classroom, OfPicturesASlowPageGetsTheLatest) {
    Classroom room(access());
    join(room, kAnna, learner_hello("anna"));
    join(room, kPage, instructor_hello());
    drained(room, kPage);
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(room.receive(kAnna, to_text(jpeg_picture(16 + i, 90))));
    const auto pictures = of_kind(drained(room, kPage), "picture");
    ASSERT_EQ(pictures.size(), 1U);
    EXPECT_EQ(parsed(pictures.front())["width_px"], 25);
}

TEST(Classroom, NoTrainerKeepsAnotherFromTheWall) {
    Classroom room(access());
    join(room, kAnna, learner_hello("anna"));
    join(room, kBen, learner_hello("ben"));
    join(room, kPage, instructor_hello());
    drained(room, kPage);
    ASSERT_TRUE(room.receive(kBen, to_text(jpeg_picture(40, 90))));
    for (int i = 0; i < 5; ++i) {  // anna sends a picture before each that goes out
        ASSERT_TRUE(room.receive(kAnna, to_text(jpeg_picture(20, 90))));
        ASSERT_TRUE(room.receive(kAnna, to_text(jpeg_picture(20, 90))));
        if (parsed(room.next(kPage))["width_px"] == 40) return;
    }
    FAIL() << "ben's picture never went out";
}

TEST(Classroom, OrdersReachTheOneTheyAreFor) {
    Classroom room(access());
    join(room, kAnna, learner_hello("anna"));
    join(room, kBen, learner_hello("ben"));
    join(room, kPage, instructor_hello());
    const int ben = seat_of(room, kPage, "ben");
    ASSERT_NE(ben, 0);
    drained(room, kAnna);
    drained(room, kBen);
    ASSERT_TRUE(room.receive(kPage, page_order(Verb::Message, ben, "Tilt a little")));
    EXPECT_TRUE(drained(room, kAnna).empty());
    const auto told = drained(room, kBen);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front(), to_text(Order{Verb::Message, "Tilt a little"}));
    ASSERT_TRUE(room.receive(kPage, page_order(Verb::Pause, 0)));
    EXPECT_EQ(drained(room, kAnna).size(), 1U);
    EXPECT_EQ(drained(room, kBen).size(), 1U);
}

TEST(Classroom, ATrainerIsWatchedFromTheFirstPageToTheLast) {
    Classroom room(access());
    join(room, kAnna, learner_hello("anna"));
    join(room, kPage, instructor_hello());
    join(room, kOtherPage, instructor_hello());
    const int anna = seat_of(room, kPage, "anna");
    drained(room, kAnna);
    const auto verbs_told = [&] {
        std::vector<std::string> verbs;
        for (const std::string& text : of_kind(drained(room, kAnna), "order"))
            verbs.push_back(parsed(text)["verb"].get<std::string>());
        return verbs;
    };
    ASSERT_TRUE(room.receive(kPage, page_order(Verb::Watch, anna)));
    EXPECT_EQ(verbs_told(), std::vector<std::string>{"watch"});
    ASSERT_TRUE(room.receive(kOtherPage, page_order(Verb::Watch, anna)));
    EXPECT_TRUE(verbs_told().empty());
    room.close(kPage);
    EXPECT_TRUE(verbs_told().empty());
    room.close(kOtherPage);
    EXPECT_EQ(verbs_told(), std::vector<std::string>{"unwatch"});
}

TEST(Classroom, LearnersAreToldHowManyLookOn) {
    Classroom room(access());
    join(room, kAnna, learner_hello("anna"));
    EXPECT_EQ(parsed(drained(room, kAnna).back())["watchers"], 0);
    join(room, kPage, instructor_hello());
    EXPECT_EQ(parsed(drained(room, kAnna).back())["watchers"], 1);
    room.close(kPage);
    EXPECT_EQ(parsed(drained(room, kAnna).back())["watchers"], 0);
}

TEST(Classroom, WhoSaysTooMuchIsShownOutAndTheOthersStay) {
    Classroom room(access());
    join(room, kAnna, learner_hello("anna"));
    join(room, kBen, learner_hello("ben"));
    int taken = 0;
    while (taken < 100000 && room.receive(kAnna, to_text(practising(1.0)))) ++taken;
    EXPECT_LE(taken, 2 * kMessagesPerSecond);
    EXPECT_TRUE(room.is_over(kAnna));
    EXPECT_FALSE(room.is_over(kBen));
    // At the pace of a trainer nobody is: four states and five pictures a second for a minute.
    for (int tick = 0; tick < 600; ++tick) {
        room.tick();
        ASSERT_TRUE(room.receive(kBen, to_text(jpeg_picture(500, 90))));
    }
}

TEST(Classroom, OnlySoManyMayWaitAndNotForLong) {
    Classroom room(access());
    int connection = 100;
    size_t waiting = 0;
    while (waiting < 1000 && room.open(++connection)) ++waiting;
    EXPECT_EQ(waiting, kMostWaiting);
    for (int tick = 0; tick <= kHelloWithinTicks; ++tick) room.tick();
    EXPECT_TRUE(room.is_over(101));
    EXPECT_TRUE(room.open(5000)) << "room again once they are out";
    EXPECT_EQ(room.limit_bytes(5000), kHelloLimitBytes);
}

TEST(Classroom, FullIsFull) {
    Classroom room(access());
    for (int i = 0; i < static_cast<int>(kMostLearners); ++i) join(room, 100 + i, learner_hello(""));
    ASSERT_TRUE(room.open(5000));
    EXPECT_FALSE(room.receive(5000, learner_hello("late")));
    for (int i = 0; i < static_cast<int>(kMostInstructors); ++i) join(room, 6000 + i, instructor_hello());
    ASSERT_TRUE(room.open(7000));
    EXPECT_FALSE(room.receive(7000, instructor_hello()));
}

TEST(Classroom, WhoComesBackSitsWhereTheySat) {
    Classroom room(access());
    join(room, kAnna, learner_hello("anna"));
    join(room, kPage, instructor_hello());
    const int before = seat_of(room, kPage, "anna");
    room.close(kAnna);
    join(room, 77, learner_hello("anna"));
    EXPECT_EQ(seat_of(room, kPage, "anna"), before);
    // A second one of that name while the first is there is another.
    join(room, 78, learner_hello("anna"));
    EXPECT_EQ(room.counts().learners, 2);
}

TEST(Classroom, ALatePageGetsTheLastEventsAndNoMore) {
    Classroom room(access());
    join(room, kAnna, learner_hello("anna"));
    for (size_t i = 0; i < kEventsKept + 50; ++i) {
        room.tick();
        ASSERT_TRUE(room.receive(kAnna, to_text(LiveEvent{static_cast<double>(i), "comment", "x", false})));
    }
    join(room, kPage, instructor_hello());
    const auto events = of_kind(drained(room, kPage), "event");
    ASSERT_EQ(events.size(), kEventsKept);
    EXPECT_EQ(parsed(events.front())["t_s"], 50.0);
}

TEST(Classroom, WhoNeedsHelpFirstStandsFirst) {
    Classroom room(access());
    join(room, kAnna, learner_hello("anna"));
    join(room, kBen, learner_hello("ben"));
    join(room, kPage, instructor_hello());
    drained(room, kPage);
    LiveState hurt = practising(5.0);
    hurt.criticals = 1;
    hurt.last_critical = "Vein punctured.";
    ASSERT_TRUE(room.receive(kAnna, to_text(practising(5.0))));
    ASSERT_TRUE(room.receive(kBen, to_text(hurt)));
    for (int i = 0; i < 10; ++i) room.tick();
    const auto rosters = of_kind(drained(room, kPage), "roster");
    ASSERT_FALSE(rosters.empty());
    const io::Json first = parsed(rosters.back())["seats"][0];
    EXPECT_EQ(first["learner"], "ben");
    EXPECT_EQ(first["reason"], "Vein punctured.");
}

}  // namespace
}  // namespace cryo::station
