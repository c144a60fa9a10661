// Fluid at the tip: its volume is kept, it moves what lies beside it, it shows dark, and it tells where it went.
#include "engine/core/units.h"
#include "engine/ultrasound/echo.h"
#include "tests/session/small_case.h"

namespace cryo::session {
namespace {

using namespace cryo::test;

constexpr double kOneMl = 1e-6;

// The tip in fat, 2 mm over the target in the middle of the image.
constexpr double kTipDepthM = 0.0075;
void go_in(Session& session) {
    session.apply(MoveCryoprobe{.entry_x_m = 0.0, .entry_y_m = 0.0, .yaw_rad = 0.0, .pitch_rad = 1.5});
    advance_s(session, 3.0);
    session.apply(MoveCryoprobe{.insert_m = kTipDepthM / std::sin(1.5)});
    advance_s(session, 3.0);
}

const Event& last_injection(const Session& session) {
    const auto& events = session.events();
    for (size_t i = events.size(); i-- > 0;)
        if (events[i].kind == EventKind::Injected) return events[i];
    throw std::runtime_error("nothing was injected");
}

TEST(Injection, SpreadsAtTheTipAndKeepsItsVolume) {
    Session session(shared_case(), {.simulated_hand = false}, pool_of(1));
    go_in(session);
    ASSERT_TRUE(session.apply(Inject{kOneMl}));
    double last_m3 = 0.0;
    for (int i = 0; i < 10; ++i) {
        advance_s(session, 0.5);
        ASSERT_EQ(session.deformation().pockets().size(), 1U);
        EXPECT_GE(session.deformation().pockets().front().volume_m3(), last_m3);
        last_m3 = session.deformation().pockets().front().volume_m3();
    }
    EXPECT_NEAR(last_m3, kOneMl, 1e-15);  // rounding of four hundred sums
    EXPECT_TRUE(session.deformation().reference_from_world(instruments::tip_m(session.hands().cryoprobe)).injectate);
    EXPECT_NE(last_injection(session).text.find("Fat"), std::string::npos) << last_injection(session).text;
    // More of it goes into the same pocket.
    ASSERT_TRUE(session.apply(Inject{kOneMl}));
    advance_s(session, 5.0);
    ASSERT_EQ(session.deformation().pockets().size(), 1U);
    EXPECT_NEAR(session.deformation().pockets().front().volume_m3(), 2.0 * kOneMl, 1e-15);
}

TEST(Injection, PushesTheNerveAwayFromTheTip) {
    Session session(shared_case(), {.simulated_hand = false}, pool_of(1));
    go_in(session);
    session.advance(kTicksPerTraceSample);
    const double before_m = session.clearances().tip_target_m;
    session.apply(Inject{kOneMl});
    advance_s(session, 5.0);
    const double after_m = session.clearances().tip_target_m;
    // The tip stands in the middle of the pocket: the nerve is beyond its bottom.
    EXPECT_GT(after_m, before_m + 0.0005);
    const anatomy::Pocket& pocket = session.deformation().pockets().front();
    const Vec3 tip_m = instruments::tip_m(session.hands().cryoprobe);
    const double bottom_m = pocket.top_m(tip_m.x, tip_m.y) + pocket.thickness_m(tip_m.x, tip_m.y);
    EXPECT_GT(after_m, bottom_m - tip_m.z);
}

TEST(Injection, ShowsDarkWhereItLies) {
    Session session(shared_case(), {.simulated_hand = false}, pool_of(1));
    go_in(session);
    const Vec3 tip_m = instruments::tip_m(session.hands().cryoprobe);
    // Beside the shaft, in the middle of the pocket to come: more of it opens below the tip than above.
    constexpr double kMiddleBelowTipM = 0.001;
    const auto mean_level_db = [&] {
        ultrasound::ImageFrame frame = session.image_frame();
        frame.needles.clear();
        const ultrasound::ReferenceImage image = ultrasound::reference_image(frame);
        const ultrasound::BeamGrid& grid = image.plan.grid;
        double power = 0.0;
        int count = 0;
        for (int line = 0; line < grid.line_count; ++line)
            for (int sample = 0; sample < grid.sample_count; ++sample) {
                const Vec3 at = grid.point_m(line, grid.range_m(sample));
                if (std::abs(at.x - tip_m.x - 0.003) > 0.001 || std::abs(at.z - tip_m.z - kMiddleBelowTipM) > 0.001)
                    continue;
                power += std::pow(static_cast<double>(image.envelope.at(line, sample)), 2);
                ++count;
            }
        return 10.0 * std::log10(power / count);
    };
    const double before_db = mean_level_db();
    session.apply(Inject{kOneMl});
    advance_s(session, 5.0);
    EXPECT_LT(mean_level_db(), before_db - 10.0);
}

// The same place in the tissue is cooled for as long, with and without saline between it and the skin.
TEST(Injection, SalineUnderTheSkinKeepsItWarm) {
    double coldest_degc[2];
    for (const bool lifted : {false, true}) {
        Session session(shared_case(), {.simulated_hand = false}, pool_of(1));
        go_in(session);
        if (lifted) {
            session.apply(MoveCryoprobe{.insert_m = 0.004});
            advance_s(session, 2.0);
            session.apply(Inject{kOneMl});
            advance_s(session, 5.0);
        }
        const double depth_m = session.deformation().world_from_reference({0.0, 0.0, kTipDepthM}).z;
        session.apply(MoveCryoprobe{.insert_m = depth_m / std::sin(1.5)});
        advance_s(session, 3.0);
        session.apply(Gas{true});
        advance_s(session, 60.0);
        coldest_degc[lifted] = session.cold_solver()->skin().coldest_degc;
        // The grid knows where the fluid lies.
        const Vec3 fluid_m{0.0, 0.0, 0.0045};
        EXPECT_EQ(session.deformation().reference_from_world(fluid_m).injectate, lifted);
        const GridFrame& grid = session.cold_solver()->frame();
        const Index3 cell(glm::round(grid.cell_from_point(session.cold_from_world(fluid_m))));
        EXPECT_EQ(session.cold_solver()->tissue(cell.x, cell.y, cell.z) == anatomy::Tissue::Saline, lifted);
    }
    constexpr double kNoticeableK = 3.0;
    EXPECT_GT(coldest_degc[1], coldest_degc[0] + kNoticeableK);
}

TEST(Injection, OneIntoTheNerveIsSaidSo) {
    Session session(shared_case(), {.simulated_hand = false}, pool_of(1));
    go_in(session);
    session.apply(MoveCryoprobe{.insert_m = kNerveDepthM / std::sin(1.5)});
    advance_s(session, 2.0);
    session.apply(Inject{0.5 * kOneMl});
    EXPECT_EQ(last_injection(session).structure, "target");
    EXPECT_FALSE(session.patient_says().empty());
}

TEST(Injection, OneIntoAVesselOpensNoPocket) {
    Session session(shared_case(), {.simulated_hand = false}, pool_of(1));
    session.apply(MoveCryoprobe{.entry_x_m = 0.005, .entry_y_m = 0.0, .yaw_rad = 0.0, .pitch_rad = kPi / 2});
    advance_s(session, 3.0);
    session.apply(MoveCryoprobe{.insert_m = 0.0115});
    advance_s(session, 3.0);
    ASSERT_TRUE(session.apply(Inject{kOneMl}));
    advance_s(session, 5.0);
    EXPECT_EQ(last_injection(session).structure, "artery");
    EXPECT_TRUE(session.deformation().pockets().empty());
}

TEST(Injection, StopsWhenTheTipLeavesTheSkin) {
    Session session(shared_case(), {.simulated_hand = false}, pool_of(1));
    go_in(session);
    session.apply(Inject{kOneMl});
    advance_s(session, 1.0);
    session.apply(MoveCryoprobe{.insert_m = 0.0});
    advance_s(session, 10.0);
    const double left_m3 = session.deformation().pockets().front().volume_m3();
    EXPECT_LT(left_m3, kOneMl);
    advance_s(session, 5.0);
    EXPECT_EQ(session.deformation().pockets().front().volume_m3(), left_m3);
}

TEST(Injection, DoesNotDependOnBatchingOrThreads) {
    uint64_t hashes[2];
    for (int run = 0; run < 2; ++run) {
        Session session(shared_case(), {}, pool_of(run + 1));
        go_in(session);
        session.apply(MoveTransducer{.press_frac = 0.8});
        session.apply(Inject{kOneMl});
        for (int i = 0; i < 600; i += run == 0 ? 1 : 60) session.advance(run == 0 ? 1 : 60);
        hashes[run] = session.state_hash();
    }
    EXPECT_EQ(hashes[0], hashes[1]);
}

// ---- the press, as a session sees it

TEST(Press, TheImageFollowsTheFaceAndTheNerveComesNearer) {
    Session session(shared_case(), {.simulated_hand = false}, pool_of(1));
    advance_s(session, 0.1);
    const float light = session.trace().back().target_depth_frac;
    EXPECT_TRUE(session.deformation().is_identity());
    session.apply(MoveTransducer{.press_frac = 1.0});
    advance_s(session, 2.0);
    EXPECT_GT(session.hands().world_from_image.translation_m.z, 0.0005);
    EXPECT_LT(session.trace().back().target_depth_frac, light - 0.03F);
}

TEST(Press, AVeinDisappearsFromTheImageAndTheArteryBesideItStays) {
    Session session(shared_case(), {.simulated_hand = false}, pool_of(1));
    const auto tubes_heard = [&] {
        ultrasound::ScanPlan plan;
        ultrasound::make_scan_plan(session.image_frame(), plan);
        // Lines on which a vessel's wall or lumen is heard, by which side of the nerve it lies on.
        int left = 0, right = 0;
        for (int line = 0; line < plan.grid.line_count; ++line)
            for (int block = 0; block < plan.block_count; ++block) {
                const auto& b = plan.blocks[static_cast<size_t>(line) * static_cast<size_t>(plan.block_count) +
                                            static_cast<size_t>(block)];
                if (static_cast<int>(b.segments_and_tubes) / 4096 == 0) continue;
                const double x_m = plan.grid.origin_m(line).x;
                left += x_m < -0.007;
                right += x_m > 0.0035 && x_m < 0.0065;
            }
        return std::pair{left, right};
    };
    session.advance(1);
    const auto [vein, artery] = tubes_heard();
    EXPECT_GT(vein, 0);
    EXPECT_GT(artery, 0);
    session.apply(MoveTransducer{.press_frac = 0.6});
    advance_s(session, 2.0);
    const auto [vein_pressed, artery_pressed] = tubes_heard();
    EXPECT_EQ(vein_pressed, 0);
    EXPECT_GT(artery_pressed, artery / 2);
}

}  // namespace
}  // namespace cryo::session
