// The image part of `cryosono bench`: time of whole B-mode frames at named tiers, with the transducer moving every
// frame, needle in, ice growing and nothing cached, and of each stage in a separate pass bracketed by finishes. Needs a
// current context.
#pragma once

#include <string>
#include <vector>

namespace cryo::app {

struct StageBench {
    std::string stage;
    double p50_ms = 0.0;
    double p95_ms = 0.0;
};

struct ImageBenchRow {
    std::string tier;  // "192x512"
    int line_count = 192;
    int sample_count = 512;
    int width_px = 720;
    int height_px = 720;
    double frame_p50_ms = 0.0;
    double frame_p95_ms = 0.0;
    double frames_per_s = 0.0;  // from the median
    std::vector<StageBench> stages;
};

// The session's closed-form answer to whether the tip is seen, milliseconds.
StageBench bench_tip_visibility(int frames = 100);

// `frames` per tier for the whole frame and again for the stages.
std::vector<ImageBenchRow> bench_image(int frames = 100);

}  // namespace cryo::app
