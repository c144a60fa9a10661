// From a session to what is shown now. Pure: the same session and options give the same view. The FrameView points into
// the session's temperature grid; it is for drawing before the session advances again.
#pragma once

#include "engine/session/session.h"
#include "engine/sound/heard.h"
#include "engine/view/frame_view.h"
#include "engine/view/readouts.h"

namespace cryo::view {

struct FrameOptions {
    bool noise_on = true;
    uint64_t image_index = 0;  // a paused picture keeps the one it was paused at
    int line_count = 192;      // the quality tier, chosen by app/
    int sample_count = 512;
    Camera camera;
    bool reveal = false;  // the see-through view whatever the session shows: for pictures after the fact
};

FrameView make_frame(const session::Session& session, const FrameOptions& options);

// Labels and isotherms are filled only while help is on: never in a Check or Exam.
Readouts make_readouts(const session::Session& session);

// What there is to hear; silent while the session is paused by `is_still` or finished.
sound::Heard make_heard(const session::Session& session, bool is_still);

// Polylines of one level in a plane of values, x across, y down, in cells (marching squares; levels between corners are
// linear). Saddles are cut by the mean of the four corners.
std::vector<std::vector<Vec2>> contour_lines(const std::vector<double>& values, int width, int height, double level);

}  // namespace cryo::view
