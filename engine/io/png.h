// Pictures as PNG files, 8 bits a channel.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace cryo::io {

// Rows from the top, pixels from the left, channels interleaved.
struct Picture {
    int width_px = 0;
    int height_px = 0;
    int channels = 1;  // 1 grey, 3 RGB, 4 RGBA
    std::vector<uint8_t> values;
};

std::string png_bytes(const Picture& picture);
// `channels` 0 keeps those of the file; 1, 3 or 4 converts.
Result<Picture> parse_png(const std::string& bytes, const std::string& file, int channels = 0);

void write_png(const std::string& path, const Picture& picture);  // as files.h writes
Result<Picture> read_png(const std::string& path, int channels = 0);

}  // namespace cryo::io
