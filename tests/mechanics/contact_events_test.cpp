#include "engine/mechanics/contact_events.h"

#include <algorithm>

#include "engine/core/random.h"
#include "engine/core/units.h"
#include "tests/mechanics/block.h"

namespace cryo::mechanics {
namespace {

using instruments::CryoprobePose;

CryoprobePose straight_down(double x_m, double insert_m) { return {x_m, 0.0, 0.0, rad_from_deg(90), insert_m}; }

class Contacts : public testing::Test {
  protected:
    Block block;
    instruments::CryoprobeDevice device = probe();
    ContactState state = make_contact_state(block.medium.anatomy());

    std::vector<ContactEvent> move(const CryoprobePose& from, const CryoprobePose& to) {
        return update_contacts(state, device, from, to, block.surroundings);
    }
    static int count(const std::vector<ContactEvent>& events, ContactKind kind, int index) {
        return static_cast<int>(std::count_if(
            events.begin(), events.end(), [&](const ContactEvent& e) { return e.kind == kind && e.index == index; }));
    }
};

TEST_F(Contacts, DistancesAreThoseOfGeometry) {
    // Straight down, 5 mm beside the axes of nerve and artery.
    const ShaftSegment shaft = inserted_segments(device, straight_down(0.005, 0.025)).at(0);
    EXPECT_NEAR(proximity_to_nerve(shaft, 0, block.surroundings).distance_m, 0.005 - 0.0012 - 0.0007, 1e-6);
    const Proximity artery = proximity_to_vessel(shaft, 0, block.surroundings);
    EXPECT_NEAR(artery.distance_m, 0.005 - 0.0005 - 0.0007, 1e-6);
    EXPECT_NEAR(artery.along_m, 0.025 - kArteryDepthM, 2e-5);
    EXPECT_NEAR(artery.place_m.z, kArteryDepthM, 2e-5);
    EXPECT_NEAR(tip_to_bone(shaft, 0, block.surroundings).distance_m, kBoneDepthM - 0.025, 1e-6);
    // The tip above the artery: the end of the shaft is nearest.
    const ShaftSegment above = inserted_segments(device, straight_down(0.0, 0.018)).at(0);
    const Proximity end = proximity_to_vessel(above, 0, block.surroundings);
    EXPECT_NEAR(end.distance_m, 0.002 - 0.0005 - 0.0007, 1e-6);
    EXPECT_EQ(end.along_m, 0.0);
}

TEST_F(Contacts, DistanceAgreesWithADenseSearchAlongObliqueShafts) {
    Rng rng(4, "shafts");
    for (int i = 0; i < 40; ++i) {
        const CryoprobePose pose{rng.uniform(-0.02, 0.02), rng.uniform(-0.01, 0.01), rng.uniform(-3, 3),
                                 rng.uniform(0.2, 1.5), rng.uniform(0.005, 0.03)};
        const ShaftSegment shaft = inserted_segments(device, pose).at(0);
        double dense_m = 1.0;
        for (int k = 0; k <= 6000; ++k) {
            const Vec3 p = glm::mix(shaft.tip_m, shaft.end_m, k / 6000.0);
            dense_m = std::min(dense_m, block.medium.vessel_curve(1).nearest(p).outside_m);
        }
        EXPECT_NEAR(proximity_to_vessel(shaft, 1, block.surroundings).distance_m, dense_m - shaft.radius_m, 5e-6);
    }
}

TEST_F(Contacts, ShaftEndsAtTheSkinAndTheActiveZoneAtItsLength) {
    const CryoprobePose pose{-0.02, 0.003, 0.4, 0.7, 0.03};
    EXPECT_NEAR(inserted_segments(device, pose).at(0).end_m.z, 0.0, 1e-15);
    const ShaftSegment zone = active_segments(device, pose).at(0);
    EXPECT_NEAR(glm::length(zone.tip_m - zone.end_m), device.active_length_m, 1e-15);
    EXPECT_TRUE(inserted_segments(device, {0, 0, 0, 1, 0}).empty());
}

TEST_F(Contacts, OneStepThroughAMillimetreVesselIsCaught) {
    const std::vector<ContactEvent> events = move(straight_down(0.0, 0.0), straight_down(0.0, 0.028));
    EXPECT_EQ(count(events, ContactKind::Skin, -1), 1);
    EXPECT_EQ(count(events, ContactKind::NerveTransfixed, 0), 1);
    EXPECT_EQ(count(events, ContactKind::VesselWall, 0), 1);
    EXPECT_EQ(count(events, ContactKind::VesselLumen, 0), 1);
    EXPECT_EQ(count(events, ContactKind::VesselLumen, 1), 0);
    // In the order of depth, at about the depth they lie in.
    EXPECT_TRUE(std::is_sorted(events.begin(), events.end(),
                               [](const ContactEvent& a, const ContactEvent& b) { return a.fraction < b.fraction; }));
    for (const ContactEvent& e : events) {
        if (e.kind != ContactKind::VesselLumen) continue;
        EXPECT_NEAR(e.place_m.z, kArteryDepthM - 0.0012, 0.0003);
    }
}

TEST_F(Contacts, ASwingPastAVesselInOneStepIsCaught) {
    // Both ends of the swing are well clear of the artery; the way between sweeps over it.
    const CryoprobePose left{0.0, 0.0, rad_from_deg(180), rad_from_deg(75), 0.022};
    const CryoprobePose right{0.0, 0.0, rad_from_deg(180), rad_from_deg(105), 0.022};
    for (const CryoprobePose& pose : {left, right})
        EXPECT_GT(proximity_to_vessel(inserted_segments(device, pose).at(0), 0, block.surroundings).distance_m, 0.003);
    move(straight_down(0, 0), {0.0, 0.0, rad_from_deg(180), rad_from_deg(75), 0.0});
    move({0.0, 0.0, rad_from_deg(180), rad_from_deg(75), 0.0}, left);
    EXPECT_EQ(count(move(left, right), ContactKind::VesselLumen, 0), 1);
}

TEST_F(Contacts, APunctureCountsOnceAndArmsAgainHalfAMillimetreOut) {
    const double at_wall_m = kArteryDepthM - 0.0005 - 0.0007;  // where the capsule's end meets the lumen
    CryoprobePose pose = straight_down(0.0, 0.0);
    const auto go = [&](double insert_m) {
        const CryoprobePose to = straight_down(0.0, insert_m);
        const std::vector<ContactEvent> events = move(pose, to);
        pose = to;
        return count(events, ContactKind::VesselLumen, 0);
    };
    EXPECT_EQ(go(at_wall_m - 0.0003), 0);
    EXPECT_EQ(go(at_wall_m + 0.0002), 1);
    EXPECT_EQ(go(at_wall_m - 0.0004), 0);
    EXPECT_EQ(go(at_wall_m + 0.0002), 0);  // had not left by 0.5 mm
    EXPECT_EQ(go(at_wall_m - 0.0008), 0);
    EXPECT_EQ(go(at_wall_m + 0.0002), 1);
    EXPECT_EQ(go(at_wall_m + 0.0005), 0);
}

TEST_F(Contacts, TouchingANerveIsNotTransfixingIt) {
    // Beside the nerve: contact of the surfaces, then a fifth of its thickness deep.
    const double touching_x_m = 0.0012 + 0.0007;
    auto events = move(straight_down(0.0, 0.0), straight_down(touching_x_m - 0.0003, 0.0));
    EXPECT_TRUE(events.empty());
    events = move(straight_down(touching_x_m - 0.0003, 0.0), straight_down(touching_x_m - 0.0003, 0.016));
    EXPECT_EQ(count(events, ContactKind::NerveTouched, 0), 1);
    EXPECT_EQ(count(events, ContactKind::NerveTransfixed, 0), 0);
    const ShaftSegment shaft = inserted_segments(device, straight_down(touching_x_m - 0.0003, 0.016)).at(0);
    EXPECT_NEAR(pierced_frac(proximity_to_nerve(shaft, 0, block.surroundings), block.medium.anatomy().nerves[0]),
                0.0003 / 0.0016, 1e-3);
    state = make_contact_state(block.medium.anatomy());
    // More than half of 1.6 mm deep.
    const double deep_x_m = touching_x_m - 0.00085;
    EXPECT_EQ(
        count(move(straight_down(deep_x_m, 0.0), straight_down(deep_x_m, 0.016)), ContactKind::NerveTransfixed, 0), 1);
}

TEST_F(Contacts, BoneIsReportedWhenTheTipStandsOnIt) {
    EXPECT_EQ(count(move(straight_down(0.01, 0.0), straight_down(0.01, kBoneDepthM - 0.001)), ContactKind::Bone, 0), 0);
    EXPECT_EQ(
        count(move(straight_down(0.01, kBoneDepthM - 0.001), straight_down(0.01, kBoneDepthM)), ContactKind::Bone, 0),
        1);
}

TEST_F(Contacts, SkinCountsAgainAfterLeaving) {
    EXPECT_EQ(count(move(straight_down(0.01, 0.0), straight_down(0.01, 0.004)), ContactKind::Skin, -1), 1);
    EXPECT_EQ(count(move(straight_down(0.01, 0.004), straight_down(0.01, 0.0)), ContactKind::Skin, -1), 0);
    EXPECT_EQ(count(move(straight_down(0.01, 0.0), straight_down(0.012, 0.0)), ContactKind::Skin, -1), 0);
    EXPECT_EQ(count(move(straight_down(0.012, 0.0), straight_down(0.012, 0.003)), ContactKind::Skin, -1), 1);
}

TEST(ContactsOfARow, AnyNeedleOfThreeCounts) {
    Block block;
    instruments::CryoprobeDevice device = probe();
    device.needle_count = 3;
    device.needle_spacing_m = 0.0025;
    device.shaft_diameter_m = 0.0004;
    ContactState state = make_contact_state(block.medium.anatomy());
    // Yaw 90 deg lays the row along x: the outer needle, 2.5 mm beside the middle one, goes through the artery.
    const CryoprobePose outside{0.0025, 0.0, rad_from_deg(90), rad_from_deg(90), 0.0};
    CryoprobePose inside = outside;
    inside.insert_m = 0.022;
    const std::vector<ContactEvent> events = update_contacts(state, device, outside, inside, block.surroundings);
    EXPECT_TRUE(std::any_of(events.begin(), events.end(),
                            [](const ContactEvent& e) { return e.kind == ContactKind::VesselLumen && e.index == 0; }));
}

TEST(ContactsOfLung, ThePleuraIsCrossedByTheTip) {
    anatomy::Anatomy chest = block_anatomy();
    chest.bones.clear();
    chest.layers[2].bottom_m = 0.0276;
    anatomy::Layer lung;
    lung.id = "lung";
    lung.tissue = anatomy::Tissue::Lung;
    lung.top_m = 0.0276;
    lung.bottom_m = 0.06;
    chest.layers.push_back(lung);
    Block block(chest);
    ContactState state = make_contact_state(chest);
    const auto events =
        update_contacts(state, probe(), straight_down(0.008, 0), straight_down(0.008, 0.029), block.surroundings);
    ASSERT_FALSE(events.empty());
    EXPECT_EQ(events.back().kind, ContactKind::Pleura);
    EXPECT_EQ(events.back().index, 3);
    EXPECT_NEAR(events.back().place_m.z, 0.0276, 0.0003);
}

}  // namespace
}  // namespace cryo::mechanics
