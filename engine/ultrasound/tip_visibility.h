// Whether this learner's screen shows the tip, in closed form on the tip's scan line (no pixels, <= 0.2 ms): level of
// the tip's echo after the learner's gain, time gain and dynamic range, over the mean of a 3 mm ring of background, in
// standard deviations of log speckle (5.57 dB). Seen at 2 and above; the caller keeps the delay between seen and lost.
#pragma once

#include <optional>

#include "engine/ultrasound/image_frame.h"
#include "engine/ultrasound/response.h"

namespace cryo::ultrasound {

inline constexpr double kSpeckleSdDb = 5.57;  // pi / sqrt(24) * 20 / ln 10: of the log of Rayleigh speckle
inline constexpr double kTipContrastVisible = 2.0;
inline constexpr double kBackgroundRingM = 0.003;  // diameter

struct TipVisibility {
    double contrast = 0.0;   // (tip - background) / 5.57 dB; 0 when there is no tip in the image
    double tip_db = -300.0;  // shown level of tip and background, cut to the displayed range
    double background_db = -300.0;
    double off_plane_m = 0.0;  // tip to image plane, positive on +y of the image
    bool in_image = false;     // the tip lies inside the field of view, whatever its distance from the plane
};

// Keeps the response of the image from one look to the next: it changes only with the transducer and its knobs.
class TipWatch {
  public:
    TipVisibility look(const ImageFrame& frame);  // at the frame's first needle

  private:
    instruments::Transducer transducer_;  // that `response_` is of, with the settings
    ImagingSettings settings_;
    std::optional<Response> response_;
};

// One look.
TipVisibility tip_visibility(const ImageFrame& frame);

}  // namespace cryo::ultrasound
