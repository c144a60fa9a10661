// A linked pair of shaders. Parameters come in std140 blocks only; textures by name. Everything is compared with the
// linked program once, when it is made: a block that differs from its C++ struct, a block or sampler nobody declared
// and a uniform outside a block are std::runtime_error naming pass and member. Setting a wrong name, or drawing with a
// sampler or block not set, is a CheckFailure that says which.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gpu/shader_source.h"
#include "engine/gpu/texture.h"
#include "engine/gpu/uniform_block.h"

namespace cryo::gpu {

class Program {
  public:
    Program() = default;
    // blocks: one layout per uniform block of the pass, block_layout<T>().
    Program(const ShaderLibrary& library, std::string_view pass, std::vector<BlockLayout> blocks);
    ~Program();
    Program(Program&& other) noexcept;
    Program& operator=(Program&& other) noexcept;

    // What the next draws read. The texture must live until they are issued.
    void set_texture(std::string_view sampler, const Texture2D& texture);
    void set_texture(std::string_view sampler, const Texture3D& texture);
    template <class Block>
    void set_block(const UniformBlock<Block>& block) {
        set_block(block.buffer());  // named after the block
    }

    // Makes program, textures and blocks current.
    void bind() const;

    const std::string& name() const { return name_; }
    // Samplers the driver kept, sorted.
    std::vector<std::string> samplers() const;
    bool has_sampler(std::string_view sampler) const;
    bool empty() const { return id_ == 0; }

  private:
    struct Sampler {
        std::string name;
        bool is_3d = false;
        uint32_t texture_id = 0;
    };
    struct Block {
        BlockLayout layout;
        uint32_t buffer_id = 0;
        bool is_active = false;
    };

    void set_block(const Buffer& buffer);
    void reflect_blocks();
    void reflect_samplers();

    std::string name_;
    uint32_t id_ = 0;
    std::vector<Sampler> samplers_;  // unit = place in the list
    std::vector<Block> blocks_;      // binding point = place in the list
};

}  // namespace cryo::gpu
