// Textures keep what is put into them: each format against values pinned by its definition.
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/core/check.h"
#include "engine/gpu/framebuffer.h"
#include "engine/gpu/texture.h"
#include "tests/gpu/both_apis.h"

namespace cryo::gpu {
namespace {

using testing::ElementsAre;

TEST(Half, KeepsThePinnedBitPatternsOfIeee754) {
    EXPECT_EQ(half_from_float(0.0f), 0x0000);
    EXPECT_EQ(half_from_float(-0.0f), 0x8000);
    EXPECT_EQ(half_from_float(1.0f), 0x3c00);
    EXPECT_EQ(half_from_float(-2.0f), 0xc000);
    EXPECT_EQ(half_from_float(65504.0f), 0x7bff);  // largest finite
    EXPECT_EQ(half_from_float(65520.0f), 0x7c00);  // half-way to the next: infinity
    EXPECT_EQ(half_from_float(0x1p-14f), 0x0400);  // smallest normal
    EXPECT_EQ(half_from_float(0x1p-24f), 0x0001);  // smallest subnormal
    EXPECT_EQ(half_from_float(0x1p-26f), 0x0000);
    EXPECT_EQ(half_from_float(1.0f + 0x1p-11f), 0x3c00);         // tie goes to even
    EXPECT_EQ(half_from_float(1.0f + 3.0f * 0x1p-11f), 0x3c02);  // tie goes to even
    EXPECT_EQ(half_from_float(1.0f / 3.0f), 0x3555);
    EXPECT_EQ(half_from_float(std::numeric_limits<float>::infinity()), 0x7c00);
    EXPECT_TRUE(std::isnan(float_from_half(half_from_float(std::nanf("")))));
}

TEST(Half, EveryBitPatternRoundTrips) {
    for (uint32_t bits = 0; bits < 0x10000; ++bits) {
        const float value = float_from_half(static_cast<uint16_t>(bits));
        if (std::isnan(value)) continue;
        ASSERT_EQ(half_from_float(value), bits);
    }
}

class Textures : public OnBothApis {};
CRYO_ON_BOTH_APIS(Textures);

TEST_P(Textures, BytesComeBackExactly) {
    for (const PixelFormat format : {PixelFormat::R8, PixelFormat::RGBA8}) {
        Texture2D texture("bytes", 3, 2, {format});
        std::vector<uint8_t> bytes(static_cast<size_t>(6 * channel_count(format)));
        for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(10 + 9 * i);
        texture.upload(bytes);
        EXPECT_EQ(texture.read_bytes(), bytes) << format_name(format);
        EXPECT_FLOAT_EQ(texture.read_floats()[1], static_cast<float>(bytes[1]) / 255.0f);
    }
}

TEST_P(Textures, FloatsOf32BitsComeBackExactly) {
    for (const PixelFormat format : {PixelFormat::R32F, PixelFormat::RG32F, PixelFormat::RGBA32F}) {
        Texture2D texture("floats", 3, 2, {format, Filter::Nearest});
        std::vector<float> values(static_cast<size_t>(6 * channel_count(format)));
        for (size_t i = 0; i < values.size(); ++i) values[i] = -1.0e4f + 0.1f * static_cast<float>(i * i);
        texture.upload(values);
        EXPECT_EQ(texture.read_floats(), values) << format_name(format);
    }
}

// 1/3 in half precision is 0x3555 = 1365/4096; a value of 11 bits or fewer is exact.
TEST_P(Textures, FloatsOf16BitsRoundAsHalvesDo) {
    for (const PixelFormat format : {PixelFormat::R16F, PixelFormat::RG16F, PixelFormat::RGBA16F}) {
        Texture2D texture("halves", 2, 1, {format});
        const size_t channels = static_cast<size_t>(channel_count(format));
        std::vector<float> values(2 * channels, 1.0f / 3.0f);
        values.back() = -1027.0f;
        std::vector<uint16_t> halves;
        for (const float value : values) halves.push_back(half_from_float(value));
        texture.upload_halves(halves);
        const std::vector<float> read = texture.read_floats();
        EXPECT_EQ(read.back(), -1027.0f) << format_name(format);
        EXPECT_EQ(read.front(), 1365.0f / 4096.0f) << format_name(format);
        // The driver's own conversion may round either way.
        texture.upload(values);
        EXPECT_NEAR(texture.read_floats().front(), 1.0f / 3.0f, 0x1p-12f) << format_name(format);
        EXPECT_EQ(texture.read_floats().back(), -1027.0f) << format_name(format);
    }
}

TEST_P(Textures, PartsLandWhereTheyAreSent) {
    Texture2D texture("parts", 4, 3, {PixelFormat::R8});
    texture.upload(std::vector<uint8_t>(12, 1));
    texture.upload_part(1, 2, 2, 1, std::vector<uint8_t>{7, 8});
    EXPECT_THAT(texture.read_bytes(), ElementsAre(1, 1, 1, 1, 1, 1, 1, 1, 1, 7, 8, 1));
    EXPECT_THROW(texture.upload_part(3, 0, 2, 1, std::vector<uint8_t>{7, 8}), CheckFailure);
}

TEST_P(Textures, VolumesKeepTheOrderOfGrid3) {
    Texture3D volume("volume", 4, 3, 2, {PixelFormat::R32F, Filter::Nearest});
    std::vector<float> values(24);
    std::iota(values.begin(), values.end(), 0.0f);
    volume.upload(values);
    EXPECT_EQ(volume.read_floats(), values);
    std::vector<float> slice(12, -5.0f);
    volume.upload_slices(1, 1, slice);
    std::copy(slice.begin(), slice.end(), values.begin() + 12);
    EXPECT_EQ(volume.read_floats(), values);
}

TEST_P(Textures, RefuseWrongLengthsTypesAndSizes) {
    Texture2D texture("strict", 2, 2, {PixelFormat::RGBA8});
    EXPECT_THROW(texture.upload(std::vector<uint8_t>(15)), CheckFailure);
    EXPECT_THROW(texture.upload(std::vector<float>(16)), CheckFailure);
    const int too_wide = context_.info().max_texture_size + 1;
    try {
        const Texture2D wide("panorama", too_wide, 1, {PixelFormat::R8});
        FAIL() << "a texture beyond the limit was made";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("panorama"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find(std::to_string(too_wide)), std::string::npos);
    }
}

TEST_P(Textures, MovingLeavesOneOwner) {
    Texture2D a("a", 1, 1, {PixelFormat::R8});
    a.upload(std::vector<uint8_t>{42});
    Texture2D b = std::move(a);
    EXPECT_TRUE(a.empty());  // NOLINT: what a moved-from texture is, is the claim
    EXPECT_THAT(b.read_bytes(), ElementsAre(42));
    b = Texture2D("c", 1, 1, {PixelFormat::R8});
    EXPECT_EQ(b.name(), "c");
}

// Half a step of 1/255, and a little for a driver that rounds a tie either way in 32-bit floats.
constexpr float kByteRounding = 0.51f / 255.0f;

class Framebuffers : public OnBothApis {};
CRYO_ON_BOTH_APIS(Framebuffers);

TEST_P(Framebuffers, EveryColourFormatCanBeDrawnTo) {
    for (const PixelFormat format :
         {PixelFormat::R8, PixelFormat::RGBA8, PixelFormat::R16F, PixelFormat::RG16F, PixelFormat::RGBA16F,
          PixelFormat::R32F, PixelFormat::RG32F, PixelFormat::RGBA32F}) {
        const Framebuffer target("target", {.width = 2, .height = 2, .colors = {format}});
        target.clear_color(0, {0.25f, 0.5f, 0.75f, 1.0f});
        const std::vector<float> pinned{0.25f, 0.5f, 0.75f, 1.0f};
        const std::vector<float> read = target.color().read_floats();
        const float step = is_float(format) ? 0.0f : kByteRounding;
        for (int c = 0; c < channel_count(format); ++c)
            EXPECT_NEAR(read[static_cast<size_t>(c)], pinned[static_cast<size_t>(c)], step) << format_name(format);
    }
}

TEST_P(Framebuffers, SeveralTargetsAreClearedApart) {
    const Framebuffer target("several", {.width = 2,
                                         .height = 1,
                                         .colors = {PixelFormat::RGBA8, PixelFormat::RG16F, PixelFormat::R32F},
                                         .depth = true});
    target.clear_color(0, {1, 0, 0, 1});
    target.clear_color(1, {2, 3, 0, 0});
    target.clear_color(2, {-4, 0, 0, 0});
    target.clear_depth();
    EXPECT_THAT(target.color(0).read_bytes(), ElementsAre(255, 0, 0, 255, 255, 0, 0, 255));
    EXPECT_THAT(target.color(1).read_floats(), ElementsAre(2, 3, 2, 3));
    EXPECT_THAT(target.color(2).read_floats(), ElementsAre(-4, -4));
}

TEST_P(Framebuffers, ManySamplesResolveToEveryTarget) {
    const Framebuffer target(
        "samples",
        {.width = 2, .height = 2, .colors = {PixelFormat::RGBA8, PixelFormat::RGBA8}, .depth = true, .samples = 4});
    EXPECT_GT(target.samples(), 1);
    target.clear_color(0, {0, 1, 0, 1});
    target.clear_color(1, {0, 0, 1, 1});
    target.resolve();
    EXPECT_EQ(target.color(0).read_bytes()[1], 255);
    EXPECT_EQ(target.color(1).read_bytes()[2], 255);
    EXPECT_EQ(target.color(1).read_bytes()[1], 0);
}

}  // namespace
}  // namespace cryo::gpu
