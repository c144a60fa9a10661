// Programs: every shader of the tree compiles on both APIs, and a program that does not fit its C++ side is refused by
// name.
#include <map>

#include "engine/core/check.h"
#include "engine/gpu/pass.h"
#include "engine/gpu/program.h"
#include "tests/gpu/both_apis.h"

namespace cryo::gpu {

struct SmallBlock {
    glm::vec4 tint{0.0f};
    glm::vec3 offset_m{0.0f};
    float gain = 0.0f;
    std::array<glm::vec4, 2> table{};
    glm::mat4 matrix{1.0f};
    int32_t count = 0;
    int32_t padding[3]{};
};

}  // namespace cryo::gpu

CRYO_UNIFORM_BLOCK(cryo::gpu::SmallBlock, "SmallBlock", CRYO_MEMBER(tint), CRYO_MEMBER(offset_m), CRYO_MEMBER(gain),
                   CRYO_MEMBER(table), CRYO_MEMBER(matrix), CRYO_MEMBER(count))

namespace cryo::gpu {
namespace {

using testing::HasSubstr;

ShaderLibrary made_up(std::map<std::string, std::string> files) {
    return ShaderLibrary([files = std::move(files)](std::string_view path) -> std::optional<std::string> {
        const auto found = files.find(std::string(path));
        if (found == files.end()) return std::nullopt;
        return found->second;
    });
}

const std::string kBlockHead = "layout(std140) uniform SmallBlock {\n";
const std::string kBlockTail = "};\nlayout(location = 0) out vec4 color;\n";
const std::string kMembers = "vec4 tint; vec3 offset_m; float gain; vec4 table[2]; mat4 matrix; int count;\n";
const std::string kBody = "void main() { color = matrix * (tint + table[1]) * gain + vec4(offset_m, float(count)); }\n";

class Programs : public OnBothApis {
  protected:
    static std::string refusal(const std::string& fragment, std::vector<BlockLayout> blocks) {
        try {
            const Program program(made_up({{"made_up.frag", fragment}}), "made_up", std::move(blocks));
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "accepted";
    }
    static std::string block_refusal(const std::string& members, const std::string& body = kBody) {
        return refusal(kBlockHead + members + kBlockTail + body, {block_layout<SmallBlock>()});
    }
};
CRYO_ON_BOTH_APIS(Programs);

// Blocks are left undeclared here: that they fit their structs is checked where the passes are made. A shader that
// compiles and links but has blocks is refused with "has no C++ struct", and with nothing else.
TEST_P(Programs, EveryShaderOfTheTreeCompilesAndLinks) {
    const std::vector<std::string> passes = ShaderLibrary::pass_names();
    EXPECT_FALSE(passes.empty());
    for (const std::string& pass : passes) {
        try {
            const Program program(ShaderLibrary(), pass, {});
        } catch (const std::runtime_error& error) {
            EXPECT_THAT(error.what(), HasSubstr("has no C++ struct")) << pass;
        }
    }
}

TEST_P(Programs, TakeABlockThatFits) { EXPECT_EQ(block_refusal(kMembers), "accepted"); }

TEST_P(Programs, RefuseAWrongBlockByItsMember) {
    EXPECT_THAT(block_refusal("vec4 tint; float gain; vec3 offset_m; vec4 table[2]; mat4 matrix; int count;\n"),
                HasSubstr("SmallBlock.gain lies at byte 28 in the C++ struct and at byte 16 in the shader"));
    EXPECT_THAT(
        block_refusal(
            "vec4 tint; vec3 offset_m; int gain; vec4 table[2]; mat4 matrix; int count;\n",
            "void main() { color = matrix * (tint + table[1]) * float(gain + count) + vec4(offset_m, 0.0); }\n"),
        HasSubstr("SmallBlock.gain is float"));
    EXPECT_THAT(block_refusal("vec4 tint; vec3 offset_m; float gain; vec4 table[3]; mat4 matrix; int count;\n"),
                HasSubstr("SmallBlock.table is vec4[2]"));
    EXPECT_THAT(
        block_refusal("vec4 tint; vec3 offset_m; float volume; vec4 table[2]; mat4 matrix; int count;\n",
                      "void main() { color = matrix * (tint + table[1]) * volume + vec4(offset_m, float(count)); }\n"),
        HasSubstr("SmallBlock.volume is in the shader and not in the C++ struct"));
    EXPECT_THAT(block_refusal("vec4 tint; vec3 offset_m; float gain; vec4 table[2]; mat4 matrix;\n",
                              "void main() { color = matrix * (tint + table[1]) * gain + vec4(offset_m, 1.0); }\n"),
                HasSubstr("SmallBlock.count is in the C++ struct and not in the shader"));
}

TEST_P(Programs, RefuseUniformsNobodyDeclared) {
    EXPECT_THAT(refusal(kBlockHead + kMembers + kBlockTail + kBody, {}),
                HasSubstr("uniform block SmallBlock has no C++ struct"));
    EXPECT_THAT(
        refusal("uniform float loose;\nlayout(location = 0) out vec4 color;\nvoid main() { color = vec4(loose); }\n",
                {}),
        HasSubstr("uniform loose is neither"));
}

TEST_P(Programs, ASyntaxErrorNamesTheIncludedFileAndItsLine) {
    const ShaderLibrary library = made_up({
        {"broken.frag",
         "#include \"include/inner.glsl\"\nlayout(location = 0) out vec4 color;\nvoid main() { color = vec4(f()); }\n"},
        {"include/inner.glsl", "// a comment\nfloat f() {\n    return undeclared_name;\n}\n"},
    });
    try {
        const Program program(library, "broken", {});
        FAIL() << "a broken shader was taken";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("shaders/broken.frag does not compile"));
        EXPECT_THAT(error.what(), HasSubstr("shaders/include/inner.glsl:3"));
        EXPECT_THAT(error.what(), HasSubstr("undeclared_name"));
    }
    // After the include the outer file's own numbers hold again.
    try {
        const Program program(
            made_up({{"outer.frag", "#include \"i\"\n\nvoid main() { wrong; }\n"}, {"i", "//\n//\n//\n"}}), "outer",
            {});
        FAIL() << "a broken shader was taken";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("shaders/outer.frag:3"));
    }
}

TEST_P(Programs, BlockValuesReachTheShader) {
    const ShaderLibrary library = made_up({{"made_up.frag", kBlockHead + kMembers + kBlockTail + kBody}});
    Program program(library, "made_up", {block_layout<SmallBlock>()});
    const Framebuffer target("out", {.width = 1, .height = 1, .colors = {PixelFormat::RGBA32F}});
    UniformBlock<SmallBlock> block;
    SmallBlock values;
    values.tint = {1, 2, 3, 4};
    values.table[1] = {10, 20, 30, 40};
    values.gain = 2;
    values.offset_m = {0.5f, 0.25f, 0.125f};
    values.count = 7;
    values.matrix = glm::mat4(0.0f);
    values.matrix[3] = {0, 0, 1, 0};  // the fourth component becomes the third
    values.matrix[0] = {1, 0, 0, 0};
    block.set(values);
    program.set_block(block);
    FullscreenPass().draw(program, target);
    // x: (1+10)*2+0.5; y: 0+0.25; z: (4+40)*2+0.125; w: 0+7
    EXPECT_THAT(target.color().read_floats(), testing::ElementsAre(22.5f, 0.25f, 88.125f, 7.0f));
}

TEST_P(Programs, SamplersAreSetByName) {
    const ShaderLibrary library =
        made_up({{"made_up.frag",
                  "uniform sampler2D flat_map;\nuniform sampler3D volume;\nlayout(location = 0) out vec4 color;\n"
                  "void main() { color = vec4(texelFetch(flat_map, ivec2(1, 0), 0).r, "
                  "texelFetch(volume, ivec3(0, 1, 1), 0).r, 0.0, 1.0); }\n"}});
    Program program(library, "made_up", {});
    EXPECT_THAT(program.samplers(), testing::ElementsAre("flat_map", "volume"));
    Texture2D flat("flat", 2, 1, {PixelFormat::R32F, Filter::Nearest});
    flat.upload(std::vector<float>{3, 5});
    Texture3D volume("volume", 1, 2, 2, {PixelFormat::R32F, Filter::Nearest});
    volume.upload(std::vector<float>{1, 2, 3, 4});
    const Framebuffer target("out", {.width = 1, .height = 1, .colors = {PixelFormat::RGBA32F}});
    EXPECT_THROW(program.set_texture("flat", flat), CheckFailure);
    EXPECT_THROW(program.set_texture("volume", flat), CheckFailure);
    program.set_texture("flat_map", flat);
    EXPECT_THROW(FullscreenPass().draw(program, target), CheckFailure);  // volume was not set
    program.set_texture("volume", volume);
    FullscreenPass().draw(program, target);
    EXPECT_THAT(target.color().read_floats(), testing::ElementsAre(5, 4, 0, 1));
}

TEST_P(Programs, ABlockNotSetIsRefused) {
    const ShaderLibrary library = made_up({{"made_up.frag", kBlockHead + kMembers + kBlockTail + kBody}});
    const Program program(library, "made_up", {block_layout<SmallBlock>()});
    const Framebuffer target("out", {.width = 1, .height = 1});
    EXPECT_THROW(FullscreenPass().draw(program, target), CheckFailure);
}

}  // namespace
}  // namespace cryo::gpu
