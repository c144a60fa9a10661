#include "engine/instruments/cryoprobe.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/check.h"

namespace cryo::instruments {

namespace {

void check_finite(const CryoprobePose& pose) {
    const bool finite = std::isfinite(pose.entry_x_m) && std::isfinite(pose.entry_y_m) && std::isfinite(pose.yaw_rad) &&
                        std::isfinite(pose.pitch_rad) && std::isfinite(pose.insert_m);
    CRYO_CHECK(finite);
}

}  // namespace

CryoprobePose clamped(const CryoprobeDevice& device, const CryoprobePose& pose) {
    check_finite(pose);
    return {std::clamp(pose.entry_x_m, -kEntryLimitM, kEntryLimitM),
            std::clamp(pose.entry_y_m, -kEntryLimitM, kEntryLimitM), pose.yaw_rad,
            std::clamp(pose.pitch_rad, kPitchLowRad, kPitchHighRad),
            std::clamp(pose.insert_m, 0.0, device.shaft_length_m)};
}

Vec3 entry_m(const CryoprobePose& pose) {
    check_finite(pose);
    return {pose.entry_x_m, pose.entry_y_m, 0.0};
}

Vec3 shaft_direction(const CryoprobePose& pose) {
    check_finite(pose);
    const double level = std::cos(pose.pitch_rad);
    return {level * std::cos(pose.yaw_rad), level * std::sin(pose.yaw_rad), std::sin(pose.pitch_rad)};
}

Vec3 tip_m(const CryoprobePose& pose) { return entry_m(pose) + pose.insert_m * shaft_direction(pose); }

std::vector<NeedleAxis> needle_axes(const CryoprobeDevice& device, const CryoprobePose& pose) {
    CRYO_CHECK_OP(device.needle_count, >=, 1);
    const Vec3 direction = shaft_direction(pose);
    const Vec3 side{-std::sin(pose.yaw_rad), std::cos(pose.yaw_rad), 0.0};
    const Vec3 middle_m = tip_m(pose);
    std::vector<NeedleAxis> axes;
    for (int i = 0; i < device.needle_count; ++i) {
        const double offset_m = (i - 0.5 * (device.needle_count - 1)) * device.needle_spacing_m;
        axes.push_back({middle_m + offset_m * side, direction, 0.5 * device.shaft_diameter_m, device.active_length_m});
    }
    return axes;
}

const ProbeFault* fault_of(const CryoprobeDevice& device, FaultKind kind) {
    const auto found = std::find_if(device.faults.begin(), device.faults.end(),
                                    [&](const ProbeFault& fault) { return fault.kind == kind; });
    return found == device.faults.end() ? nullptr : &*found;
}

GasSide with_fault(const GasSide& gas_side, const ProbeFault& fault) {
    GasSide faulty = gas_side;
    faulty.film_w_per_m2_k *= fault.film_share;
    faulty.max_power_w *= fault.power_share;
    faulty.gas_temperature_degc += fault.gas_rise_k;
    return faulty;
}

namespace {
constexpr std::array<const char*, 3> kFaultNames{"gas_low", "tip_blocked", "leak"};
}

const char* fault_name(FaultKind kind) { return kFaultNames[static_cast<size_t>(kind)]; }

std::optional<FaultKind> fault_from_name(std::string_view name) {
    for (size_t i = 0; i < kFaultNames.size(); ++i)
        if (name == kFaultNames[i]) return static_cast<FaultKind>(i);
    return std::nullopt;
}

const char* gas_label(CryoGas gas) {
    switch (gas) {
        case CryoGas::NitrousOxide:
            return "N2O";
        case CryoGas::CarbonDioxide:
            return "CO2";
        case CryoGas::Argon:
            return "argon";
    }
    CRYO_CHECK(false);
    return "";
}

}  // namespace cryo::instruments
