#include "engine/gpu/program.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "engine/core/check.h"
#include "engine/gpu/context.h"
#include "engine/gpu/gl_format.h"

namespace cryo::gpu {

namespace {

std::string info_log(GLuint id, bool is_program) {
    GLint length = 0;
    (is_program ? glGetProgramiv : glGetShaderiv)(id, GL_INFO_LOG_LENGTH, &length);
    std::string log(static_cast<size_t>(std::max(length, 1)), '\0');
    GLsizei written = 0;
    (is_program ? glGetProgramInfoLog : glGetShaderInfoLog)(id, length, &written, log.data());
    log.resize(static_cast<size_t>(written));
    return log;
}

// A compiled stage, deleted with the scope: a linked program no longer needs it.
class Stage {
  public:
    Stage(const ShaderLibrary& library, const std::string& path, GLenum kind) : id_(glCreateShader(kind)) {
        const AssembledShader source = assemble_shader(library, path, current_api());
        const char* text = source.text.c_str();
        glShaderSource(id_, 1, &text, nullptr);
        glCompileShader(id_);
        GLint is_compiled = GL_FALSE;
        glGetShaderiv(id_, GL_COMPILE_STATUS, &is_compiled);
        if (is_compiled) return;
        const std::string log = readable_log(info_log(id_, false), source.files);
        glDeleteShader(id_);
        throw std::runtime_error("shaders/" + path + " does not compile for " + api_name(current_api()) + ":\n" + log);
    }
    ~Stage() { glDeleteShader(id_); }
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    GLuint id() const { return id_; }

  private:
    GLuint id_;
};

std::string type_text(MemberType type, int array_size) {
    return std::string(member_type_name(type)) + (array_size > 1 ? "[" + std::to_string(array_size) + "]" : "");
}

GLenum gl_type(MemberType type) {
    switch (type) {
        case MemberType::Float:
            return GL_FLOAT;
        case MemberType::Vec2:
            return GL_FLOAT_VEC2;
        case MemberType::Vec3:
            return GL_FLOAT_VEC3;
        case MemberType::Vec4:
            return GL_FLOAT_VEC4;
        case MemberType::Int:
            return GL_INT;
        case MemberType::IVec2:
            return GL_INT_VEC2;
        case MemberType::IVec3:
            return GL_INT_VEC3;
        case MemberType::IVec4:
            return GL_INT_VEC4;
        case MemberType::Mat4:
            return GL_FLOAT_MAT4;
    }
    CRYO_CHECK(false);
    return 0;
}

// "Block.member[0]" as drivers name it, to "member".
std::string member_name(std::string name, const std::string& block) {
    if (name.rfind(block + ".", 0) == 0) name.erase(0, block.size() + 1);
    if (name.ends_with("[0]")) name.resize(name.size() - 3);
    return name;
}

struct ActiveUniform {
    std::string name;
    GLenum type = 0;
    GLint array_size = 0;
    GLint block = -1;
    GLint offset_bytes = -1;
};

std::vector<ActiveUniform> active_uniforms(GLuint program) {
    GLint count = 0, longest = 0;
    glGetProgramiv(program, GL_ACTIVE_UNIFORMS, &count);
    glGetProgramiv(program, GL_ACTIVE_UNIFORM_MAX_LENGTH, &longest);
    std::vector<ActiveUniform> uniforms;
    for (GLuint i = 0; i < static_cast<GLuint>(count); ++i) {
        ActiveUniform uniform;
        std::string name(static_cast<size_t>(longest) + 1, '\0');
        GLsizei length = 0;
        glGetActiveUniform(program, i, longest, &length, &uniform.array_size, &uniform.type, name.data());
        uniform.name = name.substr(0, static_cast<size_t>(length));
        glGetActiveUniformsiv(program, 1, &i, GL_UNIFORM_BLOCK_INDEX, &uniform.block);
        glGetActiveUniformsiv(program, 1, &i, GL_UNIFORM_OFFSET, &uniform.offset_bytes);
        uniforms.push_back(uniform);
    }
    return uniforms;
}

std::string block_name(GLuint program, GLuint index) {
    GLint length = 0;
    glGetActiveUniformBlockiv(program, index, GL_UNIFORM_BLOCK_NAME_LENGTH, &length);
    std::string name(static_cast<size_t>(length) + 1, '\0');
    GLsizei written = 0;
    glGetActiveUniformBlockName(program, index, length, &written, name.data());
    name.resize(static_cast<size_t>(written));
    return name;
}

[[noreturn]] void refuse(const std::string& pass, const std::string& what) {
    throw std::runtime_error("Pass \"" + pass + "\": " + what + ".");
}

// Both directions: each GLSL member has its C++ twin at the same place, and no C++ member is left over.
void compare_members(const std::string& pass, const BlockLayout& layout, const std::vector<ActiveUniform>& in_shader) {
    std::vector<std::string> seen;
    for (const ActiveUniform& uniform : in_shader) {
        const std::string name = member_name(uniform.name, layout.name);
        const std::string full = layout.name + "." + name;
        const auto member = std::find_if(layout.members.begin(), layout.members.end(),
                                         [&](const BlockMember& m) { return m.name == name; });
        if (member == layout.members.end()) refuse(pass, full + " is in the shader and not in the C++ struct");
        if (gl_type(member->type) != uniform.type || member->array_size != uniform.array_size)
            refuse(pass, full + " is " + type_text(member->type, member->array_size) +
                             " in the C++ struct and another type or array size in the shader");
        if (static_cast<GLint>(member->offset_bytes) != uniform.offset_bytes)
            refuse(pass, full + " lies at byte " + std::to_string(member->offset_bytes) +
                             " in the C++ struct and at byte " + std::to_string(uniform.offset_bytes) +
                             " in the shader");
        seen.push_back(name);
    }
    for (const BlockMember& member : layout.members)
        if (std::find(seen.begin(), seen.end(), member.name) == seen.end())
            refuse(pass, layout.name + "." + member.name + " is in the C++ struct and not in the shader");
}

}  // namespace

const char* member_type_name(MemberType type) {
    static constexpr const char* kNames[] = {"float", "vec2", "vec3", "vec4", "int", "ivec2", "ivec3", "ivec4", "mat4"};
    return kNames[static_cast<size_t>(type)];
}

Program::Program(const ShaderLibrary& library, std::string_view pass, std::vector<BlockLayout> blocks) : name_(pass) {
    for (BlockLayout& layout : blocks) blocks_.push_back({std::move(layout), 0, false});
    const std::string own_vertex = name_ + ".vert";
    const Stage vertex(library, library.text(own_vertex) ? own_vertex : "fullscreen.vert", GL_VERTEX_SHADER);
    const Stage fragment(library, name_ + ".frag", GL_FRAGMENT_SHADER);
    id_ = glCreateProgram();
    glAttachShader(id_, vertex.id());
    glAttachShader(id_, fragment.id());
    glLinkProgram(id_);
    label_object(GL_PROGRAM, id_, name_);
    try {
        GLint is_linked = GL_FALSE;
        glGetProgramiv(id_, GL_LINK_STATUS, &is_linked);
        if (!is_linked)
            refuse(name_, "does not link for " + std::string(api_name(current_api())) + ":\n" + info_log(id_, true));
        reflect_blocks();
        reflect_samplers();
    } catch (...) {
        glDeleteProgram(id_);
        throw;
    }
}

Program::~Program() {
    if (id_ != 0) glDeleteProgram(id_);
}

Program::Program(Program&& other) noexcept { *this = std::move(other); }

Program& Program::operator=(Program&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(id_, other.id_);
    std::swap(samplers_, other.samplers_);
    std::swap(blocks_, other.blocks_);
    return *this;
}

void Program::reflect_blocks() {
    const std::vector<ActiveUniform> uniforms = active_uniforms(id_);
    GLint count = 0;
    glGetProgramiv(id_, GL_ACTIVE_UNIFORM_BLOCKS, &count);
    for (GLuint index = 0; index < static_cast<GLuint>(count); ++index) {
        const std::string name = block_name(id_, index);
        const auto block =
            std::find_if(blocks_.begin(), blocks_.end(), [&](const Block& b) { return b.layout.name == name; });
        if (block == blocks_.end()) refuse(name_, "uniform block " + name + " has no C++ struct");
        std::vector<ActiveUniform> members;
        for (const ActiveUniform& uniform : uniforms)
            if (uniform.block == static_cast<GLint>(index)) members.push_back(uniform);
        // In order of place, so that the first fault named is the cause and not what it pushed along.
        std::sort(members.begin(), members.end(),
                  [](const ActiveUniform& a, const ActiveUniform& b) { return a.offset_bytes < b.offset_bytes; });
        compare_members(name_, block->layout, members);
        GLint size_bytes = 0;
        glGetActiveUniformBlockiv(id_, index, GL_UNIFORM_BLOCK_DATA_SIZE, &size_bytes);
        if (static_cast<size_t>(size_bytes) > block->layout.size_bytes)
            refuse(name_, "block " + name + " has " + std::to_string(size_bytes) + " bytes in the shader and " +
                              std::to_string(block->layout.size_bytes) + " in C++");
        block->is_active = true;
        glUniformBlockBinding(id_, index, static_cast<GLuint>(block - blocks_.begin()));
    }
}

void Program::reflect_samplers() {
    glUseProgram(id_);
    for (const ActiveUniform& uniform : active_uniforms(id_)) {
        if (uniform.block >= 0) continue;
        if (uniform.type != GL_SAMPLER_2D && uniform.type != GL_SAMPLER_3D)
            refuse(name_, "uniform " + uniform.name + " is neither in a block nor a sampler2D or sampler3D");
        if (uniform.array_size != 1) refuse(name_, "sampler " + uniform.name + " is an array");
        samplers_.push_back({uniform.name, uniform.type == GL_SAMPLER_3D, 0});
    }
    std::sort(samplers_.begin(), samplers_.end(), [](const Sampler& a, const Sampler& b) { return a.name < b.name; });
    for (size_t unit = 0; unit < samplers_.size(); ++unit)
        glUniform1i(glGetUniformLocation(id_, samplers_[unit].name.c_str()), static_cast<GLint>(unit));
}

namespace {

template <class Sampler>
Sampler& sampler_named(std::vector<Sampler>& samplers, std::string_view name, bool is_3d, const std::string& pass) {
    const auto found = std::find_if(samplers.begin(), samplers.end(), [&](const Sampler& s) { return s.name == name; });
    if (found == samplers.end())
        throw CheckFailure("Pass \"" + pass + "\" reads no sampler \"" + std::string(name) + "\".");
    if (found->is_3d != is_3d)
        throw CheckFailure("Pass \"" + pass + "\": sampler \"" + found->name + "\" takes a " +
                           (found->is_3d ? "3-D" : "2-D") + " texture.");
    return *found;
}

}  // namespace

void Program::set_texture(std::string_view sampler, const Texture2D& texture) {
    CRYO_CHECK(!texture.empty());
    sampler_named(samplers_, sampler, false, name_).texture_id = texture.id();
}

void Program::set_texture(std::string_view sampler, const Texture3D& texture) {
    CRYO_CHECK(!texture.empty());
    sampler_named(samplers_, sampler, true, name_).texture_id = texture.id();
}

void Program::set_block(const Buffer& buffer) {
    const auto found =
        std::find_if(blocks_.begin(), blocks_.end(), [&](const Block& b) { return b.layout.name == buffer.name(); });
    if (found == blocks_.end())
        throw CheckFailure("Pass \"" + name_ + "\" was made without the block \"" + buffer.name() + "\".");
    found->buffer_id = buffer.id();
}

void Program::bind() const {
    CRYO_CHECK(id_ != 0);
    glUseProgram(id_);
    for (size_t binding = 0; binding < blocks_.size(); ++binding) {
        const Block& block = blocks_[binding];
        if (!block.is_active) continue;
        if (block.buffer_id == 0)
            throw CheckFailure("Pass \"" + name_ + "\": block \"" + block.layout.name + "\" was not set.");
        glBindBufferBase(GL_UNIFORM_BUFFER, static_cast<GLuint>(binding), block.buffer_id);
    }
    for (size_t unit = 0; unit < samplers_.size(); ++unit) {
        const Sampler& sampler = samplers_[unit];
        if (sampler.texture_id == 0)
            throw CheckFailure("Pass \"" + name_ + "\": sampler \"" + sampler.name + "\" was not set.");
        glActiveTexture(static_cast<GLenum>(GL_TEXTURE0 + unit));
        glBindTexture(sampler.is_3d ? GL_TEXTURE_3D : GL_TEXTURE_2D, sampler.texture_id);
    }
    glActiveTexture(GL_TEXTURE0);
}

std::vector<std::string> Program::samplers() const {
    std::vector<std::string> names;
    for (const Sampler& sampler : samplers_) names.push_back(sampler.name);
    return names;
}

bool Program::has_sampler(std::string_view sampler) const {
    return std::any_of(samplers_.begin(), samplers_.end(), [&](const Sampler& s) { return s.name == sampler; });
}

}  // namespace cryo::gpu
