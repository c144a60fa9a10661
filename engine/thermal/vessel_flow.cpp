#include "engine/thermal/vessel_flow.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/units.h"
#include "engine/thermal/radial_profiles.h"

namespace cryo::thermal {

namespace {

constexpr double kNusselt = 6.0;  // 4 for developed laminar flow, half as much again for the entrance
constexpr double kStationSpacingM = 0.001;
constexpr int kWallPoints = 8;

// Exchange above this share of what a frozen cell's faces conduct would force shorter stages for all. It only concerns
// vessels thinner than three cells, whose film is then not what limits the heat.
constexpr double kLargestShareOfFaces = 0.12;

}  // namespace

double lumen_exchange_w_per_m3_k(double diameter_m, double conductivity_w_per_m_k, double nusselt) {
    const double radius_m = 0.5 * diameter_m;
    const double x = solve_falling([](double v) { return -2.0 * v / bessel_i0_over_i1(v); }, -nusselt);
    return conductivity_w_per_m_k * x * x / (radius_m * radius_m);
}

VesselFlow::VesselFlow(const anatomy::Medium& medium, const GridFrame& frame, const std::vector<int16_t>& vessel,
                       std::vector<float>& perfusion) {
    const auto& authored = medium.anatomy().vessels;
    vessels_.resize(authored.size());
    for (size_t c = 0; c < vessel.size(); ++c)
        if (vessel[c] >= 0) vessels_[static_cast<size_t>(vessel[c])].lumen.push_back(c);

    const Vec3 low = frame.origin_m - 0.5 * frame.spacing_m;
    const Vec3 high = low + frame.spacing_m * Vec3(frame.size);
    const auto inside = [&](const Vec3& p) {
        return glm::all(glm::greaterThanEqual(p, low)) && glm::all(glm::lessThan(p, high));
    };
    const auto cell_at = [&](const Vec3& p) {
        const Index3 at = glm::clamp(Index3(glm::round(frame.cell_from_point(p))), Index3(0), frame.size - 1);
        return frame.index(at.x, at.y, at.z);
    };
    const anatomy::Thermal& blood = anatomy::properties(anatomy::Tissue::Blood).thermal;
    const double h = frame.spacing_m;
    for (size_t v = 0; v < authored.size(); ++v) {
        const anatomy::TubeCurve& curve = medium.vessel_curve(static_cast<int>(v));
        const double diameter_m = std::sqrt(curve.width_m() * curve.height_m());
        VesselState& state = vessels_[v];
        state.can_stop = diameter_m < kStoppingDiameterM;

        // The cells' volume is only about the lumen's: scale the exchange so that the whole is right.
        double lumen_m3 = 0.0;
        for (double arc = 0.0; arc < curve.length_m(); arc += kStationSpacingM) {
            const Vec3 center = curve.at_arc(arc);
            if (!inside(center)) continue;
            lumen_m3 += kPi / 4.0 * diameter_m * diameter_m * kStationSpacingM;
            Station station;
            const Mat3 axes = curve.section_axes(arc);
            for (int p = 0; p < kWallPoints; ++p) {
                const double angle = 2.0 * kPi * p / kWallPoints;
                const double across = 0.5 * curve.width_m() + 0.5 * authored[v].wall_m;
                const double deep = 0.5 * curve.height_m() + 0.5 * authored[v].wall_m;
                const Vec3 place = center + across * std::cos(angle) * axes[0] + deep * std::sin(angle) * axes[1];
                if (inside(place)) station.wall_cells.push_back(cell_at(place));
            }
            if (state.can_stop && !station.wall_cells.empty()) state.stations.push_back(std::move(station));
        }
        if (state.lumen.empty()) continue;
        const double scale = lumen_m3 / (static_cast<double>(state.lumen.size()) * h * h * h);
        const double largest = kLargestShareOfFaces * 6.0 * blood.conductivity_frozen_w_per_m_k / (h * h);
        const double exchange = std::min(
            largest, scale * lumen_exchange_w_per_m3_k(diameter_m, blood.conductivity_unfrozen_w_per_m_k, kNusselt));
        for (const size_t cell : state.lumen) perfusion[cell] = static_cast<float>(exchange);
    }
}

void VesselFlow::update(HeatField& field, double dt_s) {
    for (VesselState& vessel : vessels_) {
        if (!vessel.can_stop || !vessel.flows) continue;
        for (Station& station : vessel.stations) {
            double sum = 0.0;
            for (const size_t cell : station.wall_cells)
                sum += static_cast<double>(field.temperature_degc().values()[cell]);
            const bool frozen = sum < 0.0;  // mean over the wall below 0 degC
            station.frozen_s = frozen ? station.frozen_s + dt_s : 0.0;
            if (station.frozen_s >= kStoppingS) vessel.flows = false;
        }
        if (!vessel.flows)
            for (const size_t cell : vessel.lumen) field.set_perfusion(cell, 0.0F);
    }
}

void VesselFlow::add_to(StateHash& hash) const {
    for (const VesselState& vessel : vessels_) {
        hash.add(vessel.flows);
        for (const Station& station : vessel.stations) hash.add(station.frozen_s);
    }
}

void VesselFlow::save(ByteWriter& bytes) const {
    for (const VesselState& vessel : vessels_) {
        bytes.put(vessel.flows);
        for (const Station& station : vessel.stations) bytes.put(station.frozen_s);
    }
}

void VesselFlow::load(ByteReader& bytes) {
    for (VesselState& vessel : vessels_) {
        bytes.get(vessel.flows);
        for (Station& station : vessel.stations) bytes.get(station.frozen_s);
    }
}

}  // namespace cryo::thermal
