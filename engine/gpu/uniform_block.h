// Parameters of shaders: a C++ struct laid out as std140, described member by member so that Program can compare it
// with what the driver linked. Describe a struct once, beside it:
//
//   struct ScanBlock { glm::vec4 extent_m; float gain_db; int32_t lines; float pad[2]; };
//   CRYO_UNIFORM_BLOCK(cryo::render::ScanBlock, "ScanBlock", CRYO_MEMBER(extent_m), CRYO_MEMBER(gain_db),
//   CRYO_MEMBER(lines))
//
// and in GLSL `layout(std140) uniform ScanBlock { vec4 extent_m; float gain_db; int lines; };`. Names and order are the
// same on both sides. Arrays hold vec4, ivec4 or mat4 only (std140 spreads anything smaller to 16 bytes).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <glm/mat4x4.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <glm/vec4.hpp>

#include "engine/gpu/buffer.h"

namespace cryo::gpu {

enum class MemberType : uint8_t { Float, Vec2, Vec3, Vec4, Int, IVec2, IVec3, IVec4, Mat4 };
const char* member_type_name(MemberType type);  // as GLSL spells it

struct BlockMember {
    std::string name;
    MemberType type = MemberType::Float;
    size_t offset_bytes = 0;
    int array_size = 1;
};

struct BlockLayout {
    std::string name;
    size_t size_bytes = 0;  // sizeof the struct, a multiple of 16
    std::vector<BlockMember> members;
};

// Specialised by CRYO_UNIFORM_BLOCK.
template <class Block>
struct BlockDescription;

template <class Block>
BlockLayout block_layout() {
    static_assert(sizeof(Block) % 16 == 0, "std140 blocks end on 16 bytes: add padding members");
    return BlockDescription<Block>::layout();
}

namespace detail {
template <class T>
struct MemberOf;
#define CRYO_MEMBER_TYPE(cpp, tag)                           \
    template <>                                              \
    struct MemberOf<cpp> {                                   \
        static constexpr MemberType kType = MemberType::tag; \
        static constexpr int kArray = 1;                     \
    }
CRYO_MEMBER_TYPE(float, Float);
CRYO_MEMBER_TYPE(glm::vec2, Vec2);
CRYO_MEMBER_TYPE(glm::vec3, Vec3);
CRYO_MEMBER_TYPE(glm::vec4, Vec4);
CRYO_MEMBER_TYPE(int32_t, Int);
CRYO_MEMBER_TYPE(glm::ivec2, IVec2);
CRYO_MEMBER_TYPE(glm::ivec3, IVec3);
CRYO_MEMBER_TYPE(glm::ivec4, IVec4);
CRYO_MEMBER_TYPE(glm::mat4, Mat4);
#undef CRYO_MEMBER_TYPE
template <class T, size_t N>
struct MemberOf<std::array<T, N>> {
    static_assert(sizeof(T) % 16 == 0, "std140 arrays hold vec4, ivec4 or mat4");
    static constexpr MemberType kType = MemberOf<T>::kType;
    static constexpr int kArray = static_cast<int>(N);
};

template <class T>
BlockMember describe_member(const char* name, size_t offset_bytes) {
    return {name, MemberOf<T>::kType, offset_bytes, MemberOf<T>::kArray};
}
}  // namespace detail

// The block's values in graphics memory.
template <class Block>
class UniformBlock {
  public:
    UniformBlock() : buffer_(block_layout<Block>().name, BufferKind::Uniform) { set(Block{}); }

    void set(const Block& values) { buffer_.upload(std::as_bytes(std::span<const Block, 1>(&values, 1))); }
    const Buffer& buffer() const { return buffer_; }

  private:
    Buffer buffer_;
};

}  // namespace cryo::gpu

// At global scope, with the qualified name of the struct and the block's name in GLSL; see the head of this file.
#define CRYO_MEMBER(member) \
    ::cryo::gpu::detail::describe_member<decltype(Described::member)>(#member, offsetof(Described, member))
#define CRYO_UNIFORM_BLOCK(Block, glsl_name, ...)                                         \
    template <>                                                                           \
    struct cryo::gpu::BlockDescription<Block> {                                           \
        using Described = Block;                                                          \
        static BlockLayout layout() { return {glsl_name, sizeof(Block), {__VA_ARGS__}}; } \
    };
