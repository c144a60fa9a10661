#include "engine/station/learner_side.h"

#include "engine/io/base64.h"
#include "tests/station/messages.h"

namespace cryo::station {
namespace {

LearnerSide made() { return LearnerSide({Role::Learner, kCode, "anna"}); }

std::vector<std::string> drained(LearnerSide& side) {
    std::vector<std::string> texts;
    while (side.has_next()) texts.push_back(side.next());
    return texts;
}

void let_in(LearnerSide& side) {
    side.connected();
    EXPECT_EQ(side.next(), learner_hello("anna"));
    ASSERT_TRUE(side.receive(to_text(Welcome{"Knee class", 1})));
}

TEST(LearnerSide, NothingButTheGreetingLeavesBeforeTheWelcome) {
    LearnerSide side = made();
    side.show(practising(1.0));
    side.show(grey_picture(64, 48, 90));
    side.show(LiveEvent{1.0, "comment", "x", false});
    side.connected();
    EXPECT_EQ(drained(side), std::vector<std::string>{learner_hello("anna")});
    ASSERT_TRUE(side.receive(to_text(Welcome{"Knee class", 1})));
    EXPECT_EQ(drained(side).size(), 3U);
    EXPECT_EQ(side.status().title, "Knee class");
    EXPECT_EQ(side.status().watchers, 1);
}

TEST(LearnerSide, OnlyTheLatestStateAndPictureAreKept) {
    LearnerSide side = made();
    let_in(side);
    for (int i = 0; i < 50; ++i) {
        side.show(practising(i));
        side.show(grey_picture(60 + i, 40, 90));
    }
    const auto texts = drained(side);
    ASSERT_EQ(texts.size(), 2U);
    EXPECT_EQ(parsed(texts[0])["t_s"], 49.0);
    EXPECT_EQ(parsed(texts[1])["width_px"], 109);
}

TEST(LearnerSide, PicturesAreSmallOnTheWallAndLargerWhenWatched) {
    LearnerSide side = made();
    let_in(side);
    for (const bool watched : {false, true}) {
        if (watched) {
            ASSERT_TRUE(side.receive(to_text(Order{Verb::Watch, ""})));
        }
        EXPECT_EQ(side.status().watched, watched);
        side.show(grey_picture(800, 600, 90));
        const io::Json sent = parsed(side.next());
        const int width_px = watched ? kWatchedPictureWidthPx : kWallPictureWidthPx;
        EXPECT_EQ(sent["width_px"], width_px);
        const auto jpeg = io::base64_bytes(sent["jpeg"].get<std::string>());
        ASSERT_TRUE(jpeg);
        const auto picture = io::parse_png(*jpeg, "picture", 1);  // the decoder reads JPEG too
        ASSERT_TRUE(picture);
        EXPECT_EQ(picture->width_px, width_px);
        EXPECT_EQ(picture->height_px, width_px * 600 / 800);
        EXPECT_NEAR(picture->values[picture->values.size() / 2], 90, 2);  // of a flat grey, JPEG keeps the mean
    }
}

TEST(LearnerSide, OrdersAreHandedOverOnceAndNeverPileUp) {
    LearnerSide side = made();
    let_in(side);
    ASSERT_TRUE(side.receive(to_text(Order{Verb::Flinch, ""})));
    ASSERT_EQ(side.take_orders().size(), 1U);
    EXPECT_TRUE(side.take_orders().empty());
    for (int i = 0; i < 10000; ++i) ASSERT_TRUE(side.receive(to_text(Order{Verb::Message, "again"})));
    EXPECT_LE(side.take_orders().size(), 64U);
}

TEST(LearnerSide, AStationThatTalksNonsenseIsHungUpOn) {
    LearnerSide side = made();
    let_in(side);
    EXPECT_FALSE(side.receive("junk"));
    EXPECT_FALSE(side.receive(to_text(practising(1.0))));
    EXPECT_TRUE(side.take_orders().empty());
}

TEST(LearnerSide, AfterADropTheCaseIsToldAgain) {
    LearnerSide side = made();
    let_in(side);
    side.show(CaseInfo{"knee", "Knee", "learn", {}, {}});
    EXPECT_EQ(kind_of(side.next()), "case");
    side.disconnected("the line dropped");
    EXPECT_EQ(side.status().phase, LinkStatus::Phase::Dialing);
    EXPECT_EQ(side.status().problem, "the line dropped");
    let_in(side);
    EXPECT_EQ(kind_of(side.next()), "case");
}

TEST(LearnerSide, ARefusalStands) {
    LearnerSide side = made();
    side.connected();
    side.next();
    ASSERT_TRUE(side.receive(to_text(Refused{"The class code is wrong."})));
    side.disconnected("the line dropped");
    EXPECT_EQ(side.status().phase, LinkStatus::Phase::Refused);
    EXPECT_EQ(side.status().problem, "The class code is wrong.");
}

}  // namespace
}  // namespace cryo::station
