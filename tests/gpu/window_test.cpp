// The window, where there is a display; without one, the sentence a user reads.
#include "engine/gpu/framebuffer.h"
#include "engine/gpu/window.h"

namespace cryo::gpu {
namespace {

TEST(WindowOrMessage, OpensHiddenOrSaysWhyNot) {
    if (!display_available()) {
        try {
            const Window window({.visible = false});
            FAIL() << "a window was opened without a display";
        } catch (const std::runtime_error& error) {
            EXPECT_EQ(std::string(error.what()).rfind("No window with OpenGL 3.3 can be opened: ", 0), 0U)
                << error.what();
        }
        return;
    }
    Window window({.width = 1280, .height = 800, .visible = false, .vsync = false});
    EXPECT_EQ(window.info().api, Api::Gl33Core);
    EXPECT_GT(window.framebuffer_size().width, 0);
    EXPECT_GE(window.content_scale(), 1.0);
    EXPECT_FALSE(window.should_close());
    const Framebuffer target("target", {.width = 1, .height = 1});
    target.clear_color(0, {1, 1, 1, 1});
    EXPECT_EQ(target.color().read_bytes()[0], 255);
    window.begin_frame(0, 0, 0);
    window.swap_buffers();
    window.poll_events();
    window.set_should_close(true);
    EXPECT_TRUE(window.should_close());
}

}  // namespace
}  // namespace cryo::gpu
