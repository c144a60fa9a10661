#include "engine/anatomy/tissue.h"

#include "engine/core/check.h"

namespace cryo::anatomy {

namespace {

// omega_b rho_b c_b from a perfusion as physiology states it; blood has rho_b 1050 kg/m3 and c_b 3617 J/(kg K).
constexpr double perfusion_w_per_m3_k(double ml_per_min_kg, double density_kg_per_m3) {
    return ml_per_min_kg * 1e-6 / 60.0 * density_kg_per_m3 * (1050.0 * 3617.0);
}

constexpr double metabolic_w_per_m3(double w_per_kg, double density_kg_per_m3) { return w_per_kg * density_kg_per_m3; }

// Latent heat of water freezing in tissue: a tenth of it stays bound, 334 kJ/kg.
constexpr double latent_j_per_m3(double water_share, double density_kg_per_m3) {
    return water_share * 0.9 * 334e3 * density_kg_per_m3;
}

constexpr double kMega = 1e6;

// Trust, at the end of each source: [F] found in a published source, [R-H], [R-M], [R-L] recalled with high, medium or
// low confidence, [D] chosen here. Backscatter is [D] throughout.
// clang-format off
constexpr std::array<TissueProperties, kTissueCount> kTable{{
    // c m/s, rho kg/m3, dB/(cm MHz), dB re muscle
    // rho, c_u, k_u, perfusion, metabolic, latent, k_f, c_f
    {Tissue::Gel, "gel", "Gel",
     {1490, 1000, 0.002, -60},
     {1000, 4180, 0.60, 0, 0, latent_j_per_m3(1.0, 1000), 2.2, 2000},
     "Sound: water and gel, PMC10001275 T4, PMC10346919 TA2 [F]. Heat: water [R-H], ice near -20 degC [F]; no perfusion."},
    {Tissue::Skin, "skin", "Skin",
     {1615, 1100, 1.1, 8},
     {1109, 3391, 0.37, perfusion_w_per_m3_k(106, 1109), metabolic_w_per_m3(1.65, 1109), 210 * kMega, 1.5, 1900},
     "Sound: PMC3233242 T3, attenuation Lebertre 22-45 MHz [F]. Heat: IT'IS v4 [R-H]; frozen [R-M]."},
    {Tissue::Fat, "fat", "Fat",
     {1450, 950, 0.63, -4},
     {911, 2348, 0.21, perfusion_w_per_m3_k(33, 911), metabolic_w_per_m3(0.51, 911), 45 * kMega, 0.25, 1700},
     "Sound: PMC10001275 T4 [F]. Heat: IT'IS v4 [R-H]; latent heat of its water alone, lipids may add 60 MJ/m3 [R-M]."},
    {Tissue::Fascia, "fascia", "Fascia",
     {1700, 1120, 1.57, 14},
     {1110, 3300, 0.45, perfusion_w_per_m3_k(37, 1110), metabolic_w_per_m3(0.5, 1110), latent_j_per_m3(0.65, 1110), 1.7, 1850},
     "Sound: connective tissue, PMC10001275 T4 [F]. Heat: between skin and muscle [D]."},
    {Tissue::Muscle, "muscle", "Muscle",
     {1580, 1070, 0.7, 0},
     {1090, 3421, 0.49, perfusion_w_per_m3_k(37, 1090), metabolic_w_per_m3(0.91, 1090), 250 * kMega, 2.0, 1800},
     "Sound: across fibres, PMC3233242 T3, Nassiri 1979 [F]. Heat: IT'IS v4 [R-H]; frozen, Micromachines 2025 16:1321 [F]."},
    {Tissue::Tendon, "tendon", "Tendon or ligament",
     {1750, 1135, 2.0, 12},
     {1142, 3432, 0.47, perfusion_w_per_m3_k(29, 1142), metabolic_w_per_m3(0.5, 1142), latent_j_per_m3(0.63, 1142), 1.7, 1850},
     "Sound: PMC3233242 T3 [F], attenuation [R-M]. Heat: IT'IS v4 [R-M]; frozen [D]."},
    {Tissue::NerveFascicle, "nerve", "Nerve fascicle",
     {1630, 1075, 0.92, -4},
     {1075, 3613, 0.49, perfusion_w_per_m3_k(160, 1075), metabolic_w_per_m3(2.5, 1075), 225 * kMega, 1.8, 1850},
     "Sound: attenuation Byra [F], speed and density [R-M]. Heat: IT'IS v4 [R-H]; frozen [R-M]."},
    {Tissue::Epineurium, "epineurium", "Epineurium",
     {1680, 1100, 1.4, 9},
     {1100, 3400, 0.47, perfusion_w_per_m3_k(100, 1100), metabolic_w_per_m3(1.5, 1100), latent_j_per_m3(0.67, 1100), 1.8, 1850},
     "Sound: as connective tissue [R-M]. Heat: between nerve and fascia [D]."},
    {Tissue::Blood, "blood", "Blood",
     {1580, 1055, 0.15, -25},
     {1050, 3617, 0.52, 0, 0, 250 * kMega, 2.1, 1900},
     "Sound: PMC10001275 T4 [F]. Heat: IT'IS v4 [R-H]; flow is the thermal model's, not perfusion."},
    {Tissue::VesselWall, "vessel_wall", "Vessel wall",
     {1570, 1100, 1.0, 6},
     {1102, 3306, 0.46, perfusion_w_per_m3_k(150, 1102), metabolic_w_per_m3(2.3, 1102), 215 * kMega, 1.8, 1850},
     "Sound: PMC3233242 T3 [F], attenuation [R-M]. Heat: IT'IS v4 [R-M]."},
    {Tissue::CorticalBone, "bone", "Cortical bone",
     {3700, 2000, 8.0, -20},
     {1908, 1313, 0.32, perfusion_w_per_m3_k(10, 1908), metabolic_w_per_m3(0.15, 1908), 65 * kMega, 0.5, 1100},
     "Sound: PMC10001275 T4, PMC10346919 TA2 (1 to 10 dB/(cm MHz)) [F]. Heat: IT'IS v4 [R-M]; frozen 0.4-0.6 W/(m K) [R-M]."},
    {Tissue::Marrow, "marrow", "Cancellous bone and marrow",
     {1900, 1180, 6.0, -6},
     {1178, 2274, 0.31, perfusion_w_per_m3_k(30, 1178), metabolic_w_per_m3(0.46, 1178), latent_j_per_m3(0.30, 1178), 0.8, 1600},
     "Sound: middle of PMC3233242 T3's range for trabecular bone [F]. Heat: IT'IS v4 cancellous [R-M]; frozen [D]."},
    {Tissue::Cartilage, "cartilage", "Hyaline cartilage",
     {1660, 1100, 3.0, -20},
     {1100, 3568, 0.49, perfusion_w_per_m3_k(35, 1100), metabolic_w_per_m3(0.54, 1100), latent_j_per_m3(0.75, 1100), 1.9, 1850},
     "Sound: PMC3233242 T3 [F], attenuation [R-M]. Heat: IT'IS v4 [R-M]; frozen [D]."},
    {Tissue::Saline, "saline", "Saline",
     {1530, 1010, 0.003, -45},
     {1005, 4100, 0.60, 0, 0, latent_j_per_m3(1.0, 1005), 2.2, 2000},
     "Sound [R-M]. Heat: water with salt [R-H]; no perfusion."},
    {Tissue::Tumour, "tumour", "Lytic metastasis",
     {1560, 1060, 0.8, -6},
     {1060, 3500, 0.50, perfusion_w_per_m3_k(80, 1060), metabolic_w_per_m3(1.5, 1060), latent_j_per_m3(0.78, 1060), 1.9, 1850},
     "Sound: soft mass [R-M]. Heat: well-perfused soft tissue [D]."},
    {Tissue::Lung, "lung", "Aerated lung",
     {949, 394, 40.0, -10},
     {394, 3886, 0.39, perfusion_w_per_m3_k(401, 394), metabolic_w_per_m3(6.2, 394), latent_j_per_m3(0.79, 394), 1.0, 1850},
     "Sound: attenuation PMC10001275 T4 at 1 MHz [F], speed and density [R-M]. Heat: IT'IS v4 inflated [R-M]; frozen [D]."},
    {Tissue::Air, "air", "Air",
     {343, 1.2, 7.5, -100},
     {1.2, 1005, 0.026, 0, 0, 0, 0.026, 1005},
     "Sound: PMC10001275 T4 [F]. Heat: dry air [R-H]; does not freeze."},
    {Tissue::GelPhantom, "gel_phantom", "Gel phantom",
     {1540, 1040, 0.5, 0},
     {1000, 3600, 0.50, 0, 0, 250 * kMega, 2.0, 1800},
     "Sound: tissue-mimicking gel, 1540 m/s and 0.5 dB/(cm MHz) [R-H]. Heat: the reference material of the freezing tests, "
     "Micromachines 2025 16:1321 [F], without perfusion."},
}};
// clang-format on

constexpr bool rows_follow_the_enum() {
    for (int i = 0; i < kTissueCount; ++i)
        if (kTable[static_cast<size_t>(i)].tissue != static_cast<Tissue>(i)) return false;
    return true;
}
static_assert(rows_follow_the_enum());

}  // namespace

const TissueProperties& properties(Tissue tissue) {
    CRYO_CHECK_OP(static_cast<int>(tissue), <, kTissueCount);
    return kTable[static_cast<size_t>(tissue)];
}

std::optional<Tissue> tissue_from_id(std::string_view id) {
    for (const TissueProperties& row : kTable)
        if (row.id == id) return row.tissue;
    return std::nullopt;
}

std::vector<std::string> tissue_ids() {
    std::vector<std::string> ids;
    for (const TissueProperties& row : kTable) ids.emplace_back(row.id);
    return ids;
}

}  // namespace cryo::anatomy
