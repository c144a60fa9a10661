#include "engine/app/pose_text.h"

#include "engine/core/units.h"

namespace cryo::app {
namespace {

scenario::Scenario a_case() {
    scenario::Scenario s;
    s.devices.emplace_back();
    s.imaging.depth_m = 0.03;
    s.imaging.focus_m = 0.01;
    s.cryoprobe_start = {-0.024, 0.0, 0.0, rad_from_deg(22.0), 0.0};
    return s;
}

Result<ImagePose> posed(const std::string& text, const std::string& step = "", int count = 0) {
    const scenario::Scenario s = a_case();
    const auto edits = parse_pose(text, "--pose");
    if (!edits) return edits.faults();
    const auto steps = parse_pose(step, "--step");
    if (!steps) return steps.faults();
    return apply_pose(s, target_view(s), *edits, *steps, count);
}

// The only fault, or all of them as lines.
std::string fault_of(const Result<ImagePose>& result) {
    if (result) return "";
    return result.faults().size() == 1 ? to_string(result.faults().front()) : to_string(result.faults());
}

TEST(Pose, NothingGivenIsTheTargetView) {
    const auto pose = posed("");
    ASSERT_TRUE(pose);
    EXPECT_EQ(pose->transducer.slide_m, 0.0);
    EXPECT_EQ(pose->imaging.depth_m, 0.03);
    EXPECT_EQ(pose->cryoprobe.entry_x_m, -0.024);
    EXPECT_TRUE(pose->noise_on);
}

TEST(Pose, EveryKeyReachesItsMemberInItsUnit) {
    const auto pose = posed(
        "slide_mm=1,across_mm=2,rotate_deg=90,tilt_deg=-10,rock_deg=5,press_frac=0.5,depth_mm=40,focus_mm=20,freq_mhz="
        "8,"
        "gain_db=-6,noise=off,entry_x_mm=3,entry_y_mm=-4,needle_yaw_deg=180,needle_pitch_deg=30,insert_mm=25");
    ASSERT_TRUE(pose) << fault_of(pose);
    EXPECT_DOUBLE_EQ(pose->transducer.slide_m, 0.001);
    EXPECT_DOUBLE_EQ(pose->transducer.across_m, 0.002);
    EXPECT_DOUBLE_EQ(pose->transducer.rotate_rad, kPi / 2.0);
    EXPECT_DOUBLE_EQ(pose->transducer.tilt_rad, -kPi / 18.0);
    EXPECT_DOUBLE_EQ(pose->transducer.rock_rad, kPi / 36.0);
    EXPECT_DOUBLE_EQ(pose->transducer.press_frac, 0.5);
    EXPECT_DOUBLE_EQ(pose->imaging.depth_m, 0.04);
    EXPECT_DOUBLE_EQ(pose->imaging.focus_m, 0.02);
    EXPECT_DOUBLE_EQ(pose->imaging.frequency_hz, 8e6);
    EXPECT_DOUBLE_EQ(pose->imaging.gain_db, -6.0);
    EXPECT_FALSE(pose->noise_on);
    EXPECT_DOUBLE_EQ(pose->cryoprobe.entry_x_m, 0.003);
    EXPECT_DOUBLE_EQ(pose->cryoprobe.entry_y_m, -0.004);
    EXPECT_DOUBLE_EQ(pose->cryoprobe.yaw_rad, kPi);
    EXPECT_DOUBLE_EQ(pose->cryoprobe.pitch_rad, kPi / 6.0);
    EXPECT_DOUBLE_EQ(pose->cryoprobe.insert_m, 0.025);
}

TEST(Pose, AFaultNamesKeyValueAndRange) {
    EXPECT_EQ(fault_of(posed("slide_mm=41")), "--pose: slide_mm is 41; allowed is -40 to 40 mm");
    EXPECT_NE(fault_of(posed("slid_mm=4")).find("did you mean 'slide_mm'"), std::string::npos);
    EXPECT_NE(fault_of(posed("slide_mm")).find("key=value"), std::string::npos);
    EXPECT_NE(fault_of(posed("slide_mm=3x")).find("not a number"), std::string::npos);
    EXPECT_NE(fault_of(posed("noise=maybe")).find("on or off"), std::string::npos);
    EXPECT_NE(fault_of(posed("slide_mm=1,slide_mm=2")).find("twice"), std::string::npos);
    EXPECT_NE(fault_of(posed("depth_mm=30,focus_mm=35")).find("at most depth_mm"), std::string::npos);
}

TEST(Pose, NotANumberNeverPasses) {
    for (const char* key : {"slide_mm", "tilt_deg", "gain_db", "press_frac", "insert_mm"})
        for (const char* value : {"nan", "NaN", "inf", "-inf", "", "1e999"})
            EXPECT_FALSE(posed(std::string(key) + "=" + value)) << key << "=" << value;
}

TEST(Pose, LimitsThemselvesAreAllowed) {
    for (const char* text : {"slide_mm=40", "slide_mm=-40", "tilt_deg=45", "tilt_deg=-45", "press_frac=1",
                             "rotate_deg=180", "depth_mm=15,focus_mm=15", "needle_pitch_deg=5", "needle_pitch_deg=90"})
        EXPECT_TRUE(posed(text)) << text << ": " << fault_of(posed(text));
}

TEST(Pose, EveryFaultIsReportedAtOnce) {
    const auto edits = parse_pose("a_mm=1,slide_mm=x,noise=perhaps", "--pose");
    ASSERT_FALSE(edits);
    EXPECT_EQ(edits.faults().size(), 3U);
}

TEST(Pose, StepsAddUpPerFrameAndAreHeldToTheRange) {
    EXPECT_NEAR(posed("slide_mm=1", "slide_mm=0.5", 4)->transducer.slide_m, 0.003, 1e-15);
    EXPECT_NEAR(posed("", "tilt_deg=-2", 3)->transducer.tilt_rad, rad_from_deg(-6.0), 1e-15);
    EXPECT_NE(fault_of(posed("slide_mm=39", "slide_mm=1", 2)).find("frame 2: slide_mm is 41"), std::string::npos);
    EXPECT_FALSE(posed("", "noise=on", 1));
}

TEST(Pose, WrittenValuesReadBackTheSame) {
    const auto pose = posed("slide_mm=-3.7,tilt_deg=12,depth_mm=35,freq_mhz=7.5,insert_mm=18");
    ASSERT_TRUE(pose);
    std::string text;
    for (const PoseEdit& value : pose_values(*pose)) {
        char item[64];
        std::snprintf(item, sizeof item, "%s%s=%.17g", text.empty() ? "" : ",", value.key.c_str(), value.value);
        text += item;
    }
    const auto again = posed(text);
    ASSERT_TRUE(again) << fault_of(again);
    constexpr double kRounding = 1e-15;  // of a millimetre or degree through SI and back
    EXPECT_NEAR(again->transducer.slide_m, pose->transducer.slide_m, kRounding);
    EXPECT_NEAR(again->transducer.tilt_rad, pose->transducer.tilt_rad, kRounding);
    EXPECT_NEAR(again->imaging.depth_m, pose->imaging.depth_m, kRounding);
    EXPECT_NEAR(again->cryoprobe.insert_m, pose->cryoprobe.insert_m, kRounding);
}

}  // namespace
}  // namespace cryo::app
