// Ways to look careful without being so, played with real hands in every case that is to be treated: none passes, each
// fails for what it is. The same way in with the tip in view, and jiggling to find it, lose nothing for it.
#include <algorithm>

#include "engine/core/units.h"
#include "engine/robot/plan.h"
#include "engine/scenario/list.h"
#include "engine/scenario/read.h"
#include "engine/scoring/record_of.h"
#include "tests/scoring/synthetic.h"

namespace cryo::scoring {
namespace {

using session::Knob;
using session::MoveCryoprobe;
using session::MoveTransducer;
using session::SetKnob;

constexpr double kOutOfSightM = 0.008;  // across its plane, by which the transducer leaves the tip
constexpr double kStepM = 0.0019;       // just below what counts as one blind advance
constexpr double kNothingLost = 0.5;    // points, for strokes over depth that was reached in sight

// A person at the machine in one case. The hand that holds the transducer is still.
class Hands {
  public:
    explicit Hands(const std::shared_ptr<const scenario::Scenario>& scenario)
        : session_(scenario, {.simulated_hand = false}, pool_),
          plan_(robot::plan_approach(*scenario, session_.medium(), session_.device())) {}

    // The robot's plan knows where a nerve can be reached. A case that is to be refused, or done with another device,
    // offers nothing to cheat at; every other has at least one placement.
    bool declines() const {
        if (plan_.treats()) {
            EXPECT_FALSE(plan_.placements.empty());
        }
        return !plan_.treats();
    }

    Hands& wait(double seconds) {
        session_.advance(static_cast<int>(seconds / session::kTickS));
        return *this;
    }
    // Transducer over the track, cryoprobe at its entry.
    Hands& take_up() {
        session_.apply(SetKnob{Knob::DepthM, plan_.image_depth_m});
        session_.apply(SetKnob{Knob::FocusM, plan_.focus_m});
        look(true);
        const instruments::CryoprobePose& to = way().cryoprobe;
        session_.apply(MoveCryoprobe{to.entry_x_m, to.entry_y_m, to.yaw_rad, to.pitch_rad, 0.0});
        return wait(8.0);
    }
    Hands& look(bool at_the_tip) {
        const instruments::TransducerPose& at = way().transducer;
        session_.apply(MoveTransducer{at.slide_m, at.across_m + (at_the_tip ? 0.0 : kOutOfSightM), at.rotate_rad,
                                      at.tilt_rad, at.rock_rad, at.press_frac});
        return wait(1.5);
    }
    Hands& sweep() {
        for (const double across_m : {0.008, -0.008, 0.0}) {
            session_.apply(MoveTransducer{.slide_m = 0.0, .across_m = across_m, .rotate_rad = 0.0});
            wait(4.0);
        }
        return *this;
    }
    Hands& push_to(double insert_m) {
        session_.apply(MoveCryoprobe{.insert_m = insert_m});
        constexpr double kSlowestMPerS = 0.003;
        const double way_m = std::abs(insert_m - session_.hands().cryoprobe.insert_m);
        return wait(0.1 + way_m / kSlowestMPerS);
    }
    Hands& knob(Knob which, double value) {
        session_.apply(SetKnob{which, value});
        return *this;
    }
    Hands& gas(double seconds) {
        session_.apply(session::Gas{true});
        wait(seconds);
        session_.apply(session::Gas{false});
        return wait(0.5);
    }
    double full_m() const { return way().cryoprobe.insert_m; }
    Assessment finish() {
        session_.apply(session::Finish{});
        session_.advance(2);
        return judged(record_of(session_));
    }

  private:
    const robot::Placement& way() const { return plan_.placements.front(); }

    ThreadPool pool_{1};
    session::Session session_;
    robot::ApproachPlan plan_;
};

bool floor_missed(const Assessment& a, const std::string& id) {
    return std::find(a.missed_floors.begin(), a.missed_floors.end(), id) != a.missed_floors.end();
}

std::vector<std::string> cases() {
    std::vector<std::string> ids;
    for (const auto& one : scenario::list_scenarios(CRYO_SOURCE_DIR "/scenes"))
        if (!one.is_phantom) ids.push_back(one.id);
    return ids;
}

class EveryCase : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        auto read = scenario::read_scenario(CRYO_SOURCE_DIR "/scenes/" + GetParam() + ".toml");
        ASSERT_TRUE(read.ok()) << to_string(read.faults());
        scenario_ = std::make_shared<const scenario::Scenario>(std::move(read).value());
    }
    std::shared_ptr<const scenario::Scenario> scenario_;
};

TEST_P(EveryCase, DoingNothingOrOnlyScanningFails) {
    Hands idle(scenario_), looking(scenario_);
    const Assessment nothing = idle.wait(20.0).finish();
    EXPECT_FALSE(nothing.pass);
    EXPECT_LT(nothing.overall, 10.0);
    const Assessment scan = looking.sweep().finish();
    EXPECT_FALSE(scan.pass);
    EXPECT_LT(scan.overall, 20.0);
}

TEST_P(EveryCase, BlindStepsBelowTheLimitFail) {
    Hands hands(scenario_);
    if (hands.declines()) return;
    hands.take_up();
    for (double at_m = 0.0; at_m < hands.full_m();) {
        at_m = std::min(hands.full_m(), at_m + kStepM);
        hands.look(false).push_to(at_m).look(true);
    }
    const Assessment a = hands.finish();
    EXPECT_FALSE(a.pass);
    EXPECT_TRUE(floor_missed(a, "needle"));
    EXPECT_EQ(a.metric("V6")->desirability, 0.0);
}

TEST_P(EveryCase, BlindToTheNerveAndThenJigglingInViewFails) {
    Hands hands(scenario_);
    if (hands.declines()) return;
    hands.take_up().look(false).push_to(hands.full_m()).look(true);
    for (int i = 0; i < 8; ++i) hands.push_to(hands.full_m() - 0.0015).push_to(hands.full_m());
    const Assessment a = hands.finish();
    EXPECT_FALSE(a.pass);
    EXPECT_TRUE(floor_missed(a, "needle"));
    EXPECT_EQ(a.metric("V6")->desirability, 0.0) << "depth seen later was not reached in sight";
}

TEST_P(EveryCase, GoingInOnAPausedImageFails) {
    Hands hands(scenario_);
    if (hands.declines()) return;
    hands.take_up().knob(Knob::FreezeImage, 1.0).wait(10.0).push_to(hands.full_m());
    const Assessment a = hands.knob(Knob::FreezeImage, 0.0).wait(3.0).finish();
    EXPECT_FALSE(a.pass);
    EXPECT_TRUE(floor_missed(a, "needle"));
    EXPECT_EQ(a.metric("V6")->desirability, 0.0);
}

TEST_P(EveryCase, GasShortOfTheNerveFails) {
    Hands hands(scenario_);
    if (hands.declines()) return;
    const Assessment a = hands.take_up().push_to(0.4 * hands.full_m()).wait(1.0).gas(3.0).finish();
    EXPECT_FALSE(a.pass);
    EXPECT_TRUE(floor_missed(a, "coverage"));
    EXPECT_EQ(a.metric("C2")->desirability, 0.0);
}

TEST_P(EveryCase, AGlanceAtTheLabelsMakesItPractice) {
    Hands hands(scenario_);
    if (hands.declines()) return;
    hands.take_up().knob(Knob::Labels, 1.0).wait(0.1).knob(Knob::Labels, 0.0);
    const Assessment a = hands.wait(1.0).finish();
    EXPECT_TRUE(a.formative);
    EXPECT_FALSE(a.pass);
}

TEST_P(EveryCase, JigglingOverDepthReachedInSightLosesNothing) {
    Hands plain(scenario_), jiggling(scenario_);
    if (plain.declines()) return;
    const Assessment a = plain.take_up().push_to(plain.full_m()).wait(1.0).finish();
    jiggling.take_up();
    for (const double share : {0.4, 0.6, 0.8, 1.0}) {
        const double at_m = share * jiggling.full_m();
        jiggling.push_to(at_m).push_to(at_m - 0.001).push_to(at_m);
    }
    const Assessment b = jiggling.wait(1.0).finish();
    EXPECT_GE(b.metric("V6")->value, a.metric("V6")->value - 0.01);
    EXPECT_GE(*b.subscore("needle")->value, *a.subscore("needle")->value - kNothingLost);
}

INSTANTIATE_TEST_SUITE_P(Cases, EveryCase, testing::ValuesIn(cases()),
                         [](const testing::TestParamInfo<std::string>& one) { return one.param; });

}  // namespace
}  // namespace cryo::scoring
