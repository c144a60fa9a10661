// The floors hold: what a module includes, it declares; what it declares lies below it.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "tests/house/source_tree.h"

namespace cryo::house {
namespace {

struct Module {
    int floor = 0;
    std::set<std::string> uses;
};

std::map<std::string, Module> configured_modules() {
    std::ifstream file(std::string(CRYO_BINARY_DIR) + "/house_edges.txt");
    std::map<std::string, Module> modules;
    std::string line;
    while (std::getline(file, line)) {
        std::istringstream words(line);
        std::string name, used_list, used;
        Module module;
        words >> name >> module.floor >> used_list;
        std::istringstream list(used_list);
        while (std::getline(list, used, ',')) module.uses.insert(used);
        if (!name.empty()) modules[name] = module;
    }
    return modules;
}

TEST(Layers, EveryIncludeIsDeclaredAndGoesDown) {
    const auto modules = configured_modules();
    ASSERT_GE(modules.size(), 13U);
    static const std::regex project_include(R"rx(^\s*#include\s+"engine/([a-z0-9_]+)/)rx");
    int includes_seen = 0;
    for (const SourceLine& line : read_engine()) {
        const auto self = modules.find(line.module);
        if (self == modules.end()) continue;  // a module this configuration leaves out
        std::smatch match;
        if (!std::regex_search(line.raw, match, project_include)) continue;
        ++includes_seen;
        const std::string target = match[1];
        if (target == line.module) continue;
        EXPECT_TRUE(self->second.uses.contains(target))
            << where(line) << "\nis not declared in USES of " << line.module;
        ASSERT_TRUE(modules.contains(target)) << where(line);
        EXPECT_LT(modules.at(target).floor, self->second.floor) << where(line) << "\nruns up or along a floor";
    }
    EXPECT_GT(includes_seen, 100);
}

TEST(Layers, QuotedIncludesUseTheFullPath) {
    static const std::regex quoted(R"rx(^\s*#include\s+"(?!engine/|generated/))rx");
    for (const SourceLine& line : read_engine()) EXPECT_FALSE(std::regex_search(line.raw, quoted)) << where(line);
}

// Configures a project of two modules with one edge and says whether CMake took it.
bool configure_accepts(const std::string& from, const std::string& to) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(CRYO_BINARY_DIR) / "house_edge_check" / (from + "_" + to);
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::ofstream(folder / "empty.cpp") << "namespace {}\n";
    std::ofstream(folder / "CMakeLists.txt")
        << "cmake_minimum_required(VERSION 3.25)\nproject(edge CXX)\nadd_library(cryo_options INTERFACE)\n"
        << "include(" << CRYO_SOURCE_DIR << "/tools/cmake/modules.cmake)\n"
        << "cryo_module(" << to << " SOURCES empty.cpp)\ncryo_module(" << from << " USES " << to
        << " SOURCES empty.cpp)\n";
    const std::string command = std::string(CRYO_CMAKE) + " -S " + folder.string() + " -B " +
                                (folder / "build").string() + " > " + (folder / "log.txt").string() + " 2>&1";
    return std::system(command.c_str()) == 0;
}

TEST(Layers, ConfigureRefusesAnEdgeUpAndAnEdgeAlong) {
    EXPECT_TRUE(configure_accepts("thermal", "anatomy"));
    EXPECT_FALSE(configure_accepts("anatomy", "thermal"));     // up
    EXPECT_FALSE(configure_accepts("thermal", "ultrasound"));  // along
}

}  // namespace
}  // namespace cryo::house
