// The panels run whole ImGui frames without a window or a renderer: no crash on any readouts, regions where the layout
// says, and clicks come out as commands.
#include "engine/ui/screens.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <functional>

#include "engine/ui/layout.h"
#include "engine/ui/overlays.h"
#include "tests/ui/made_up.h"

namespace cryo::ui {
namespace {

struct Window {
    double width_px, height_px, text_scale;
};

// One ImGui context with a pointer that goes where the test says.
class Panels {
  public:
    explicit Panels(const Window& window) {
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {static_cast<float>(window.width_px), static_cast<float>(window.height_px)};
        frame.width_px = window.width_px;
        frame.height_px = window.height_px;
        state.text_scale = window.text_scale;
        style.unit = unit_px(window.width_px, window.height_px, window.text_scale);
        style.fonts = load_fonts({}, style.unit);
        unsigned char* pixels = nullptr;
        int width = 0, height = 0;
        io.Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
        apply_style(style);
    }
    ~Panels() { ImGui::DestroyContext(); }
    Panels(const Panels&) = delete;
    Panels& operator=(const Panels&) = delete;

    using Draw = std::function<Outcome()>;
    Outcome run(const Draw& draw, int frames = 1) {
        Outcome all;
        for (int i = 0; i < frames; ++i) {
            ImGuiIO& io = ImGui::GetIO();
            io.DeltaTime = static_cast<float>(frame.dt_s);
            io.MousePos = pointer;
            io.MouseDown[0] = pressed;
            ImGui::NewFrame();
            append(all, draw());
            ImGui::Render();
            EXPECT_GT(ImGui::GetDrawData()->TotalVtxCount, 0);
            frame.now_s += frame.dt_s;
        }
        return all;
    }
    Outcome click(const Draw& draw, double x, double y, int frames_down = 2) {
        pointer = {static_cast<float>(x), static_cast<float>(y)};
        run(draw, 2);  // hover first, as a hand does
        pressed = true;
        Outcome all = run(draw, frames_down);
        pressed = false;
        append(all, run(draw, 2));
        return all;
    }

    Frame frame;
    UiState state;
    Style style;
    ImVec2 pointer{-1000.0F, -1000.0F};
    bool pressed = false;
};

class Screens : public testing::TestWithParam<Window> {
  protected:
    scenario::Scenario scenario_ = made_up_scenario();
    Panels panels_{GetParam()};
    Pictures pictures_;

    Panels::Draw practice(const view::Readouts& readouts) {
        return [this, &readouts] {
            return draw_practice(readouts, panels_.state, panels_.style, panels_.frame, pictures_);
        };
    }
};

TEST_P(Screens, PracticeTakesAnyReadouts) {
    Rng rng(11);
    for (int i = 0; i < 60; ++i) {
        const view::Readouts readouts = made_up_readouts(scenario_, rng);
        panels_.state.mode = static_cast<Mode>(i % 3);
        panels_.state.gripped = static_cast<Hand>(i % 3);
        panels_.state.tgc_open = i % 4 == 0;
        panels_.state.callipers_on = i % 5 == 0;
        panels_.state.paused = i % 7 == 0;
        const Outcome outcome = panels_.run(practice(readouts), 2);
        EXPECT_TRUE(outcome.commands.empty()) << "nobody touched anything";
        EXPECT_TRUE(outcome.requests.empty());
    }
}

TEST_P(Screens, RegionsStandWhereTheLayoutSays) {
    Rng rng(3);
    const view::Readouts readouts = made_up_readouts(scenario_, rng);
    panels_.run(practice(readouts), 2);
    const PracticeLayout layout =
        lay_out_practice(panels_.frame.width_px, panels_.frame.height_px, panels_.state.text_scale);
    for (const Region& region : layout.regions()) {
        const ImGuiWindow* window = ImGui::FindWindowByName(region.name.c_str());
        ASSERT_NE(window, nullptr) << region.name;
        EXPECT_NEAR(static_cast<double>(window->Pos.x), region.rect.x, 1.0) << region.name;
        EXPECT_NEAR(static_cast<double>(window->Pos.y), region.rect.y, 1.0) << region.name;
        EXPECT_NEAR(static_cast<double>(window->Size.x), region.rect.width, 1.5) << region.name;
        EXPECT_NEAR(static_cast<double>(window->Size.y), region.rect.height, 1.5) << region.name;
    }
}

TEST_P(Screens, OtherScreensDraw) {
    const HomeModel home = made_up_home();
    panels_.run([&] { return draw_home(home, panels_.state, panels_.style, panels_.frame); }, 2);
    panels_.run(
        [&] { return draw_briefing(scenario_, nullptr, panels_.state, panels_.style, panels_.frame, pictures_); }, 2);
    Rng rng(4);
    const view::Readouts preview = made_up_readouts(scenario_, rng);
    panels_.run(
        [&] { return draw_briefing(scenario_, &preview, panels_.state, panels_.style, panels_.frame, pictures_); }, 2);
    const scoring::AttemptRecord record = made_up_record(scenario_);
    const scoring::Assessment assessment = made_up_assessment();
    DebriefModel debrief{&scenario_, &record, &assessment, {{"Largest ice", 0, 1.0}}, true, {}, false, "", ""};
    for (panels_.state.debrief_tab = 0; panels_.state.debrief_tab < 3;) {
        const int tab = panels_.state.debrief_tab;
        panels_.run([&] { return draw_debrief(debrief, panels_.state, panels_.style, panels_.frame); }, 2);
        panels_.state.debrief_tab = tab + 1;
    }
    debrief.assessment = nullptr;  // a test object
    panels_.state.debrief_tab = 0;
    panels_.run([&] { return draw_debrief(debrief, panels_.state, panels_.style, panels_.frame); }, 2);
}

TEST_P(Screens, PressingTheTimeOfALossOpensTheCourseThere) {
    const scoring::AttemptRecord record = made_up_record(scenario_);
    const scoring::Assessment assessment = made_up_assessment();
    ASSERT_FALSE(assessment.deductions.empty());
    const DebriefModel debrief{&scenario_, &record, &assessment, {}, false, {}, false, "", ""};
    const auto draw = [&] { return draw_debrief(debrief, panels_.state, panels_.style, panels_.frame); };
    const Rect right = lay_out_debrief(panels_.frame.width_px, panels_.frame.height_px, panels_.state.text_scale).right;
    const double unit = panels_.style.unit;
    // Down the column in which the times stand, until one is hit.
    for (double y = right.y; y < right.y + right.height && panels_.state.debrief_tab == 0; y += 5.0 * unit)
        panels_.click(draw, right.x + 92.0 * unit, y);
    EXPECT_EQ(panels_.state.debrief_tab, 1);
}

TEST_P(Screens, FinishIsOneClick) {
    Rng rng(5);
    const view::Readouts readouts = made_up_readouts(scenario_, rng);
    const Rect acts = lay_out_practice(panels_.frame.width_px, panels_.frame.height_px, panels_.state.text_scale).acts;
    const Outcome outcome = panels_.click(practice(readouts), acts.x + 0.75 * acts.width, acts.y + 0.5 * acts.height);
    ASSERT_EQ(outcome.commands.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<session::Finish>(outcome.commands.front()));
}

TEST_P(Screens, RefusingAsksForAReasonAndThenFinishes) {
    Rng rng(5);
    const view::Readouts readouts = made_up_readouts(scenario_, rng);
    const Rect acts = lay_out_practice(panels_.frame.width_px, panels_.frame.height_px, panels_.state.text_scale).acts;
    Outcome outcome = panels_.click(practice(readouts), acts.x + 0.25 * acts.width, acts.y + 0.5 * acts.height);
    EXPECT_TRUE(outcome.commands.empty());
    ASSERT_TRUE(panels_.state.refuse_open);
    // The first reason is the first button under the box's title.
    const double u = panels_.style.unit;
    const double top = 0.5 * (panels_.frame.height_px - std::min(u * 360.0, 0.94 * panels_.frame.height_px));
    outcome = panels_.click(practice(readouts), 0.35 * panels_.frame.width_px, top + u * 95.0);
    ASSERT_EQ(outcome.commands.size(), 2U);
    const auto& decision = std::get<session::Decide>(outcome.commands.front());
    EXPECT_EQ(decision.decision, "do_not_treat");
    EXPECT_EQ(decision.reason, refusal_reasons().front().id);
    EXPECT_TRUE(std::holds_alternative<session::Finish>(outcome.commands.back()));
}

TEST_P(Screens, GasNeedsHalfASecond) {
    Rng rng(6);
    view::Readouts readouts = made_up_readouts(scenario_, rng);
    readouts.device = &scenario_.devices.front();
    readouts.gas_on = false;
    const PracticeLayout layout =
        lay_out_practice(panels_.frame.width_px, panels_.frame.height_px, panels_.state.text_scale);
    const double x = layout.console.x + panels_.style.unit * 60.0;
    const double y = layout.console.bottom() - panels_.style.unit * 12.0;  // as far down as the panel shows
    const double on_button = std::min(y, layout.console.y + panels_.style.unit * 70.0);
    panels_.frame.dt_s = 0.05;
    EXPECT_TRUE(panels_.click(practice(readouts), x, on_button, 8).commands.empty()) << "0.4 s";
    const Outcome outcome = panels_.click(practice(readouts), x, on_button, 14);
    ASSERT_EQ(outcome.commands.size(), 1U) << "0.7 s";
    EXPECT_TRUE(std::get<session::Gas>(outcome.commands.front()).on);
}

TEST_P(Screens, TheEnterKeyDrivesTheSameButton) {
    Rng rng(6);
    view::Readouts readouts = made_up_readouts(scenario_, rng);
    readouts.device = &scenario_.devices.front();
    readouts.gas_on = true;
    panels_.frame.dt_s = 0.05;
    panels_.state.gas_key_down = true;
    const Outcome outcome = panels_.run(practice(readouts), 20);
    ASSERT_EQ(outcome.commands.size(), 1U);
    EXPECT_FALSE(std::get<session::Gas>(outcome.commands.front()).on);
}

TEST_P(Screens, ACheckOffersNoSeeThroughView) {
    Rng rng(7);
    view::Readouts readouts = made_up_readouts(scenario_, rng);
    readouts.see_through = false;
    panels_.state.mode = Mode::Check;
    const Rect scene =
        lay_out_practice(panels_.frame.width_px, panels_.frame.height_px, panels_.state.text_scale).scene;
    for (double x = scene.x + 4.0; x < scene.right(); x += 12.0 * panels_.style.unit) {
        const Outcome outcome = panels_.click(practice(readouts), x, scene.bottom() - panels_.style.unit * 20.0);
        EXPECT_TRUE(outcome.commands.empty()) << "at x = " << x;
    }
    EXPECT_NE(panels_.state.scene_view, SceneView::SeeThrough);
}

TEST_P(Screens, ACaseOpensFromItsCardAndStartsFromItsBriefing) {
    const HomeModel home = made_up_home();
    const Rect right = lay_out_home(panels_.frame.width_px, panels_.frame.height_px, panels_.state.text_scale).right;
    const Outcome opened = panels_.click([&] { return draw_home(home, panels_.state, panels_.style, panels_.frame); },
                                         right.x + panels_.style.unit * 60.0, right.y + panels_.style.unit * 70.0);
    ASSERT_EQ(opened.requests.size(), 1U);
    EXPECT_EQ(std::get<OpenCase>(opened.requests.front()).id, home.cases.front().id);

    const Rect acts = lay_out_briefing(panels_.frame.width_px, panels_.frame.height_px, panels_.state.text_scale).acts;
    const Outcome started = panels_.click(
        [&] { return draw_briefing(scenario_, nullptr, panels_.state, panels_.style, panels_.frame, pictures_); },
        acts.right() - panels_.style.unit * 60.0, acts.y + panels_.style.unit * 25.0);
    ASSERT_EQ(started.requests.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<StartCase>(started.requests.front()));
}

TEST_P(Screens, ACheckDoesNotStartBeforeTheTimeOut) {
    panels_.state.mode = Mode::Check;
    const Rect acts = lay_out_briefing(panels_.frame.width_px, panels_.frame.height_px, panels_.state.text_scale).acts;
    const auto briefing = [&] {
        return draw_briefing(scenario_, nullptr, panels_.state, panels_.style, panels_.frame, pictures_);
    };
    const double x = acts.right() - panels_.style.unit * 60.0, y = acts.y + panels_.style.unit * 25.0;
    EXPECT_TRUE(panels_.click(briefing, x, y).requests.empty());
    panels_.state.side = anatomy::Side::Left;  // also the wrong side can be chosen
    EXPECT_EQ(panels_.click(briefing, x, y).requests.size(), 1U);
    EXPECT_EQ(side_to_treat(scenario_, panels_.state), anatomy::Side::Left);
}

INSTANTIATE_TEST_SUITE_P(Windows, Screens,
                         testing::Values(Window{1366, 768, 1.0}, Window{1366, 768, 2.0}, Window{2560, 1440, 1.0}),
                         [](const auto& window) {
                             return std::to_string(static_cast<int>(window.param.width_px)) + "_at_" +
                                    std::to_string(static_cast<int>(100.0 * window.param.text_scale));
                         });

}  // namespace
}  // namespace cryo::ui
