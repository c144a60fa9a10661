#include "tests/house/source_tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace cryo::house {

namespace {

// Blanks out // and /* */ comments and string literals, so that words in prose do not count as code.
std::string code_only(const std::string& line, bool& in_block_comment) {
    std::string code;
    for (size_t i = 0; i < line.size(); ++i) {
        if (in_block_comment) {
            if (line.compare(i, 2, "*/") == 0) {
                in_block_comment = false;
                ++i;
            }
            continue;
        }
        if (line.compare(i, 2, "//") == 0) break;
        if (line.compare(i, 2, "/*") == 0) {
            in_block_comment = true;
            ++i;
            continue;
        }
        if (line[i] == '"') {
            code += "\"";
            for (++i; i < line.size() && line[i] != '"'; ++i)
                if (line[i] == '\\') ++i;
            code += "\"";
            continue;
        }
        code += line[i];
    }
    return code;
}

}  // namespace

std::vector<SourceLine> read_engine() {
    namespace fs = std::filesystem;
    const fs::path root = CRYO_SOURCE_DIR;
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(root / "engine")) {
        const std::string extension = entry.path().extension().string();
        if (extension == ".h" || extension == ".cpp") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<SourceLine> lines;
    for (const fs::path& file : files) {
        const fs::path relative = fs::relative(file, root);
        std::ifstream stream(file);
        std::string raw;
        bool in_block_comment = false;
        for (int number = 1; std::getline(stream, raw); ++number) {
            const bool is_include = raw.find("#include") != std::string::npos;
            SourceLine line{relative.generic_string(), std::next(relative.begin())->string(), number, {}, raw};
            line.text = is_include ? raw : code_only(raw, in_block_comment);
            lines.push_back(line);
        }
    }
    return lines;
}

std::string where(const SourceLine& line) { return line.file + ":" + std::to_string(line.number) + ": " + line.raw; }

}  // namespace cryo::house
