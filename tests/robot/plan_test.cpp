// Plans in two hundred patients, held against what the session and the score will see of them: nothing pierced, zone in
// contact, shaft in the image plane, entry beside the transducer, nerve in the middle third.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/random.h"
#include "engine/core/units.h"
#include "engine/measure/geometry.h"
#include "engine/measure/sampler.h"
#include "engine/mechanics/contact_events.h"
#include "engine/mechanics/injection.h"
#include "engine/robot/crossing.h"
#include "engine/robot/mind.h"
#include "engine/robot/plan.h"
#include "tests/robot/knee.h"

namespace cryo::robot {
namespace {

constexpr int kPatients = 200;
// How near the shaft comes to the contact it aims at: the planner's own tolerance and the golden section of proximity.
constexpr double kContactToleranceM = 0.00006;
constexpr double kRoundingM = 1e-9;

struct Case {
    uint64_t seed = 1;
    double bmi = 23.0;
    int device = 0;
};

// Builds between the thinnest and the heaviest that are offered, devices in turn.
std::vector<Case> cases() {
    std::vector<Case> all;
    Rng rng(20, "patients to plan for");
    for (int i = 0; i < kPatients; ++i) all.push_back({static_cast<uint64_t>(i + 1), rng.uniform(19.0, 35.0), i % 3});
    return all;
}

TEST(Plan, TangentOfAnEllipseTouchesItsOutermostPoint) {
    constexpr double kA = 0.0011;
    constexpr double kB = 0.0007;
    for (const double pitch : {0.0, 0.2, 0.6, 1.2, kPi / 2}) {
        double farthest = 0.0;
        for (int i = 0; i < 20000; ++i) {
            const double angle = 2.0 * kPi * i / 20000;
            farthest =
                std::max(farthest, kA * std::cos(angle) * std::sin(pitch) - kB * std::sin(angle) * std::cos(pitch));
        }
        // The polygon's points miss the outermost one by a (2 pi / 20000)^2 / 8.
        EXPECT_NEAR(tangent_distance_m(kA, kB, pitch), farthest, 1e-10);
    }
}

TEST(Plan, EveryPatientOfTheKneeCanBeReachedByEveryDevice) {
    for (const Case& c : cases()) {
        const anatomy::Medium medium = test::medium_of(*test::knee(), c.seed, c.bmi);
        const ApproachPlan plan =
            plan_approach(*test::knee(), medium, &test::knee()->devices[static_cast<size_t>(c.device)]);
        EXPECT_TRUE(plan.treats()) << "seed " << c.seed << " bmi " << c.bmi << ": " << plan.reason;
        EXPECT_EQ(plan.placements.size(), 2 * plan.nerves.size());
    }
}

TEST(Plan, NothingIsPiercedAndTheZoneTouchesTheNerve) {
    const anatomy::Deformation still;
    for (const Case& c : cases()) {
        const auto& device = test::knee()->devices[static_cast<size_t>(c.device)];
        const anatomy::Medium medium = test::medium_of(*test::knee(), c.seed, c.bmi);
        for (const Placement& p : plan_approach(*test::knee(), medium, &device).placements) {
            SCOPED_TRACE("seed " + std::to_string(c.seed) + " bmi " + std::to_string(c.bmi) + " nerve " +
                         std::to_string(p.nerve));
            const measure::Clearances around = measure::look_around(device, p.cryoprobe, {medium, still});
            EXPECT_EQ(around.pierced_frac, 0.0);
            EXPECT_GT(around.artery_m, 0.0);
            EXPECT_GT(around.vein_m, 0.0);
            EXPECT_GT(around.bone_m, 0.0);
            EXPECT_NEAR(zone_gap_m({medium, test::knee()->transducer, device}, p.nerve, p.cryoprobe), kContactGapM,
                        kContactToleranceM);
            // The middle of the zone is where shaft and nerve are nearest, so that ice grows on both sides alike.
            const mechanics::ShaftSegment zone = mechanics::active_segments(device, p.cryoprobe).front();
            const mechanics::Proximity nearest = mechanics::proximity_to_nerve(zone, p.nerve, {medium, still});
            EXPECT_NEAR(nearest.along_m, 0.5 * device.active_length_m, 0.25 * device.active_length_m);
        }
    }
}

TEST(Plan, ShaftLiesInTheImageAndTheEntryBesideTheTransducer) {
    const instruments::Transducer& transducer = test::knee()->transducer;
    for (const Case& c : cases()) {
        const auto& device = test::knee()->devices[static_cast<size_t>(c.device)];
        const anatomy::Medium medium = test::medium_of(*test::knee(), c.seed, c.bmi);
        const ApproachPlan plan = plan_approach(*test::knee(), medium, &device);
        ultrasound::ImagingSettings settings = test::knee()->imaging;
        settings.depth_m = plan.image_depth_m;
        settings.focus_m = plan.focus_m;
        for (const Placement& p : plan.placements) {
            SCOPED_TRACE("seed " + std::to_string(c.seed) + " bmi " + std::to_string(c.bmi) + " nerve " +
                         std::to_string(p.nerve));
            const RigidTransform world_from_image = instruments::world_from_image(transducer, p.transducer);
            const RigidTransform image_from_world = world_from_image.inverse();
            const Vec3 entry = image_from_world.point(instruments::entry_m(p.cryoprobe));
            const Vec3 tip = image_from_world.point(instruments::tip_m(p.cryoprobe));
            EXPECT_NEAR(entry.y, 0.0, kRoundingM);
            EXPECT_NEAR(tip.y, 0.0, kRoundingM);
            EXPECT_GE(std::abs(entry.x), 0.5 * transducer.aperture_m());
            EXPECT_LT(std::abs(tip.x), 0.5 * transducer.aperture_m());
            EXPECT_LT(tip.z, settings.depth_m);
            EXPECT_NEAR(std::abs(entry.x) - 0.5 * transducer.aperture_m(), p.unseen_m * std::cos(p.cryoprobe.pitch_rad),
                        1e-6);

            const measure::TargetInImage seen =
                measure::find_target(medium.nerve_curve(p.nerve), transducer, settings, world_from_image);
            EXPECT_TRUE(seen.in_plane);
            EXPECT_GT(seen.lateral_frac, 1.0 / 3.0);
            EXPECT_LT(seen.lateral_frac, 2.0 / 3.0);
            EXPECT_GT(seen.depth_frac, 0.25);
            EXPECT_LT(seen.depth_frac, 0.75);
        }
    }
}

// The mirror image of a patient has the mirrored plans.
TEST(Plan, LeftIsTheMirrorImageOfRight) {
    const auto& device = test::knee()->devices.front();
    for (uint64_t seed = 1; seed <= 10; ++seed) {
        const anatomy::Medium right = test::medium_of(*test::knee(), seed, 25.0, anatomy::Side::Right);
        const anatomy::Medium left = test::medium_of(*test::knee(), seed, 25.0, anatomy::Side::Left);
        const Workplace at_right{right, test::knee()->transducer, device};
        const Workplace at_left{left, test::knee()->transducer, device};
        const int target = right.target_nerve();
        for (const From from : {From::ImageLeft, From::ImageRight}) {
            const From mirrored = from == From::ImageLeft ? From::ImageRight : From::ImageLeft;
            const auto a = plan_placement(at_right, target, aimed_arc_m(right, target), {.from = from});
            const auto b = plan_placement(at_left, target, aimed_arc_m(left, target), {.from = mirrored});
            ASSERT_TRUE(a && b);
            EXPECT_NEAR(a->cost, b->cost, 1e-6);
            EXPECT_NEAR(a->cryoprobe.entry_x_m, -b->cryoprobe.entry_x_m, 1e-6);
            EXPECT_NEAR(a->transducer.slide_m, -b->transducer.slide_m, 1e-6);
            EXPECT_NEAR(a->cryoprobe.pitch_rad, b->cryoprobe.pitch_rad, 1e-9);
        }
    }
}

TEST(Plan, TheDeeperTheNerveTheSteeperTheShaftAndNeverNeedlessly) {
    const auto& device = test::knee()->devices.front();
    double last_rad = 0.0;
    for (const double bmi : {19.0, 23.0, 28.0, 35.0}) {
        const anatomy::Medium medium = test::medium_of(*test::knee(), 4, bmi);
        const ApproachPlan plan = plan_approach(*test::knee(), medium, &device);
        ASSERT_TRUE(plan.treats());
        const double pitch_rad = plan.placements.front().cryoprobe.pitch_rad;
        EXPECT_GE(pitch_rad, last_rad - 0.01) << bmi;
        if (bmi <= 23.0) {
            EXPECT_LE(pitch_rad, kFlatRad) << bmi;
        }
        last_rad = pitch_rad;
    }
}

TEST(Plan, AShortNeedleReachesThinKneesOnly) {
    instruments::CryoprobeDevice three_needles = test::knee()->devices.front();
    three_needles.shaft_length_m = 0.0085;
    three_needles.shaft_diameter_m = 0.0004;
    for (const double bmi : {28.0, 35.0}) {
        const anatomy::Medium medium = test::medium_of(*test::knee(), 1, bmi);
        const ApproachPlan plan = plan_approach(*test::knee(), medium, &three_needles);
        EXPECT_EQ(plan.decision, "change_device");
        EXPECT_NE(plan.reason.find("too short"), std::string::npos) << plan.reason;
    }
}

TEST(Plan, AThickNerveAsksForArgon) {
    scenario::Scenario thick = *test::knee();
    anatomy::Tube& tube = thick.anatomy.at_bmi_23.nerves.front().tube;
    tube.width_m = 0.013;
    tube.height_m = 0.006;
    anatomy::Anatomy anatomy = thick.anatomy.at_bmi_23;
    anatomy.vessels.clear();
    anatomy.nerves.resize(1);
    const anatomy::Medium medium(anatomy);
    const ApproachPlan with_n2o = plan_approach(thick, medium, &thick.devices.front());
    EXPECT_EQ(with_n2o.decision, "change_device");
    EXPECT_NE(with_n2o.reason.find("thick"), std::string::npos) << with_n2o.reason;
    instruments::CryoprobeDevice argon = thick.devices.front();
    argon.gas = instruments::CryoGas::Argon;
    argon.active_length_m = 0.030;
    EXPECT_EQ(plan_approach(thick, medium, &argon).reason.find("thick"), std::string::npos);
}

TEST(Plan, AContraindicationIsRefusedInTheChartsOwnWords) {
    scenario::Scenario cold = *test::knee();
    cold.consent.contraindications = {"cryoglobulinaemia"};
    const ApproachPlan plan = plan_approach(cold, test::medium_of(cold, 1, 23.0), &cold.devices.front());
    EXPECT_EQ(plan.decision, "do_not_treat");
    EXPECT_NE(plan.reason.find("cryoglobulinaemia"), std::string::npos);
}

TEST(Plan, WithoutACryoprobeThereIsNothingToDo) {
    EXPECT_EQ(plan_approach(*test::knee(), test::medium_of(*test::knee(), 1, 23.0), nullptr).decision, "change_device");
}

// A bone across the way leaves no crossing from above or below.
TEST(Plan, SaysWhatIsInTheWay) {
    anatomy::Anatomy anatomy = test::medium_of(*test::knee(), 1, 23.0).anatomy();
    anatomy.bones.front().depth_m = 0.004;
    const anatomy::Medium medium(anatomy);
    std::string why;
    const auto& device = test::knee()->devices.front();
    EXPECT_FALSE(plan_placement({medium, test::knee()->transducer, device}, medium.target_nerve(),
                                aimed_arc_m(medium, medium.target_nerve()), {}, &why));
    EXPECT_NE(why.find("Tibial condyle"), std::string::npos) << why;
}

// Saline above the sural nerve: the tip stands in tissue under the dermis and over the nerve, pierces nothing, and with
// the fluid in, the nerve is reached again with its whole zone deeper by most of the pocket's thickness.
TEST(SkinLift, BringsAShallowNerveDeeper) {
    const auto sural = test::case_of("leg_sural");
    const auto& device = sural->devices.front();
    constexpr double kPassedOn = 0.5;  // of the thickness, at the least: what lies below is squeezed too
    for (const double bmi : {19.0, 23.0}) {
        const anatomy::Medium medium = test::medium_of(*sural, 1, bmi);
        const int nerve = medium.target_nerve();
        const double arc_m = aimed_arc_m(medium, nerve);
        const auto before = plan_placement({medium, sural->transducer, device}, nerve, arc_m);
        ASSERT_TRUE(before);
        ASSERT_LT(before->zone_depth_m, kDeepEnoughM);
        const SkinLift lift = plan_skin_lift({medium, sural->transducer, device}, *before);
        ASSERT_GT(lift.volume_m3, 0.0) << bmi;
        const Vec3 tip_m = instruments::tip_m(lift.placement.cryoprobe);
        EXPECT_GT(tip_m.z, medium.anatomy().layers.front().bottom_m);
        EXPECT_LT(tip_m.z, medium.nerve_curve(nerve).at_arc(arc_m).z);
        EXPECT_LT(medium.at(tip_m).nerve, 0);
        EXPECT_LT(medium.at(tip_m).vessel, 0);

        const anatomy::Pocket pocket = mechanics::opened_pocket(medium, tip_m, tip_m, lift.volume_m3);
        const anatomy::Deformation deformation({}, {pocket});
        const Workplace parted{medium, sural->transducer, device, deformation};
        const auto after = plan_placement(parted, nerve, arc_m);
        ASSERT_TRUE(after);
        EXPECT_GT(after->zone_depth_m, before->zone_depth_m + kPassedOn * pocket.height_m) << bmi;
        EXPECT_NEAR(zone_gap_m(parted, nerve, after->cryoprobe), kContactGapM, kContactToleranceM);
    }
}

TEST(SkinLift, ADeepNerveNeedsNone) {
    const anatomy::Medium medium = test::medium_of(*test::knee(), 1, 28.0);
    const Workplace place{medium, test::knee()->transducer, test::knee()->devices.front()};
    const auto placement = plan_placement(place, medium.target_nerve(), aimed_arc_m(medium, medium.target_nerve()));
    ASSERT_TRUE(placement);
    EXPECT_EQ(plan_skin_lift(place, *placement).volume_m3, 0.0);
}

// On bone the tip cannot pass the nerve by half a zone: less of it does, and the way stays steep enough to be seen.
TEST(Plan, ANerveOnBoneIsReached) {
    const auto on_bone = test::case_of("knee_superomedial_genicular");
    constexpr double kMostUnseenShare = 0.25;
    for (const double bmi : {19.0, 23.0, 28.0, 35.0}) {
        const anatomy::Medium medium = test::medium_of(*on_bone, 1, bmi);
        const ApproachPlan plan = plan_approach(*on_bone, medium, &on_bone->devices.front());
        ASSERT_TRUE(plan.treats()) << bmi << ": " << plan.reason;
        for (const Placement& p : plan.placements)
            EXPECT_LT(p.unseen_m, kMostUnseenShare * p.cryoprobe.insert_m) << bmi;
    }
}

std::vector<StationState> row(const std::string& pattern) {
    std::vector<StationState> stations;
    for (size_t i = 0; i < pattern.size(); ++i)
        stations.push_back({static_cast<double>(i) * thermal::kStationSpacingM, pattern[i] == '#'});
    return stations;
}

TEST(NextLesion, LiesBesideTheFirstAndOverlapsIt) {
    // Twelve stations (3 mm) treated in the middle of 20 mm; the next lesion of 3 mm prolongs them.
    const auto stations = row(std::string(34, '.') + std::string(12, '#') + std::string(34, '.'));
    const auto next = best_next_arc(stations, 0.003, 0.010, 0.006);
    ASSERT_TRUE(next);
    const double first_m = 0.5 * (stations[34].arc_m + stations[45].arc_m);
    EXPECT_GT(std::abs(*next - first_m), 0.002);
    EXPECT_LT(std::abs(*next - first_m), 0.003);
}

TEST(NextLesion, ClosesAGapBeforeItProlongs) {
    // Two lesions with 1 mm between them: closing it makes one of 7 mm, more than prolonging either.
    const auto stations = row(std::string(20, '.') + std::string(12, '#') + std::string(4, '.') + std::string(12, '#') +
                              std::string(20, '.'));
    const auto next = best_next_arc(stations, 0.003, 34 * thermal::kStationSpacingM, 0.008);
    ASSERT_TRUE(next);
    EXPECT_GT(*next, stations[31].arc_m);
    EXPECT_LT(*next, stations[36].arc_m);
}

// What a lesion left warm at one place it leaves warm there again.
TEST(NextLesion, IsNeverWhereOneWas) {
    const auto warm = row(std::string(60, '.'));
    const double middle_m = 30 * thermal::kStationSpacingM;
    const auto first = best_next_arc(warm, 0.003, middle_m, 0.003);
    ASSERT_TRUE(first);
    std::vector<Tried> tried{{*first, Passage::Superficial, From::ImageLeft}};
    const auto second = best_next_arc(warm, 0.003, middle_m, 0.003, tried);
    ASSERT_TRUE(second);
    EXPECT_GE(std::abs(*second - *first), 0.0005);
    // And it comes to an end, though nothing is ever treated.
    for (int i = 0; i < 20; ++i)
        if (const auto next = best_next_arc(warm, 0.003, middle_m, 0.003, tried))
            tried.push_back({*next, Passage::Superficial, From::ImageLeft});
    EXPECT_FALSE(best_next_arc(warm, 0.003, middle_m, 0.003, tried));
}

TEST(NextLesion, ThereIsNoneWhereAllIsTreated) {
    EXPECT_FALSE(best_next_arc(row(std::string(40, '#')), 0.003, 0.005, 0.003));
}

}  // namespace
}  // namespace cryo::robot
