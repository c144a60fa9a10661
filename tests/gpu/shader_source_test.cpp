// Shader text: includes, line numbers and the drivers' messages, without a context.
#include <map>

#include "engine/gpu/shader_source.h"

namespace cryo::gpu {
namespace {

ShaderLibrary made_up(std::map<std::string, std::string> files) {
    return ShaderLibrary([files = std::move(files)](std::string_view path) -> std::optional<std::string> {
        const auto found = files.find(std::string(path));
        if (found == files.end()) return std::nullopt;
        return found->second;
    });
}

std::string failure_of(const ShaderLibrary& library, std::string_view path) {
    try {
        (void)assemble_shader(library, path, Api::Gl33Core);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

TEST(ShaderSource, IncludesKeepFilesAndLines) {
    const ShaderLibrary library =
        made_up({{"a.frag", "one\n#include \"include/b.glsl\"\nthree\n"}, {"include/b.glsl", "b1\nb2"}});
    const AssembledShader shader = assemble_shader(library, "a.frag", Api::Gl33Core);
    EXPECT_EQ(shader.text, "#version 330 core\n#line 1 0\none\n#line 1 1\nb1\nb2\n#line 3 0\nthree\n");
    EXPECT_THAT(shader.files, testing::ElementsAre("a.frag", "include/b.glsl"));
}

TEST(ShaderSource, ForGlesTheHeaderAsksForFullPrecision) {
    const std::string text = assemble_shader(made_up({{"a.frag", "x\n"}}), "a.frag", Api::Gles30).text;
    EXPECT_EQ(text.rfind("#version 300 es\n", 0), 0U);
    for (const char* type : {"float", "int", "sampler2D", "sampler3D"})
        EXPECT_NE(text.find(std::string("precision highp ") + type + ";"), std::string::npos) << type;
}

TEST(ShaderSource, AFileIsIncludedOncePerStage) {
    const ShaderLibrary library =
        made_up({{"a.frag", "#include \"b\"\n#include \"c\"\n"}, {"b", "#include \"c\"\nbody_b\n"}, {"c", "body_c\n"}});
    const std::string text = assemble_shader(library, "a.frag", Api::Gl33Core).text;
    EXPECT_EQ(text.find("body_c"), text.rfind("body_c"));
    EXPECT_LT(text.find("body_c"), text.find("body_b"));
}

TEST(ShaderSource, MissingAndCircularIncludesNameFileAndLine) {
    EXPECT_EQ(failure_of(made_up({{"a.frag", "\n#include \"gone.glsl\"\n"}}), "a.frag"),
              "shaders/a.frag:2: there is no shader file \"gone.glsl\".");
    EXPECT_EQ(failure_of(made_up({{"a.frag", "#include \"b\"\n"}, {"b", "\n\n#include \"a.frag\"\n"}}), "a.frag"),
              "shaders/b:3: \"a.frag\" includes itself.");
}

TEST(ShaderSource, MessagesOfEachVendorAreReadable) {
    const std::vector<std::string> files{"a.frag", "include/b.glsl"};
    EXPECT_EQ(readable_log("1:12(5): error: no x", files), "shaders/include/b.glsl:12:5: error: no x\n");  // Mesa
    EXPECT_EQ(readable_log("0(7) : error C1008: no x", files), "shaders/a.frag:7: error C1008: no x\n");   // NVIDIA
    EXPECT_EQ(readable_log("ERROR: 1:3: 'x' : no x", files), "shaders/include/b.glsl:3: 'x' : no x\n");    // AMD, Apple
    EXPECT_EQ(readable_log("just words", files), "just words\n");
}

TEST(ShaderSource, LiveFilesComeBeforeEmbeddedOnes) {
    const ShaderLibrary embedded;
    ASSERT_TRUE(embedded.text("fullscreen.vert").has_value());
    EXPECT_EQ(made_up({{"fullscreen.vert", "mine"}}).text("fullscreen.vert"), "mine");
    EXPECT_EQ(made_up({}).text("fullscreen.vert"), embedded.text("fullscreen.vert"));
    EXPECT_FALSE(embedded.text("no_such.frag").has_value());
}

}  // namespace
}  // namespace cryo::gpu
