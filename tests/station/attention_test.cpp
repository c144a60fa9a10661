#include "engine/station/attention.h"

#include "tests/station/messages.h"

namespace cryo::station {
namespace {

TEST(Attention, NothingCallsWhenAllGoesWell) {
    const Attention calm = attention_of(practising(10.0), true, 0.0);
    EXPECT_EQ(calm.urgency, 0.0);
    EXPECT_EQ(calm.reason, "");
}

TEST(Attention, WhatHurtsTheNerveOrTheVesselComesFirst) {
    LiveState hurt = practising(10.0);
    hurt.criticals = 1;
    hurt.last_critical = "Artery punctured.";
    LiveState cold_skin = practising(10.0);
    cold_skin.gas_on = true;
    cold_skin.skin_degc = 4.0;
    cold_skin.gas_left_s = 60.0;
    LiveState blind = practising(90.0);
    blind.insert_mm = 15.0;
    blind.tip_unseen_s = 30.0;
    LiveState idle = practising(90.0);
    idle.idle_s = 60.0;
    const double urgencies[] = {attention_of(hurt, true, 0.0).urgency, attention_of(cold_skin, true, 0.0).urgency,
                                attention_of(blind, true, 0.0).urgency, attention_of(idle, true, 0.0).urgency};
    EXPECT_GT(urgencies[0], urgencies[1]);
    EXPECT_GT(urgencies[1], urgencies[2]);
    EXPECT_GT(urgencies[2], urgencies[3]);
    EXPECT_GT(urgencies[3], 0.0);
    EXPECT_EQ(attention_of(hurt, true, 0.0).reason, "Artery punctured.");
}

TEST(Attention, ALostTipCallsLouderTheLongerItIsLost) {
    LiveState blind = practising(90.0);
    blind.insert_mm = 15.0;
    blind.tip_unseen_s = 15.0;
    const double soon = attention_of(blind, true, 0.0).urgency;
    blind.tip_unseen_s = 40.0;
    EXPECT_GT(attention_of(blind, true, 0.0).urgency, soon);
    blind.insert_mm = 0.0;  // outside there is nothing to see
    EXPECT_EQ(attention_of(blind, true, 0.0).urgency, 0.0);
}

TEST(Attention, WaitingForIceIsNotIdle) {
    LiveState cooling = practising(200.0);
    cooling.gas_on = true;
    cooling.skin_degc = 30.0;
    cooling.gas_left_s = 300.0;
    cooling.idle_s = 100.0;
    EXPECT_EQ(attention_of(cooling, true, 0.0).urgency, 0.0);
}

TEST(Attention, OutsideAnAttemptOnlySilenceCalls) {
    LiveState home;
    home.screen = "home";
    home.idle_s = 1000.0;
    EXPECT_EQ(attention_of(home, true, 0.0).urgency, 0.0);
    EXPECT_GT(attention_of(home, true, 20.0).urgency, 0.0);
}

}  // namespace
}  // namespace cryo::station
