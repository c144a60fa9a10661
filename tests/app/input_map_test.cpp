#include "engine/app/input_map.h"

#include <algorithm>

#include "engine/core/units.h"

namespace cryo::app {
namespace {

using ui::PhysicalKey;

constexpr double kFrameS = 1.0 / 60.0;

// A hand that follows at once, so that targets can be read off the readouts.
class Keyboard {
  public:
    Keyboard() {
        readouts.shaft_length_m = 0.09;
        readouts.cryoprobe.pitch_rad = rad_from_deg(30.0);
    }

    std::vector<session::Command> frame() {
        const auto commands = map.update(keys, readouts, state, kFrameS);
        if (follows)
            for (const session::Command& command : commands) follow(command);
        return commands;
    }
    void hold(PhysicalKey key, int frames) {
        keys[key] = true;
        for (int i = 0; i < frames; ++i) frame();
        keys[key] = false;
        frame();
    }
    void tap(PhysicalKey key) { hold(key, 1); }

    InputMap map;
    KeyState keys;
    ui::UiState state;
    view::Readouts readouts;
    bool follows = true;

  private:
    void follow(const session::Command& command) {
        if (const auto* move = std::get_if<session::MoveTransducer>(&command)) {
            auto& pose = readouts.transducer_pose;
            pose.slide_m = move->slide_m.value_or(pose.slide_m);
            pose.across_m = move->across_m.value_or(pose.across_m);
            pose.rotate_rad = move->rotate_rad.value_or(pose.rotate_rad);
            pose.tilt_rad = move->tilt_rad.value_or(pose.tilt_rad);
            pose.rock_rad = move->rock_rad.value_or(pose.rock_rad);
            pose.press_frac = move->press_frac.value_or(pose.press_frac);
        }
        if (const auto* move = std::get_if<session::MoveCryoprobe>(&command)) {
            auto& pose = readouts.cryoprobe;
            pose.entry_x_m = move->entry_x_m.value_or(pose.entry_x_m);
            pose.entry_y_m = move->entry_y_m.value_or(pose.entry_y_m);
            pose.yaw_rad = move->yaw_rad.value_or(pose.yaw_rad);
            pose.pitch_rad = move->pitch_rad.value_or(pose.pitch_rad);
            pose.insert_m = move->insert_m.value_or(pose.insert_m);
        }
    }
};

TEST(InputMap, ATapIsAQuarterMillimetreOrHalfADegree) {
    Keyboard k;
    k.tap(PhysicalKey::Right);
    EXPECT_NEAR(k.readouts.transducer_pose.slide_m, 0.00025, 1e-12);
    k.tap(PhysicalKey::Up);
    EXPECT_NEAR(k.readouts.transducer_pose.across_m, 0.00025, 1e-12);
    k.keys.shift = true;
    k.tap(PhysicalKey::Up);
    EXPECT_NEAR(deg_from_rad(k.readouts.transducer_pose.tilt_rad), 0.5, 1e-3);
    k.keys.shift = false;
    k.keys.ctrl = true;
    k.tap(PhysicalKey::Left);
    EXPECT_NEAR(deg_from_rad(k.readouts.transducer_pose.rotate_rad), -0.5, 1e-3);
    EXPECT_EQ(k.readouts.cryoprobe.insert_m, 0.0);
}

TEST(InputMap, AHeldKeyWaitsAndThenQuickens) {
    Keyboard k;
    k.keys[PhysicalKey::Right] = true;
    std::vector<double> after_s;
    for (int i = 1; i <= 120; ++i) {
        k.frame();
        if (i % 15 == 0) after_s.push_back(k.readouts.transducer_pose.slide_m);  // every quarter second
    }
    EXPECT_NEAR(after_s[0], 0.00025, 1e-9) << "the first quarter second is one tap";
    for (size_t i = 2; i < after_s.size(); ++i)
        EXPECT_GE(after_s[i] - after_s[i - 1], after_s[i - 1] - after_s[i - 2] - 1e-12) << "never slower";
    EXPECT_GT(after_s.back(), 0.008);
}

TEST(InputMap, FineIsAFifth) {
    Keyboard k;
    k.tap(PhysicalKey::H);  // latches on this page
    EXPECT_TRUE(k.state.fine);
    k.tap(PhysicalKey::Right);
    EXPECT_NEAR(k.readouts.transducer_pose.slide_m, 0.2 * 0.00025, 1e-12);
}

TEST(InputMap, ATargetNeverRunsAheadOfABlockedInstrument) {
    Keyboard k;
    k.follows = false;  // held fast
    k.state.gripped = ui::Hand::Cryoprobe;
    k.readouts.cryoprobe.insert_m = 0.02;
    k.keys[PhysicalKey::Up] = true;
    double farthest_m = 0.0;
    for (int i = 0; i < 300; ++i)
        for (const session::Command& command : k.frame())
            if (const auto* move = std::get_if<session::MoveCryoprobe>(&command))
                farthest_m = std::max(farthest_m, move->insert_m.value_or(0.0) - 0.02);
    EXPECT_GT(farthest_m, 0.0);
    EXPECT_LE(farthest_m, kLeadInsertM + 1e-12);
    // Turning round works at once: nothing is queued.
    k.keys[PhysicalKey::Up] = false;
    k.keys[PhysicalKey::Down] = true;
    const auto commands = k.frame();
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_LT(std::get<session::MoveCryoprobe>(commands.front()).insert_m.value(), 0.02);
}

TEST(InputMap, InsideOnlyTheShaftMovesWithThePlainPair) {
    Keyboard k;
    k.state.gripped = ui::Hand::Cryoprobe;
    k.tap(PhysicalKey::Right);
    EXPECT_GT(k.readouts.cryoprobe.entry_x_m, 0.0) << "outside the entry point moves";
    k.hold(PhysicalKey::PageDown, 3);
    ASSERT_GT(k.readouts.cryoprobe.insert_m, 0.0);
    const double entry_m = k.readouts.cryoprobe.entry_x_m, insert_m = k.readouts.cryoprobe.insert_m;
    k.tap(PhysicalKey::Right);
    EXPECT_EQ(k.readouts.cryoprobe.entry_x_m, entry_m) << "x is ignored inside";
    k.tap(PhysicalKey::Up);
    EXPECT_NEAR(k.readouts.cryoprobe.insert_m, insert_m + 0.00025, 1e-12);
}

TEST(InputMap, EveryTargetStaysInItsRange) {
    Keyboard k;
    for (const ui::Hand hand : {ui::Hand::Transducer, ui::Hand::Cryoprobe})
        for (int modifier = 0; modifier < 3; ++modifier)
            for (const PhysicalKey key : {PhysicalKey::Left, PhysicalKey::Right, PhysicalKey::Up, PhysicalKey::Down,
                                          PhysicalKey::PageDown, PhysicalKey::Q, PhysicalKey::G, PhysicalKey::T}) {
                k.state.gripped = hand;
                k.keys.shift = modifier == 1;
                k.keys.ctrl = modifier == 2;
                k.hold(key, 900);
                const auto& t = k.readouts.transducer_pose;
                const auto& c = k.readouts.cryoprobe;
                EXPECT_LE(std::abs(t.slide_m), instruments::kSlideLimitM);
                EXPECT_LE(std::abs(t.across_m), instruments::kAcrossLimitM);
                EXPECT_LE(std::abs(t.tilt_rad), instruments::kTiltLimitRad);
                EXPECT_LE(std::abs(t.rock_rad), instruments::kRockLimitRad);
                EXPECT_GE(t.press_frac, 0.0);
                EXPECT_LE(t.press_frac, 1.0);
                EXPECT_GE(c.pitch_rad, instruments::kPitchLowRad);
                EXPECT_LE(c.pitch_rad, instruments::kPitchHighRad);
                EXPECT_GE(c.insert_m, 0.0);
                EXPECT_LE(c.insert_m, k.readouts.shaft_length_m);
            }
}

TEST(InputMap, JigglingComesBackAndIsNeverDeeper) {
    Keyboard k;
    k.readouts.cryoprobe.insert_m = 0.02;
    double shallowest_m = 0.02;
    k.keys[PhysicalKey::J] = true;
    for (int i = 0; i < 120; ++i) {
        k.frame();
        k.keys[PhysicalKey::J] = false;
        EXPECT_LE(k.readouts.cryoprobe.insert_m, 0.02 + 1e-12);
        shallowest_m = std::min(shallowest_m, k.readouts.cryoprobe.insert_m);
    }
    EXPECT_NEAR(shallowest_m, 0.019, 1e-9);
    EXPECT_NEAR(k.readouts.cryoprobe.insert_m, 0.02, 1e-12);
}

TEST(InputMap, TabChangesHandsAndEscLetsGo) {
    Keyboard k;
    k.tap(PhysicalKey::Tab);
    EXPECT_EQ(k.state.gripped, ui::Hand::Cryoprobe);
    k.tap(PhysicalKey::Tab);
    EXPECT_EQ(k.state.gripped, ui::Hand::Transducer);
    k.state.tgc_open = true;
    k.tap(PhysicalKey::Escape);
    EXPECT_FALSE(k.state.tgc_open) << "first what is open";
    EXPECT_EQ(k.state.gripped, ui::Hand::Transducer);
    k.tap(PhysicalKey::Escape);
    EXPECT_EQ(k.state.gripped, ui::Hand::None);
    k.tap(PhysicalKey::Right);
    EXPECT_EQ(k.readouts.transducer_pose.slide_m, 0.0) << "nothing is in the hand";
}

TEST(InputMap, HelpKeysAreDeadInACheck) {
    Keyboard k;
    k.state.mode = ui::Mode::Check;
    for (int i = 0; i < 6; ++i) {
        k.keys[PhysicalKey::V] = k.keys[PhysicalKey::L] = true;
        EXPECT_TRUE(k.frame().empty());
        k.keys[PhysicalKey::V] = k.keys[PhysicalKey::L] = false;
        k.frame();
        EXPECT_NE(k.state.scene_view, ui::SceneView::SeeThrough);
    }
}

TEST(InputMap, WhilePausedOnlyTheScreenListens) {
    Keyboard k;
    k.state.paused = true;
    for (const PhysicalKey key : {PhysicalKey::Right, PhysicalKey::Space, PhysicalKey::Minus, PhysicalKey::PageDown}) {
        k.keys[key] = true;
        EXPECT_TRUE(k.frame().empty());
        k.keys[key] = false;
    }
    k.keys[PhysicalKey::Enter] = true;
    k.frame();
    EXPECT_FALSE(k.state.gas_key_down);
    k.keys[PhysicalKey::Enter] = false;
    k.tap(PhysicalKey::P);
    EXPECT_FALSE(k.state.paused);
}

TEST(InputMap, DraggingOnTheImageMovesWhatIsInHand) {
    Keyboard k;
    k.state.pointer_on_image = {true, false, 20.0, 0.0, 0.0};
    k.frame();
    EXPECT_NEAR(k.readouts.transducer_pose.slide_m, 0.001, 1e-12) << "right on the screen is right on the image";
    k.state.pointer_on_image = {false, true, 0.0, -10.0, 0.0};
    k.frame();
    EXPECT_GT(k.readouts.transducer_pose.tilt_rad, 0.0);
    k.state.gripped = ui::Hand::Cryoprobe;
    k.readouts.cryoprobe.insert_m = 0.01;
    k.state.pointer_on_image = {false, false, 0.0, 0.0, 1.0};
    k.frame();
    EXPECT_NEAR(k.readouts.cryoprobe.insert_m, 0.0105, 1e-12) << "a wheel notch is half a millimetre";
}

TEST(InputMap, InvertingKeepsRightOnTheRight) {
    Keyboard keyboard;
    keyboard.readouts.imaging.inverted = true;
    keyboard.tap(PhysicalKey::Right);
    // The image is mirrored: its right is the world's left.
    EXPECT_NEAR(keyboard.readouts.transducer_pose.slide_m, -kTapM, 1e-9);
}

TEST(InputMap, ArrowsStepThroughTheCineWhileFrozen) {
    Keyboard keyboard;
    keyboard.readouts.imaging.frozen = true;
    keyboard.state.cine_count = 5;
    keyboard.tap(PhysicalKey::Left);
    keyboard.tap(PhysicalKey::Left);
    EXPECT_EQ(keyboard.state.cine_back, 2);
    EXPECT_EQ(keyboard.readouts.transducer_pose.slide_m, 0.0);
    for (int i = 0; i < 9; ++i) keyboard.tap(PhysicalKey::Left);
    EXPECT_EQ(keyboard.state.cine_back, 4);
    for (int i = 0; i < 9; ++i) keyboard.tap(PhysicalKey::Right);
    EXPECT_EQ(keyboard.state.cine_back, 0);
}

TEST(InputMap, StickyShiftHoldsUntilTheNextTap) {
    Keyboard keyboard;
    keyboard.state.sticky_modifiers = true;
    const auto tap_shift = [&] {
        keyboard.keys.shift = true;
        keyboard.frame();
        keyboard.keys.shift = false;
        keyboard.frame();
    };
    tap_shift();
    EXPECT_TRUE(keyboard.state.latched_shift);
    keyboard.tap(PhysicalKey::Up);
    EXPECT_NEAR(keyboard.readouts.transducer_pose.tilt_rad, kTapRad, 1e-9);
    tap_shift();
    keyboard.tap(PhysicalKey::Up);
    EXPECT_NEAR(keyboard.readouts.transducer_pose.across_m, kTapM, 1e-9);
    // Used with another key it is a plain modifier.
    keyboard.keys.shift = true;
    keyboard.tap(PhysicalKey::Up);
    keyboard.keys.shift = false;
    keyboard.frame();
    EXPECT_FALSE(keyboard.state.latched_shift);
}

TEST(InputMap, GamepadMovesBothHandsAndRestsInItsDeadZone) {
    Keyboard keyboard;
    keyboard.keys.gamepad.present = true;
    keyboard.keys.gamepad.left = {0.1, -0.1};  // a worn stick
    EXPECT_TRUE(keyboard.frame().empty());
    keyboard.keys.gamepad.left = {1.0, 0.0};
    for (int i = 0; i < 60; ++i) keyboard.frame();
    EXPECT_NEAR(keyboard.readouts.transducer_pose.slide_m, 0.030, 0.001);  // 30 mm/s
    keyboard.keys.gamepad.down[static_cast<size_t>(PadButton::LeftBumper)] = true;
    keyboard.keys.gamepad.left = {0.0, -1.0};
    for (int i = 0; i < 30; ++i) keyboard.frame();
    EXPECT_GT(keyboard.readouts.transducer_pose.tilt_rad, 0.2);
    EXPECT_NEAR(keyboard.readouts.transducer_pose.across_m, 0.0, 1e-9);
    keyboard.keys.gamepad = {.present = true, .right_trigger = 1.0};
    for (int i = 0; i < 60; ++i) keyboard.frame();
    EXPECT_NEAR(keyboard.readouts.cryoprobe.insert_m, 0.010, 0.001);  // 10 mm/s
}

TEST(InputMap, KeysTurnTheMachine) {
    Keyboard keyboard;
    const auto knob_of = [&](PhysicalKey key) {
        keyboard.keys[key] = true;
        const auto commands = keyboard.frame();
        keyboard.keys[key] = false;
        keyboard.frame();
        return commands.empty() ? session::SetKnob{session::Knob::TimeScale, -1.0}
                                : std::get<session::SetKnob>(commands.back());
    };
    EXPECT_EQ(knob_of(PhysicalKey::M).knob, session::Knob::DopplerMode);
    EXPECT_EQ(knob_of(PhysicalKey::N).knob, session::Knob::NeedleEnhancement);
    EXPECT_EQ(knob_of(PhysicalKey::K).knob, session::Knob::AutoGain);
    EXPECT_EQ(knob_of(PhysicalKey::O).knob, session::Knob::InvertImage);
    keyboard.tap(PhysicalKey::C);
    EXPECT_TRUE(keyboard.state.callipers_on);
    keyboard.tap(PhysicalKey::C);
    EXPECT_EQ(keyboard.state.calliper_kind, ui::CalliperKind::Ellipse);
    keyboard.tap(PhysicalKey::C);
    EXPECT_FALSE(keyboard.state.callipers_on);
}

TEST(InputMap, ANewKeyIsTakenAndActs) {
    Keyboard keyboard;
    keyboard.state.rebinding = ui::Action::FreezeImage;
    EXPECT_TRUE(take_new_key(keyboard.keys, keyboard.state));
    keyboard.keys[PhysicalKey::B] = true;
    EXPECT_TRUE(take_new_key(keyboard.keys, keyboard.state));
    EXPECT_FALSE(take_new_key(keyboard.keys, keyboard.state));
    const auto commands = keyboard.frame();
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(std::get<session::SetKnob>(commands.front()).knob, session::Knob::FreezeImage);
}

}  // namespace
}  // namespace cryo::app
