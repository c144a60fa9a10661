#include "engine/io/jpeg.h"

#include <stb_image_write.h>

#include <algorithm>

#include "engine/core/check.h"

namespace cryo::io {

std::string jpeg_bytes(const Picture& picture, int quality) {
    CRYO_CHECK(picture.width_px > 0 && picture.height_px > 0);
    CRYO_CHECK(picture.channels == 1 || picture.channels == 3 || picture.channels == 4);
    CRYO_CHECK(quality >= 1 && quality <= 100);
    std::string bytes;
    const auto append = [](void* into, void* data, int size) {
        static_cast<std::string*>(into)->append(static_cast<const char*>(data), static_cast<size_t>(size));
    };
    const int made = stbi_write_jpg_to_func(append, &bytes, picture.width_px, picture.height_px, picture.channels,
                                            picture.values.data(), quality);
    CRYO_CHECK_OP(made, !=, 0);
    return bytes;
}

Picture shrunk(const Picture& picture, int width_px) {
    CRYO_CHECK(width_px > 0);
    if (picture.width_px <= width_px) return picture;
    const int height_px = std::max(1, picture.height_px * width_px / picture.width_px);
    Picture small{width_px, height_px, picture.channels, {}};
    const auto channels = static_cast<size_t>(picture.channels);
    small.values.reserve(static_cast<size_t>(width_px) * static_cast<size_t>(height_px) * channels);
    for (int y = 0; y < height_px; ++y) {
        const int top = y * picture.height_px / height_px;
        const int bottom = std::max(top + 1, (y + 1) * picture.height_px / height_px);
        for (int x = 0; x < width_px; ++x) {
            const int left = x * picture.width_px / width_px;
            const int right = std::max(left + 1, (x + 1) * picture.width_px / width_px);
            const auto count = static_cast<unsigned>((bottom - top) * (right - left));
            for (size_t channel = 0; channel < channels; ++channel) {
                unsigned sum = 0;
                for (int j = top; j < bottom; ++j)
                    for (int i = left; i < right; ++i)
                        sum += picture.values[(static_cast<size_t>(j) * static_cast<size_t>(picture.width_px) +
                                               static_cast<size_t>(i)) *
                                                  channels +
                                              channel];
                small.values.push_back(static_cast<uint8_t>((sum + count / 2) / count));
            }
        }
    }
    return small;
}

}  // namespace cryo::io
