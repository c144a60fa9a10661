#include "engine/gpu/shader_source.h"

#include <algorithm>
#include <regex>
#include <stdexcept>

namespace cryo::gpu {

namespace {

// GLSL ES has no default precision for these, and lowp would ruin float textures on drivers that honour it.
constexpr std::string_view kHeaderGl33 = "#version 330 core\n";
constexpr std::string_view kHeaderGles30 =
    "#version 300 es\nprecision highp float;\nprecision highp int;\n"
    "precision highp sampler2D;\nprecision highp sampler3D;\n";

// The path between the quotes of an #include line, nothing for other lines.
std::optional<std::string> included_path(std::string_view line) {
    const size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos || line.substr(start, 8) != "#include") return std::nullopt;
    const size_t open = line.find('"', start);
    const size_t close = open == std::string_view::npos ? open : line.find('"', open + 1);
    if (close == std::string_view::npos) return std::string();
    return std::string(line.substr(open + 1, close - open - 1));
}

class Assembler {
  public:
    Assembler(const ShaderLibrary& library, AssembledShader& out) : library_(library), out_(out) {}

    void append(std::string_view path, const std::string& included_at) {
        const std::optional<std::string> text = library_.text(path);
        if (!text) throw std::runtime_error(included_at + "there is no shader file \"" + std::string(path) + "\".");
        const size_t number = out_.files.size();
        out_.files.emplace_back(path);
        open_.emplace_back(path);
        mark_line(1, number);
        int line_number = 1;
        for (size_t at = 0; at < text->size(); ++line_number) {
            const size_t end = std::min(text->find('\n', at), text->size());
            const std::string_view line = std::string_view(*text).substr(at, end - at);
            if (const auto wanted = included_path(line)) {
                include(*wanted,
                        std::string("shaders/") + std::string(path) + ":" + std::to_string(line_number) + ": ");
                mark_line(line_number + 1, number);
            } else {
                out_.text.append(line).push_back('\n');
            }
            at = end + 1;
        }
        open_.pop_back();
    }

  private:
    void include(const std::string& path, const std::string& at) {
        if (std::find(open_.begin(), open_.end(), path) != open_.end())
            throw std::runtime_error(at + "\"" + path + "\" includes itself.");
        if (std::find(out_.files.begin(), out_.files.end(), path) == out_.files.end()) append(path, at);
    }

    // GLSL 3.30 and GLSL ES 3.00: the line after the directive has this number.
    void mark_line(int line, size_t file) {
        out_.text += "#line " + std::to_string(line) + " " + std::to_string(file) + "\n";
    }

    const ShaderLibrary& library_;
    AssembledShader& out_;
    std::vector<std::string> open_;
};

}  // namespace

std::optional<std::string> ShaderLibrary::text(std::string_view path) const {
    if (live_)
        if (auto found = live_(path)) return found;
    const std::vector<ShaderFile>& files = embedded_shaders();
    const auto found =
        std::find_if(files.begin(), files.end(), [&](const ShaderFile& file) { return file.path == path; });
    if (found == files.end()) return std::nullopt;
    return found->text;
}

std::vector<std::string> ShaderLibrary::pass_names() {
    std::vector<std::string> names;
    for (const ShaderFile& file : embedded_shaders())
        if (file.path.ends_with(".frag")) names.push_back(file.path.substr(0, file.path.size() - 5));
    return names;
}

AssembledShader assemble_shader(const ShaderLibrary& library, std::string_view path, Api api) {
    AssembledShader shader;
    shader.text = api == Api::Gl33Core ? kHeaderGl33 : kHeaderGles30;
    Assembler(library, shader).append(path, "");
    return shader;
}

// Drivers write "0:12(5): error", "ERROR: 0:12: " or "0(12) : error": source string number, then line.
std::string readable_log(std::string_view driver_log, const std::vector<std::string>& files) {
    static const std::regex place(R"rx((^|ERROR: |WARNING: )(\d+)(?::(\d+)(?:\((\d+)\))?|\((\d+)\) ):)rx");
    std::string readable;
    for (size_t at = 0; at < driver_log.size();) {
        const size_t end = std::min(driver_log.find('\n', at), driver_log.size());
        std::string line(driver_log.substr(at, end - at));
        std::smatch match;
        if (std::regex_search(line, match, place)) {
            const size_t file = std::stoul(match[2]);
            const std::string number = match[3].matched ? match[3] : match[5];
            if (file < files.size())
                line = match.prefix().str() + "shaders/" + files[file] + ":" + number +
                       (match[4].matched ? ":" + match[4].str() : "") + ":" + match.suffix().str();
        }
        readable += line + "\n";
        at = end + 1;
    }
    return readable;
}

}  // namespace cryo::gpu
