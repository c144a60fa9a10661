// The whole way of one case through the real window, by mouse and keyboard as a person would: home, briefing with its
// time-out, scanning, needle, gas, thaw, debrief, again. Every screen on the way must be whole, and a picture of it is
// kept in ui_flow/ of the build folder.
#include <filesystem>

#include "tests/app/driven_window.h"

namespace cryo::app {
namespace {

struct Way {
    int width_px, height_px;
    int text_percent;
    bool thorough;  // also walks along every control
};

constexpr const char* kCase = "knee_ipbsn";

class UiFlow : public testing::TestWithParam<Way> {
  protected:
    void SetUp() override {
        ASSERT_TRUE(can_drive_windows()) << "this test needs Xvfb and xdotool, which tools/test installs";
        const Way& way = GetParam();
        name_ =
            std::to_string(way.width_px) + "x" + std::to_string(way.height_px) + "_" + std::to_string(way.text_percent);
        home_ = (std::filesystem::temp_directory_path() / ("cryosono_flow_" + name_ + "_" + std::to_string(getpid())))
                    .string();
        std::filesystem::create_directories(home_);
        pictures_ = std::string(CRYO_BINARY_DIR) + "/ui_flow/" + name_;
        std::filesystem::create_directories(pictures_);
    }
    void TearDown() override { std::filesystem::remove_all(home_); }

    void expect_whole(const DrivenWindow& window, const std::string& screen) {
        window.settle();
        const io::Json layout = window.layout();
        window.picture(pictures_ + "/" + std::to_string(++shots_) + "_" + screen + ".png");
        std::string all;
        for (const io::Json& fault : layout["faults"]) all += "\n  " + fault.get<std::string>();
        EXPECT_TRUE(all.empty()) << screen << all;
    }
    void expect_all_reached(const DrivenWindow& window, const std::string& screen) {
        if (!GetParam().thorough) return;
        for (const std::string& missed : window.not_reached())
            ADD_FAILURE() << screen << ": Tab does not reach \"" << missed << '"';
    }
    static double number(const DrivenWindow& window, const char* key) {
        return window.layout()["practice"][key].get<double>();
    }

    std::string name_, home_, pictures_;
    int shots_ = 0;
};

TEST_P(UiFlow, OneCaseFromHomeToAgain) {
    const Way& way = GetParam();
    DrivenWindow window(way.width_px, way.height_px, home_, {kCase});
    ASSERT_TRUE(window.wait_for_screen("briefing")) << "the window did not come up";
    ASSERT_TRUE(window.click("Back"));
    ASSERT_TRUE(window.wait_for_screen("home"));
    if (way.text_percent != 100) {
        ASSERT_TRUE(window.click("Settings"));
        ASSERT_TRUE(window.click(std::to_string(way.text_percent) + " %"));
        expect_whole(window, "settings");
        ASSERT_TRUE(window.click("Close"));
        EXPECT_NEAR(window.layout()["text_scale"].get<double>(), 0.01 * way.text_percent, 1e-9);
    }
    expect_whole(window, "home");
    expect_all_reached(window, "home");

    // The case by keyboard alone, its start by mouse.
    ASSERT_TRUE(window.walk_to("Continue"));
    window.key("Return");
    ASSERT_TRUE(window.wait_for_screen("briefing"));
    ASSERT_TRUE(window.click("Practice"));
    expect_whole(window, "briefing");
    expect_all_reached(window, "briefing");
    ASSERT_TRUE(window.click("Right")) << "the time-out";
    ASSERT_TRUE(window.click("Start"));
    ASSERT_TRUE(window.wait_for_screen("practice"));

    // Transducer: a key, then the mouse.
    window.key("d", 0.5);
    const double slid_mm = number(window, "slide_mm");
    EXPECT_GT(slid_mm, 0.2);
    window.drag("picture", -60, 0);
    EXPECT_LT(number(window, "slide_mm"), slid_mm - 0.2);
    window.drag("picture", 0, -40, 3);
    EXPECT_NE(number(window, "tilt_deg"), 0.0);
    expect_whole(window, "scan");

    // Cryoprobe: the other hand, into the skin.
    window.key("Tab");
    EXPECT_EQ(window.layout()["practice"]["hand"], "cryoprobe");
    window.key("Next", 1.5);
    EXPECT_TRUE(
        window.wait([&](const io::Json& layout) { return layout["practice"]["insert_mm"].get<double>() > 2.0; }, 5.0));
    expect_whole(window, "needle");

    // Gas by key, time by mouse, gas off by mouse.
    window.key("Return", 0.9);
    EXPECT_TRUE(window.wait([](const io::Json& layout) { return layout["practice"]["gas_on"].get<bool>(); }, 5.0));
    ASSERT_TRUE(window.click("4×"));
    EXPECT_TRUE(
        window.wait([](const io::Json& layout) { return layout["practice"]["tip_degc"].get<double>() < -10.0; }));
    expect_whole(window, "cool");
    ASSERT_TRUE(window.press("Gas off", 0.9));
    EXPECT_TRUE(window.wait([](const io::Json& layout) { return !layout["practice"]["gas_on"].get<bool>(); }, 5.0));
    expect_whole(window, "rewarm");

    // Both hands free: the keyboard walks. What it opens, Escape closes.
    window.key("Escape");
    EXPECT_EQ(window.layout()["practice"]["hand"], "none");
    expect_all_reached(window, "practice");
    ASSERT_TRUE(window.walk_to("Cryoprobe"));
    ASSERT_TRUE(window.click("Machine"));
    expect_whole(window, "machine");
    ASSERT_TRUE(window.click("Machine"));
    if (way.thorough) {
        const bool frozen = window.layout()["practice"]["frozen"].get<bool>();
        ASSERT_TRUE(window.walk_to("Freeze image"));
        window.key("space");
        EXPECT_NE(window.layout()["practice"]["frozen"].get<bool>(), frozen) << "pressed once, by the control alone";
        expect_whole(window, "frozen");
    }

    ASSERT_TRUE(window.click("Finish"));
    ASSERT_TRUE(window.wait_for_screen("debrief"));
    expect_whole(window, "debrief");
    expect_all_reached(window, "debrief");
    for (const char* page : {"All measurements", "Over time"}) {
        ASSERT_TRUE(window.click(page));
        expect_whole(window, page);
    }
    // Take it up from a moment, then all over.
    ASSERT_TRUE(window.click("Try from here"));
    ASSERT_TRUE(window.wait_for_screen("practice"));
    EXPECT_TRUE(window.wait([](const io::Json& layout) { return layout["practice"]["paused"].get<bool>(); }));
    ASSERT_TRUE(window.click("Finish"));
    ASSERT_TRUE(window.click("Go on"));
    ASSERT_TRUE(window.wait_for_screen("debrief"));
    ASSERT_TRUE(window.click("Again"));
    ASSERT_TRUE(window.wait_for_screen("practice"));
    ASSERT_TRUE(window.click("Leave case"));
    ASSERT_TRUE(window.wait_for_screen("home"));
    ASSERT_TRUE(window.click("Quit"));
    EXPECT_EQ(window.wait_for_exit(), 0);
}

// The first start asks for the input and begins the tour; a program that is killed in the middle of it offers to go on
// where it was.
TEST_P(UiFlow, FirstStartTourAndResume) {
    const Way& way = GetParam();
    {
        DrivenWindow window(way.width_px, way.height_px, home_);
        ASSERT_TRUE(window.wait_for_screen("home")) << "the window did not come up";
        EXPECT_FALSE(DrivenWindow::find(window.layout(), "Begin the tour")["enabled"].get<bool>());
        expect_whole(window, "first_start");
        ASSERT_TRUE(window.click("Mouse and keys"));
        expect_whole(window, "first_start_chosen");
        ASSERT_TRUE(window.click("Begin the tour"));
        ASSERT_TRUE(window.wait_for_screen("practice"));
        expect_whole(window, "tour");
        EXPECT_TRUE(
            window.wait([](const io::Json& layout) { return layout["practice"]["t_s"].get<double>() > 22.0; }, 90.0));
        // Ten seconds back, and there it waits.
        const double before_s = number(window, "t_s");
        window.key("BackSpace");
        EXPECT_TRUE(window.wait([&](const io::Json& layout) {
            return layout["practice"]["paused"].get<bool>() && layout["practice"]["t_s"].get<double>() < before_s - 5.0;
        }));
        expect_whole(window, "rewound");
        window.settle(60);  // a second of recording reaches the disk
    }
    DrivenWindow window(way.width_px, way.height_px, home_);
    ASSERT_TRUE(window.wait_for_screen("home"));
    expect_whole(window, "resume");
    ASSERT_TRUE(window.click("Resume"));
    ASSERT_TRUE(window.wait_for_screen("practice"));
    EXPECT_TRUE(window.wait([](const io::Json& layout) {
        return layout["practice"]["paused"].get<bool>() && layout["practice"]["t_s"].get<double>() > 5.0;
    }));
}

// A drill from its card to its number, repeated with one key; then the explorer and its quiz.
TEST_P(UiFlow, DrillAndExplorer) {
    const Way& way = GetParam();
    DrivenWindow window(way.width_px, way.height_px, home_, {"drill_refuse"});
    ASSERT_TRUE(window.wait_for_screen("briefing")) << "the window did not come up";
    expect_whole(window, "drill_briefing");
    ASSERT_TRUE(window.click("Start"));
    ASSERT_TRUE(window.wait_for_screen("practice"));
    for (const char* answer : {"Treat", "Do not treat", "Do not treat", "Change the device", "Do not treat",
                               "Change the device", "Do not treat", "Treat"}) {
        ASSERT_TRUE(window.wait([&](const io::Json& layout) { return !DrivenWindow::find(layout, answer).is_null(); }));
        window.settle(20);  // the next chart has replaced the one before
        ASSERT_TRUE(window.click(answer)) << answer;
        window.settle(20);
    }
    ASSERT_TRUE(window.wait_for_screen("drill"));
    expect_whole(window, "drill_done");
    expect_all_reached(window, "drill done");
    ASSERT_TRUE(window.walk_to("Again"));
    window.key("Return");
    ASSERT_TRUE(window.wait_for_screen("practice"));
    window.settle(20);
    ASSERT_TRUE(window.click("Treat"));
    ASSERT_TRUE(window.wait([](const io::Json& layout) { return layout["practice"]["t_s"].get<double>() > 0.5; }));
    // Everybody is treated: six charts are judged wrongly.
    for (int i = 0; i < 7; ++i) {
        window.settle(20);
        ASSERT_TRUE(window.click("Treat"));
    }
    ASSERT_TRUE(window.wait_for_screen("drill"));
    expect_whole(window, "drill_not_passed");
    ASSERT_TRUE(window.click("Home"));
    ASSERT_TRUE(window.wait_for_screen("home"));
    expect_whole(window, "home_today");

    ASSERT_TRUE(window.click("Anatomy"));
    ASSERT_TRUE(window.wait_for_screen("explorer"));
    expect_whole(window, "explorer");
    expect_all_reached(window, "explorer");
    ASSERT_TRUE(window.click("Next body"));
    expect_whole(window, "explorer_next");
    ASSERT_TRUE(window.click("Quiz"));
    expect_whole(window, "quiz");
    ASSERT_TRUE(window.click("Back"));
    ASSERT_TRUE(window.wait_for_screen("home"));
    ASSERT_TRUE(window.click("Quit"));
    EXPECT_EQ(window.wait_for_exit(), 0);
}

std::string name_of_way(const testing::TestParamInfo<Way>& info) {
    return std::to_string(info.param.width_px) + "_at_" + std::to_string(info.param.text_percent);
}
INSTANTIATE_TEST_SUITE_P(Quick, UiFlow, testing::Values(Way{1366, 768, 100, false}), name_of_way);
INSTANTIATE_TEST_SUITE_P(Long, UiFlow,
                         testing::Values(Way{1366, 768, 100, true}, Way{1366, 768, 200, true},
                                         Way{2560, 1440, 100, true}, Way{2560, 1440, 200, true}),
                         name_of_way);

}  // namespace
}  // namespace cryo::app
