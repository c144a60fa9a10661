#include "engine/render/look_mixer.h"

#include <cmath>

#include "engine/ultrasound/display.h"

namespace cryo::render {

namespace {

// Echoes of the needle's look count from here down the gray scale: soft tissue stays as the straight look shows it.
constexpr double kNeedleFloorDb = ultrasound::kWhiteDb - 24.0;

void fit(gpu::Framebuffer& target, const char* name, int lines, int samples) {
    if (target.empty() || target.width() != lines || target.height() != samples)
        target = gpu::Framebuffer(
            name, {lines, samples, {gpu::PixelFormat::R16F}, false, 1, gpu::Filter::Linear, gpu::Wrap::Clamp});
}

// Steering of each look; NaN for those that are not asked for.
std::array<double, kLooks> steering(const ultrasound::ImageFrame& frame) {
    const ultrasound::ImagingSettings& settings = frame.settings;
    const bool linear = frame.transducer.shape == instruments::ArrayShape::Linear;
    std::array<double, kLooks> steer_rad{0.0, std::nan(""), std::nan(""), std::nan("")};
    if (linear && settings.compounding) {
        steer_rad[1] = ultrasound::kCompoundSteerRad;
        steer_rad[2] = -ultrasound::kCompoundSteerRad;
    }
    if (linear && settings.needle_enhancement) steer_rad[kNeedleLook] = settings.needle_steer_rad;
    return steer_rad;
}

}  // namespace

LookMixer::LookMixer(const gpu::ShaderLibrary& shaders)
    : program_(shaders, "bmode_mix", {gpu::block_layout<LookMixBlock>()}) {}

LookMixer::Made LookMixer::made_of(const ultrasound::ImagingSettings& settings, double steer_rad) {
    return {settings.depth_m, settings.frequency_hz, settings.focus_m,
            steer_rad,        settings.line_count,   settings.sample_count};
}

std::vector<LookMixer::Wish> LookMixer::wishes(const ultrasound::ImageFrame& frame, bool is_live) {
    const std::array<double, kLooks> steer_rad = steering(frame);
    std::vector<Wish> asked;
    for (size_t look = kLooks; look-- > 0;)
        if (!std::isnan(steer_rad[look])) asked.push_back({look, steer_rad[look]});
    const size_t turn = turn_++ % asked.size();
    std::vector<Wish> wanted;
    for (size_t k = 0; k < asked.size(); ++k) {
        const Made now = made_of(frame.settings, asked[k].steer_rad);
        if (is_live && k != turn && made_[asked[k].look] == now) continue;
        made_[asked[k].look] = now;
        wanted.push_back(asked[k]);
    }
    return wanted;
}

const gpu::Framebuffer& LookMixer::look_target(size_t look, const ultrasound::BeamGrid& grid) {
    fit(looks_[look], "B-mode look", grid.line_count, grid.sample_count);
    return looks_[look];
}

const gpu::Texture2D& LookMixer::mix(const ultrasound::ImageFrame& frame, bool is_live) {
    const std::array<double, kLooks> steer_rad = steering(frame);
    const ultrasound::ImagingSettings& settings = frame.settings;
    const bool is_single = std::isnan(steer_rad[1]) && std::isnan(steer_rad[kNeedleLook]);
    const double persistence = is_live ? settings.persistence : 0.0;
    const Made now = made_of(settings, 0.0);
    // What stands for itself leaves nothing behind for a running picture.
    if (!is_live) made_ = {};
    if (is_single && persistence <= 0.0) {
        mixed_as_ = {};
        return looks_[0].color();
    }
    const ultrasound::BeamGrid grid = ultrasound::make_beam_grid(frame.transducer, settings);
    for (gpu::Framebuffer& target : mixed_) fit(target, "B-mode mixed", grid.line_count, grid.sample_count);

    LookMixBlock block{};
    for (size_t look = 0; look < kLooks; ++look)
        if (!std::isnan(steer_rad[look]))
            block.look[look] = {static_cast<float>(std::tan(steer_rad[look])),
                                static_cast<float>(1.0 / std::cos(steer_rad[look])), 1.0F, 0.0F};
    block.lines_per_m = static_cast<float>(1.0 / grid.face_spacing_m);
    block.samples_per_m = static_cast<float>(1.0 / grid.sample_spacing_m);
    block.needle_floor_db = static_cast<float>(kNeedleFloorDb);
    block.persistence = mixed_as_ == now ? static_cast<float>(persistence) : 0.0F;
    values_.set(block);
    const size_t next = 1 - newest_;
    constexpr std::array<const char*, kLooks> kNames{"look_0", "look_1", "look_2", "look_3"};
    program_.set_block(values_);
    for (size_t look = 0; look < kLooks; ++look)
        program_.set_texture(kNames[look], std::isnan(steer_rad[look]) ? looks_[0].color() : looks_[look].color());
    program_.set_texture("before", mixed_[newest_].color());
    fullscreen_.draw(program_, mixed_[next]);
    newest_ = next;
    mixed_as_ = is_live ? now : Made{};
    return mixed_[newest_].color();
}

}  // namespace cryo::render
