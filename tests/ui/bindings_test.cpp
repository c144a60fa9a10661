#include "engine/ui/bindings.h"

#include <set>

namespace cryo::ui {
namespace {

class Pages : public testing::TestWithParam<BindingPage> {};

TEST_P(Pages, NoKeyDoesTwoThings) {
    std::set<PhysicalKey> seen;
    for (const Binding& binding : bindings(GetParam()))
        EXPECT_TRUE(seen.insert(binding.key).second) << key_label(binding.key);
}

TEST_P(Pages, WhatHandsAndMachineNeedIsReachable) {
    std::set<Action> reachable;
    for (const Binding& binding : bindings(GetParam())) reachable.insert(binding.action);
    for (const Action needed : {Action::GripLeft,  Action::GripRight,      Action::GripUp,
                                Action::GripDown,  Action::Advance,        Action::PullBack,
                                Action::Jiggle,    Action::FreezeImage,    Action::Gas,
                                Action::DepthLess, Action::DepthMore,      Action::GainLess,
                                Action::GainMore,  Action::FocusShallower, Action::FocusDeeper,
                                Action::NextView,  Action::OtherHand,      Action::LetGo,
                                Action::Fine,      Action::Pause,          Action::ShowKeys,
                                Action::Tgc})
        EXPECT_TRUE(reachable.contains(needed)) << static_cast<int>(needed);
}

TEST_P(Pages, TheirPageOfKeysIsNotEmpty) {
    EXPECT_GT(key_rows(GetParam()).size(), 10U);
    for (const KeyRow& row : key_rows(GetParam())) {
        EXPECT_FALSE(row.keys.empty());
        EXPECT_FALSE(row.does.empty());
    }
}

INSTANTIATE_TEST_SUITE_P(Both, Pages, testing::Values(BindingPage::OneHand, BindingPage::TwoHands),
                         [](const auto& page) { return page.param == BindingPage::OneHand ? "OneHand" : "TwoHands"; });

TEST(Keys, EveryKeyHasALabel) {
    std::set<std::string_view> labels;
    for (int i = 0; i < kPhysicalKeyCount; ++i) {
        const std::string_view label = key_label(static_cast<PhysicalKey>(i));
        EXPECT_FALSE(label.empty()) << i;
        EXPECT_TRUE(labels.insert(label).second) << label;
    }
}

TEST(Keys, EveryActionHasALabel) {
    std::set<std::string_view> labels;
    for (int i = 0; i < kActionCount; ++i) {
        const std::string_view label = action_label(static_cast<Action>(i));
        EXPECT_FALSE(label.empty()) << i;
        EXPECT_TRUE(labels.insert(label).second) << label;
    }
}

TEST(Changes, ANewKeyTakesTheActionAndShowsWhatItTookTheKeyFrom) {
    // Gas on the key that pauses.
    const std::vector<Binding> changes = with_change({}, {PhysicalKey::P, Action::Gas});
    std::set<PhysicalKey> seen;
    for (const Binding& binding : bindings(BindingPage::OneHand, changes)) {
        EXPECT_TRUE(seen.insert(binding.key).second) << key_label(binding.key);
        if (binding.action == Action::Gas) {
            EXPECT_EQ(binding.key, PhysicalKey::P);
        }
        EXPECT_NE(binding.action, Action::Pause);
    }
    EXPECT_FALSE(seen.contains(PhysicalKey::Enter));
    EXPECT_EQ(without_key(BindingPage::OneHand, changes), std::vector<Action>{Action::Pause});
    // Giving that one a key of its own ends the conflict.
    const std::vector<Binding> both = with_change(changes, {PhysicalKey::Enter, Action::Pause});
    EXPECT_TRUE(without_key(BindingPage::OneHand, both).empty());
    EXPECT_TRUE(without_key(BindingPage::TwoHands, {}).empty());
}

}  // namespace
}  // namespace cryo::ui
