// The tissues and what sound and heat see of them. One table; every number carries where it comes from.
//
// Acoustics: c and rho at body temperature; attenuation is amplitude, one way, at 1 MHz and linear in frequency;
// backscatter is the level on a B-mode image at about 10 MHz, in dB re muscle in short axis (a design value, to be
// calibrated on real images).
// Heat: Pennes' equation with freezing (reference in README "Sources"); volumetric heats are rho * c.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cryo::anatomy {

enum class Tissue : uint8_t {
    Gel,
    Skin,
    Fat,
    Fascia,
    Muscle,
    Tendon,
    NerveFascicle,
    Epineurium,
    Blood,
    VesselWall,
    CorticalBone,
    Marrow,
    Cartilage,
    Saline,
    Tumour,
    Lung,
    Air,
    GelPhantom,  // tissue-mimicking block for drills and measurements
    Count
};
inline constexpr int kTissueCount = static_cast<int>(Tissue::Count);

struct Acoustics {
    double sound_speed_m_per_s;
    double density_kg_per_m3;
    double attenuation_db_per_cm_mhz;
    double backscatter_db;  // re muscle in short axis

    double impedance_rayl() const { return sound_speed_m_per_s * density_kg_per_m3; }
};

struct Thermal {
    double density_kg_per_m3;
    double heat_unfrozen_j_per_kg_k;
    double conductivity_unfrozen_w_per_m_k;
    double perfusion_w_per_m3_k;  // omega_b rho_b c_b
    double metabolic_w_per_m3;
    double latent_j_per_m3;
    double conductivity_frozen_w_per_m_k;
    double heat_frozen_j_per_kg_k;
};

struct TissueProperties {
    Tissue tissue;
    std::string_view id;     // as authored files name it
    std::string_view label;  // as screens name it
    Acoustics acoustics;
    Thermal thermal;
    std::string_view source;  // where the numbers come from and how far to trust them
};

const TissueProperties& properties(Tissue tissue);
std::optional<Tissue> tissue_from_id(std::string_view id);
std::vector<std::string> tissue_ids();

// Freezing range shared by all tissues, in degrees Celsius (the linear mushy range of cryosurgery practice).
inline constexpr double kLiquidusDegc = -1.0;
inline constexpr double kSolidusDegc = -8.0;
inline constexpr double kBodyDegc = 37.0;

}  // namespace cryo::anatomy
