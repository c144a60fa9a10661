// The image part of `cryosono bench`: time of whole B-mode frames at named tiers, with the transducer moving every
// frame, needle in, ice growing and nothing cached, and of each stage in a separate pass bracketed by finishes. Needs a
// current context.
#pragma once

#include <string>
#include <vector>

#include "engine/app/bench_times.h"

namespace cryo::app {

struct ImageBenchTier {
    int line_count = 192;
    int sample_count = 512;
    bool doppler = false;
    int copies = 1;  // of each nerve and vessel
};

struct ImageBenchRow {
    std::string scenario;
    std::string tier;  // "192x512"
    int line_count = 192;
    int sample_count = 512;
    int structures = 0;  // nerves and vessels
    int width_px = 720;
    int height_px = 720;
    double sound_per_s = 0.0;  // images that sound would allow: c / (2 depth lines)
    StageBench whole;
    std::vector<StageBench> stages;

    double frames_per_s() const { return whole.p50_ms > 0.0 ? 1e3 / whole.p50_ms : 0.0; }
};

// The session's closed-form answer to whether the tip is seen, milliseconds.
StageBench bench_tip_visibility(const std::string& case_id, int frames);

// `frames` per tier for the whole frame and again for the stages.
std::vector<ImageBenchRow> bench_image(const std::string& case_id, const std::vector<ImageBenchTier>& tiers,
                                       int frames);

}  // namespace cryo::app
