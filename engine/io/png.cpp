#include "engine/io/png.h"

#include <stb_image.h>
#include <stb_image_write.h>

#include <memory>

#include "engine/core/check.h"
#include "engine/io/files.h"

namespace cryo::io {

namespace {

constexpr int kLargestSidePx = 16384;

size_t byte_count(const Picture& picture) {
    return static_cast<size_t>(picture.width_px) * static_cast<size_t>(picture.height_px) *
           static_cast<size_t>(picture.channels);
}

}  // namespace

std::string png_bytes(const Picture& picture) {
    CRYO_CHECK(picture.width_px > 0 && picture.height_px > 0);
    CRYO_CHECK(picture.channels == 1 || picture.channels == 3 || picture.channels == 4);
    CRYO_CHECK_OP(byte_count(picture), ==, picture.values.size());
    std::string bytes;
    const auto append = [](void* into, void* data, int size) {
        static_cast<std::string*>(into)->append(static_cast<const char*>(data), static_cast<size_t>(size));
    };
    const int stride = picture.width_px * picture.channels;
    const int made = stbi_write_png_to_func(append, &bytes, picture.width_px, picture.height_px, picture.channels,
                                            picture.values.data(), stride);
    CRYO_CHECK_OP(made, !=, 0);
    return bytes;
}

Result<Picture> parse_png(const std::string& bytes, const std::string& file, int channels) {
    const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
    const int size = static_cast<int>(bytes.size());
    Picture picture;
    int stored = 0;
    // The size is looked at before memory is asked for.
    if (bytes.size() > kReadLimitBytes ||
        !stbi_info_from_memory(data, size, &picture.width_px, &picture.height_px, &stored))
        return Diagnostic{file, 0, 0, "this is not a picture"};
    if (picture.width_px > kLargestSidePx || picture.height_px > kLargestSidePx)
        return Diagnostic{file, 0, 0, "the picture is larger than 16384 pixels"};
    const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> values(
        stbi_load_from_memory(data, size, &picture.width_px, &picture.height_px, &stored, channels), &stbi_image_free);
    if (!values) return Diagnostic{file, 0, 0, std::string("the picture is damaged: ") + stbi_failure_reason()};
    picture.channels = channels == 0 ? stored : channels;
    picture.values.assign(values.get(), values.get() + byte_count(picture));
    return picture;
}

void write_png(const std::string& path, const Picture& picture) { write_atomically(path, png_bytes(picture)); }

Result<Picture> read_png(const std::string& path, int channels) {
    Result<std::string> bytes = read_text(path);
    if (!bytes) return bytes.faults();
    return parse_png(*bytes, path, channels);
}

}  // namespace cryo::io
