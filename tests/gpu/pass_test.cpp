// Passes: the state is what the pass says, whatever came before; meshes; the stage timer.
#include <map>

#include "engine/core/check.h"
#include "engine/gpu/pass.h"
#include "engine/gpu/timer.h"
#include "tests/gpu/both_apis.h"

namespace cryo::gpu {

struct ColorBlock {
    glm::vec4 color{0.0f};
    glm::vec4 depth{0.0f};
};

}  // namespace cryo::gpu

CRYO_UNIFORM_BLOCK(cryo::gpu::ColorBlock, "ColorBlock", CRYO_MEMBER(color), CRYO_MEMBER(depth))

namespace cryo::gpu {
namespace {

using testing::ElementsAre;

class Passes : public OnBothApis {
  protected:
    Passes()
        : program_(ShaderLibrary([](std::string_view path) -> std::optional<std::string> {
                       const std::string block = "layout(std140) uniform ColorBlock { vec4 color; vec4 depth; };\n";
                       if (path == "flat.frag")
                           return block + "layout(location = 0) out vec4 target;\nvoid main() { target = color; }\n";
                       if (path == "flat.vert")
                           return block +
                                  "layout(location = 0) in vec2 place;\n"
                                  "void main() { gl_Position = vec4(place, depth.x, 1.0); }\n";
                       return std::nullopt;
                   }),
                   "flat", {block_layout<ColorBlock>()}),
          square_("square", sizeof(glm::vec2), {{0, 2, 0}}) {
        square_.upload(std::vector<glm::vec2>{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}, {0, 1, 2, 0, 2, 3});
        program_.set_block(block_);
    }

    void draw(const Framebuffer& target, const PassState& state, const glm::vec4& color, float depth = 0.0f) {
        block_.set({color, glm::vec4(depth)});
        begin_pass(target, state);
        program_.bind();
        square_.draw();
        end_pass("square");
    }
    static std::vector<uint8_t> pixel(const Framebuffer& target, int x, int y) {
        const std::vector<uint8_t> all = target.color().read_bytes();
        const auto at = all.begin() + 4 * (y * target.width() + x);
        return {at, at + 4};
    }

    Program program_;
    Mesh square_;
    UniformBlock<ColorBlock> block_;
};
CRYO_ON_BOTH_APIS(Passes);

constexpr glm::vec4 kRed{1, 0, 0, 1};
constexpr glm::vec4 kGreen{0, 1, 0, 1};

TEST_P(Passes, ViewportAndScissorLimitWhatIsDrawn) {
    const Framebuffer target("target", {.width = 4, .height = 4});
    target.clear_color(0, {0, 0, 0, 0});
    draw(target, {.viewport = Rectangle{0, 0, 2, 4}, .scissor = Rectangle{1, 0, 3, 1}}, kRed);
    EXPECT_THAT(pixel(target, 1, 0), ElementsAre(255, 0, 0, 255));
    EXPECT_THAT(pixel(target, 0, 0), ElementsAre(0, 0, 0, 0));
    EXPECT_THAT(pixel(target, 2, 0), ElementsAre(0, 0, 0, 0));
    EXPECT_THAT(pixel(target, 1, 1), ElementsAre(0, 0, 0, 0));
    // Nothing of it is left for the next pass, nor for a clear.
    target.clear_color(0, {0, 0, 1, 1});
    EXPECT_THAT(pixel(target, 3, 3), ElementsAre(0, 0, 255, 255));
    draw(target, {}, kGreen);
    EXPECT_THAT(pixel(target, 3, 3), ElementsAre(0, 255, 0, 255));
}

TEST_P(Passes, BlendModesMixAsNamed) {
    const Framebuffer target("target", {.width = 1, .height = 1, .colors = {PixelFormat::RGBA32F}});
    const auto mixed = [&](Blend blend) {
        target.clear_color(0, {0.5f, 0.25f, 0, 1});
        draw(target, {.blend = blend}, {1, 0, 0, 0.25f});
        return target.color().read_floats();
    };
    EXPECT_THAT(mixed(Blend::Off), ElementsAre(1, 0, 0, 0.25f));
    EXPECT_THAT(mixed(Blend::Alpha), ElementsAre(0.625f, 0.1875f, 0, 1));
    EXPECT_THAT(mixed(Blend::PremultipliedAlpha), ElementsAre(1.375f, 0.1875f, 0, 1));
    EXPECT_THAT(mixed(Blend::Add), ElementsAre(1.5f, 0.25f, 0, 1.25f));
}

TEST_P(Passes, NearerWinsAndWritingCanBeOff) {
    const Framebuffer target("target", {.width = 1, .height = 1, .depth = true});
    target.clear_color(0, {0, 0, 0, 1});
    target.clear_depth();
    draw(target, {.depth_test = true, .depth_write = true}, kRed, 0.0f);
    draw(target, {.depth_test = true, .depth_write = true}, kGreen, 0.5f);  // behind
    EXPECT_THAT(pixel(target, 0, 0), ElementsAre(255, 0, 0, 255));
    draw(target, {.depth_test = true}, kGreen, -0.5f);  // in front, leaves no depth
    EXPECT_THAT(pixel(target, 0, 0), ElementsAre(0, 255, 0, 255));
    draw(target, {.depth_test = true}, kRed, -0.25f);
    EXPECT_THAT(pixel(target, 0, 0), ElementsAre(255, 0, 0, 255));
    draw(target, {}, kGreen, 0.9f);  // no test at all
    EXPECT_THAT(pixel(target, 0, 0), ElementsAre(0, 255, 0, 255));
}

TEST_P(Passes, DepthGoesAlongWhenFramebuffersAreCopiedAndResolved) {
    const FramebufferOptions options{.width = 2, .height = 2, .depth = true};
    FramebufferOptions many = options;
    many.samples = 4;
    const Framebuffer drawn("drawn", many), copy("copy", options);
    drawn.clear_color(0, {0, 0, 0, 1});
    drawn.clear_depth();
    draw(drawn, {.scissor = Rectangle{0, 0, 1, 2}, .depth_test = true, .depth_write = true}, kRed, 0.0f);
    drawn.resolve();
    drawn.copy_to(copy);
    EXPECT_THAT(pixel(copy, 0, 0), ElementsAre(255, 0, 0, 255));
    draw(copy, {.depth_test = true}, kGreen,
         0.5f);  // behind what was drawn on the left, in front of nothing on the right
    EXPECT_THAT(pixel(copy, 0, 1), ElementsAre(255, 0, 0, 255));
    EXPECT_THAT(pixel(copy, 1, 1), ElementsAre(0, 255, 0, 255));
}

TEST_P(Passes, APartCanBeCleared) {
    const Framebuffer target("target", {.width = 2, .height = 1, .depth = true});
    target.clear_color(0, {0, 0, 0, 1});
    target.clear_depth();
    draw(target, {.depth_test = true, .depth_write = true}, kRed, -0.5f);
    const Rectangle right{1, 0, 1, 1};
    target.clear_color(0, {0, 0, 1, 1}, right);
    target.clear_depth(right);
    draw(target, {.depth_test = true}, kGreen, 0.0f);
    EXPECT_THAT(pixel(target, 0, 0), ElementsAre(255, 0, 0, 255));
    EXPECT_THAT(pixel(target, 1, 0), ElementsAre(0, 255, 0, 255));
}

TEST_P(Passes, FacesWoundCounterClockwiseAreFront) {
    const Framebuffer target("target", {.width = 1, .height = 1});
    target.clear_color(0, {0, 0, 0, 1});
    draw(target, {.cull = Cull::Front}, kRed);
    EXPECT_THAT(pixel(target, 0, 0), ElementsAre(0, 0, 0, 255));
    draw(target, {.cull = Cull::Back}, kRed);
    EXPECT_THAT(pixel(target, 0, 0), ElementsAre(255, 0, 0, 255));
}

TEST_P(Passes, ErrorsAreReportedWithThePlace) {
    const Framebuffer target("target", {.width = 1, .height = 1});
    EXPECT_NO_THROW(check_errors("nothing"));
    begin_pass(target, {.viewport = Rectangle{0, 0, -1, 1}});
    try {
        check_errors("the odd viewport");
        FAIL() << "the error went unseen";
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "OpenGL error GL_INVALID_VALUE in the odd viewport.");
    }
    EXPECT_NO_THROW(check_errors("afterwards"));
}

TEST_P(Passes, TheTimerNamesStagesInOrder) {
    double now_s = 0.0;
    StageTimer timer(StageTimer::Mode::Finish, [&now_s] { return now_s; });
    {
        const StageScope scope(timer, "scan");
        now_s += 0.25;
    }
    {
        const StageScope scope(timer, "convert");
        now_s += 0.5;
    }
    const std::vector<StageTime> times = timer.take();
    ASSERT_EQ(times.size(), 2U);
    EXPECT_EQ(times[0].stage, "scan");
    EXPECT_EQ(times[0].seconds, 0.25);
    EXPECT_EQ(times[1].seconds, 0.5);
    EXPECT_TRUE(timer.take().empty());
    timer.begin("outer");
    EXPECT_THROW(timer.begin("inner"), CheckFailure);
}

}  // namespace
}  // namespace cryo::gpu
