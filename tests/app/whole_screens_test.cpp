// Every screen with the content of the shipped cases, at every window and text size the program offers: nothing is cut,
// nothing lies on something else, nothing is too small to hit, and the keyboard reaches every control.
#include <imgui.h>
#include <imgui_internal.h>

#include <functional>
#include <memory>
#include <set>

#include "engine/app/case_library.h"
#include "engine/app/home_cards.h"
#include "engine/app/installation.h"
#include "engine/app/judgement.h"
#include "engine/app/today.h"
#include "engine/io/files.h"
#include "engine/session/replay.h"
#include "engine/ui/input_words.h"
#include "engine/ui/layout_check.h"
#include "engine/ui/screens.h"
#include "engine/view/make.h"

namespace cryo::app {
namespace {

struct Window {
    double width_px, height_px, text_scale;
};

std::string font(const std::string& path) { return path.empty() ? "" : io::read_text(path).value(); }

// ImGui without a window or a renderer, with the fonts people see.
class Blind {
  public:
    explicit Blind(const Window& window) : files_(find_fonts()) {
        context_ = ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {static_cast<float>(window.width_px), static_cast<float>(window.height_px)};
        io.DeltaTime = 1.0F / 60.0F;
        io.KeyMap[ImGuiKey_Space] = 0;  // walking by keys needs one that presses
        io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
        frame.width_px = window.width_px;
        frame.height_px = window.height_px;
        state.text_scale = window.text_scale;
        style.unit = ui::unit_px(window.width_px, window.height_px, window.text_scale);
        const std::string regular = font(files_.regular), strong = font(files_.strong);
        style.fonts = ui::load_fonts({std::as_bytes(std::span(regular)), std::as_bytes(std::span(strong))}, style.unit);
        ui::apply_style(style);
        ui::attach(&log);
    }
    ~Blind() { ImGui::DestroyContext(context_); }
    Blind(const Blind&) = delete;
    Blind& operator=(const Blind&) = delete;

    using Draw = std::function<void()>;
    void run(const Draw& draw, int frames) {
        for (int i = 0; i < frames; ++i) {
            frame.now_s += 10.0;  // hints have had their say
            log.begin_frame();
            ImGui::NewFrame();
            draw();
            ImGui::Render();
        }
    }

    // Draws until panels know their content, then asks.
    void expect_whole(const std::string& name, const Draw& draw) {
        run(draw, 4);
        std::string all;
        for (const std::string& fault : ui::layout_faults(log.parts, style.unit)) all += "\n  " + fault;
        EXPECT_TRUE(all.empty()) << name << all;
        expect_keyboard_reaches_all(name, draw);
    }

    ui::Frame frame;
    ui::UiState state;
    ui::Style style;
    ui::LayoutLog log;

  private:
    void expect_keyboard_reaches_all(const std::string& name, const Draw& draw) {
        const bool overlay = std::any_of(log.parts.begin(), log.parts.end(),
                                         [](const ui::LaidOut& laid) { return laid.layer == ui::Layer::Overlay; });
        std::set<uint32_t> left;
        for (const ui::LaidOut& laid : log.parts)
            if (laid.part == ui::Part::Control && laid.enabled && (!overlay || laid.layer == ui::Layer::Overlay))
                left.insert(laid.id);
        const size_t stops = left.size();
        for (size_t i = 0; i < stops; ++i) {
            log.walk(+1);
            run(draw, 2);
            for (const ui::LaidOut& laid : log.parts) {
                if (!laid.focused) continue;
                left.erase(laid.id);
                // What has the keyboard has been brought into sight.
                EXPECT_LT(laid.rect.y, laid.clip.bottom()) << name << ": " << laid.text;
                EXPECT_GT(laid.rect.bottom(), laid.clip.y) << name << ": " << laid.text;
            }
        }
        for (const ui::LaidOut& laid : log.parts)
            EXPECT_EQ(left.count(laid.id), 0U) << name << ": the keyboard does not reach \"" << laid.text << '"';
    }

    FontPaths files_;
    ImGuiContext* context_ = nullptr;
};

class WholeScreens : public testing::TestWithParam<Window> {
  protected:
    Blind blind_{GetParam()};
    ThreadPool pool_;
    ui::Pictures pictures_;

    void expect_practice_whole(const std::string& name, const view::Readouts& readouts) {
        blind_.expect_whole(name,
                            [&] { ui::draw_practice(readouts, blind_.state, blind_.style, blind_.frame, pictures_); });
    }
};

TEST_P(WholeScreens, HomeWithSettingsAndKeys) {
    ui::HomeModel home;
    home.cases = home_cards(home.notice);
    home.continue_id = home.cases.front().id;
    const auto draw = [&] { ui::draw_home(home, blind_.state, blind_.style, blind_.frame); };
    blind_.expect_whole("home", draw);
    blind_.state.settings_open = true;
    blind_.expect_whole("settings", draw);
    blind_.state.settings_open = false;
    blind_.state.keys_open = true;
    blind_.expect_whole("keys", draw);
    blind_.state.keys_open = false;
    home.today = plan_today(home.cases, {}, {1'000'000, 990'000});
    ASSERT_FALSE(home.today.blocks.empty());
    home.today.blocks.front().done = true;
    blind_.expect_whole("home with today's blocks", draw);
    for (ui::TodayBlock& block : home.today.blocks) block.done = true;
    blind_.expect_whole("home, enough for today", draw);
    home.resume_title = home.cases.back().title;
    home.resume_t_s = 192.0;
    home.said_once = "The settings could not be read. Standard settings are used; the old file is kept.";
    blind_.expect_whole("home with something to resume", draw);
    blind_.state.first_start_open = true;
    blind_.expect_whole("first start, nothing chosen", draw);
    for (int i = 0; i < ui::kInputCount; ++i) {
        ui::use_input(blind_.state, static_cast<ui::Input>(i));
        blind_.expect_whole(std::string("first start, ") + ui::input_name(*blind_.state.input), draw);
    }
    blind_.state.first_start_open = false;
    blind_.state.busy_with = "Going back to 1:23";
    blind_.state.busy_share = 0.4;
    blind_.expect_whole("busy", draw);
    blind_.state.busy_with.clear();
    blind_.run(draw, 2);
    EXPECT_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel))
        << "an overlay that is done keeps nothing to itself";
}

TEST_P(WholeScreens, BriefingOfEveryCase) {
    std::string problem;
    for (const ui::CaseCard& card : home_cards(problem)) {
        const auto scenario = load_case(card.id);
        ASSERT_TRUE(scenario) << card.id;
        blind_.state.patient = (*scenario)->patient;
        blind_.state.mode = card.difficulty > 1 ? ui::Mode::Check : ui::Mode::Learn;
        const auto draw = [&] {
            ui::draw_briefing(**scenario, nullptr, blind_.state, blind_.style, blind_.frame, pictures_);
        };
        blind_.expect_whole(card.id, draw);
    }
}

TEST_P(WholeScreens, PracticeInEveryState) {
    const auto scenario = load_case("knee_ipbsn");
    ASSERT_TRUE(scenario);
    session::Session session(*scenario, {}, pool_);
    session.apply(session::SetKnob{session::Knob::Labels, 1.0});
    session.advance(60);
    view::Readouts readouts = view::make_readouts(session);
    expect_practice_whole("scan with labels", readouts);
    blind_.state.tgc_open = true;
    expect_practice_whole("time gain", readouts);
    blind_.state.tgc_open = false;
    blind_.state.machine_open = true;
    readouts.imaging.doppler.mode = ultrasound::DopplerMode::Colour;
    readouts.imaging.needle_enhancement = true;
    expect_practice_whole("machine drawer", readouts);
    blind_.state.machine_open = false;
    readouts.imaging.frozen = true;
    blind_.state.cine_count = 100;
    expect_practice_whole("frozen", readouts);
    readouts.imaging.frozen = false;
    blind_.state.refuse_open = true;
    expect_practice_whole("refusal", readouts);
    blind_.state.refuse_open = false;
    blind_.state.gripped = ui::Hand::Cryoprobe;
    readouts.cryoprobe.insert_m = 0.02;
    readouts.gas_on = true;
    readouts.adherent = true;
    readouts.cycle = 1;
    readouts.cycle_s = 71.0;
    readouts.tip_degc = -78.0;
    readouts.phase = view::Phase::Cool;
    readouts.patient_says = "It stings under the skin.";
    expect_practice_whole("freezing", readouts);
}

// What a lesson says has room in the hint line, with every input.
TEST_P(WholeScreens, WhatTheTourSays) {
    const auto tour = load_case("tutorial");
    ASSERT_TRUE(tour);
    session::Session session(*tour, {}, pool_);
    session.advance(10);
    view::Readouts readouts = view::make_readouts(session);
    for (const scenario::ScriptPhase& phase : (*tour)->script.phases)
        for (int i = 0; i < ui::kInputCount; ++i) {
            ui::use_input(blind_.state, static_cast<ui::Input>(i));
            readouts.lesson.instruction = phase.instruction;
            const std::string said = ui::with_input_words(phase.instruction, *blind_.state.input);
            EXPECT_EQ(said.find('{'), std::string::npos) << said;
            blind_.run([&] { ui::draw_practice(readouts, blind_.state, blind_.style, blind_.frame, pictures_); }, 4);
            std::string all;
            for (const std::string& fault : ui::layout_faults(blind_.log.parts, blind_.style.unit))
                all += "\n  " + fault;
            EXPECT_TRUE(all.empty()) << phase.id << " with " << ui::input_name(*blind_.state.input) << all;
        }
}

TEST_P(WholeScreens, WhatTheDrillsSay) {
    std::string problem;
    for (const ui::CaseCard& card : home_cards(problem)) {
        if (card.kind != ui::CaseKind::Drill) continue;
        const auto drill = load_case(card.id);
        ASSERT_TRUE(drill);
        session::Session session(*drill, {}, pool_);
        view::Readouts readouts = view::make_readouts(session);
        readouts.lesson.question = {};
        for (const scenario::ScriptPhase& phase : (*drill)->script.phases) {
            readouts.lesson.instruction = phase.instruction;
            blind_.run([&] { ui::draw_practice(readouts, blind_.state, blind_.style, blind_.frame, pictures_); }, 4);
            std::string all;
            for (const std::string& fault : ui::layout_faults(blind_.log.parts, blind_.style.unit))
                all += "\n  " + fault;
            EXPECT_TRUE(all.empty()) << card.id << ": " << phase.id << all;
        }
    }
}

TEST_P(WholeScreens, TheEndOfADrill) {
    ui::DrillDone done;
    done.title = "Walk-down, out of plane";
    done.skill = "Walk-down out of plane";
    done.number = "83 s";
    done.needed = "at most 75 s";
    done.best = "61 s";
    done.level = 2;
    done.next_level = 1;
    done.lost = {"Went six millimetres past the picture.", "Pierced the rod.", "Pierced the rod."};
    done.next_id = "drill_doppler";
    done.next_title = "Doppler first";
    const auto draw = [&] { ui::draw_drill_done(done, blind_.state, blind_.style, blind_.frame); };
    blind_.expect_whole("drill, not passed", draw);
    done.passed = true;
    done.next_level = 3;
    done.lost.clear();
    blind_.expect_whole("drill, passed", draw);
    done.number.clear();
    done.best.clear();
    blind_.expect_whole("drill, left early", draw);
}

TEST_P(WholeScreens, TheExplorerOfABody) {
    const auto scenario = load_case("thigh_saphenous_canal");
    ASSERT_TRUE(scenario);
    session::Session session(*scenario, {}, pool_);
    session.apply(session::SetKnob{session::Knob::Labels, 1.0});
    session.advance(2);
    const view::Readouts readouts = view::make_readouts(session);
    ASSERT_GE(readouts.image_labels.size(), 4U);
    ui::ExplorerModel model{(*scenario)->title, &readouts, {}, {}};
    for (const auto& label : readouts.image_labels) {
        if (std::find(model.names.begin(), model.names.end(), label.text) == model.names.end())
            model.names.push_back(label.text);
        model.places.push_back({label.text, {100.0, 60.0}});
    }
    model.names.emplace_back("Something that lies elsewhere in this body");
    const auto draw = [&] { ui::draw_explorer(model, blind_.state, blind_.style, blind_.frame, pictures_); };
    blind_.expect_whole("explorer", draw);
    blind_.state.explorer.chosen = model.names.front();
    blind_.expect_whole("explorer, one structure", draw);
    blind_.state.explorer = {};
    blind_.state.explorer.quiz = true;
    blind_.expect_whole("explorer, a question", draw);
    EXPECT_FALSE(blind_.state.explorer.question.empty());
    blind_.state.explorer.answer = model.names.back();
    blind_.expect_whole("explorer, a wrong answer", draw);
}

// One attempt, replayed once for all windows.
const session::Replay& demonstration() {
    static ThreadPool pool;
    static const auto replay = [] {
        const auto attempt = session::read_attempt(io::join_path(scenes_folder(), "attempts/knee_ipbsn_novice.ndjson"));
        return session::replay(attempt.value(), load_case(attempt->header.scenario).value(), pool, {}).value();
    }();
    return replay;
}

TEST_P(WholeScreens, DebriefOnEveryPage) {
    const Judgement judgement = judge_session(*demonstration().session, load_score_model());
    ASSERT_TRUE(judgement.assessment);
    const auto scenario = load_case("knee_ipbsn");
    ui::DebriefModel debrief;
    debrief.scenario = scenario->get();
    debrief.can_try_from = true;
    debrief.can_disagree = true;
    debrief.record = &judgement.record;
    debrief.assessment = &*judgement.assessment;
    debrief.attempt_file = "/folder/of/a/learner/shared/cryosono/attempts/2026-01-01_12-00-00_knee_ipbsn.ndjson";
    debrief.pictures = {{"The moment the skin was entered", 0, 1.0}, {"The largest ice", 0, 1.0}};
    for (int tab = 0; tab < 3; ++tab) {
        blind_.state.debrief_tab = tab;
        blind_.expect_whole("debrief page " + std::to_string(tab),
                            [&] { ui::draw_debrief(debrief, blind_.state, blind_.style, blind_.frame); });
    }
}

INSTANTIATE_TEST_SUITE_P(Windows, WholeScreens,
                         testing::Values(Window{1366, 768, 1.0}, Window{1366, 768, 1.5}, Window{1366, 768, 2.0},
                                         Window{1024, 600, 1.0}, Window{2560, 1440, 1.0}, Window{2560, 1440, 2.0}),
                         [](const auto& window) {
                             return std::to_string(static_cast<int>(window.param.width_px)) + "x" +
                                    std::to_string(static_cast<int>(window.param.height_px)) + "_at_" +
                                    std::to_string(static_cast<int>(100.0 * window.param.text_scale));
                         });

}  // namespace
}  // namespace cryo::app
