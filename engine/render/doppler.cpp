#include "engine/render/doppler.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cryo::render {

namespace {

using ultrasound::kDopplerLines;
using ultrasound::kDopplerSamples;

// The part of the picture that can be touched.
gpu::Rectangle box_on_picture(const ultrasound::DopplerGrid& grid, const ultrasound::DisplayMap& map) {
    Vec2 low{std::numeric_limits<double>::max()}, high{std::numeric_limits<double>::lowest()};
    // The sides of a sector's box bow outwards: their middles count too.
    for (const int i : {0, kDopplerLines / 2, kDopplerLines - 1})
        for (const int j : {0, kDopplerSamples / 2, kDopplerSamples - 1}) {
            const Vec3 p = grid.point_m(i, j);
            const Vec2 px = map.pixel_from_image({p.x, p.z});
            low = glm::min(low, px);
            high = glm::max(high, px);
        }
    constexpr double kMarginPx = 8.0;  // half a cell and rounding
    low = glm::clamp(low - kMarginPx, Vec2(0.0), Vec2(map.width_px, map.height_px));
    high = glm::clamp(high + kMarginPx, low, Vec2(map.width_px, map.height_px));
    return {static_cast<int>(low.x), static_cast<int>(low.y), static_cast<int>(std::ceil(high.x - low.x)),
            static_cast<int>(std::ceil(high.y - low.y))};
}

bool is_same_box(const ultrasound::DopplerSettings& a, const ultrasound::DopplerSettings& b) {
    return a.mode == b.mode && a.box_lateral_m == b.box_lateral_m && a.box_depth_m == b.box_depth_m &&
           a.box_width_m == b.box_width_m && a.box_height_m == b.box_height_m && a.steer_rad == b.steer_rad &&
           a.scale_m_per_s == b.scale_m_per_s && a.wall_filter == b.wall_filter;
}

DopplerOverlayBlock overlay_block(const ultrasound::DopplerGrid& grid, const ultrasound::DisplayMap& map,
                                  const ultrasound::DopplerSettings& settings) {
    DopplerOverlayBlock block{};
    block.origin_px = glm::vec2(map.origin_px);
    block.m_per_px = static_cast<float>(1.0 / map.px_per_m);
    block.radius_m = static_cast<float>(grid.beams.radius_m);
    block.steer_tangent = static_cast<float>(std::tan(grid.beams.steer_rad));
    block.steer_secant = static_cast<float>(1.0 / std::cos(grid.beams.steer_rad));
    block.inverse_face_spacing_per_m = static_cast<float>(1.0 / grid.beams.face_spacing_m);
    block.left_line = static_cast<float>(grid.first_line - 0.5 * kDopplerLines);
    block.top_m = static_cast<float>(grid.top_m);
    block.inverse_spacing_per_m = static_cast<float>(1.0 / grid.spacing_m);
    block.gain_db = static_cast<float>(settings.gain_db);
    block.threshold_db = static_cast<float>(ultrasound::kFlowThresholdDb);
    block.inverse_power_range_per_db = static_cast<float>(1.0 / ultrasound::kFlowPowerRangeDb);
    block.power_mode = settings.mode == ultrasound::DopplerMode::Power ? 1 : 0;
    block.is_linear = grid.beams.shape == instruments::ArrayShape::Linear ? 1 : 0;
    return block;
}

}  // namespace

DopplerRenderer::DopplerRenderer(const gpu::ShaderLibrary& shaders)
    : program_(shaders, "doppler_overlay", {gpu::block_layout<DopplerOverlayBlock>()}),
      flow_("flow", kDopplerLines, kDopplerSamples,
            {gpu::PixelFormat::RGBA16F, gpu::Filter::Linear, gpu::Wrap::Clamp}) {}

void DopplerRenderer::draw(const ultrasound::ImageFrame& frame, const ultrasound::DisplayMap& map,
                           const gpu::Framebuffer& picture, bool is_live) {
    const ultrasound::DopplerSettings& settings = frame.settings.doppler;
    ultrasound::make_doppler(frame, field_);
    mix_in(is_live && is_same_box(settings, shown_with_) ? frame.settings.persistence : 0.0);
    shown_with_ = is_live ? settings : ultrasound::DopplerSettings{};
    upload();
    values_.set(overlay_block(field_.grid, map, settings));
    program_.set_block(values_);
    program_.set_texture("flow", flow_);
    gpu::PassState state;
    state.scissor = box_on_picture(field_.grid, map);
    state.blend = gpu::Blend::Alpha;
    fullscreen_.draw(program_, picture, state);
}

void DopplerRenderer::mix_in(double persistence) {
    std::vector<ultrasound::ShownFlow> fresh = ultrasound::shown_flow(field_);
    if (persistence > 0.0 && shown_.size() == fresh.size())
        for (size_t k = 0; k < fresh.size(); ++k) {
            fresh[k].turn_db = glm::mix(fresh[k].turn_db, shown_[k].turn_db, persistence);
            fresh[k].power_db = glm::mix(fresh[k].power_db, shown_[k].power_db, persistence);
        }
    shown_ = std::move(fresh);
}

void DopplerRenderer::upload() {
    std::vector<float> texels;
    texels.reserve(4 * shown_.size());
    for (const ultrasound::ShownFlow& flow : shown_)
        for (const double value : {flow.turn_db.x, flow.turn_db.y, flow.power_db, 0.0})
            texels.push_back(static_cast<float>(value));
    flow_.upload(texels);
}

}  // namespace cryo::render
