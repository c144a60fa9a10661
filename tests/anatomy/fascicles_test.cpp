#include "engine/anatomy/curve.h"
#include "engine/core/units.h"
#include "tests/anatomy/knee.h"

namespace cryo::anatomy {
namespace {

Nerve nerve_mm(double width_mm, double height_mm, int count, double fraction = 0.55) {
    Nerve nerve;
    nerve.id = "n";
    nerve.tube = tube_mm({{0, -10, 10}, {0, 10, 10}}, width_mm, height_mm);
    nerve.fascicle_count = count;
    nerve.fascicle_area_fraction = fraction;
    return nerve;
}

double area_fraction(const Nerve& nerve, const std::vector<Fascicle>& fascicles) {
    double squares = 0;
    for (const Fascicle& f : fascicles) squares += f.radius_m * f.radius_m;
    return squares / (0.25 * nerve.tube.width_m * nerve.tube.height_m);
}

void expect_apart(const Nerve& nerve, const std::vector<Fascicle>& fascicles) {
    for (size_t i = 0; i < fascicles.size(); ++i) {
        const double to_rim_m =
            distance_to_ellipse(fascicles[i].center_m, 0.5 * nerve.tube.width_m, 0.5 * nerve.tube.height_m);
        EXPECT_LT(to_rim_m, -fascicles[i].radius_m);
        for (size_t j = i + 1; j < fascicles.size(); ++j)
            EXPECT_GT(glm::length(fascicles[i].center_m - fascicles[j].center_m),
                      fascicles[i].radius_m + fascicles[j].radius_m);
    }
}

TEST(Fascicles, FillTheirShareOfTheSectionAndKeepApart) {
    struct Case {
        double width_mm, height_mm;
        int count;
    };
    // The nerves of the clinical table: infrapatellar, saphenous, occipital, sciatic, femoral, intercostal, tibial.
    for (const Case& c : {Case{2.2, 1.4, 3}, Case{2.2, 1.4, 2}, Case{3.2, 2.0, 4}, Case{3.0, 1.8, 3}, Case{13, 6, 12},
                          Case{9.8, 3.1, 9}, Case{2.2, 1.3, 2}, Case{8, 5.5, 8}, Case{1.6, 1.1, 1}})
        for (uint64_t seed = 0; seed < 10; ++seed) {
            const Nerve nerve = nerve_mm(c.width_mm, c.height_mm, c.count);
            const std::vector<Fascicle> fascicles = pack_fascicles(nerve, seed);
            ASSERT_EQ(fascicles.size(), static_cast<size_t>(c.count));
            EXPECT_NEAR(area_fraction(nerve, fascicles) / 0.55, 1.0, 0.03) << c.width_mm << " " << c.count;
            expect_apart(nerve, fascicles);
        }
}

TEST(Fascicles, TooMuchForTheirNumberFillsAsMuchAsCirclesCan) {
    // One disc in a 2:1 ellipse fills at most half of it.
    const Nerve nerve = nerve_mm(4, 2, 1, 0.7);
    const std::vector<Fascicle> one = pack_fascicles(nerve, 1);
    expect_apart(nerve, one);
    EXPECT_GT(area_fraction(nerve, one), 0.43);
    EXPECT_LT(area_fraction(nerve, one), 0.5);
    const Nerve full = nerve_mm(3, 3, 2, 0.75);  // two equal discs in a circle fill at most half
    expect_apart(full, pack_fascicles(full, 1));
}

TEST(Fascicles, AreTheSameForTheSameSeedAndOthersForAnother) {
    const Nerve nerve = nerve_mm(3.2, 2.0, 5);
    const std::vector<Fascicle> a = pack_fascicles(nerve, 4);
    const std::vector<Fascicle> b = pack_fascicles(nerve, 4);
    const std::vector<Fascicle> other = pack_fascicles(nerve, 5);
    bool differs = false;
    for (size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].center_m, b[i].center_m);
        EXPECT_EQ(a[i].radius_m, b[i].radius_m);
        differs = differs || a[i].center_m != other[i].center_m;
    }
    EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace cryo::anatomy
