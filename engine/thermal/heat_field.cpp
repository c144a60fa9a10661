#include "engine/thermal/heat_field.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"

namespace cryo::thermal {

namespace {

// Slow cells lag by so many steps at most, so that no ice can cross the quick box's margin meanwhile.
constexpr int kMostStepsPerSlow = 3;

RowLaw row_law(const TissueLaw& law) {
    const double heat[3] = {law.heat_unfrozen(), law.heat_freezing(), law.heat_frozen()};
    const double conductivity[3] = {law.conductivity_unfrozen(), law.conductivity_freezing(),
                                    law.conductivity_frozen()};
    RowLaw row{};
    row.liquidus_degc = static_cast<float>(law.range().liquidus_degc);
    row.span = static_cast<float>(law.latent_span());
    for (int range = 0; range < 3; ++range) {
        row.kelvin_per_j[range] = static_cast<float>(1.0 / heat[range]);
        row.potential_per_j[range] = static_cast<float>(conductivity[range] / heat[range]);
        row.resistivity[range] = static_cast<float>(1.0 / conductivity[range]);
    }
    return row;
}

struct FaceAxes {
    int normal, first, second;  // axes
    bool high;
};

FaceAxes axes_of(Face face) {
    const int number = static_cast<int>(face);
    const int normal = number / 2;
    return {normal, normal == 0 ? 1 : 0, normal == 2 ? 1 : 2, number % 2 == 1};
}

}  // namespace

HeatField::HeatField(FieldSetup setup, ThreadPool& pool)
    : pool_(pool),
      laws_(std::move(setup.laws)),
      tissue_(std::move(setup.tissue)),
      start_degc_(std::move(setup.start_degc)),
      keeps_flow_(std::move(setup.keeps_flow)),
      blood_degc_(setup.blood_degc),
      temperature_(setup.frame),
      coldest_(setup.frame),
      treated_s_(setup.frame) {
    const size_t cells = setup.frame.cell_count();
    CRYO_CHECK_OP(cells, >, 0U);
    CRYO_CHECK_OP(tissue_.size(), ==, cells);
    CRYO_CHECK_OP(start_degc_.size(), ==, static_cast<size_t>(setup.frame.size.z));
    for (const double start : start_degc_) CRYO_CHECK(std::isfinite(start) && start > laws_[0].range().liquidus_degc);
    for (const uint8_t number : tissue_) CRYO_CHECK_OP(number, <, laws_.size());
    keeps_flow_.resize(laws_.size(), false);
    for (const TissueLaw& law : laws_) row_laws_.push_back(row_law(law));

    full_perfusion_ = std::move(setup.perfusion);
    if (full_perfusion_.empty()) {
        full_perfusion_.resize(cells);
        for (size_t c = 0; c < cells; ++c) full_perfusion_[c] = static_cast<float>(law(c).perfusion_w_per_m3_k());
    }
    CRYO_CHECK_OP(full_perfusion_.size(), ==, cells);
    perfusion_ = full_perfusion_;
    start_perfusion_ = full_perfusion_;
    deviation_.assign(cells, 0.0F);
    potential_.assign(cells, 0.0F);
    resistivity_.assign(cells, 1.0F);
    balances_.assign(cells, 0.0F);

    build_runs();
    start_all_cells();
    measure_balance();
    set_step(dt_s_);
}

double HeatField::cell_volume_m3() const {
    const double h = frame().spacing_m;
    return h * h * h;
}

// Rows are cut where the tissue changes, and where cells with foreign neighbours begin or end.
void HeatField::build_runs() {
    const GridFrame& f = frame();
    const Index3 n = f.size;
    const auto is_mixed = [&](int i, int j, int k) {
        const size_t c = f.index(i, j, k);
        const uint8_t own = tissue_[c];
        return (i > 0 && tissue_[f.index(i - 1, j, k)] != own) ||
               (i + 1 < n.x && tissue_[f.index(i + 1, j, k)] != own) ||
               (j > 0 && tissue_[f.index(i, j - 1, k)] != own) ||
               (j + 1 < n.y && tissue_[f.index(i, j + 1, k)] != own) ||
               (k > 0 && tissue_[f.index(i, j, k - 1)] != own) || (k + 1 < n.z && tissue_[f.index(i, j, k + 1)] != own);
    };
    tissue_number_.assign(tissue_.begin(), tissue_.end());
    runs_.clear();
    run_begin_.assign(1, 0);
    for (int k = 0; k < n.z; ++k) {
        for (int j = 0; j < n.y; ++j) {
            for (int i = 0; i < n.x; ++i) {
                const uint8_t tissue = tissue_[f.index(i, j, k)];
                const bool mixed = is_mixed(i, j, k);
                if (i == 0 || runs_.back().tissue != tissue || runs_.back().mixed != mixed) {
                    Run run;
                    run.begin = i;
                    run.tissue = tissue;
                    run.mixed = mixed;
                    run.start_enthalpy =
                        static_cast<float>(laws_[tissue].enthalpy(start_degc_[static_cast<size_t>(k)]));
                    runs_.push_back(run);
                }
                runs_.back().end = i + 1;
            }
            run_begin_.push_back(static_cast<int>(runs_.size()));
        }
    }
}

// Temperature and potential of every cell from its enthalpy, and the records of cold as if it had always been so.
void HeatField::start_all_cells() {
    const Index3 n = frame().size;
    std::fill(coldest_.values().begin(), coldest_.values().end(), 1e9F);
    pool_.run(n.z, [&](int begin, int end) {
        for (int k = begin; k < end; ++k)
            for (int j = 0; j < n.y; ++j) state_row(j, k, 0, n.x);
    });
}

// What one second of the start state would change: conduction along its profile, perfusion, metabolism. It is measured
// with the loops that advance the field, so that subtracting it leaves exactly nothing.
void HeatField::measure_balance() {
    const Index3 n = frame().size;
    const std::vector<float> deviation = deviation_;
    const std::vector<float> perfusion = perfusion_;
    const std::vector<float> temperature = temperature_.values();
    const std::vector<float> potential = potential_;
    const std::vector<float> coldest = coldest_.values();
    perfusion_ = start_perfusion_;
    std::fill(deviation_.begin(), deviation_.end(), 0.0F);
    for (Run& run : runs_) run.balance = 0.0F;
    std::fill(balances_.begin(), balances_.end(), 0.0F);
    start_all_cells();
    for (int k = 0; k < n.z; ++k)
        for (int j = 0; j < n.y; ++j) flux_row(j, k, 0, n.x, 1.0);
    balances_ = deviation_;
    const GridFrame& f = frame();
    for (int row = 0; row < n.y * n.z; ++row)
        for (int r = run_begin_[static_cast<size_t>(row)]; r < run_begin_[static_cast<size_t>(row) + 1]; ++r) {
            Run& run = runs_[static_cast<size_t>(r)];
            if (!run.mixed) run.balance = balances_[f.index(run.begin, row % n.y, row / n.y)];
        }
    deviation_ = deviation;
    perfusion_ = perfusion;
    temperature_.values() = temperature;
    potential_ = potential;
    coldest_.values() = coldest;
}

// --- faces -----------------------------------------------------------------------------------------------------------

size_t HeatField::face_cell_at(Face face, const Index3& at) const {
    const FaceAxes axes = axes_of(face);
    return static_cast<size_t>(at[axes.second]) * static_cast<size_t>(frame().size[axes.first]) +
           static_cast<size_t>(at[axes.first]);
}

template <class Visit>
void HeatField::visit_face(Face face, const Visit& visit) const {
    const FaceAxes axes = axes_of(face);
    const Index3 n = frame().size;
    Index3 at(0);
    at[axes.normal] = axes.high ? n[axes.normal] - 1 : 0;
    size_t face_cell = 0;
    for (int b = 0; b < n[axes.second]; ++b)
        for (int a = 0; a < n[axes.first]; ++a) {
            at[axes.first] = a;
            at[axes.second] = b;
            visit(face_cell++, frame().index(at.x, at.y, at.z), at);
        }
}

// Beyond a distant face the deviation falls off with the distance r from the middle of the box as exp(-m r)/r, where
// m^2 is perfusion over conductivity: what a steady source in unbounded perfused tissue leaves.
void HeatField::build_face(Face face, const FaceCondition& condition, FaceState& state) const {
    state.condition = condition;
    state.conductance.clear();
    state.start_degc.clear();
    if (condition.kind != FaceKind::Distant) return;
    const FaceAxes axes = axes_of(face);
    const GridFrame& f = frame();
    const Vec3 middle = f.center_m(0, 0, 0) + 0.5 * f.spacing_m * (Vec3(f.size) - 1.0);
    visit_face(face, [&](size_t, size_t cell, const Index3& at) {
        Vec3 place = f.center_m(at.x, at.y, at.z) - middle;
        place[axes.normal] += (axes.high ? 0.5 : -0.5) * f.spacing_m;
        const TissueLaw& own = law(cell);
        const double r = glm::length(place);
        const double m = std::sqrt(own.perfusion_w_per_m3_k() / own.conductivity_unfrozen());
        const double fall_off = (1.0 / r + m) * std::abs(place[axes.normal]) / r;
        state.conductance.push_back(
            static_cast<float>(own.conductivity_unfrozen() * fall_off / (1.0 + 0.5 * f.spacing_m * fall_off)));
        state.start_degc.push_back(temperature_.values()[cell]);
    });
}

// W/m2 into a face cell beyond what flowed at the start.
double HeatField::face_flux(const FaceState& face, size_t face_cell, size_t cell) const {
    if (face.condition.kind == FaceKind::Distant)
        return static_cast<double>(face.conductance[face_cell]) *
               (static_cast<double>(face.start_degc[face_cell]) - static_cast<double>(temperature_.values()[cell]));
    const double at_start = face.start_flux.empty() ? 0.0 : face.start_flux[face_cell];
    return surface_flux(face.condition, cell) - at_start;
}

// The surface lies half a cell away: film (ambient - t_surface) = 2 (phi(t_surface) - phi) / spacing. Both sides are
// monotone and piecewise linear in t_surface, so the piece is found by its corners.
double HeatField::surface_flux(const FaceCondition& surface, size_t cell) const {
    const TissueLaw& own = law(cell);
    const auto phi = static_cast<double>(potential_[cell]);
    const double half = 2.0 / frame().spacing_m;
    const double ambient = surface.ambient_degc;
    const double film = surface.film_w_per_m2_k;
    if (std::isinf(film)) return half * (own.potential(ambient) - phi);
    const auto excess = [&](double t) { return film * (ambient - t) - half * (own.potential(t) - phi); };
    const double liquidus = own.range().liquidus_degc;
    const double solidus = own.range().solidus_degc;
    double from = liquidus;
    double k = own.conductivity_unfrozen();
    if (excess(liquidus) < 0.0) {
        const bool frozen = excess(solidus) < 0.0;
        from = frozen ? solidus : liquidus;
        k = frozen ? own.conductivity_frozen() : own.conductivity_freezing();
    }
    return film * (ambient - (from + excess(from) / (film + half * k)));
}

void HeatField::set_start_faces(const std::array<FaceCondition, kFaceCount>& conditions) {
    CRYO_CHECK(awake_.empty());
    for (int number = 0; number < kFaceCount; ++number) {
        const auto face = static_cast<Face>(number);
        FaceState& state = faces_[static_cast<size_t>(number)];
        build_face(face, conditions[static_cast<size_t>(number)], state);
        state.start_flux.clear();
        if (state.condition.kind == FaceKind::Surface)
            visit_face(face, [&](size_t, size_t cell, const Index3&) {
                state.start_flux.push_back(surface_flux(state.condition, cell));
            });
    }
}

void HeatField::set_face(Face face, const FaceCondition& condition) {
    CRYO_CHECK(condition.kind != FaceKind::Distant);  // it would need the start state
    catch_up();
    build_face(face, condition, faces_[static_cast<size_t>(face)]);
    awake_ = {Index3(0), frame().size};
    if (condition.kind != FaceKind::Surface || condition.ambient_degc > anatomy::kLiquidusDegc) return;
    const FaceAxes axes = axes_of(face);
    CellBox layer = awake_;
    (axes.high ? layer.low : layer.high)[axes.normal] = axes.high ? layer.high[axes.normal] - 1 : 1;
    cold_sources_ = merged(cold_sources_, layer);
    update_boxes();
}

// --- stages ----------------------------------------------------------------------------------------------------------

// The explicit limit of every tissue present: what its faces, a needle and blood can move per kelvin must not exceed
// what the cell stores per kelvin. A face between two tissues conducts at most as their harmonic mean.
void HeatField::set_step(double dt_s) {
    CRYO_CHECK_OP(dt_s, >, 0.0);
    dt_s_ = dt_s;
    std::vector<bool> present(laws_.size(), false);
    for (const uint8_t number : tissue_) present[number] = true;
    std::vector<double> perfusion(laws_.size(), 0.0);
    for (size_t c = 0; c < tissue_.size(); ++c)
        perfusion[tissue_[c]] = std::max(perfusion[tissue_[c]], static_cast<double>(full_perfusion_[c]));

    const double h2 = frame().spacing_m * frame().spacing_m;
    double slow_limit_s = 1e9;
    double quick_limit_s = 1e9;
    for (size_t a = 0; a < laws_.size(); ++a) {
        if (!present[a]) continue;
        const TissueLaw& own = laws_[a];
        double unfrozen = own.conductivity_unfrozen();
        double frozen = std::max(own.conductivity_unfrozen(), own.conductivity_frozen());
        const double own_frozen = frozen;
        for (size_t b = 0; b < laws_.size(); ++b) {
            if (!present[b] || a == b) continue;
            const auto series = [](double p, double q) { return 2.0 * p * q / (p + q); };
            unfrozen = std::max(unfrozen, series(own.conductivity_unfrozen(), laws_[b].conductivity_unfrozen()));
            frozen = std::max(
                frozen, series(own_frozen, std::max(laws_[b].conductivity_unfrozen(), laws_[b].conductivity_frozen())));
        }
        const double least_heat = std::min({own.heat_unfrozen(), own.heat_freezing(), own.heat_frozen()});
        const double exchange = keeps_flow_[a] ? 0.0 : kExchangeBound;  // no needle lies in a flowing vessel
        slow_limit_s = std::min(slow_limit_s, own.heat_unfrozen() / (6.0 * unfrozen / h2 + perfusion[a]));
        quick_limit_s =
            std::min(quick_limit_s, least_heat / ((6.0 * frozen + exchange * own_frozen) / h2 + perfusion[a]));
    }
    const auto stages = [](double span_s, double limit_s) {
        return std::max(1, static_cast<int>(std::ceil(span_s / limit_s * (1.0 - 1e-9))));
    };
    slow_stages_ = stages(dt_s_, slow_limit_s);
    steps_per_slow_ = std::clamp(static_cast<int>(slow_limit_s / dt_s_), 1, kMostStepsPerSlow);
    quick_per_slow_ = stages(dt_s_ / slow_stages_, quick_limit_s);
}

// --- changes from outside --------------------------------------------------------------------------------------------

void HeatField::set_quick_cells(const CellBox& box) {
    catch_up();
    quick_cells_ = box;
    update_boxes();
}

void HeatField::set_perfusion(size_t cell, float w_per_m3_k) {
    full_perfusion_[cell] = w_per_m3_k;
    perfusion_[cell] = w_per_m3_k;
}

// The temperature of a cell stays as it is when metal comes or goes; what that changes in enthalpy did not flow.
void HeatField::set_metal(const std::vector<MetalCell>& cells) {
    if (cells == metal_) return;
    catch_up();
    const double before = stored_j();
    const auto depth = [&](size_t cell) {
        return cell / (static_cast<size_t>(frame().size.x) * static_cast<size_t>(frame().size.y));
    };
    const auto rewrite = [&](const std::vector<MetalCell>& list, bool with_metal) {
        for (const MetalCell& metal : list) {
            const TissueLaw own = law(metal.cell).with_metal(with_metal ? metal.share : 0.0);
            const double t = static_cast<double>(temperature_.values()[metal.cell]);
            const double start = start_degc_[depth(metal.cell)];
            // Tissue at rest stays exactly zero.
            if (deviation_[metal.cell] != 0.0F)
                deviation_[metal.cell] = static_cast<float>(own.enthalpy(t) - own.enthalpy(start));
        }
    };
    rewrite(metal_, false);
    rewrite(cells, true);
    metal_ = cells;
    stored_before_j_ += stored_j() - before;
}

void HeatField::refill(const std::vector<Refill>& cells) {
    if (cells.empty()) return;
    if (!tissue_changed_) {
        first_tissue_ = tissue_;
        first_perfusion_ = start_perfusion_;
        tissue_changed_ = true;
    }
    catch_up();
    const double before = stored_j();
    std::vector<double> kept(tissue_.size());
    for (size_t c = 0; c < kept.size(); ++c) kept[c] = static_cast<double>(deviation_[c]);
    const Index3 n = frame().size;
    const size_t plane = static_cast<size_t>(n.x) * static_cast<size_t>(n.y);
    for (const Refill& cell : cells) {
        tissue_[cell.cell] = cell.tissue;
        const TissueLaw& own = law(cell.cell);
        set_perfusion(cell.cell, static_cast<float>(own.perfusion_w_per_m3_k()));
        start_perfusion_[cell.cell] = full_perfusion_[cell.cell];
        kept[cell.cell] = own.enthalpy(cell.temperature_degc) - own.enthalpy(start_degc_[cell.cell / plane]);
    }
    build_runs();
    measure_balance();
    for (size_t c = 0; c < kept.size(); ++c) deviation_[c] = static_cast<float>(kept[c]);
    const std::vector<float> coldest = coldest_.values();
    start_all_cells();
    metal_state();
    for (size_t c = 0; c < coldest.size(); ++c) coldest_.values()[c] = std::min(temperature_.values()[c], coldest[c]);
    set_step(dt_s_);
    awake_ = {Index3(0), n};
    stored_before_j_ += stored_j() - before;
}

void HeatField::set_temperature(size_t cell, double temperature_degc) {
    const size_t plane = static_cast<size_t>(frame().size.x) * static_cast<size_t>(frame().size.y);
    deviation_[cell] =
        static_cast<float>(law(cell).enthalpy(temperature_degc) - law(cell).enthalpy(start_degc_[cell / plane]));
}

void HeatField::refresh() {
    start_all_cells();
    metal_state();
    awake_ = {Index3(0), frame().size};
    quick_ = awake_;
    record_cold(0.0);
    update_boxes();
    steps_behind_ = 0;
    stored_before_j_ = 0.0;
    stored_before_j_ = stored_j();
}

void HeatField::set_source(std::vector<float> w_per_m3) {
    CRYO_CHECK_OP(w_per_m3.size(), ==, deviation_.size());
    source_ = std::move(w_per_m3);
    CellBox box;
    for (int k = 0; k < frame().size.z; ++k)
        for (int j = 0; j < frame().size.y; ++j)
            for (int i = 0; i < frame().size.x; ++i)
                if (source_[frame().index(i, j, k)] < 0.0F) box = merged(box, {{i, j, k}, {i + 1, j + 1, k + 1}});
    if (box == cold_sources_) return;
    catch_up();
    cold_sources_ = box;
    update_boxes();
}

void HeatField::hold(std::vector<size_t> cells) {
    held_ = std::move(cells);
    held_deviation_.clear();
    for (const size_t cell : held_) held_deviation_.push_back(deviation_[cell]);
}

// --- sums and bytes --------------------------------------------------------------------------------------------------

double HeatField::stored_j() const {
    double sum = 0.0;
    for (const float deviation : deviation_) sum += static_cast<double>(deviation);
    return sum * cell_volume_m3() - stored_before_j_;
}

void HeatField::add_to(StateHash& hash) const {
    hash.add(deviation_);
    hash.add(perfusion_);
    hash.add(coldest_.values());
    hash.add(treated_s_.values());
}

namespace {

// Calls visit(first cell, count) for the rows of a box.
template <class Visit>
void visit_rows(const GridFrame& frame, const CellBox& box, const Visit& visit) {
    for (int k = box.low.z; k < box.high.z; ++k)
        for (int j = box.low.y; j < box.high.y; ++j)
            visit(frame.index(box.low.x, j, k), static_cast<size_t>(box.high.x - box.low.x));
}

}  // namespace

// Only what lies in the awake box can differ from the start.
void HeatField::save(ByteWriter& bytes) const {
    bytes.put(awake_);
    bytes.put(quick_);
    bytes.put(quick_cells_);
    bytes.put(steps_behind_);
    bytes.put(shell_sum_);
    bytes.put(stored_before_j_);
    bytes.put(blood_j_);
    bytes.put(faces_j_);
    bytes.put(metal_);
    bytes.put(tissue_changed_);
    if (tissue_changed_) {
        bytes.put(tissue_);
        bytes.put(start_perfusion_);
    }
    for (const std::vector<float>* values :
         {&deviation_, &perfusion_, &full_perfusion_, &coldest_.values(), &treated_s_.values()})
        visit_rows(frame(), awake_, [&](size_t first, size_t count) { bytes.put(values->data() + first, count); });
}

void HeatField::load(ByteReader& bytes) {
    bytes.get(awake_);
    bytes.get(quick_);
    bytes.get(quick_cells_);
    list_shell();
    bytes.get(steps_behind_);
    bytes.get(shell_sum_);
    bytes.get(stored_before_j_);
    bytes.get(blood_j_);
    bytes.get(faces_j_);
    bytes.get(metal_);
    const bool rebuild = tissue_changed_;
    bytes.get(tissue_changed_);
    if (tissue_changed_) {
        bytes.get(tissue_);
        bytes.get(start_perfusion_);
    } else if (rebuild) {
        tissue_ = first_tissue_;
        start_perfusion_ = first_perfusion_;
    }
    if (tissue_changed_ || rebuild) {
        build_runs();
        measure_balance();
        set_step(dt_s_);
    }
    std::fill(deviation_.begin(), deviation_.end(), 0.0F);
    std::fill(treated_s_.values().begin(), treated_s_.values().end(), 0.0F);
    perfusion_ = start_perfusion_;
    full_perfusion_ = start_perfusion_;
    for (std::vector<float>* values : {&deviation_, &perfusion_, &full_perfusion_})
        visit_rows(frame(), awake_, [&](size_t first, size_t count) { bytes.get(values->data() + first, count); });
    start_all_cells();
    metal_state();
    for (std::vector<float>* values : {&coldest_.values(), &treated_s_.values()})
        visit_rows(frame(), awake_, [&](size_t first, size_t count) { bytes.get(values->data() + first, count); });
}

}  // namespace cryo::thermal
