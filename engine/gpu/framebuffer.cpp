#include "engine/gpu/framebuffer.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "engine/core/check.h"
#include "engine/gpu/context.h"
#include "engine/gpu/gl_format.h"

namespace cryo::gpu {

namespace {

constexpr int kMaxColors = 8;

void use_draw_buffers(int count) {
    GLenum buffers[kMaxColors];
    for (int i = 0; i < count; ++i) buffers[i] = static_cast<GLenum>(GL_COLOR_ATTACHMENT0 + i);
    glDrawBuffers(count, buffers);
}

uint32_t make_renderbuffer(const std::string& name, GLenum format, int width, int height, int samples) {
    GLuint id = 0;
    glGenRenderbuffers(1, &id);
    glBindRenderbuffer(GL_RENDERBUFFER, id);
    label_object(GL_RENDERBUFFER, id, name);
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples > 1 ? samples : 0, format, width, height);
    return id;
}

void require_complete(const std::string& name, const FramebufferOptions& options) {
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE) return;
    std::string formats;
    for (const PixelFormat format : options.colors)
        formats += std::string(formats.empty() ? "" : ", ") + format_name(format);
    throw std::runtime_error("Framebuffer \"" + name + "\" (" + formats + ", " + std::to_string(options.samples) +
                             " samples) cannot be drawn to with this driver.");
}

}  // namespace

Framebuffer::Framebuffer(std::string name, const FramebufferOptions& options)
    : name_(std::move(name)), options_(options) {
    const int count = static_cast<int>(options.colors.size());
    CRYO_CHECK(count >= 1 && count <= kMaxColors);
    GLint max_samples = 1;
    glGetIntegerv(GL_MAX_SAMPLES, &max_samples);
    options_.samples = std::max(1, std::min(options.samples, static_cast<int>(max_samples)));

    glGenFramebuffers(1, &id_);
    glBindFramebuffer(GL_FRAMEBUFFER, id_);
    label_object(GL_FRAMEBUFFER, id_, name_);
    for (int i = 0; i < count; ++i) {
        const PixelFormat format = options_.colors[static_cast<size_t>(i)];
        colors_.emplace_back(count == 1 ? name_ : name_ + "." + std::to_string(i), options_.width, options_.height,
                             TextureOptions{format, options_.filter, options_.wrap});
        glFramebufferTexture2D(GL_FRAMEBUFFER, static_cast<GLenum>(GL_COLOR_ATTACHMENT0 + i), GL_TEXTURE_2D,
                               colors_.back().id(), 0);
    }
    use_draw_buffers(count);
    if (options_.depth) {
        depth_ = Texture2D(name_ + ".depth", options_.width, options_.height,
                           TextureOptions{PixelFormat::Depth24, Filter::Nearest, Wrap::Clamp});
        glFramebufferTexture2D(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_TEXTURE_2D, depth_.id(), 0);
    }

    if (options_.samples > 1) {
        require_complete(name_, options_);
        glGenFramebuffers(1, &multisample_id_);
        glBindFramebuffer(GL_FRAMEBUFFER, multisample_id_);
        label_object(GL_FRAMEBUFFER, multisample_id_, name_ + ".samples");
        for (int i = 0; i < count; ++i) {
            const GLenum format = gl_format(options_.colors[static_cast<size_t>(i)]).internal_format;
            renderbuffers_.push_back(
                make_renderbuffer(name_ + ".samples", format, options_.width, options_.height, options_.samples));
            glFramebufferRenderbuffer(GL_FRAMEBUFFER, static_cast<GLenum>(GL_COLOR_ATTACHMENT0 + i), GL_RENDERBUFFER,
                                      renderbuffers_.back());
        }
        use_draw_buffers(count);
    }
    if (options_.depth && options_.samples > 1) {
        renderbuffers_.push_back(make_renderbuffer(name_ + ".samples", GL_DEPTH_COMPONENT24, options_.width,
                                                   options_.height, options_.samples));
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, renderbuffers_.back());
    }
    require_complete(name_, options_);
}

Framebuffer::~Framebuffer() { release(); }

void Framebuffer::release() {
    if (id_ != 0) glDeleteFramebuffers(1, &id_);
    if (multisample_id_ != 0) glDeleteFramebuffers(1, &multisample_id_);
    if (!renderbuffers_.empty())
        glDeleteRenderbuffers(static_cast<GLsizei>(renderbuffers_.size()), renderbuffers_.data());
    id_ = multisample_id_ = 0;
    renderbuffers_.clear();
    colors_.clear();
    depth_ = Texture2D();
}

Framebuffer::Framebuffer(Framebuffer&& other) noexcept { *this = std::move(other); }

Framebuffer& Framebuffer::operator=(Framebuffer&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(options_, other.options_);
    std::swap(colors_, other.colors_);
    std::swap(depth_, other.depth_);
    std::swap(id_, other.id_);
    std::swap(multisample_id_, other.multisample_id_);
    std::swap(renderbuffers_, other.renderbuffers_);
    return *this;
}

void Framebuffer::bind() const {
    CRYO_CHECK(id_ != 0);
    glBindFramebuffer(GL_FRAMEBUFFER, multisample_id_ != 0 ? multisample_id_ : id_);
}

namespace {

void limit_clear_to(const std::optional<Rectangle>& part) {
    if (part) {
        glEnable(GL_SCISSOR_TEST);
        glScissor(part->x, part->y, part->width, part->height);
    } else {
        glDisable(GL_SCISSOR_TEST);
    }
}

}  // namespace

void Framebuffer::clear_color(int index, const std::array<float, 4>& rgba, const std::optional<Rectangle>& part) const {
    CRYO_CHECK(index >= 0 && index < color_count());
    bind();
    limit_clear_to(part);
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    glClearBufferfv(GL_COLOR, index, rgba.data());
}

void Framebuffer::clear_depth(const std::optional<Rectangle>& part) const {
    CRYO_CHECK(options_.depth);
    bind();
    limit_clear_to(part);
    glDepthMask(GL_TRUE);
    const float far_plane = 1.0f;
    glClearBufferfv(GL_DEPTH, 0, &far_plane);
}

void Framebuffer::resolve() const {
    if (multisample_id_ == 0) return;
    glDisable(GL_SCISSOR_TEST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, multisample_id_);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, id_);
    const int count = color_count();
    for (int i = 0; i < count; ++i) {
        // A blit writes every draw buffer, so each target is resolved with the others switched off.
        GLenum only_this[kMaxColors];
        for (int k = 0; k < count; ++k) only_this[k] = k == i ? static_cast<GLenum>(GL_COLOR_ATTACHMENT0 + k) : GL_NONE;
        glDrawBuffers(count, only_this);
        glReadBuffer(static_cast<GLenum>(GL_COLOR_ATTACHMENT0 + i));
        const GLbitfield what = GL_COLOR_BUFFER_BIT | (i == 0 && options_.depth ? GL_DEPTH_BUFFER_BIT : 0U);
        glBlitFramebuffer(0, 0, options_.width, options_.height, 0, 0, options_.width, options_.height, what,
                          GL_NEAREST);
    }
    use_draw_buffers(count);
    glReadBuffer(GL_COLOR_ATTACHMENT0);
}

void Framebuffer::copy_to(const Framebuffer& other) const {
    CRYO_CHECK(other.width() == width() && other.height() == height() && other.samples() == 1);
    glDisable(GL_SCISSOR_TEST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, id_);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, other.id_);
    const GLbitfield what = GL_COLOR_BUFFER_BIT | (has_depth() && other.has_depth() ? GL_DEPTH_BUFFER_BIT : 0U);
    glBlitFramebuffer(0, 0, width(), height(), 0, 0, width(), height(), what, GL_NEAREST);
}

const Texture2D& Framebuffer::depth() const {
    CRYO_CHECK(options_.depth);
    return depth_;
}

const Texture2D& Framebuffer::color(int index) const {
    CRYO_CHECK(index >= 0 && index < color_count());
    return colors_[static_cast<size_t>(index)];
}

}  // namespace cryo::gpu
