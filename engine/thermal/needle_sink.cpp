#include "engine/thermal/needle_sink.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "engine/core/check.h"
#include "engine/core/units.h"
#include "engine/thermal/radial_profiles.h"

namespace cryo::thermal {

namespace {

constexpr double kReachCells = 1.25;
constexpr double kSteelWPerMK = 15.0;
constexpr double kShaftBeyondActiveM = 0.010;  // several lengths over which cold fades along an insulated tube
constexpr double kCooledShaftM = 0.060;        // of a shaft that returning gas cools
constexpr double kRecession = 0.47;
constexpr int kSubdivision = 4;  // sample points per cell and axis for its share of a volume

const TissueLaw& tissue_at(const HeatField& field, const Vec3& place_m) {
    const GridFrame& f = field.frame();
    const Index3 cell = glm::clamp(Index3(glm::round(f.cell_from_point(place_m))), Index3(0), f.size - 1);
    return field.law(f.index(cell.x, cell.y, cell.z));
}

}  // namespace

double cylinder_exchange_per_m2(double radius_m, double reach_m) {
    CRYO_CHECK(radius_m > 0.0 && reach_m > radius_m);
    const double x = solve_falling([](double v) { return bessel_i0_over_i1(v) / v; }, std::log(reach_m / radius_m));
    return (x / reach_m) * (x / reach_m);
}

double sphere_exchange_per_m2(double radius_m, double reach_m) {
    CRYO_CHECK(radius_m > 0.0 && reach_m > radius_m);
    const double x = solve_falling([](double v) { return 1.0 / (v / std::tanh(v) - 1.0); }, reach_m / radius_m - 1.0);
    return (x / reach_m) * (x / reach_m);
}

NeedleSink::NeedleSink(const HeatField& field, const instruments::NeedleAxis& axis, const instruments::ShaftHeat& shaft)
    : axis_(axis) {
    CRYO_CHECK(is_finite(axis.tip_m) && is_finite(axis.direction));
    CRYO_CHECK(axis.radius_m > 0.0 && axis.active_length_m > 0.0);
    reach_m_ = axis.radius_m + kReachCells * field.frame().spacing_m;
    const double beyond = shaft.film_w_per_m2_k > 0.0 ? kCooledShaftM : kShaftBeyondActiveM;
    length_m_ = axis.active_length_m + (shaft.steel_fraction > 0.0 || shaft.film_w_per_m2_k > 0.0 ? beyond : 0.0);
    place_nodes(field);
    // The cells inside the tube conduct along it as tissue does: the metal is what is missing to the tube's
    // conductivity.
    const double tube_w_per_m_k = kSteelWPerMK * shaft.steel_fraction;
    const double inside_w_per_m_k = tissue_at(field, axis.tip_m).conductivity_frozen();
    along_w_per_k_ =
        std::max(0.0, tube_w_per_m_k - inside_w_per_m_k) * kPi * axis.radius_m * axis.radius_m / node_spacing_m_;
    list_contacts(field);
    list_metal(field);
}

void NeedleSink::place_nodes(const HeatField& field) {
    const double wish = std::min(field.frame().spacing_m, 0.0005);
    active_nodes_ = std::max(1, static_cast<int>(std::lround(axis_.active_length_m / wish)));
    node_spacing_m_ = axis_.active_length_m / active_nodes_;
    const int nodes = std::max(active_nodes_, static_cast<int>(std::lround(length_m_ / node_spacing_m_)));
    length_m_ = nodes * node_spacing_m_;
    const GridFrame& f = field.frame();
    const int depth = std::clamp(static_cast<int>(std::lround(f.cell_from_point(axis_.tip_m).z)), 0, f.size.z - 1);
    start_degc_ = field.start_degc(depth);
    wall_degc_.assign(static_cast<size_t>(nodes), start_degc_);
    tissue_sum_.assign(static_cast<size_t>(nodes), 0.0);
}

// Cells within reach of the capsule's core, the segment from the middle of the round tip backwards. Cells beyond the
// grid are counted for the scaling and then left out.
void NeedleSink::list_contacts(const HeatField& field) {
    const GridFrame& f = field.frame();
    const double h = f.spacing_m;
    const double volume = h * h * h;
    const double r = axis_.radius_m;
    const Vec3 core_tip = axis_.tip_m - r * axis_.direction;
    const double core_length = length_m_ - r + kRecession * (reach_m_ - r);
    const Vec3 core_end = core_tip - core_length * axis_.direction;
    const double along_tube = cylinder_exchange_per_m2(r, reach_m_);
    const double at_tip = sphere_exchange_per_m2(r, reach_m_);
    tube_x_ = std::sqrt(along_tube) * reach_m_;
    tube_x_i1_ = tube_x_ * bessel_i0(tube_x_) / bessel_i0_over_i1(tube_x_);
    tip_x_ = std::sqrt(at_tip) * reach_m_;
    CRYO_CHECK_OP(std::max(along_tube, at_tip) * h * h, <, HeatField::kExchangeBound);

    struct Share {
        Index3 at;
        double tip_m3 = 0.0;   // of the cell's volume, within reach of the round tip
        double tube_m3 = 0.0;  // within reach of the tube
        double arc_m = 0.0;    // from the tip, mean over that volume
    };
    std::vector<Share> shares;
    double tip_m3 = 0.0;
    double tube_m3 = 0.0;
    const Vec3 low = glm::min(core_tip, core_end) - (reach_m_ + h);
    const Vec3 high = glm::max(core_tip, core_end) + (reach_m_ + h);
    const Index3 from = Index3(glm::floor(f.cell_from_point(low)));
    const Index3 to = Index3(glm::ceil(f.cell_from_point(high)));
    const double cell_reach = reach_m_ + 0.5 * std::sqrt(3.0) * h;
    for (int k = from.z; k <= to.z; ++k)
        for (int j = from.y; j <= to.y; ++j)
            for (int i = from.x; i <= to.x; ++i) {
                const Vec3 center = f.center_m(i, j, k);
                const double nearest = nearest_fraction_on_segment(center, core_tip, core_end);
                if (glm::length(center - (core_tip + nearest * (core_end - core_tip))) > cell_reach) continue;
                Share share{{i, j, k}};
                double arc_sum = 0.0;
                int inside = 0;
                for (int s = 0; s < kSubdivision * kSubdivision * kSubdivision; ++s) {
                    const Vec3 part(s % kSubdivision, s / kSubdivision % kSubdivision, s / kSubdivision / kSubdivision);
                    const Vec3 p = center + h * ((part + 0.5) / static_cast<double>(kSubdivision) - 0.5);
                    const double back = glm::dot(core_tip - p, axis_.direction);  // from the core's tip
                    if (back > core_length) continue;
                    const double distance = glm::length(p - (core_tip - std::max(back, 0.0) * axis_.direction));
                    if (distance > reach_m_) continue;
                    const double piece = volume / (kSubdivision * kSubdivision * kSubdivision);
                    (back < 0.0 ? share.tip_m3 : share.tube_m3) += piece;
                    arc_sum += r + back;
                    ++inside;
                }
                if (inside == 0) continue;
                share.arc_m = arc_sum / inside;
                tip_m3 += share.tip_m3;
                tube_m3 += share.tube_m3;
                shares.push_back(share);
            }
    const double exact_tip_m3 = 2.0 / 3.0 * kPi * reach_m_ * reach_m_ * reach_m_;
    const double exact_tube_m3 = kPi * reach_m_ * reach_m_ * core_length;
    const double tip_scale = at_tip * exact_tip_m3 / tip_m3;
    const double tube_scale = tube_m3 > 0.0 ? along_tube * exact_tube_m3 / tube_m3 : 0.0;

    std::map<std::pair<int, uint8_t>, double> groups;
    const int nodes = static_cast<int>(wall_degc_.size());
    const CellBox all{Index3(0), f.size};
    for (const Share& share : shares) {
        if (!all.contains(share.at.x, share.at.y, share.at.z)) continue;
        const size_t cell = f.index(share.at.x, share.at.y, share.at.z);
        const uint8_t tissue = field.tissue()[cell];
        const double conductance = tip_scale * share.tip_m3 + tube_scale * share.tube_m3;
        const double place = std::clamp(metal_arc_m(share.arc_m) / node_spacing_m_ - 0.5, 0.0, nodes - 1.0);
        const int first = std::min(static_cast<int>(place), std::max(0, nodes - 2));
        const double part = place - first;
        for (int side = 0; side < 2; ++side) {
            const double own = conductance * (side == 0 ? 1.0 - part : part);
            if (own <= 0.0) continue;
            contacts_.push_back({cell, first + side, tissue, own});
            groups[{first + side, tissue}] += own;
        }
        box_ = merged(box_, {share.at, share.at + 1});
    }
    group_begin_.assign(1, 0);
    for (int node = 0; node < nodes; ++node) {
        for (auto g = groups.lower_bound({node, 0}); g != groups.end() && g->first.first == node; ++g)
            groups_.push_back({node, g->first.second, g->second});
        group_begin_.push_back(static_cast<int>(groups_.size()));
    }
}

// Where the active zone ends towards the shaft, a sink spread to R reaches less far along the axis than one at r_w: its
// isotherms recede by kRecession (R - r_w), found by refining the grid at fixed geometry. The tissue around that end is
// therefore joined to metal that lies as much nearer to the tip.
double NeedleSink::metal_arc_m(double tissue_arc_m) const {
    const double recession = kRecession * (reach_m_ - axis_.radius_m);
    const double end = axis_.active_length_m + recession;
    return tissue_arc_m < end ? tissue_arc_m * axis_.active_length_m / end : tissue_arc_m - recession;
}

// The share of each cell that lies inside the needle itself.
void NeedleSink::list_metal(const HeatField& field) {
    const GridFrame& f = field.frame();
    const double h = f.spacing_m;
    const Vec3 core_tip = axis_.tip_m - axis_.radius_m * axis_.direction;
    const double core_length = length_m_ - axis_.radius_m;
    size_t last = contacts_.size();
    for (size_t c = 0; c < contacts_.size(); ++c) {
        if (last < contacts_.size() && contacts_[last].cell == contacts_[c].cell) continue;
        last = c;
        const size_t cell = contacts_[c].cell;
        const auto nx = static_cast<size_t>(f.size.x);
        const auto ny = static_cast<size_t>(f.size.y);
        const Vec3 center =
            f.center_m(static_cast<int>(cell % nx), static_cast<int>(cell / nx % ny), static_cast<int>(cell / nx / ny));
        int inside = 0;
        for (int s = 0; s < kSubdivision * kSubdivision * kSubdivision; ++s) {
            const Vec3 part(s % kSubdivision, s / kSubdivision % kSubdivision, s / kSubdivision / kSubdivision);
            const Vec3 p = center + h * ((part + 0.5) / static_cast<double>(kSubdivision) - 0.5);
            const double back = std::clamp(glm::dot(core_tip - p, axis_.direction), 0.0, core_length);
            if (glm::length(p - (core_tip - back * axis_.direction)) <= axis_.radius_m) ++inside;
        }
        const double share = static_cast<double>(inside) / (kSubdivision * kSubdivision * kSubdivision);
        if (share > 0.0) metal_.push_back({cell, share});
    }
}

// Heat that flows from the tissue into a node at a wall temperature, and its derivative.
double NeedleSink::node_excess(const HeatField& field, int node, double wall_degc, double& slope) const {
    double heat = tissue_sum_[static_cast<size_t>(node)];
    slope = 0.0;
    for (int g = group_begin_[static_cast<size_t>(node)]; g < group_begin_[static_cast<size_t>(node) + 1]; ++g) {
        const NodeTissue& group = groups_[static_cast<size_t>(g)];
        const TissueLaw& own = field.laws()[group.tissue];
        heat -= group.conductance_m * own.potential(wall_degc);
        slope -= group.conductance_m * own.conductivity(wall_degc);
    }
    return heat;
}

namespace {

// Solves a symmetric tridiagonal system in place, the links to the next node being the off-diagonal; the solution is
// left in `right`.
void solve_chain(std::vector<double>& diagonal, const std::vector<double>& link, std::vector<double>& right) {
    const size_t n = diagonal.size();
    for (size_t i = 1; i < n; ++i) {
        const double factor = link[i - 1] / diagonal[i - 1];
        diagonal[i] -= factor * link[i - 1];
        right[i] -= factor * right[i - 1];
    }
    right[n - 1] /= diagonal[n - 1];
    for (size_t i = n - 1; i-- > 0;) right[i] = (right[i] - link[i] * right[i + 1]) / diagonal[i];
}

}  // namespace

// Newton's method on all nodes at once: heat from tissue and along the tube = heat to the gas. The system is monotone
// and piecewise linear, so a few steps end it; half steps break the rare circle between two pieces.
void NeedleSink::settle(const HeatField& field, const GasState& gas) {
    if (contacts_.empty()) return;
    std::fill(tissue_sum_.begin(), tissue_sum_.end(), 0.0);
    for (const Contact& contact : contacts_)
        tissue_sum_[static_cast<size_t>(contact.node)] +=
            contact.conductance_m * static_cast<double>(field.potential()[contact.cell]);

    std::vector<double>& t = wall_degc_;
    const size_t nodes = t.size();
    std::vector<NodeFilm> film(nodes);
    for (size_t n = 0; n < nodes; ++n) {
        film[n] = node_film(static_cast<int>(n), gas);
        if (film[n].held) t[n] = film[n].gas_degc;
    }
    std::vector<double> diagonal(nodes);
    std::vector<double> link(nodes);
    std::vector<double> step(nodes);
    constexpr int kMostIterations = 30;
    constexpr int kFullSteps = 8;
    constexpr double kCloseK = 1e-7;
    for (int iteration = 0; iteration < kMostIterations; ++iteration) {
        for (size_t n = 0; n < nodes; ++n) {
            double slope = 0.0;
            double excess = node_excess(field, static_cast<int>(n), t[n], slope);
            excess -= film[n].w_per_k * (t[n] - film[n].gas_degc);
            slope -= film[n].w_per_k;
            if (n > 0) {
                excess += along_w_per_k_ * (t[n - 1] - t[n]);
                slope -= along_w_per_k_;
            }
            const bool has_next = n + 1 < nodes;
            if (has_next) {
                excess += along_w_per_k_ * (t[n + 1] - t[n]);
                slope -= along_w_per_k_;
            }
            const bool fixed = film[n].held || slope >= 0.0;  // a node that touches nothing stays as it is
            diagonal[n] = fixed ? -1.0 : slope;
            step[n] = fixed ? 0.0 : -excess;
            link[n] = has_next && !fixed && !film[n + 1].held ? along_w_per_k_ : 0.0;
        }
        solve_chain(diagonal, link, step);
        double largest = 0.0;
        for (size_t n = 0; n < nodes; ++n) {
            t[n] += iteration < kFullSteps ? step[n] : 0.5 * step[n];
            largest = std::max(largest, std::abs(step[n]));
        }
        if (largest < kCloseK) break;
    }
}

NeedleSink::NodeFilm NeedleSink::node_film(int node, const GasState& gas) const {
    const double area = 2.0 * kPi * axis_.radius_m * node_spacing_m_;
    if (node >= active_nodes_) return {area * gas.shaft_film_w_per_m2_k, gas.shaft_gas_degc, false};
    if (std::isinf(gas.film_w_per_m2_k)) return {0.0, gas.gas_degc, true};
    return {area * gas.film_w_per_m2_k, gas.gas_degc, false};
}

double NeedleSink::gas_power_w(const GasState& gas) const {
    double sum = 0.0;
    for (size_t n = 0; n < wall_degc_.size(); ++n) {
        const NodeFilm film = node_film(static_cast<int>(n), gas);
        sum += film.w_per_k * (wall_degc_[n] - film.gas_degc);
    }
    return sum;
}

double NeedleSink::take_heat(HeatField& field, double dt_s) const {
    const double per_volume = 1.0 / field.cell_volume_m3();
    double sum = 0.0;
    for (const Contact& contact : contacts_) {
        const double wall = field.laws()[contact.tissue].potential(wall_degc_[static_cast<size_t>(contact.node)]);
        const double heat_w = contact.conductance_m * (static_cast<double>(field.potential()[contact.cell]) - wall);
        field.deviation()[contact.cell] -= static_cast<float>(heat_w * per_volume * dt_s);
        sum += heat_w;
    }
    return sum;
}

// Both profiles are the wall's potential plus the same heat flow times a function of distance, so one is the other
// times the ratio of those functions: ln(d/r_w) to I0(x d/R) / (x I1(x)) beside the tube, 1/r_w - 1/d to sinh(x d/R) /
// (d (x cosh x - sinh x)) before the tip. The ratio runs from 0 at the metal to 1 at R.
double NeedleSink::resolved_potential(const TissueLaw& law, const Vec3& reference_m, double grid_potential) const {
    const double r = axis_.radius_m;
    const Vec3 from_core_tip = reference_m - (axis_.tip_m - r * axis_.direction);
    const double back = -glm::dot(from_core_tip, axis_.direction);
    if (back < -reach_m_ || back > length_m_ - r) return grid_potential;
    const double core = std::max(back, 0.0);
    const double distance = glm::length(from_core_tip + core * axis_.direction);
    if (distance >= reach_m_) return grid_potential;

    const double nodes = static_cast<double>(wall_degc_.size());
    const double place = std::clamp(metal_arc_m(r + back) / node_spacing_m_ - 0.5, 0.0, nodes - 1.0);
    const auto first = static_cast<size_t>(place);
    const size_t second = std::min(first + 1, wall_degc_.size() - 1);
    const double part = place - static_cast<double>(first);
    const double wall = law.potential((1.0 - part) * wall_degc_[first] + part * wall_degc_[second]);
    if (distance <= r) return wall;
    double ratio;
    if (back >= 0.0) {
        ratio = std::log(distance / r) * tube_x_i1_ / bessel_i0(tube_x_ * distance / reach_m_);
    } else {
        const double x = tip_x_;
        ratio = (distance / r - 1.0) * (x * std::cosh(x) - std::sinh(x)) / std::sinh(x * distance / reach_m_);
    }
    return wall + (grid_potential - wall) * std::min(ratio, 1.0);
}

double NeedleSink::active_wall_degc() const {
    double sum = 0.0;
    for (int n = 0; n < active_nodes_; ++n) sum += wall_degc_[static_cast<size_t>(n)];
    return sum / active_nodes_;
}

double NeedleSink::bound_m(double below_degc) const {
    int nodes = 0;
    for (const double wall : wall_degc_)
        if (wall < below_degc) ++nodes;
    return nodes * node_spacing_m_;
}

void NeedleSink::set_wall_degc(const std::vector<double>& values) {
    CRYO_CHECK_OP(values.size(), ==, wall_degc_.size());
    wall_degc_ = values;
}

}  // namespace cryo::thermal
