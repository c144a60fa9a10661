#include "engine/anatomy/tissue.h"

#include <set>

namespace cryo::anatomy {
namespace {

TEST(TissueTable, EveryTissueIsFoundByItsOwnId) {
    std::set<std::string> seen;
    for (int i = 0; i < kTissueCount; ++i) {
        const auto tissue = static_cast<Tissue>(i);
        const TissueProperties& row = properties(tissue);
        EXPECT_EQ(row.tissue, tissue);
        EXPECT_EQ(tissue_from_id(row.id), tissue);
        EXPECT_TRUE(seen.insert(std::string(row.id)).second) << row.id;
        EXPECT_FALSE(row.label.empty());
    }
    EXPECT_EQ(tissue_ids().size(), static_cast<size_t>(kTissueCount));
    EXPECT_EQ(tissue_from_id("nerve"), Tissue::NerveFascicle);
    EXPECT_EQ(tissue_from_id("bone"), Tissue::CorticalBone);
    EXPECT_FALSE(tissue_from_id("unobtainium"));
}

TEST(TissueTable, EveryRowSaysWhereItsNumbersComeFrom) {
    for (int i = 0; i < kTissueCount; ++i) {
        const std::string source(properties(static_cast<Tissue>(i)).source);
        EXPECT_NE(source.find('['), std::string::npos) << source;  // a trust tag
        EXPECT_NE(source.find("Heat"), std::string::npos) << source;
        EXPECT_NE(source.find("Sound"), std::string::npos) << source;
    }
}

TEST(TissueTable, ValuesArePhysical) {
    for (int i = 0; i < kTissueCount; ++i) {
        const TissueProperties& row = properties(static_cast<Tissue>(i));
        const Acoustics& a = row.acoustics;
        const Thermal& t = row.thermal;
        EXPECT_GT(a.sound_speed_m_per_s, 300) << row.id;
        EXPECT_GT(a.attenuation_db_per_cm_mhz, 0) << row.id;
        EXPECT_GT(t.density_kg_per_m3, 1) << row.id;
        EXPECT_GT(t.heat_unfrozen_j_per_kg_k, 900) << row.id;
        EXPECT_GE(t.perfusion_w_per_m3_k, 0) << row.id;
        // Freezing binds heat and, where there is water, conducts better and stores less.
        EXPECT_LE(t.latent_j_per_m3, 334e3 * t.density_kg_per_m3) << row.id;
        EXPECT_GE(t.conductivity_frozen_w_per_m_k, t.conductivity_unfrozen_w_per_m_k) << row.id;
        EXPECT_LE(t.heat_frozen_j_per_kg_k, t.heat_unfrozen_j_per_kg_k) << row.id;
    }
}

// Amplitude reflection (Z2 - Z1) / (Z2 + Z1) of the pairs that the ultrasound reference lists.
double reflection(Tissue a, Tissue b) {
    const double za = properties(a).acoustics.impedance_rayl();
    const double zb = properties(b).acoustics.impedance_rayl();
    return std::abs(zb - za) / (zb + za);
}

TEST(TissueTable, ReflectionsAreThoseOfTheReference) {
    EXPECT_NEAR(reflection(Tissue::Fat, Tissue::Muscle), 0.10, 0.02);
    EXPECT_NEAR(reflection(Tissue::Skin, Tissue::Fat), 0.13, 0.03);
    EXPECT_NEAR(reflection(Tissue::Muscle, Tissue::CorticalBone), 0.64, 0.03);
    EXPECT_NEAR(reflection(Tissue::Muscle, Tissue::Fascia), 0.06, 0.02);
    EXPECT_LT(reflection(Tissue::Muscle, Tissue::Blood), 0.03);
    EXPECT_GT(reflection(Tissue::Muscle, Tissue::Air), 0.999);
}

TEST(TissueTable, PerfusionIsBloodFlowTimesBloodHeat) {
    // Muscle: 37 ml/min/kg of tissue of 1090 kg/m3, with 1050 * 3617 J/(m3 K) of blood: 2.55 kW/(m3 K).
    EXPECT_NEAR(properties(Tissue::Muscle).thermal.perfusion_w_per_m3_k, 2550, 10);
    EXPECT_NEAR(properties(Tissue::Fat).thermal.perfusion_w_per_m3_k, 1900, 10);
    EXPECT_NEAR(properties(Tissue::NerveFascicle).thermal.perfusion_w_per_m3_k, 10900, 40);
    EXPECT_EQ(properties(Tissue::Blood).thermal.perfusion_w_per_m3_k, 0);
}

TEST(TissueTable, GelPhantomIsTheReferenceMaterialOfTheFreezingTestsWithoutPerfusion) {
    const Thermal& t = properties(Tissue::GelPhantom).thermal;
    EXPECT_EQ(t.density_kg_per_m3, 1000);
    EXPECT_EQ(t.heat_unfrozen_j_per_kg_k, 3600);
    EXPECT_EQ(t.conductivity_unfrozen_w_per_m_k, 0.5);
    EXPECT_EQ(t.latent_j_per_m3, 250e6);
    EXPECT_EQ(t.conductivity_frozen_w_per_m_k, 2.0);
    EXPECT_EQ(t.heat_frozen_j_per_kg_k, 1800);
    EXPECT_EQ(t.perfusion_w_per_m3_k, 0);
}

}  // namespace
}  // namespace cryo::anatomy
