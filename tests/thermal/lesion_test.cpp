#include "engine/thermal/lesion.h"

#include "engine/thermal/neighbour_injury.h"
#include "tests/thermal/clinic.h"

#include <set>

namespace cryo::thermal {
namespace {

TEST(Lesion, GradesFollowTheirThresholds) {
    EXPECT_EQ(injury_grade(20.0), InjuryGrade::None);
    EXPECT_EQ(injury_grade(5.0), InjuryGrade::TransientBlock);
    EXPECT_EQ(injury_grade(-5.0), InjuryGrade::Incomplete);
    EXPECT_EQ(injury_grade(-19.9), InjuryGrade::Incomplete);
    EXPECT_EQ(injury_grade(-20.0), InjuryGrade::Axonotmesis);
    EXPECT_EQ(injury_grade(-88.5), InjuryGrade::Axonotmesis);  // all that nitrous oxide can do
    EXPECT_EQ(injury_grade(-120.0), InjuryGrade::Mixed);
    EXPECT_EQ(injury_grade(-150.0), InjuryGrade::Neurotmesis);
}

TEST(Lesion, ColderIsNeverMilder) {
    InjuryGrade before = InjuryGrade::None;
    for (double t = 40.0; t > -160.0; t -= 0.5) {
        EXPECT_GE(injury_grade(t), before);
        before = injury_grade(t);
    }
}

TEST(Lesion, EveryGradeSaysWhereItComesFrom) {
    std::set<std::string> names;
    for (int g = 0; g <= static_cast<int>(InjuryGrade::Neurotmesis); ++g) {
        const InjuryText& text = injury_text(static_cast<InjuryGrade>(g));
        EXPECT_TRUE(names.insert(text.name).second);
        EXPECT_GT(std::string(text.meaning).size(), 20U);
        EXPECT_GT(std::string(text.source).size(), 20U);
        // What rests on animals says so.
        if (g >= static_cast<int>(InjuryGrade::Incomplete)) {
            EXPECT_THAT(text.source, testing::HasSubstr("rovisional"));
        }
    }
    EXPECT_THAT(std::string(injury_conflict()), testing::HasSubstr("rabbits"));
}

TEST(NeighbourInjury, SkinFollowsTheCellsThatDie) {
    SkinReadout skin;
    skin.coldest_degc = 5.0;
    EXPECT_FALSE(skin_injury(skin).harm);
    skin.coldest_degc = -0.5;
    skin.frozen_s = 2.0;
    EXPECT_FALSE(skin_injury(skin).harm);
    skin.frozen_s = 6.0;
    EXPECT_TRUE(skin_injury(skin).harm);
    skin.coldest_degc = -5.0;
    EXPECT_THAT(skin_injury(skin).text, testing::HasSubstr("Pigment"));
    skin.coldest_degc = -25.0;
    EXPECT_THAT(skin_injury(skin).text, testing::HasSubstr("Frostbite"));
}

TEST(NeighbourInjury, EverySentenceHasASourceAndSaysProvisional) {
    anatomy::Vessel artery;
    artery.label = "Artery";
    anatomy::Nerve motor;
    motor.label = "Motor nerve";
    for (const double degc : {8.0, -0.5, -3.0, -30.0}) {
        SkinReadout skin;
        skin.coldest_degc = degc;
        for (const NeighbourInjury& one :
             {skin_injury(skin), vessel_injury(artery, degc, true), vessel_injury(artery, degc, false),
              lung_injury(degc), bone_injury(degc), motor_injury(motor, degc, degc <= kTreatedDegc ? 0.5 : 0.0)}) {
            EXPECT_GT(one.text.size(), 15U) << one.label;
            EXPECT_THAT(one.source, testing::HasSubstr("rovisional")) << one.label;
            EXPECT_EQ(one.coldest_degc, degc);
        }
    }
    EXPECT_TRUE(motor_injury(motor, -30.0, 0.5).harm);
    EXPECT_FALSE(motor_injury(motor, 5.0, 0.0).harm);
}

TEST(NeighbourInjury, ShallowIceIsFoundInSkinAndDeepIceIsNot) {
    ThreadPool pool(2);
    const anatomy::Medium medium(clinic::anatomy_at(clinic::nerve_sites()[0]));
    const auto harmed = [&](double depth_m) {
        BioheatSolver solver(medium, domain_around({0, 0, 0.006}, 0.010, 0.0005), skin_in_air(), pool);
        solver.set_probes({probe_state(clinic::console_1p4mm(), {{{0.002, 0.006, depth_m}, {1, 0, 0}, 0.0007, 0.004}},
                                       GasFlow::Freezing)});
        for (int tick = 0; tick < 900; ++tick) solver.advance_tick();
        const std::vector<NeighbourInjury> found = neighbour_injuries(solver, medium, {});
        return std::any_of(found.begin(), found.end(), [](const NeighbourInjury& one) {
            return one.kind == NeighbourInjury::Kind::Skin && one.harm;
        });
    };
    EXPECT_TRUE(harmed(0.0035));
    EXPECT_FALSE(harmed(0.011));
}

TEST(Lesion, ProbabilityPassesThroughItsTwoAnchors) {
    EXPECT_NEAR(axonotmesis_probability(-25.0), 0.50, 1e-12);
    EXPECT_NEAR(axonotmesis_probability(-40.0), 0.95, 1e-12);
    EXPECT_LT(axonotmesis_probability(0.0), 0.01);
}

}  // namespace
}  // namespace cryo::thermal
