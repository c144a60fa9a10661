// Pictures as JPEG, for pictures that travel: speckle is noise to PNG and a tenth of its size to JPEG.
#pragma once

#include <string>

#include "engine/io/png.h"

namespace cryo::io {

// `quality` 1 to 100. Of RGBA the alpha is left out.
std::string jpeg_bytes(const Picture& picture, int quality);

// At most that wide, each pixel the mean of those it stands for; never enlarges. Heights follow the proportions.
Picture shrunk(const Picture& picture, int width_px);

}  // namespace cryo::io
