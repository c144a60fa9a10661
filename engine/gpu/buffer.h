// Graphics memory for vertices, indices and uniform blocks, and the description of how a vertex is read from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cryo::gpu {

enum class BufferKind : uint8_t { Vertex, Index, Uniform };

class Buffer {
  public:
    Buffer() = default;
    Buffer(std::string name, BufferKind kind);
    ~Buffer();
    Buffer(Buffer&& other) noexcept;
    Buffer& operator=(Buffer&& other) noexcept;

    // Replaces the content; memory is kept when the size fits.
    void upload(std::span<const std::byte> bytes);
    template <class T>
    void upload(const std::vector<T>& values) {
        upload(std::as_bytes(std::span<const T>(values)));
    }
    void upload_part(size_t offset_bytes, std::span<const std::byte> bytes);

    size_t size_bytes() const { return size_bytes_; }
    uint32_t id() const { return id_; }
    const std::string& name() const { return name_; }

  private:
    std::string name_;
    BufferKind kind_ = BufferKind::Vertex;
    size_t capacity_bytes_ = 0;
    size_t size_bytes_ = 0;
    uint32_t id_ = 0;
};

// One vertex attribute of `components` floats, or of normalised bytes (0..1) for colours.
struct VertexAttribute {
    int location = 0;
    int components = 3;
    size_t offset_bytes = 0;
    bool is_bytes = false;
};

// Indexed triangles (or lines) with one interleaved vertex buffer.
class Mesh {
  public:
    enum class Primitive : uint8_t { Triangles, Lines };

    Mesh() = default;
    Mesh(std::string name, size_t vertex_bytes, std::vector<VertexAttribute> attributes,
         Primitive primitive = Primitive::Triangles);
    ~Mesh();
    Mesh(Mesh&& other) noexcept;
    Mesh& operator=(Mesh&& other) noexcept;

    void upload(std::span<const std::byte> vertices, std::span<const uint32_t> indices);
    template <class V>
    void upload(const std::vector<V>& vertices, const std::vector<uint32_t>& indices) {
        upload(std::as_bytes(std::span<const V>(vertices)), std::span<const uint32_t>(indices));
    }

    // Draws all, or `count` indices from `first`. The pass has bound target, state and program (pass.h).
    void draw() const;
    void draw_range(size_t first, size_t count) const;

    size_t index_count() const { return index_count_; }
    bool empty() const { return index_count_ == 0; }
    const std::string& name() const { return vertices_.name(); }

  private:
    size_t vertex_bytes_ = 0;
    std::vector<VertexAttribute> attributes_;
    Primitive primitive_ = Primitive::Triangles;
    Buffer vertices_;
    Buffer indices_;
    size_t index_count_ = 0;
    uint32_t id_ = 0;
};

}  // namespace cryo::gpu
