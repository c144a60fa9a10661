#include "engine/ultrasound/scan_plan.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include "engine/core/check.h"
#include "engine/ultrasound/aperture_loss.h"
#include "engine/core/random.h"
#include "engine/core/units.h"
#include "engine/ultrasound/fibre.h"
#include "engine/ultrasound/ice_echo.h"
#include "engine/ultrasound/line_echo.h"
#include "engine/ultrasound/needle_echo.h"
#include "engine/ultrasound/speckle_field.h"
#include "engine/ultrasound/speckle_lattice.h"
#include "engine/ultrasound/tube_path.h"

namespace cryo::ultrasound {

namespace {

constexpr double kReachSd = 3.8;  // a reflector is heard this many standard deviations from its range

// Ring-down of the face: a bright band that dies away within a millimetre and a half.
constexpr double kRingLevelDb = -27.0;
constexpr double kRingDecayM = 0.00028;

double amplitude_from_db(double db) { return std::pow(10.0, db / 20.0); }

float to_float(double value) { return static_cast<float>(value); }

size_t row_start(int line, int entries) { return static_cast<size_t>(line) * static_cast<size_t>(entries); }

float packed_range(int first, int end) { return static_cast<float>(64 * first + end); }

// ---- tables that do not depend on what lies in the tissue

void fill_depths(const ImageFrame& frame, ScanPlan& plan) {
    const BeamGrid& grid = plan.grid;
    plan.depths.resize(3 * static_cast<size_t>(grid.sample_count));
    for (int j = 0; j < grid.sample_count; ++j) {
        const auto& w = plan.response.lateral[static_cast<size_t>(j)];
        glm::vec4* row = &plan.depths[3 * static_cast<size_t>(j)];
        row[0] = {to_float(w[0]), to_float(w[1]), to_float(w[2]), to_float(w[3])};
        row[1] = {to_float(w[4]), to_float(w[5]), to_float(w[6]), to_float(w[7])};
        const double range_m = grid.range_m(j);
        Rng rng(static_cast<uint64_t>(range_m * 4e4), "ring-down");
        const std::complex<double> ring =
            std::polar(amplitude_from_db(kRingLevelDb) * std::exp(-range_m / kRingDecayM), rng.uniform(0.0, 2.0 * kPi));
        const double noise = frame.noise_on ? amplitude_from_db(kReceiverNoiseDb) : 0.0;
        row[2] = {to_float(time_gain_db(frame.transducer, frame.settings, range_m)), to_float(ring.real()),
                  to_float(ring.imag()), to_float(noise)};
    }
    for (size_t k = 0; k < plan.axial_weights.size(); ++k) plan.axial_weights[k] = to_float(plan.response.axial[k]);
    plan.axial_taps = plan.response.axial_taps;
    Rng rng(frame.image_index, "receiver noise");
    plan.noise_offset = {static_cast<int>(rng.bits() % SpeckleField::kWidth),
                         static_cast<int>(rng.bits() % SpeckleField::kHeight),
                         static_cast<int>(rng.bits() % SpeckleField::kDepth)};
    plan.dynamic_range_db = to_float(frame.settings.dynamic_range_db);
    plan.gray_map = frame.settings.gray_map;
}

void fill_layers(const AcousticMedium& medium, ScanPlan& plan) {
    CRYO_CHECK_OP(medium.layers().size(), <=, static_cast<size_t>(kMaxLayers));
    plan.layers.clear();
    for (const AcousticLayer& layer : medium.layers()) {
        const Structure& s = layer.structure;
        PlanLayer row;
        for (int r = 0; r < 3; ++r) {
            // glm keeps columns: row r of the matrix.
            const Vec3 per_mm =
                1e-3 * Vec3(s.cells_from_reference[0][r], s.cells_from_reference[1][r], s.cells_from_reference[2][r]);
            row.cells_from_reference[static_cast<size_t>(r)] = {to_float(per_mm.x), to_float(per_mm.y),
                                                                to_float(per_mm.z), to_float(s.offset_cells[r])};
        }
        row.structure = {to_float(s.variation_db), to_float(s.membrane_db), to_float(1.0 / s.membrane_width_cells),
                         to_float(s.membrane_amplitude)};
        plan.layers.push_back(row);
    }
}

// Two-way phase along the face of a beam that leans: it decorrelates speckle between looks as the angle does.
double steering_phase_rad(const ImagingSettings& settings, const BeamGrid& grid, int line) {
    const double wave_number_per_m = 2.0 * kPi * settings.frequency_hz / kSoundSpeedMPerS;
    return std::fmod(2.0 * wave_number_per_m * std::sin(grid.steer_rad) * grid.face_position_m(line), 2.0 * kPi);
}

// ---- one line

class LinePlanner {
  public:
    LinePlanner(const EchoScene& scene, ScanPlan& plan) : scene_(scene), plan_(plan) {}

    void write(LineWork& work) {
        work.loss.finish();
        const auto i = static_cast<size_t>(work.line);
        // Shown positions are looked up in tissue: origin and direction as the passes see them.
        const Vec3 origin_mm = 1e3 * work.frame.origin_m;
        const double steering_rad = steering_phase_rad(scene_.frame.settings, plan_.grid, work.line);
        plan_.lines[2 * i] = {to_float(origin_mm.x), to_float(origin_mm.y), to_float(origin_mm.z),
                              to_float(std::cos(steering_rad))};
        plan_.lines[2 * i + 1] = {to_float(work.frame.direction.x), to_float(work.frame.direction.y),
                                  to_float(work.frame.direction.z), to_float(std::sin(steering_rad))};
        write_nodes(work);
        write_segments(work);
        write_reflectors(work);
    }

    void write_tubes(const LineWork& work, const TubePass* first, const TubePass* end) {
        tube_count_ = 0;
        for (const TubePass* pass = first; pass != end && tube_count_ < kMaxTubes; ++pass, ++tube_count_) {
            PlanTube& row = plan_.tubes[row_start(work.line, kMaxTubes) + static_cast<size_t>(tube_count_)];
            row = {to_float(pass->at_zero.x),      to_float(pass->at_zero.y),
                   to_float(pass->at_zero.z),      static_cast<float>(pass->section),
                   to_float(1e-3 * pass->per_m.x), to_float(1e-3 * pass->per_m.y),
                   to_float(1e-3 * pass->per_m.z), to_float(kMuscleLevelDb + pass->level_db),
                   to_float(pass->per_sd.x),       to_float(pass->per_sd.y),
                   to_float(pass->per_sd.z),       0.0F};
            tube_reach_[tube_count_] = {
                1e3 * work.loss.at(std::max(0.0, work.frame.world_range_m(pass->low_m))).shown_m,
                1e3 * work.loss.at(std::max(0.0, work.frame.world_range_m(pass->high_m))).shown_m};
        }
    }

    void write_blocks(const LineWork& work) {
        const double block_mm = 1e3 * kSamplesPerBlock * plan_.grid.sample_spacing_m;
        for (int b = 0; b < plan_.block_count; ++b) {
            const Vec2 block{b * block_mm, (b + 1) * block_mm};
            const auto [first, end] = segments_in(block);
            const PlanSegment& base =
                plan_.segments[row_start(work.line, kMaxSegments) + static_cast<size_t>(first - 1)];
            plan_.blocks[row_start(work.line, plan_.block_count) + static_cast<size_t>(b)] = {
                packed_range(first, end) + 4096.0F * list_in(block, tube_reach_, tube_count_),
                list_in(block, reflector_reach_, reflector_count_), base.layer, base.power_db};
        }
    }

  private:
    void write_nodes(const LineWork& work) {
        glm::vec4* row = &plan_.nodes[row_start(work.line, plan_.node_count)];
        glm::vec2 here{0.0F};
        for (int n = 0; n <= plan_.node_count; ++n) {
            const double shown_m = n * kSamplesPerNode * plan_.grid.sample_spacing_m;
            const double true_m = work.loss.true_range_m(shown_m);
            const glm::vec2 next{to_float(gain_np(scene_, work, work.loss.at(true_m))),
                                 to_float(1e3 * work.frame.settled_range_m(true_m))};
            if (n > 0) row[n - 1] = {here.x, here.y, next.x, next.y};
            here = next;
        }
    }

    void write_segments(const LineWork& work) {
        segment_count_ = 0;
        const auto add = [&](double shown_m, double blur_m, int layer) {
            if (segment_count_ == kMaxSegments) return;
            const AcousticLayer& l = scene_.medium.layers()[static_cast<size_t>(layer)];
            const double level_db =
                kMuscleLevelDb + l.base_db + fibre_level_db(l.tissue, l.fibre, work.frame.direction);
            const double width_mm = 1e3 * std::max(blur_m, plan_.grid.sample_spacing_m);
            plan_.segments[row_start(work.line, kMaxSegments) + static_cast<size_t>(segment_count_)] = {
                to_float(1e3 * shown_m), to_float(1.0 / width_mm), static_cast<float>(layer), to_float(level_db)};
            segment_reach_[segment_count_] = {1e3 * shown_m - 0.5 * width_mm, 1e3 * shown_m + 0.5 * width_mm};
            ++segment_count_;
        };
        add(-1.0, 0.0, work.layers.first);
        for (const Boundary& boundary : work.layers.boundaries) {
            const AngleLaw law = angle_law(scene_, work.frame, boundary.normal, boundary.range_m);
            const double power_sd_m = scene_.elevation_sd_m(boundary.range_m) / std::sqrt(2.0);
            add(work.loss.at(boundary.range_m).shown_m, 2.5 * power_sd_m * std::abs(law.tan_elevational),
                boundary.below);
        }
    }

    void write_reflectors(LineWork& work) {
        auto& all = work.reflectors;
        const double depth_m = plan_.grid.depth_m;
        all.erase(std::remove_if(all.begin(), all.end(),
                                 [&](const Reflector& r) { return r.range_m < 0.0 || r.range_m > depth_m; }),
                  all.end());
        if (all.size() > static_cast<size_t>(kMaxReflectors)) {
            std::stable_sort(all.begin(), all.end(), [](const Reflector& a, const Reflector& b) {
                return std::abs(a.coherent) + a.diffuse > std::abs(b.coherent) + b.diffuse;
            });
            all.resize(static_cast<size_t>(kMaxReflectors));
        }
        std::stable_sort(all.begin(), all.end(),
                         [](const Reflector& a, const Reflector& b) { return a.range_m < b.range_m; });
        reflector_count_ = static_cast<int>(all.size());
        plan_.reflector_counts[static_cast<size_t>(work.line)] = reflector_count_;
        for (int k = 0; k < reflector_count_; ++k)
            plan_.reflectors[row_start(work.line, kMaxReflectors) + static_cast<size_t>(k)] =
                reflector_row(work, all[static_cast<size_t>(k)], reflector_reach_[k]);
    }

    PlanReflector reflector_row(const LineWork& work, const Reflector& echo, Vec2& reach_mm) const {
        const Response& response = plan_.response;
        constexpr double kJustBeforeM = 1e-6;  // its own loss comes after it
        const double heard_from_m = echo.before_shadow_m >= 0.0 ? echo.before_shadow_m : echo.range_m;
        const PathLoss::At before = work.loss.at(std::max(0.0, heard_from_m - kJustBeforeM));
        const double gain = std::exp(gain_np(scene_, work, before));
        const double shown_m = before.shown_m + (echo.range_m - heard_from_m);

        const double sd_m = std::hypot(response.deposit_sd_m, echo.spread_m);
        const double after_m = std::sqrt(response.axial_sd_m * response.axial_sd_m + echo.spread_m * echo.spread_m);
        const Response::Through through = response.through_axial(sd_m);
        const double lateral = echo.point_lines > 0.0 ? response.lateral_point_gain(echo.range_m, echo.point_lines)
                                                      : response.lateral_gain(echo.range_m, echo.slope, after_m);
        const double peak = gain * echo.coherent * echo.spread_gain(response.axial_sd_m) / (through.peak * lateral);
        const double diffuse = gain * echo.diffuse * std::sqrt(response.axial_sd_m / after_m) / through.speckle;
        const double sd_mm = 1e3 * sd_m;
        reach_mm = {1e3 * shown_m - kReachSd * sd_mm, 1e3 * shown_m + kReachSd * sd_mm};
        return {to_float(1e3 * shown_m),
                to_float(0.5 / (sd_mm * sd_mm)),
                to_float(peak * std::cos(echo.phase_rad)),
                to_float(peak * std::sin(echo.phase_rad)),
                to_float(diffuse),
                to_float(echo.is_layer_face ? 1e3 * before.shown_m : -1.0),
                {0.0F, 0.0F}};
    }

    // Segments that begin or are still blurred inside the block; the one before them rules at its start.
    std::pair<int, int> segments_in(const Vec2& block_mm) const {
        int first = 1;
        while (first < segment_count_ && segment_reach_[first].y <= block_mm.x) ++first;
        int end = first;
        for (int k = first; k < segment_count_; ++k)
            if (segment_reach_[k].x < block_mm.y) end = k + 1;
        return {first, end};
    }

    static float list_in(const Vec2& block_mm, const Vec2* reach_mm, int count) {
        int first = count;
        int end = 0;
        for (int k = 0; k < count; ++k)
            if (reach_mm[k].y > block_mm.x && reach_mm[k].x < block_mm.y) {
                first = std::min(first, k);
                end = k + 1;
            }
        return end > first ? packed_range(first, end) : packed_range(0, 0);
    }

    const EchoScene& scene_;
    ScanPlan& plan_;
    int segment_count_ = 0;
    int reflector_count_ = 0;
    int tube_count_ = 0;
    Vec2 segment_reach_[kMaxSegments];
    Vec2 reflector_reach_[kMaxReflectors];
    Vec2 tube_reach_[kMaxTubes];
};

std::vector<LineFrame> line_frames(const ImageFrame& frame, const BeamGrid& grid) {
    std::vector<LineFrame> lines;
    for (int i = 0; i < grid.line_count; ++i) lines.push_back(line_frame(frame, grid, i));
    return lines;
}

void reserve_tables(ScanPlan& plan) {
    const auto lines = static_cast<size_t>(plan.grid.line_count);
    plan.node_count = plan.grid.sample_count / kSamplesPerNode + 1;
    plan.block_count = (plan.grid.sample_count + kSamplesPerBlock - 1) / kSamplesPerBlock;
    plan.lines.resize(2 * lines);
    plan.nodes.resize(lines * static_cast<size_t>(plan.node_count));
    plan.blocks.resize(lines * static_cast<size_t>(plan.block_count));
    plan.segments.resize(lines * kMaxSegments);
    plan.reflectors.resize(lines * kMaxReflectors);
    plan.tubes.resize(lines * kMaxTubes);
    plan.reflector_counts.assign(lines, 0);
}

}  // namespace

double time_gain_db(const instruments::Transducer& transducer, const ImagingSettings& settings, double range_m) {
    const double f = settings.frequency_hz;
    const double loss_np = attenuation_loss_np(f, bandwidth_hz(transducer, f), nominal_attenuation_np_per_mhz(range_m));
    const double own_db = std::min(kLargestTimeGainDb, loss_np / kNpPerDb);
    // Sliders stand at the middles of eight equal bands and are joined by straight lines.
    const double slider =
        std::clamp(range_m / settings.depth_m * kTgcSliders - 0.5, 0.0, static_cast<double>(kTgcSliders) - 1.0);
    const auto low = std::min(static_cast<size_t>(slider), static_cast<size_t>(kTgcSliders - 2));
    const double part = slider - static_cast<double>(low);
    return own_db + settings.gain_db + settings.tgc_db[low] * (1.0 - part) + settings.tgc_db[low + 1] * part;
}

void make_scan_plan(const ImageFrame& frame, ScanPlan& plan) {
    CRYO_CHECK(frame.medium != nullptr);
    const AcousticMedium& medium = *frame.medium;
    plan.response = make_response(frame.transducer, frame.settings);
    plan.grid = plan.response.grid;
    plan.noise_on = frame.noise_on;
    reserve_tables(plan);
    fill_depths(frame, plan);
    fill_layers(medium, plan);
    // A little finer than the beam: grains of interpolated noise hang together over more than one cell.
    constexpr double kGrainPerThickness = 0.83;
    const double thickness_m = kGrainPerThickness * elevation_fwhm_m(frame.transducer, frame.settings.frequency_hz,
                                                                     frame.transducer.elevation_focus_m);
    plan.lattices = speckle_lattices(frame.world_from_image.direction({0, 1, 0}), plan.response.lattice_m, thickness_m);

    const EchoScene scene{frame, medium, plan.response, frame.world_from_image.inverse()};
    const IceEcho ice(frame, true);
    const std::vector<LineFrame> lines = line_frames(frame, plan.grid);
    std::vector<TubePass> passes;
    find_tube_passes(scene, lines, 0.0, passes);

    LinePlanner planner(scene, plan);
    LineWork work;
    const TubePass* pass = passes.data();
    const TubePass* const passes_end = pass + passes.size();
    for (int i = 0; i < plan.grid.line_count; ++i) {
        work.clear();
        work.line = i;
        work.frame = lines[static_cast<size_t>(i)];
        work.contact = instruments::contact_fraction(frame.transducer, frame.pose, plan.grid.face_position_m(i));
        find_layers(medium, work.frame, plan.grid.depth_m, work.layers);
        add_layers(scene, work);
        const TubePass* const first = pass;
        while (pass != passes_end && pass->line == i) add_tube(scene, *pass++, work);
        ice.add(scene, work);
        for (const instruments::NeedleAxis& needle : frame.needles) add_needle(scene, needle, work);
        for (const anatomy::PointTarget& point : medium.medium().anatomy().points) {
            const double amplitude = amplitude_from_db(kMuscleLevelDb + point.level_db);
            if (point.is_wire)
                add_wire(scene, point.center_m, {0, 1, 0}, amplitude, work);
            else
                add_point(scene, point.center_m, amplitude, work);
        }
        add_air_gap(scene, work);
        planner.write(work);
        planner.write_tubes(work, first, pass);
        planner.write_blocks(work);
    }
    spread_loss_over_aperture(frame.transducer.receive_f_number, plan);
}

}  // namespace cryo::ultrasound
