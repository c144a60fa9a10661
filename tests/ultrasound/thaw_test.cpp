// What ice leaves in the image when it has thawed: an even haze where it was, of the stated level, and nothing
// elsewhere.
#include "engine/ultrasound/echo.h"
#include "engine/ultrasound/ice_echo.h"
#include "engine/ultrasound/scan_plan.h"
#include "tests/support/ice_field.h"
#include "tests/support/ultrasound_worlds.h"

namespace cryo::ultrasound {
namespace {

constexpr double kCenterM = 0.014;
constexpr double kRadiusM = 0.004;

class Thaw : public testing::Test {
  protected:
    Thaw() {
        anatomy::Anatomy block = test::block(anatomy::Tissue::Muscle);
        block.layers.front().is_uniform = true;
        frame_ = test::frame_of(test::bake(block));
        frame_.noise_on = false;
        frame_.settings.depth_m = 0.03;
        instruments::NeedleAxis across = test::shaft_to({0.0, 0.0, kCenterM}, 0.0, 0.0);
        coldest_ = test::ice_around(across, kRadiusM);
        warm_ = coldest_;
        std::fill(warm_.values().begin(), warm_.values().end(), 20.0F);
    }
    // Mean power of the speckle in a box of the image about the centre, over looks at separate planes.
    double power_about(double range_m) {
        double sum = 0.0;
        int count = 0;
        for (int look = 0; look < 8; ++look) {
            ImageFrame at = frame_;
            test::move_to(at, {.slide_m = 0.0, .across_m = 0.0006 * (look - 3.5)});
            const Envelope envelope = reference_image(at).envelope;
            const BeamGrid grid = make_beam_grid(at.transducer, at.settings);
            const int middle = static_cast<int>(grid.sample_at(range_m));
            for (int s = middle - 12; s <= middle + 12; ++s)
                for (int l = 70; l < 90; ++l) {
                    const auto value = static_cast<double>(envelope.at(l, s));
                    sum += value * value;
                    ++count;
                }
        }
        return sum / count;
    }

    ImageFrame frame_;
    Grid3<float> coldest_;
    Grid3<float> warm_;
};

TEST_F(Thaw, LeavesAHazeWhereIceWas) {
    const double before = power_about(kCenterM);
    const double deep_before = power_about(kCenterM + 3.0 * kRadiusM);
    frame_.temperature_degc = &warm_;
    frame_.coldest_degc = &coldest_;
    frame_.temperature_revision = 1;
    // The haze strengthens the scatterers that are there, so amplitudes add. Muscle's own level is the reference, 0 dB.
    const double expected_db = 20.0 * std::log10(1.0 + std::pow(10.0, kOedemaDb / 20.0));
    const double measured_db = 10.0 * std::log10(power_about(kCenterM) / before);
    constexpr double kBellDb = 0.4;  // the window is wider than the top of the bell
    EXPECT_NEAR(measured_db, expected_db, kBellDb);
    EXPECT_NEAR(10.0 * std::log10(power_about(kCenterM + 3.0 * kRadiusM) / deep_before), 0.0, 0.1);
}

TEST_F(Thaw, DoesNotShowWhileItIsFrozen) {
    frame_.temperature_degc = &coldest_;
    frame_.temperature_revision = 1;
    const Envelope ice = reference_image(frame_).envelope;
    frame_.coldest_degc = &coldest_;
    EXPECT_EQ(reference_image(frame_).envelope.values, ice.values);
}

}  // namespace
}  // namespace cryo::ultrasound
