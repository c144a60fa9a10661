// The cryoprobe and its console: what they are (from scenes/devices), and how the probe is held.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/geometry.h"

namespace cryo::instruments {

enum class CryoGas { NitrousOxide, CarbonDioxide, Argon };

// How the gas side is calibrated; the conflict between the two is stated where the device is shown.
struct GasSide {
    std::string name;  // "clinical" or "conservative"
    double gas_temperature_degc = -88.0;
    double film_w_per_m2_k = 10e3;  // heat transfer from gas to the metal of the active zone
    double time_constant_s = 3.0;   // of the cool-down after gas on
    double max_power_w = 30.0;      // what the expansion can carry away
    std::string source;
};

// What the shaft above the active zone does to heat. The steel tube conducts along itself; where it is not insulated
// the gas on its way back cools it too.
struct ShaftHeat {
    double film_w_per_m2_k = 0.0;    // from the returning gas to the metal; 0 = insulated (vacuum or air gap)
    double return_gas_degc = -20.0;  // temperature of that gas while freezing
    double steel_fraction = 0.3;     // of the shaft's section that is steel
};

struct FreezeProtocol {
    int cycles = 2;
    double freeze_s = 120.0;
    double thaw_s = 30.0;
};

// What can go wrong with a cryoprobe's gas.
enum class FaultKind { GasLow, TipBlocked, Leak };

struct ProbeFault {
    FaultKind kind = FaultKind::GasLow;
    double film_share = 1.0;   // of the film to the metal that is left
    double power_share = 1.0;  // of max_power_w that is left
    double gas_rise_k = 0.0;   // by which the gas is warmer
    double supply_rate = 1.0;  // gas used per time, times the usual
    std::string sign{};        // how it shows, for the learner
    std::string source{};
};

struct CryoprobeDevice {
    std::string id;
    std::string label;
    CryoGas gas = CryoGas::NitrousOxide;
    double shaft_diameter_m = 0.0014;
    double shaft_length_m = 0.09;       // usable, hub to tip
    double active_length_m = 0.004;     // cold zone, measured back from the tip
    int needle_count = 1;               // side by side
    double needle_spacing_m = 0.0;      // between neighbours, 0 for one needle
    GasSide gas_side;                   // the calibration in use
    std::vector<GasSide> calibrations;  // all that the device's file states, for showing where they disagree
    ShaftHeat shaft;
    FreezeProtocol protocol;
    double gas_supply_s = 1800.0;  // running time of a full cartridge or cylinder
    double gas_low_s = 0.0;        // with less than this left the pressure falls: the fault GasLow
    std::vector<ProbeFault> faults;
    double active_thaw_degc = 0.0;  // gas temperature while thawing actively; 0 = passive only
    bool has_active_thaw = false;
    bool has_stimulator = false;
    bool has_skin_warmer = false;
    double thermocouple_lag_s = 1.0;
    std::string source;
    std::vector<std::string> provisional;  // keys of the file whose value is a first choice, to be marked where shown
};

// Null where the device's file does not say how that fault shows.
const ProbeFault* fault_of(const CryoprobeDevice& device, FaultKind kind);
GasSide with_fault(const GasSide& gas_side, const ProbeFault& fault);
const char* fault_name(FaultKind kind);  // "gas_low", "tip_blocked", "leak"
std::optional<FaultKind> fault_from_name(std::string_view name);

// How the cryoprobe is held. The entry point lies on the skin; yaw 0 points along +x (image-right), 90 deg along +y;
// pitch is the angle below the skin plane; insert_m is the shaft length below the skin (0 = outside).
struct CryoprobePose {
    double entry_x_m = 0.0;
    double entry_y_m = 0.0;
    double yaw_rad = 0.0;
    double pitch_rad = 0.0;
    double insert_m = 0.0;
};

inline constexpr double kEntryLimitM = 0.060;
inline constexpr double kPitchLowRad = 0.087;   // 5 deg
inline constexpr double kPitchHighRad = 1.571;  // 90 deg

// The pose with every value inside its limits; insert at most the usable shaft.
CryoprobePose clamped(const CryoprobeDevice& device, const CryoprobePose& pose);

// All CHECK that the pose is finite.
Vec3 entry_m(const CryoprobePose& pose);
Vec3 shaft_direction(const CryoprobePose& pose);  // unit, hub to tip
Vec3 tip_m(const CryoprobePose& pose);

// One needle of a device as a capsule, world frame.
struct NeedleAxis {
    Vec3 tip_m;
    Vec3 direction;  // unit, hub to tip
    double radius_m;
    double active_length_m;
};
// All needles of the device at a pose; a row of needles stands side by side, level with the skin and at right angles to
// the shaft, the middle of the row on the pose's own axis.
std::vector<NeedleAxis> needle_axes(const CryoprobeDevice& device, const CryoprobePose& pose);

const char* gas_label(CryoGas gas);

}  // namespace cryo::instruments
