// What a lesson has made of an attempt at one tick: its script as it runs, and what of it the learner sees.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/measure/metrics.h"
#include "engine/scenario/script_run.h"
#include "engine/session/command.h"
#include "engine/session/lesson_screen.h"

namespace cryo::session {

// A help that fades: full for the first half of its time, then linearly less.
struct Fade {
    bool fading = false;
    double since_s = 0.0;
    double over_s = 1.0;
    double left_frac(double t_s) const;
};

// The body jerks under the transducer, which the hand holds still; the needle goes along with the tissue it is in.
struct Jolt {
    double distance_m = 0.0;
    double settle_s = 0.0;
    int64_t since_tick = 0;
    bool is_cough = false;
    double offset_m(double since_s) const;  // of the body, along the picture; 0 before and after
};

struct Lesson {
    std::unique_ptr<scenario::ScriptRun> run;   // null where the case has no script
    std::unique_ptr<measure::Metrics> metrics;  // only where a trigger asks for one
    size_t events_heard = 0;
    size_t samples_measured = 0;
    double injected_m3 = 0.0;
    // How the needle went in: as measurements count passes and new depth.
    bool was_inserted = false;
    bool retracted = false;     // far enough for the next advance to be another pass
    double last_depth_m = 0.0;  // of the tick before
    double deepest_m = 0.0;     // of this pass
    double seen_depth_m = 0.0;  // of that, when the tip was last seen
    double blind_advance_m = 0.0;
    int passes = 0;
    std::set<Knob> locked;
    LessonScreen screen;
    double message_until_s = 0.0;
    double highlight_until_s = 0.0;
    bool hint_shows = false;  // a message that counts as help
    Fade labels;
    Fade see_through;
};

}  // namespace cryo::session
