#include "engine/thermal/tissue_law.h"

#include "tests/thermal/worlds.h"

namespace cryo::thermal {
namespace {

const TissueLaw kLaw(thermal_of({}), {-1.0, -8.0});

TEST(TissueLaw, EnthalpyAndPotentialHaveTheirValuesAtTheCorners) {
    EXPECT_DOUBLE_EQ(kLaw.enthalpy(-1.0), 0.0);
    EXPECT_DOUBLE_EQ(kLaw.enthalpy(37.0), 38.0 * 3.6e6);
    // Across the range: latent heat and the mean of both sensible heats.
    EXPECT_DOUBLE_EQ(kLaw.enthalpy(-8.0), -(250e6 + 7.0 * 2.7e6));
    EXPECT_DOUBLE_EQ(kLaw.enthalpy(-60.0), -(250e6 + 7.0 * 2.7e6) - 52.0 * 1.8e6);
    EXPECT_DOUBLE_EQ(kLaw.potential(-8.0), -7.0 * 1.25);
    EXPECT_DOUBLE_EQ(kLaw.potential(-60.0), -7.0 * 1.25 - 52.0 * 2.0);
}

TEST(TissueLaw, InversesUndoTheirFunctions) {
    for (double t = -140.0; t <= 60.0; t += 0.37) {
        EXPECT_NEAR(kLaw.temperature_degc(kLaw.enthalpy(t)), t, 1e-10);
        EXPECT_NEAR(kLaw.temperature_from_potential_degc(kLaw.potential(t)), t, 1e-10);
    }
}

TEST(TissueLaw, PotentialIsTheIntegralOfConductivity) {
    for (double t = -100.0; t <= 37.0; t += 0.41) {
        const double step = 1e-6;
        EXPECT_NEAR((kLaw.potential(t + step) - kLaw.potential(t - step)) / (2 * step), kLaw.conductivity(t), 1e-4);
    }
}

TEST(TissueLaw, MetalTakesTheLatentHeatOfItsShare) {
    const TissueLaw half = kLaw.with_metal(0.5);
    const TissueLaw all = kLaw.with_metal(1.0);
    EXPECT_NEAR(all.latent_span(), 7.0 * 1.8e6, 1.0);
    // Half of it metal: between tissue and metal, whatever the temperature.
    for (const double t : {37.0, 10.0, -4.0, -60.0})
        EXPECT_NEAR(half.enthalpy(t), 0.5 * (kLaw.enthalpy(t) + all.enthalpy(t)), 1.0) << t;
}

TEST(TissueLaw, EveryTissueOfTheTableIsSound) {
    for (int number = 0; number < anatomy::kTissueCount; ++number) {
        const auto& row = anatomy::properties(static_cast<anatomy::Tissue>(number));
        const TissueLaw law(row.thermal, {});
        EXPECT_GT(law.latent_span(), 0.0) << row.id;
        EXPECT_GT(law.heat_frozen(), 0.0) << row.id;
        EXPECT_NEAR(law.temperature_degc(law.enthalpy(-20.0)), -20.0, 1e-9) << row.id;
    }
}

}  // namespace
}  // namespace cryo::thermal
