// Ultrasound pictures with what a screen burns in: depth ruler and orientation mark. For files; panels draw their own.
#pragma once

#include "engine/io/png.h"
#include "engine/ultrasound/display.h"

namespace cryo::app {

// Draws the ruler (a tick every 5 mm, a longer one every 10 mm) at the right edge, the focus mark on it and the
// orientation mark at the upper left of a picture.
void burn_in_marks(io::Picture& picture, const ultrasound::DisplayMap& map,
                   const ultrasound::ImagingSettings& settings);

}  // namespace cryo::app
