// Rules of the house that a compiler does not keep: who may name OpenGL, Dear ImGui, clocks, randomness and files.
#include <map>
#include <regex>
#include <set>

#include "tests/house/source_tree.h"

namespace cryo::house {
namespace {

// Every line outside `allowed` modules that matches is a fault; inside them at least one must, or the rule is blind.
void expect_only_in(const std::set<std::string>& allowed, const std::regex& pattern, const char* what,
                    bool must_occur = true) {
    int inside = 0;
    for (const SourceLine& line : read_engine()) {
        if (!std::regex_search(line.text, pattern)) continue;
        if (allowed.contains(line.module))
            ++inside;
        else
            ADD_FAILURE() << what << " is named outside its room: " << where(line);
    }
    if (must_occur) {
        EXPECT_GT(inside, 0) << "the pattern for " << what << " matches nothing";
    }
}

TEST(Rules, OpenGLIsNamedOnlyInGpu) {
    expect_only_in(
        {"gpu"},
        std::regex(R"rx(\b(gl[A-Z]\w+|GL_[A-Z0-9_]+|egl[A-Z]\w+|EGL_[A-Z0-9_]+)\b|<(epoxy|GL|GLES\d?|EGL)/)rx"),
        "OpenGL");
}

TEST(Rules, DearImGuiIsNamedOnlyInUiAndApp) {
    expect_only_in({"ui", "app"}, std::regex(R"rx(\bImGui\w*::|\bIm(Vec[24]|DrawList|Font|GuiIO)\b|<imgui)rx"),
                   "Dear ImGui");
}

TEST(Rules, GlfwIsNamedOnlyInGpuAndApp) {
    expect_only_in({"gpu", "app"}, std::regex(R"rx(\bglfw[A-Z]\w+|\bGLFW_[A-Z0-9_]+|<GLFW/)rx"), "GLFW");
}

TEST(Rules, SocketsAreOpenedOnlyInStation) {
    expect_only_in({"station"},
                   std::regex(R"rx(<(libwebsockets|sys/socket|netinet/\w+|arpa/inet|netdb)\.h>|\blws_\w+)rx"), "a socket");
}

TEST(Rules, ClocksAreReadOnlyInApp) {
    expect_only_in(
        {"app"},
        std::regex(
            R"rx(<chrono>|\b(steady_clock|system_clock|high_resolution_clock|clock_gettime|gettimeofday)\b|\bstd::time\()rx"),
        "a clock");
}

TEST(Rules, UnseededRandomnessIsNowhere) {
    expect_only_in({}, std::regex(R"rx(\brandom_device\b|\bsrand\(|[^_\w]rand\(\)|<random>|\bmt19937)rx"),
                   "unseeded randomness", false);
}

TEST(Rules, FilesAreOpenedOnlyInIo) {
    expect_only_in({"io"}, std::regex(R"rx(<fstream>|\b(if|of|f)stream\b|\bfopen\(|[^\w]::open\(|\bfreopen\()rx"),
                   "a file stream");
}

TEST(Rules, FloatContractionAndFastMathStayOff) {
    for (const SourceLine& line : read_engine())
        EXPECT_EQ(line.text.find("ffast-math"), std::string::npos) << where(line);
}

TEST(Rules, NoFileIsUnreasonablyLong) {
    std::map<std::string, int> lines;
    for (const SourceLine& line : read_engine()) lines[line.file] = line.number;
    for (const auto& [file, count] : lines) EXPECT_LE(count, 600) << file;
}

TEST(Rules, NothingUnfinishedIsMarked) {
    static const std::regex marks(R"rx(\b(TODO|FIXME|XXX|HACK)\b)rx");
    for (const SourceLine& line : read_engine()) EXPECT_FALSE(std::regex_search(line.raw, marks)) << where(line);
}

}  // namespace
}  // namespace cryo::house
