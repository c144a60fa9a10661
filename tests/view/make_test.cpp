#include "engine/core/grid3.h"

#include "engine/view/make.h"

#include "tests/session/small_case.h"

namespace cryo::view {
namespace {

using namespace cryo::test;
using session::Knob;
using session::SetKnob;

std::unique_ptr<session::Session> frozen_session() {
    auto session =
        std::make_unique<session::Session>(shared_case(), session::Setup{.simulated_hand = false}, pool_of(2));
    reach_target(*session);
    session->apply(session::Gas{true});
    advance_s(*session, 15.0);
    return session;
}

const Readouts::Label* find_label(const Readouts& readouts, const std::string& text) {
    for (const Readouts::Label& label : readouts.image_labels)
        if (label.text == text) return &label;
    return nullptr;
}

TEST(MakeFrame, HandsTheImageAllItDependsOn) {
    const auto session = frozen_session();
    FrameOptions options;
    options.line_count = 96;
    options.sample_count = 256;
    options.image_index = 17;
    options.noise_on = false;
    const FrameView frame = make_frame(*session, options);
    EXPECT_EQ(frame.image.settings.line_count, 96);
    EXPECT_EQ(frame.image.settings.sample_count, 256);
    EXPECT_EQ(frame.image.image_index, 17U);
    EXPECT_FALSE(frame.image.noise_on);
    EXPECT_EQ(frame.image.medium, session->acoustic_medium());
    ASSERT_EQ(frame.image.needles.size(), 1U);
    EXPECT_EQ(frame.image.needles[0].tip_m, instruments::tip_m(session->hands().cryoprobe));
    EXPECT_EQ(frame.image.temperature_degc, session->temperature_degc());
    EXPECT_TRUE(frame.image.gas_flowing);
    EXPECT_GT(frame.scene.frost_frac, 0.3);
    // The session's own settings do not know the tier.
    EXPECT_EQ(session->screen().imaging.line_count, 192);
}

TEST(MakeFrame, APausedPictureStandsWhileTheWorldGoesOn) {
    auto session = frozen_session();
    session->apply(SetKnob{Knob::FreezeImage, 1.0});
    const FrameView paused = make_frame(*session, {});
    const std::vector<float> ice = paused.image.temperature_degc->values();
    session->apply(session::MoveTransducer{.slide_m = 0.010});
    session->apply(SetKnob{Knob::GainDb, 5.0});
    advance_s(*session, 3.0);
    FrameOptions later;
    later.image_index = 99;
    const FrameView still = make_frame(*session, later);
    EXPECT_EQ(still.image.world_from_image.translation_m, paused.image.world_from_image.translation_m);
    EXPECT_EQ(still.image.temperature_degc->values(), ice);
    EXPECT_EQ(still.image.temperature_revision, paused.image.temperature_revision);
    EXPECT_EQ(still.image.image_index, paused.image.image_index) << "not even the noise moves";
    EXPECT_EQ(still.image.settings.gain_db, 5.0) << "gain still works on it";
    EXPECT_NE(still.scene.world_from_image.translation_m, paused.scene.world_from_image.translation_m)
        << "eyes see the hands move";
    session->apply(SetKnob{Knob::FreezeImage, 0.0});
    const FrameView live = make_frame(*session, later);
    EXPECT_EQ(live.image.world_from_image.translation_m, session->hands().world_from_image.translation_m);
    EXPECT_EQ(live.image.image_index, 99U);
    EXPECT_NE(live.image.temperature_degc->values(), ice);
}

TEST(MakeFrame, TheOutsideViewHoldsNothingFromInside) {
    const auto session = frozen_session();
    EXPECT_TRUE(make_frame(*session, {}).scene.tubes.empty());
    session->apply(SetKnob{Knob::SeeThrough, 1.0});
    const Scene3d scene = make_frame(*session, {}).scene;
    EXPECT_TRUE(scene.see_through);
    ASSERT_EQ(scene.tubes.size(), 4U);
    EXPECT_EQ(scene.tubes[0].kind, SceneTube::Kind::TargetNerve);
    EXPECT_EQ(scene.tubes[1].kind, SceneTube::Kind::MotorNerve);
    EXPECT_EQ(scene.tubes[2].kind, SceneTube::Kind::Artery);
    EXPECT_TRUE(scene.tubes[2].treated.empty());
    for (const SceneTube& tube : scene.tubes)
        EXPECT_TRUE(tube.treated.empty() || tube.treated.size() == tube.path_m.size());
}

TEST(MakeFrame, TreatedShareLiesWhereTheNerveWasFrozen) {
    auto session = frozen_session();
    advance_s(*session, 45.0);
    session->apply(SetKnob{Knob::SeeThrough, 1.0});
    const SceneTube target = make_frame(*session, {}).scene.tubes[0];
    float most = 0.0F;
    for (size_t i = 0; i < target.path_m.size(); ++i) {
        most = std::max(most, target.treated[i]);
        if (std::abs(target.path_m[i].y) > 0.008) {
            EXPECT_EQ(target.treated[i], 0.0F) << target.path_m[i].y;
        }
    }
    EXPECT_GT(most, 0.9F);
}

TEST(MakeReadouts, SayWhatTheSessionIs) {
    const auto session = frozen_session();
    const Readouts r = make_readouts(*session);
    EXPECT_EQ(r.scenario, &session->scenario());
    EXPECT_EQ(r.phase, Phase::Cool);
    EXPECT_EQ(r.device, session->device());
    EXPECT_TRUE(r.gas_on);
    EXPECT_EQ(r.tip_degc, session->console().tip_degc);
    EXPECT_NEAR(r.cycle_s, 15.0, 0.02);
    EXPECT_NEAR(r.gas_left_frac, 1.0 - 15.0 / 1800.0, 1e-4);
    EXPECT_LE(r.recent.size(), 8U);
    EXPECT_EQ(r.recent.back().text, session->events().back().text);
    EXPECT_TRUE(r.image_labels.empty()) << "labels are help, and help is off";
    EXPECT_TRUE(r.isotherms.empty());
}

TEST(MakeReadouts, LabelsStandOnWhatTheyName) {
    const auto session = frozen_session();
    session->apply(SetKnob{Knob::Labels, 1.0});
    const Readouts r = make_readouts(*session);
    const RigidTransform& world = session->hands().world_from_image;
    const Readouts::Label* target = find_label(r, "Target nerve");
    ASSERT_NE(target, nullptr);
    const Vec3 at = world.point({target->lateral_m, 0.0, target->depth_m});
    EXPECT_LT(glm::length(at - Vec3(0.0, 0.0, kNerveDepthM)), 0.0005);
    for (const char* layer : {"Skin", "Fat", "Muscle"}) {
        const Readouts::Label* label = find_label(r, layer);
        if (std::string(layer) == "Skin") continue;  // thinner under the transducer's press than a name needs
        ASSERT_NE(label, nullptr) << layer;
        const Vec3 place = world.point({label->lateral_m, 0.0, label->depth_m});
        const int index = session->medium().bulk_at(place).layer;
        ASSERT_GE(index, 0) << layer;
        EXPECT_EQ(session->medium().anatomy().layers[static_cast<size_t>(index)].label, layer);
    }
    ASSERT_NE(find_label(r, "Bone"), nullptr);
    // A paused picture keeps no labels of now.
    session->apply(SetKnob{Knob::FreezeImage, 1.0});
    EXPECT_TRUE(make_readouts(*session).image_labels.empty());
}

TEST(MakeReadouts, IsothermsLieOnTheirTemperature) {
    const auto session = frozen_session();
    session->apply(SetKnob{Knob::Labels, 1.0});
    const Readouts r = make_readouts(*session);
    ASSERT_EQ(r.isotherms.size(), 3U);
    EXPECT_EQ(r.isotherms[0].degc, -1.0);
    ASSERT_FALSE(r.isotherms[0].lines_m.empty());
    const RigidTransform& world = session->hands().world_from_image;
    constexpr double kLinearDegc = 4.0;  // within one step of the contour's grid, at up to 30 K/mm
    for (const Readouts::Isotherm& isotherm : r.isotherms)
        for (const auto& line : isotherm.lines_m)
            for (const Vec2& point : line)
                EXPECT_NEAR(sample_trilinear(*session->temperature_degc(), world.point({point.x, 0.0, point.y})),
                            isotherm.degc, kLinearDegc);
}

}  // namespace
}  // namespace cryo::view
