#include "engine/gpu/buffer.h"

#include <utility>

#include "engine/core/check.h"
#include "engine/gpu/gl_format.h"

namespace cryo::gpu {

namespace {

// Uploads go through a target no vertex array remembers, so that filling a buffer never changes one.
constexpr GLenum kUploadTarget = GL_COPY_WRITE_BUFFER;

GLenum bind_target(BufferKind kind) {
    switch (kind) {
        case BufferKind::Vertex:
            return GL_ARRAY_BUFFER;
        case BufferKind::Index:
            return GL_ELEMENT_ARRAY_BUFFER;
        case BufferKind::Uniform:
            return GL_UNIFORM_BUFFER;
    }
    CRYO_CHECK(false);
    return 0;
}

}  // namespace

Buffer::Buffer(std::string name, BufferKind kind) : name_(std::move(name)), kind_(kind) {
    glGenBuffers(1, &id_);
    glBindVertexArray(0);
    glBindBuffer(bind_target(kind), id_);  // the first binding makes the object
    label_object(GL_BUFFER, id_, name_);
}

Buffer::~Buffer() {
    if (id_ != 0) glDeleteBuffers(1, &id_);
}

Buffer::Buffer(Buffer&& other) noexcept { *this = std::move(other); }

Buffer& Buffer::operator=(Buffer&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(kind_, other.kind_);
    std::swap(capacity_bytes_, other.capacity_bytes_);
    std::swap(size_bytes_, other.size_bytes_);
    std::swap(id_, other.id_);
    return *this;
}

void Buffer::upload(std::span<const std::byte> bytes) {
    CRYO_CHECK(id_ != 0);
    glBindBuffer(kUploadTarget, id_);
    // New storage each time: the driver may still be reading the old one, and this way it need not wait.
    if (bytes.size() > capacity_bytes_) capacity_bytes_ = bytes.size();
    glBufferData(kUploadTarget, static_cast<GLsizeiptr>(capacity_bytes_), nullptr, GL_DYNAMIC_DRAW);
    glBufferSubData(kUploadTarget, 0, static_cast<GLsizeiptr>(bytes.size()), bytes.data());
    size_bytes_ = bytes.size();
}

void Buffer::upload_part(size_t offset_bytes, std::span<const std::byte> bytes) {
    CRYO_CHECK_OP(offset_bytes + bytes.size(), <=, size_bytes_);
    glBindBuffer(kUploadTarget, id_);
    glBufferSubData(kUploadTarget, static_cast<GLintptr>(offset_bytes), static_cast<GLsizeiptr>(bytes.size()),
                    bytes.data());
}

Mesh::Mesh(std::string name, size_t vertex_bytes, std::vector<VertexAttribute> attributes, Primitive primitive)
    : vertex_bytes_(vertex_bytes),
      attributes_(std::move(attributes)),
      primitive_(primitive),
      vertices_(name, BufferKind::Vertex),
      indices_(name + ".indices", BufferKind::Index) {
    glGenVertexArrays(1, &id_);
    glBindVertexArray(id_);
    label_object(GL_VERTEX_ARRAY, id_, name);
    glBindBuffer(GL_ARRAY_BUFFER, vertices_.id());
    for (const VertexAttribute& a : attributes_) {
        const GLuint location = static_cast<GLuint>(a.location);
        glEnableVertexAttribArray(location);
        glVertexAttribPointer(location, a.components, a.is_bytes ? GL_UNSIGNED_BYTE : GL_FLOAT,
                              a.is_bytes ? GL_TRUE : GL_FALSE, static_cast<GLsizei>(vertex_bytes_),
                              reinterpret_cast<const void*>(a.offset_bytes));
    }
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_.id());
    glBindVertexArray(0);
}

Mesh::~Mesh() {
    if (id_ != 0) glDeleteVertexArrays(1, &id_);
}

Mesh::Mesh(Mesh&& other) noexcept { *this = std::move(other); }

Mesh& Mesh::operator=(Mesh&& other) noexcept {
    std::swap(vertex_bytes_, other.vertex_bytes_);
    std::swap(attributes_, other.attributes_);
    std::swap(primitive_, other.primitive_);
    std::swap(vertices_, other.vertices_);
    std::swap(indices_, other.indices_);
    std::swap(index_count_, other.index_count_);
    std::swap(id_, other.id_);
    return *this;
}

void Mesh::upload(std::span<const std::byte> vertices, std::span<const uint32_t> indices) {
    CRYO_CHECK(id_ != 0 && vertices.size() % vertex_bytes_ == 0);
    vertices_.upload(vertices);
    indices_.upload(std::as_bytes(indices));
    index_count_ = indices.size();
}

void Mesh::draw() const { draw_range(0, index_count_); }

void Mesh::draw_range(size_t first, size_t count) const {
    CRYO_CHECK_OP(first + count, <=, index_count_);
    if (count == 0) return;
    glBindVertexArray(id_);
    glDrawElements(primitive_ == Primitive::Triangles ? GL_TRIANGLES : GL_LINES, static_cast<GLsizei>(count),
                   GL_UNSIGNED_INT, reinterpret_cast<const void*>(first * sizeof(uint32_t)));
    glBindVertexArray(0);
}

}  // namespace cryo::gpu
