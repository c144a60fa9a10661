// A whole frame of the trainer without a window, timed: the calls of its frame loop in their order, into an offscreen
// picture. Needs a current context.
#pragma once

#include <memory>
#include <vector>

#include "engine/app/bench_times.h"
#include "engine/app/gui.h"
#include "engine/app/offscreen_screen.h"
#include "engine/app/viewer.h"
#include "engine/core/parallel.h"
#include "engine/session/session.h"
#include "engine/ui/layout.h"
#include "engine/ui/screens.h"

namespace cryo::app {

inline constexpr int kBenchWidthPx = 1280;
inline constexpr int kBenchHeightPx = 800;

struct FrameBench {
    StageBench whole{"whole frame"};
    std::vector<StageBench> stages;  // simulation, view, image, 3-D view, panels
};

struct LatencyBench {
    int most_frames = 0;  // from a movement of the hand to the first image that shows it
    StageBench time{"input to image"};
};

class TrainerBench {
  public:
    TrainerBench(std::shared_ptr<const scenario::Scenario> scenario, ThreadPool& pool);

    void first_image();
    // Cryoprobe in, gas on, ice grown.
    void prepare();
    // `finish` waits for the GPU after each stage, so that each is charged with its own work.
    FrameBench measure(int frames, bool finish);
    LatencyBench measure_latency(int trials);

  private:
    void step(double slide_m);
    view::FrameView make_view(int index);
    void draw_image(const view::FrameView& view);
    void draw_scene(view::FrameView& view);
    void draw_panels(const view::Readouts& readouts);
    // Mean change of the image's grays since the last call, 0..255.
    double change_of_image();

    Gui gui_;
    OffscreenScreen screen_;
    Viewer viewer_;
    session::Session session_;
    ui::UiState state_;
    ui::Frame frame_;
    ui::PracticeLayout layout_ = ui::lay_out_practice(kBenchWidthPx, kBenchHeightPx, 1.0);
    std::vector<uint8_t> last_image_;
};

}  // namespace cryo::app
