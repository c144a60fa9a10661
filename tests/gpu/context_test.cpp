// Contexts without a window: what they say about themselves, and what a machine without a driver says.
#include <algorithm>
#include <array>
#include <cstdio>

#include <sys/wait.h>

#include "tests/gpu/both_apis.h"

namespace cryo::gpu {
namespace {

class Context : public OnBothApis {};
CRYO_ON_BOTH_APIS(Context);

// Least values that OpenGL 3.3 and OpenGL ES 3.0 promise (ES 3.0.6, table 6.28 ff.); the passes count on them.
TEST_P(Context, OffersWhatTheStandardPromises) {
    const ContextInfo& info = context_.info();
    EXPECT_EQ(info.api, GetParam());
    EXPECT_EQ(current_api(), GetParam());
    EXPECT_FALSE(info.renderer.empty());
    EXPECT_GE(info.max_texture_size, 2048);
    EXPECT_GE(info.max_texture_3d_size, 256);
    EXPECT_GE(info.max_color_targets, 4);
    EXPECT_GE(info.max_uniform_block_bytes, 16384);
    EXPECT_GE(info.max_texture_units, 16);
    EXPECT_TRUE(info.has_float_targets);
}

TEST(Contexts, LiveSideBySideAndFreeTheirOwn) {
    OffscreenContext desktop(Api::Gl33Core);
    {
        const OffscreenContext embedded(Api::Gles30);
        EXPECT_EQ(current_api(), Api::Gles30);
        desktop.make_current();
        EXPECT_EQ(current_api(), Api::Gl33Core);
        embedded.make_current();
        EXPECT_EQ(current_api(), Api::Gles30);
    }
    EXPECT_FALSE(has_current_context());
    desktop.make_current();
    EXPECT_EQ(current_api(), Api::Gl33Core);
    OffscreenContext moved = std::move(desktop);
    EXPECT_TRUE(has_current_context());
    moved.make_current();
    EXPECT_EQ(current_api(), Api::Gl33Core);
}

struct ProbeResult {
    int exit_status = -1;
    std::string output;
};

ProbeResult run_probe(const std::string& environment) {
    const std::string command = "env " + environment + " " CRYO_CONTEXT_PROBE " 2>/dev/null";
    ProbeResult result;
    FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) return result;
    std::array<char, 256> piece{};
    while (std::fgets(piece.data(), static_cast<int>(piece.size()), pipe)) result.output += piece.data();
    const int status = pclose(pipe);
    if (WIFEXITED(status)) result.exit_status = WEXITSTATUS(status);
    return result;
}

TEST(MissingDriver, ProbeRunsWhereTheDriverIsThere) {
    const ProbeResult result = run_probe("CRYO_NOTHING=1");
    EXPECT_EQ(result.exit_status, 0) << result.output;
}

void expect_one_sentence(const ProbeResult& result) {
    EXPECT_EQ(result.exit_status, 2) << result.output;
    EXPECT_EQ(result.output.rfind("No OpenGL driver for drawing without a window: ", 0), 0U) << result.output;
    EXPECT_EQ(std::count(result.output.begin(), result.output.end(), '\n'), 1) << result.output;
    EXPECT_TRUE(result.output.ends_with(".\n")) << result.output;
}

// The dispatch library is there and no vendor's driver is.
TEST(MissingDriver, WithoutAVendorIsOneSentence) {
    expect_one_sentence(run_probe("__EGL_VENDOR_LIBRARY_FILENAMES=/nonexistent/vendor.json"));
}

// Mesa is there and its hardware and software drivers are not.
TEST(MissingDriver, WithoutDriversOfMesaIsOneSentence) {
    expect_one_sentence(run_probe("LIBGL_DRIVERS_PATH=/nonexistent"));
}

}  // namespace
}  // namespace cryo::gpu
