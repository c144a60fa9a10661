// One step of the heat field: quick stages near ice, and now and then a slow stage everywhere else.
#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/thermal/heat_field.h"

namespace cryo::thermal {

namespace {

// Cells colder than this take the quick stages; two kelvin above the liquidus, so that a cell that takes slow ones
// cannot freeze within a stage and its neighbours are not frozen.
constexpr float kQuickAboveLiquidusK = 2.0F;
constexpr int kQuickMargin = 3;  // cells around them

// A deviation that wakes the neighbours, J/m3: some 1e-5 K. What it leaves out is below 1e-5 of a lesion's heat.
constexpr float kWakeJPerM3 = 20.0F;
constexpr int kWakeCells = 2;

// Perfusion that returns to tissue that has been at or below -20 degC: its small vessels have stopped (provisional).
constexpr float kPerfusionAfterFreezing = 0.2F;
constexpr float kTreatedDegc = -20.0F;

// Below this many cells handing out planes to threads costs more than it gains.
constexpr int kCellsWorthThreads = 30000;

}  // namespace

void HeatField::advance(StageHook* hook) {
    if (!awake()) return;
    const double slow_s = dt_s_ / slow_stages_;
    for (int slow = 0; slow < slow_stages_; ++slow) {
        for (int quick = 0; quick < quick_per_slow_; ++quick) quick_stage(slow_s / quick_per_slow_, hook);
        if (slow_stages_ > 1) slow_stage(slow_s);
    }
    record_cold(dt_s_);
    ++steps_behind_;
    if (slow_stages_ > 1)
        steps_behind_ = 0;
    else if (steps_behind_ >= steps_per_slow_)
        catch_up();
    if (steps_behind_ == 0) update_boxes();
}

// Brings the slow cells to the time of the quick ones. Also before anything but time changes the field.
void HeatField::catch_up() {
    if (steps_behind_ > 0) slow_stage(steps_behind_ * dt_s_);
    steps_behind_ = 0;
}

void HeatField::run_planes(const CellBox& box, const std::function<void(int)>& body) {
    const auto planes = [&](int begin, int end) {
        for (int k = box.low.z + begin; k < box.low.z + end; ++k) body(k);
    };
    const int count = box.high.z - box.low.z;
    if (box.count() < kCellsWorthThreads)
        planes(0, count);
    else
        pool_.run(count, planes);
}

void HeatField::quick_stage(double dt_s, StageHook* hook) {
    if (quick_.empty()) return;
    for (size_t s = 0; s < shell_.size(); ++s) {
        shell_sum_[2 * s] += dt_s * static_cast<double>(potential_[shell_[s]]);
        shell_sum_[2 * s + 1] += dt_s * static_cast<double>(temperature_.values()[shell_[s]]);
    }
    if (keep_ledger_) book(quick_, {}, dt_s);
    run_planes(quick_, [&](int k) { flux_plane(quick_, {}, k, dt_s); });
    if (hook != nullptr) hook->exchange(*this, dt_s);
    hold_cells();
    run_planes(quick_, [&](int k) { state_plane(quick_, {}, k); });
    metal_state();
}

// What flowed from the quick box into its neighbours during the quick stages used their temperatures at the beginning
// and the box's at each stage. The neighbours see the mean of the latter, so that both sides book the same heat.
void HeatField::swap_shell_for_mean(double dt_s) {
    shell_saved_.resize(2 * shell_.size());
    for (size_t s = 0; s < shell_.size(); ++s) {
        float& potential = potential_[shell_[s]];
        float& temperature = temperature_.values()[shell_[s]];
        shell_saved_[2 * s] = potential;
        shell_saved_[2 * s + 1] = temperature;
        potential = static_cast<float>(shell_sum_[2 * s] / dt_s);
        temperature = static_cast<float>(shell_sum_[2 * s + 1] / dt_s);
    }
}

void HeatField::restore_shell() {
    for (size_t s = 0; s < shell_.size(); ++s) {
        potential_[shell_[s]] = shell_saved_[2 * s];
        temperature_.values()[shell_[s]] = shell_saved_[2 * s + 1];
    }
    std::fill(shell_sum_.begin(), shell_sum_.end(), 0.0);
}

// Fluxes and new states in one sweep over the planes, while they are in the cache: a plane's potential may change as
// soon as the next plane has its fluxes. Planes at the ends of a thread's share wait until all have theirs.
void HeatField::slow_stage(double dt_s) {
    if (keep_ledger_) book(awake_, quick_, dt_s);
    swap_shell_for_mean(dt_s);
    const int first = awake_.low.z;
    const int count = awake_.high.z - first;
    std::vector<uint8_t> done(static_cast<size_t>(count), 0);
    const auto sweep = [&](int begin, int end) {
        for (int p = begin; p < end; ++p) {
            flux_plane(awake_, quick_, first + p, dt_s);
            if (p - 1 > begin && held_.empty()) {
                state_plane(awake_, quick_, first + p - 1);
                done[static_cast<size_t>(p - 1)] = 1;
            }
        }
    };
    if (awake_.count() < kCellsWorthThreads)
        sweep(0, count);
    else
        pool_.run(count, sweep);
    hold_cells();
    for (int p = 0; p < count; ++p)
        if (done[static_cast<size_t>(p)] == 0) state_plane(awake_, quick_, first + p);
    restore_shell();
}

namespace {

// Calls body(begin, end) for the parts of a row of `box` that lie outside `without`.
template <class Body>
void visit_row(const CellBox& box, const CellBox& without, int j, int k, const Body& body) {
    const bool cut =
        !without.empty() && j >= without.low.y && j < without.high.y && k >= without.low.z && k < without.high.z;
    if (!cut) {
        body(box.low.x, box.high.x);
        return;
    }
    if (box.low.x < without.low.x) body(box.low.x, std::min(box.high.x, without.low.x));
    if (without.high.x < box.high.x) body(std::max(box.low.x, without.high.x), box.high.x);
}

}  // namespace

void HeatField::flux_plane(const CellBox& box, const CellBox& without, int k, double dt_s) {
    for (int j = box.low.y; j < box.high.y; ++j)
        visit_row(box, without, j, k, [&](int begin, int end) {
            flux_row(j, k, begin, end, dt_s);
            if (source_.empty()) return;
            const size_t row = frame().index(0, j, k);
            for (int i = begin; i < end; ++i) {
                const size_t c = row + static_cast<size_t>(i);
                deviation_[c] += static_cast<float>(dt_s) * source_[c];
            }
        });
    faces_plane(box, without, k, dt_s);
}

void HeatField::state_plane(const CellBox& box, const CellBox& without, int k) {
    for (int j = box.low.y; j < box.high.y; ++j)
        visit_row(box, without, j, k, [&](int begin, int end) { state_row(j, k, begin, end); });
}

void HeatField::flux_row(int j, int k, int begin, int end, double dt_s) {
    const Index3 n = frame().size;
    const size_t row = frame().index(0, j, k);
    const ptrdiff_t plane = static_cast<ptrdiff_t>(n.x) * n.y;
    FluxRun flux{};
    flux.blood_degc = static_cast<float>(blood_degc_);
    flux.per_area = static_cast<float>(1.0 / (frame().spacing_m * frame().spacing_m));
    flux.dt_s = static_cast<float>(dt_s);
    const Neighbours inside{
        -1, 1, j > 0 ? -n.x : 0, j + 1 < n.y ? n.x : 0, k > 0 ? -plane : 0, k + 1 < n.z ? plane : 0};

    const RowKernels& kernels = row_kernels();
    const size_t row_number = static_cast<size_t>(k) * static_cast<size_t>(n.y) + static_cast<size_t>(j);
    for (int r = run_begin_[row_number]; r < run_begin_[row_number + 1]; ++r) {
        const Run& run = runs_[static_cast<size_t>(r)];
        // The mixed loop reads the tissue of every cell, so mixed runs of different tissues are one to it.
        while (run.mixed && r + 1 < run_begin_[row_number + 1] && runs_[static_cast<size_t>(r) + 1].mixed) ++r;
        const int from = std::max(begin, run.begin);
        const int to = std::min(end, runs_[static_cast<size_t>(r)].end);
        if (from >= to) continue;
        const auto go = [&](int first, int last, const Neighbours& neighbours) {
            if (first >= last) return;
            const size_t c = row + static_cast<size_t>(first);
            flux.potential = potential_.data() + c;
            flux.temperature = temperature_.values().data() + c;
            flux.resistivity = resistivity_.data() + c;
            flux.tissue = tissue_number_.data() + c;
            flux.perfusion = perfusion_.data() + c;
            flux.balances = balances_.data() + c;
            flux.balance = run.balance;
            flux.deviation = deviation_.data() + c;
            flux.to = neighbours;
            (run.mixed ? kernels.flux_mixed : kernels.flux_same)(last - first, flux);
        };
        // The first and last cell of a whole row have no neighbour on one side.
        const int inner_from = std::max(from, 1);
        const int inner_to = std::min(to, n.x - 1);
        if (from == 0) {
            Neighbours at_low = inside;
            at_low.x_low = 0;
            if (n.x == 1) at_low.x_high = 0;
            go(0, 1, at_low);
        }
        go(inner_from, inner_to, inside);
        if (to == n.x && n.x > 1) {
            Neighbours at_high = inside;
            at_high.x_high = 0;
            go(n.x - 1, n.x, at_high);
        }
    }
}

void HeatField::state_row(int j, int k, int begin, int end) {
    const size_t row = frame().index(0, j, k);
    const RowKernels& kernels = row_kernels();
    const size_t row_number = static_cast<size_t>(k) * static_cast<size_t>(frame().size.y) + static_cast<size_t>(j);
    for (int r = run_begin_[row_number]; r < run_begin_[row_number + 1]; ++r) {
        const Run& run = runs_[static_cast<size_t>(r)];
        const int from = std::max(begin, run.begin);
        const int to = std::min(end, run.end);
        if (from >= to) continue;
        const size_t c = row + static_cast<size_t>(from);
        const StateRun state{deviation_.data() + c, run.start_enthalpy,      temperature_.values().data() + c,
                             potential_.data() + c, resistivity_.data() + c, coldest_.values().data() + c};
        (run.mixed ? kernels.state_mixed : kernels.state_same)(row_laws_[run.tissue], to - from, state);
    }
}

void HeatField::faces_plane(const CellBox& box, const CellBox& without, int k, double dt_s) {
    const Index3 n = frame().size;
    for (int j = box.low.y; j < box.high.y; ++j)
        visit_row(box, without, j, k, [&](int begin, int end) {
            if (begin == 0) face_row(Face::XLow, 0, 1, j, k, dt_s);
            if (end == n.x) face_row(Face::XHigh, n.x - 1, n.x, j, k, dt_s);
            if (j == 0) face_row(Face::YLow, begin, end, j, k, dt_s);
            if (j == n.y - 1) face_row(Face::YHigh, begin, end, j, k, dt_s);
            if (k == 0) face_row(Face::ZLow, begin, end, j, k, dt_s);
            if (k == n.z - 1) face_row(Face::ZHigh, begin, end, j, k, dt_s);
        });
}

void HeatField::face_row(Face face, int begin, int end, int j, int k, double dt_s) {
    const FaceState& state = faces_[static_cast<size_t>(face)];
    if (state.condition.kind == FaceKind::Insulated) return;
    const size_t face_cell = face_cell_at(face, {begin, j, k});
    const size_t c = frame().index(begin, j, k);
    const double scale = dt_s / frame().spacing_m;
    if (state.condition.kind == FaceKind::Distant) {
        const FaceRun run{temperature_.values().data() + c, state.start_degc.data() + face_cell,
                          state.conductance.data() + face_cell, static_cast<float>(scale), deviation_.data() + c};
        row_kernels().distant_face(end - begin, run);
        return;
    }
    for (int i = 0; i < end - begin; ++i) {
        const auto at = static_cast<size_t>(i);
        deviation_[c + at] += static_cast<float>(face_flux(state, face_cell + at, c + at) * scale);
    }
}

// Cells that a needle fills in part follow their own law.
void HeatField::metal_state() {
    const size_t plane = static_cast<size_t>(frame().size.x) * static_cast<size_t>(frame().size.y);
    for (const MetalCell& metal : metal_) {
        const size_t c = metal.cell;
        const TissueLaw own = law(c).with_metal(metal.share);
        const double start = own.enthalpy(start_degc_[c / plane]);
        const double t = own.temperature_degc(static_cast<double>(deviation_[c]) + start);
        temperature_.values()[c] = static_cast<float>(t);
        potential_[c] = static_cast<float>(own.potential(t));
        resistivity_[c] = static_cast<float>(1.0 / own.conductivity(t));
        coldest_.values()[c] = std::min(coldest_.values()[c], temperature_.values()[c]);
    }
}

void HeatField::hold_cells() {
    for (size_t h = 0; h < held_.size(); ++h) deviation_[held_[h]] = held_deviation_[h];
}

// Time below -20 degC, and perfusion as freezing leaves it. Only cells of the quick box can freeze.
void HeatField::record_cold(double dt_s) {
    const auto dt = static_cast<float>(dt_s);
    run_planes(quick_, [&](int k) {
        for (int j = quick_.low.y; j < quick_.high.y; ++j) {
            const size_t row = frame().index(0, j, k);
            for (int i = quick_.low.x; i < quick_.high.x; ++i) {
                const size_t c = row + static_cast<size_t>(i);
                const float t = temperature_.values()[c];
                if (t <= kTreatedDegc) treated_s_.values()[c] += dt;
                if (keeps_flow_[tissue_[c]]) continue;
                const bool frozen = t < row_laws_[tissue_[c]].liquidus_degc;
                const bool damaged = coldest_.values()[c] <= kTreatedDegc;
                perfusion_[c] = frozen ? 0.0F : full_perfusion_[c] * (damaged ? kPerfusionAfterFreezing : 1.0F);
            }
        }
    });
}

void HeatField::update_boxes() {
    const Index3 n = frame().size;

    // The quick box around everything cold and all needles.
    CellBox cold;
    bool any = false;
    for (int k = quick_.low.z; k < quick_.high.z; ++k)
        for (int j = quick_.low.y; j < quick_.high.y; ++j) {
            const size_t row = frame().index(0, j, k);
            for (int i = quick_.low.x; i < quick_.high.x; ++i) {
                const size_t c = row + static_cast<size_t>(i);
                if (temperature_.values()[c] > row_laws_[tissue_[c]].liquidus_degc + kQuickAboveLiquidusK) continue;
                const CellBox cell{{i, j, k}, {i + 1, j + 1, k + 1}};
                cold = any ? merged(cold, cell) : cell;
                any = true;
            }
        }
    const CellBox before = quick_;
    quick_ = merged(any ? grown(cold, kQuickMargin, n) : CellBox{}, merged(quick_cells_, grown(cold_sources_, 1, n)));
    if (!(quick_ == before)) list_shell();

    // The awake box grows where its outermost cells have felt something.
    const auto felt = [&](const Index3& low, const Index3& high) {
        for (int k = low.z; k < high.z; ++k)
            for (int j = low.y; j < high.y; ++j) {
                const size_t row = frame().index(0, j, k);
                for (int i = low.x; i < high.x; ++i)
                    if (std::abs(deviation_[row + static_cast<size_t>(i)]) > kWakeJPerM3) return true;
            }
        return false;
    };
    awake_ = merged(awake_, grown(quick_, kWakeCells, n));
    CellBox next = awake_;
    for (int axis = 0; axis < 3; ++axis) {
        Index3 low_side_high = awake_.high;
        low_side_high[axis] = awake_.low[axis] + 1;
        Index3 high_side_low = awake_.low;
        high_side_low[axis] = awake_.high[axis] - 1;
        if (awake_.low[axis] > 0 && felt(awake_.low, low_side_high))
            next.low[axis] = std::max(0, awake_.low[axis] - kWakeCells);
        if (awake_.high[axis] < n[axis] && felt(high_side_low, awake_.high))
            next.high[axis] = std::min(n[axis], awake_.high[axis] + kWakeCells);
    }
    awake_ = next;
}

// The outermost cells of the quick box on the sides where slow cells lie beyond.
void HeatField::list_shell() {
    shell_.clear();
    const Index3 n = frame().size;
    for (int k = quick_.low.z; k < quick_.high.z; ++k)
        for (int j = quick_.low.y; j < quick_.high.y; ++j)
            for (int i = quick_.low.x; i < quick_.high.x; ++i) {
                const Index3 at(i, j, k);
                bool outermost = false;
                for (int axis = 0; axis < 3; ++axis)
                    outermost = outermost || (at[axis] == quick_.low[axis] && at[axis] > 0) ||
                                (at[axis] == quick_.high[axis] - 1 && at[axis] + 1 < n[axis]);
                if (outermost) shell_.push_back(frame().index(i, j, k));
            }
    shell_sum_.assign(2 * shell_.size(), 0.0);
}

// What blood and the faces of the box are about to bring in a stage, beyond what they did at the start.
void HeatField::book(const CellBox& box, const CellBox& without, double dt_s) {
    const Index3 n = frame().size;
    const double volume = cell_volume_m3();
    const double area = frame().spacing_m * frame().spacing_m;
    for (int k = box.low.z; k < box.high.z; ++k)
        for (int j = box.low.y; j < box.high.y; ++j)
            for (int i = box.low.x; i < box.high.x; ++i) {
                if (without.contains(i, j, k)) continue;
                const size_t c = frame().index(i, j, k);
                const double t = static_cast<double>(temperature_.values()[c]);
                const double by_blood = static_cast<double>(perfusion_[c]) * (blood_degc_ - t) -
                                        static_cast<double>(start_perfusion_[c]) * (blood_degc_ - start_degc(k));
                blood_j_ += by_blood * volume * dt_s;
                const Index3 at(i, j, k);
                for (int number = 0; number < kFaceCount; ++number) {
                    const FaceState& state = faces_[static_cast<size_t>(number)];
                    const int axis = number / 2;
                    const bool on_face = number % 2 == 0 ? at[axis] == 0 : at[axis] == n[axis] - 1;
                    if (!on_face || state.condition.kind == FaceKind::Insulated) continue;
                    const size_t face_cell = face_cell_at(static_cast<Face>(number), at);
                    faces_j_ += face_flux(state, face_cell, c) * area * dt_s;
                }
            }
}

}  // namespace cryo::thermal
