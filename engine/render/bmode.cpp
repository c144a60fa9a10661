#include "engine/render/bmode.h"

#include <cmath>
#include <span>

#include "engine/core/check.h"
#include "engine/gpu/pass.h"
#include "engine/gpu/program.h"
#include "engine/render/bmode_blocks.h"
#include "engine/render/doppler.h"
#include "engine/render/look_mixer.h"
#include "engine/ultrasound/display.h"

namespace cryo::render {

namespace {

using ultrasound::ScanPlan;

// A table of the plan as floats, without copying.
template <class Row>
std::span<const float> as_floats(const std::vector<Row>& rows) {
    static_assert(sizeof(Row) % sizeof(float) == 0);
    return {reinterpret_cast<const float*>(rows.data()), rows.size() * sizeof(Row) / sizeof(float)};
}

// Taps of bmode_axial.frag.
constexpr int kShortAxialTaps = 4;

// Slices of the field side by side, each with the next slice in the other two channels, so that one filtered read of
// two dimensions serves for three. Layout as shaders/include/bmode_speckle.glsl reads it.
gpu::Texture2D make_speckle_atlas(const ultrasound::SpeckleField& field) {
    using ultrasound::SpeckleField;
    constexpr int kColumns = 4;
    constexpr int kPitch = SpeckleField::kWidth + 1;  // the first column and row come again at the end
    constexpr int kSize = kColumns * kPitch;
    static_assert(SpeckleField::kWidth == 128 && SpeckleField::kHeight == 128 && SpeckleField::kDepth == 16);
    std::vector<uint16_t> atlas(4 * static_cast<size_t>(kSize) * kSize);
    const auto slice_at = [&](int x, int y, int z) {
        const auto cell = static_cast<size_t>(
            ((z % SpeckleField::kDepth) * SpeckleField::kHeight + y % SpeckleField::kHeight) * SpeckleField::kWidth +
            x % SpeckleField::kWidth);
        return field.halves().data() + 2 * cell;
    };
    for (int y = 0; y < kSize; ++y)
        for (int x = 0; x < kSize; ++x) {
            const int z = y / kPitch * kColumns + x / kPitch;
            const uint16_t* here = slice_at(x % kPitch, y % kPitch, z);
            const uint16_t* next = slice_at(x % kPitch, y % kPitch, z + 1);
            uint16_t* texel = &atlas[4 * (static_cast<size_t>(y) * kSize + static_cast<size_t>(x))];
            texel[0] = here[0];
            texel[1] = here[1];
            texel[2] = next[0];
            texel[3] = next[1];
        }
    gpu::Texture2D texture("speckle atlas", kSize, kSize,
                           {gpu::PixelFormat::RGBA16F, gpu::Filter::Linear, gpu::Wrap::Clamp});
    texture.upload_halves(atlas);
    return texture;
}

// One more cell along each axis repeats the first.
gpu::Texture3D make_structure_texture(const ultrasound::StructureField& field) {
    constexpr int kCells = ultrasound::StructureField::kSize;
    constexpr int kSize = kCells + 1;
    std::vector<uint16_t> values;
    values.reserve(4 * static_cast<size_t>(kSize) * kSize * kSize);
    for (int z = 0; z < kSize; ++z)
        for (int y = 0; y < kSize; ++y)
            for (int x = 0; x < kSize; ++x) {
                const auto cell = static_cast<size_t>((z % kCells * kCells + y % kCells) * kCells + x % kCells);
                const auto first = field.halves().begin() + static_cast<std::ptrdiff_t>(4 * cell);
                values.insert(values.end(), first, first + 4);
            }
    gpu::Texture3D texture("structure field", kSize, kSize, kSize,
                           {gpu::PixelFormat::RGBA16F, gpu::Filter::Linear, gpu::Wrap::Clamp});
    texture.upload_halves(values);
    return texture;
}

// Texels of `format` per line and one row per line, made anew when the size changes.
void upload_table(gpu::Texture2D& texture, const char* name, int width, int height, gpu::PixelFormat format,
                  std::span<const float> values) {
    if (texture.empty() || texture.width() != width || texture.height() != height)
        texture = gpu::Texture2D(name, width, height, {format, gpu::Filter::Nearest, gpu::Wrap::Clamp});
    texture.upload(values);
}

BmodePlanBlock plan_block(const ScanPlan& plan, const ultrasound::SectionAtlas& sections) {
    BmodePlanBlock block{};
    block.sample_spacing_mm = static_cast<float>(1e3 * plan.grid.sample_spacing_m);
    block.inverse_samples_per_node = 1.0F / ultrasound::kSamplesPerNode;
    block.samples_per_block = ultrasound::kSamplesPerBlock;
    block.line_count = plan.grid.line_count;
    block.sample_count = plan.grid.sample_count;
    block.lattice_count = static_cast<int32_t>(plan.lattices.size());
    block.axial_taps = plan.axial_taps;
    block.noise_cell = {plan.noise_offset[0], plan.noise_offset[1]};
    block.noise_slice = plan.noise_offset[2];
    block.section_atlas_tiles = {ultrasound::SectionAtlas::kPerRow,
                                 sections.height() / ultrasound::SectionAtlas::kTile};
    for (size_t k = 0; k < block.axial_weights.size(); ++k) block.axial_weights[k].x = plan.axial_weights[k];
    for (size_t l = 0; l < plan.lattices.size(); ++l) {
        for (size_t r = 0; r < 3; ++r) block.lattice_rows[4 * l + r] = plan.lattices[l].cells_from_reference[r];
        block.lattice_rows[4 * l + 3].x = plan.lattices[l].weight;
    }
    for (size_t l = 0; l < plan.layers.size(); ++l) {
        for (size_t r = 0; r < 3; ++r) block.layer_rows[3 * l + r] = plan.layers[l].cells_from_reference[r];
        block.layer_structure[l] = plan.layers[l].structure;
    }
    return block;
}

BmodeScanBlock scan_block(const ScanPlan& plan, const ultrasound::DisplayMap& map) {
    const ultrasound::BeamGrid& grid = map.grid;  // unsteered, as looks are mixed
    BmodeScanBlock block{};
    block.origin_px = glm::vec2(map.origin_px);
    block.m_per_px = static_cast<float>(1.0 / map.px_per_m);
    block.radius_m = static_cast<float>(grid.radius_m);
    block.steer_tangent = static_cast<float>(std::tan(grid.steer_rad));
    block.steer_secant = static_cast<float>(1.0 / std::cos(grid.steer_rad));
    block.inverse_face_spacing_per_m = static_cast<float>(1.0 / grid.face_spacing_m);
    block.depth_m = static_cast<float>(grid.depth_m);
    block.inverse_sample_spacing_per_m = static_cast<float>(1.0 / grid.sample_spacing_m);
    block.white_db = static_cast<float>(ultrasound::kWhiteDb);
    block.inverse_dynamic_range_per_db = 1.0F / plan.dynamic_range_db;
    const ultrasound::GrayMap& gray = ultrasound::kGrayMaps[static_cast<size_t>(plan.gray_map)];
    block.gray_knee = static_cast<float>(gray.knee);
    block.gray_lift = static_cast<float>(gray.lift);
    return block;
}

// A target of line pairs as the CPU's field.
ultrasound::ComplexField complex_field(const gpu::Texture2D& pairs) {
    const std::vector<float> values = pairs.read_floats();
    ultrasound::ComplexField field;
    field.line_count = 2 * pairs.width();
    field.sample_count = pairs.height();
    for (size_t i = 0; i + 1 < values.size(); i += 2)
        field.values.emplace_back(static_cast<double>(values[i]), static_cast<double>(values[i + 1]));
    return field;
}

}  // namespace

struct BModeRenderer::State {
    explicit State(const gpu::ShaderLibrary& shaders)
        : echo_program(shaders, "bmode_echo", {gpu::block_layout<BmodePlanBlock>()}),
          axial_program(shaders, "bmode_axial", {gpu::block_layout<BmodePlanBlock>()}),
          axial_long_program(shaders, "bmode_axial_long", {gpu::block_layout<BmodePlanBlock>()}),
          response_program(shaders, "bmode_response", {gpu::block_layout<BmodePlanBlock>()}),
          detect_program(shaders, "bmode_detect", {gpu::block_layout<BmodePlanBlock>()}),
          level_program(shaders, "bmode_level", {}),
          scan_linear_program(shaders, "bmode_scan_linear", {gpu::block_layout<BmodeScanBlock>()}),
          scan_sector_program(shaders, "bmode_scan_sector", {gpu::block_layout<BmodeScanBlock>()}),
          mixer(shaders),
          doppler(shaders) {}

    void upload_fields(const std::shared_ptr<const ultrasound::AcousticMedium>& new_medium) {
        if (medium == new_medium) return;
        medium = new_medium;
        if (speckle.empty()) {  // the same in every medium
            speckle = make_speckle_atlas(medium->speckle());
            structure = make_structure_texture(medium->structure());
        }
        const ultrasound::SectionAtlas& atlas = medium->sections();
        sections = gpu::Texture2D("section atlas", atlas.width(), atlas.height(),
                                  {gpu::PixelFormat::R16F, gpu::Filter::Linear, gpu::Wrap::Clamp});
        if (atlas.count() > 0) sections.upload_halves(atlas.halves());
    }

    void upload_plan() {
        using gpu::PixelFormat;
        const int lines = plan.grid.line_count;
        upload_table(line_table, "line table", 2, lines, PixelFormat::RGBA32F, as_floats(plan.lines));
        upload_table(node_table, "node table", plan.node_count, lines, PixelFormat::RGBA32F, as_floats(plan.nodes));
        upload_table(block_table, "block table", plan.block_count, lines, PixelFormat::RGBA32F, as_floats(plan.blocks));
        upload_table(segment_table, "segment table", ultrasound::kMaxSegments, lines, PixelFormat::RGBA32F,
                     as_floats(plan.segments));
        upload_table(reflector_table, "reflector table", 2 * ultrasound::kMaxReflectors, lines, PixelFormat::RGBA32F,
                     as_floats(plan.reflectors));
        upload_table(tube_table, "tube table", 3 * ultrasound::kMaxTubes, lines, PixelFormat::RGBA32F,
                     as_floats(plan.tubes));
        upload_table(depth_table, "depth table", 3, plan.grid.sample_count, PixelFormat::RGBA32F,
                     as_floats(plan.depths));
        plan_values.set(plan_block(plan, medium->sections()));
    }

    // Line pairs are RGBA32F: 16-bit targets would cost the twin its last digits and llvmpipe conversions.
    void size_targets() {
        const int pairs = plan.grid.line_count / 2;
        const int samples = plan.grid.sample_count;
        const auto fit = [](gpu::Framebuffer& target, const char* name, int width, int height, gpu::PixelFormat format,
                            gpu::Filter filter) {
            if (target.empty() || target.width() != width || target.height() != height)
                target = gpu::Framebuffer(name, {width, height, {format}, false, 1, filter, gpu::Wrap::Clamp});
        };
        fit(echo, "B-mode echo", pairs, samples, gpu::PixelFormat::RGBA32F, gpu::Filter::Nearest);
        fit(axial, "B-mode axial", pairs, samples, gpu::PixelFormat::RGBA32F, gpu::Filter::Nearest);
        fit(detected, "B-mode envelope", pairs, samples, gpu::PixelFormat::RGBA32F, gpu::Filter::Nearest);
    }

    void size_picture(int width_px, int height_px) {
        if (picture.empty() || picture.width() != width_px || picture.height() != height_px)
            picture = gpu::Framebuffer(
                "B-mode picture",
                {width_px, height_px, {gpu::PixelFormat::RGBA8}, false, 1, gpu::Filter::Linear, gpu::Wrap::Clamp});
    }

    void draw_echo() {
        echo_program.set_block(plan_values);
        echo_program.set_texture("line_table", line_table);
        echo_program.set_texture("node_table", node_table);
        echo_program.set_texture("block_table", block_table);
        echo_program.set_texture("segment_table", segment_table);
        echo_program.set_texture("reflector_table", reflector_table);
        echo_program.set_texture("tube_table", tube_table);
        echo_program.set_texture("speckle_atlas", speckle);
        echo_program.set_texture("structure_field", structure);
        echo_program.set_texture("section_atlas", sections);
        fullscreen.draw(echo_program, echo);
    }

    void draw_axial() {
        gpu::Program& program = plan.axial_taps <= kShortAxialTaps ? axial_program : axial_long_program;
        program.set_block(plan_values);
        program.set_texture("echo", echo.color());
        fullscreen.draw(program, axial);
    }

    void draw_detect() {
        detect_program.set_block(plan_values);
        detect_program.set_texture("axial", axial.color());
        detect_program.set_texture("depth_table", depth_table);
        detect_program.set_texture("speckle_atlas", speckle);
        fullscreen.draw(detect_program, detected);
    }

    void draw_level(const gpu::Framebuffer& level) {
        level_program.set_texture("envelope_level", detected.color());
        fullscreen.draw(level_program, level);
    }

    // One look: all passes up to its levels over lines and samples.
    void draw_look(const ultrasound::ImageFrame& frame, size_t look, gpu::StageTimer& stages) {
        {
            gpu::StageScope stage(stages, "plan");
            ultrasound::make_scan_plan(frame, plan);
        }
        {
            gpu::StageScope stage(stages, "upload");
            upload_fields(frame.medium);
            upload_plan();
            size_targets();
        }
        {
            gpu::StageScope stage(stages, "echo");
            draw_echo();
        }
        {
            gpu::StageScope stage(stages, "response");
            draw_axial();
        }
        gpu::StageScope stage(stages, "detect");
        draw_detect();
        draw_level(mixer.look_target(look, plan.grid));
    }

    void draw_scan(const ultrasound::DisplayMap& map, const gpu::Texture2D& level) {
        scan_values.set(scan_block(plan, map));
        const bool is_linear = plan.grid.shape == instruments::ArrayShape::Linear;
        gpu::Program& program = is_linear ? scan_linear_program : scan_sector_program;
        program.set_block(scan_values);
        program.set_texture("level_db", level);
        fullscreen.draw(program, picture);
    }

    gpu::Program echo_program, axial_program, axial_long_program, response_program, detect_program, level_program,
        scan_linear_program, scan_sector_program;
    LookMixer mixer;
    DopplerRenderer doppler;
    gpu::FullscreenPass fullscreen;
    gpu::UniformBlock<BmodePlanBlock> plan_values;
    gpu::UniformBlock<BmodeScanBlock> scan_values;
    std::shared_ptr<const ultrasound::AcousticMedium> medium;  // whose fields are in the textures
    gpu::Texture3D structure;
    gpu::Texture2D speckle, sections;
    gpu::Texture2D line_table, node_table, block_table, segment_table, reflector_table, tube_table, depth_table;
    gpu::Framebuffer echo, axial, detected, picture;
    ScanPlan plan;
    bool is_live = false;
};

BModeRenderer::BModeRenderer(const gpu::ShaderLibrary& shaders) : state_(std::make_unique<State>(shaders)) {}
BModeRenderer::~BModeRenderer() = default;
BModeRenderer::BModeRenderer(BModeRenderer&&) noexcept = default;
BModeRenderer& BModeRenderer::operator=(BModeRenderer&&) noexcept = default;

const gpu::Texture2D& BModeRenderer::draw(const ultrasound::ImageFrame& frame, int width_px, int height_px,
                                          gpu::StageTimer* timer) {
    gpu::StageTimer untimed;
    gpu::StageTimer& stages = timer ? *timer : untimed;
    State& s = *state_;
    for (const LookMixer::Wish& wish : s.mixer.wishes(frame, s.is_live)) {
        ultrasound::ImageFrame look = frame;
        look.settings.steer_rad = wish.steer_rad;
        s.draw_look(look, wish.look, stages);
    }
    const ultrasound::DisplayMap map =
        ultrasound::make_display_map(frame.transducer, frame.settings, width_px, height_px);
    {
        gpu::StageScope stage(stages, "scan");
        s.size_picture(width_px, height_px);
        s.draw_scan(map, s.mixer.mix(frame, s.is_live));
    }
    if (frame.settings.doppler.mode != ultrasound::DopplerMode::Off) {
        gpu::StageScope stage(stages, "doppler");
        s.doppler.draw(frame, map, s.picture, s.is_live);
    }
    return s.picture.color();
}

void BModeRenderer::set_live(bool is_live) { state_->is_live = is_live; }

const DopplerRenderer& BModeRenderer::doppler() const { return state_->doppler; }

std::vector<uint8_t> BModeRenderer::read_picture() const { return state_->picture.color().read_bytes(); }

ultrasound::Envelope BModeRenderer::read_envelope() const {
    const gpu::Texture2D& pairs = state_->detected.color();
    const std::vector<float> values = pairs.read_floats();
    ultrasound::Envelope envelope;
    envelope.line_count = 2 * pairs.width();
    envelope.sample_count = pairs.height();
    for (size_t i = 0; i < values.size(); i += 4) {
        envelope.values.push_back(values[i]);
        envelope.values.push_back(values[i + 1]);
    }
    return envelope;
}

ultrasound::ComplexField BModeRenderer::read_echo() const { return complex_field(state_->echo.color()); }

ultrasound::ComplexField BModeRenderer::read_response() {
    State& s = *state_;
    gpu::Framebuffer target("B-mode response", {s.axial.width(),
                                                s.axial.height(),
                                                {gpu::PixelFormat::RGBA32F},
                                                false,
                                                1,
                                                gpu::Filter::Nearest,
                                                gpu::Wrap::Clamp});
    s.response_program.set_block(s.plan_values);
    s.response_program.set_texture("axial", s.axial.color());
    s.response_program.set_texture("depth_table", s.depth_table);
    s.fullscreen.draw(s.response_program, target);
    return complex_field(target.color());
}

}  // namespace cryo::render
