// What holds whatever the problem: heat is neither made nor lost, no new extremes, symmetry, rest, and the same bits
// for any number of threads; and agreement with a solver that does everything the plain way.
#include "engine/core/hash.h"
#include "engine/core/random.h"
#include "engine/thermal/plain_solver.h"
#include "tests/thermal/worlds.h"

namespace cryo::thermal {
namespace {

using anatomy::Tissue;

std::vector<TissueLaw> tissue_laws() {
    std::vector<TissueLaw> laws;
    for (int number = 0; number < anatomy::kTissueCount; ++number)
        laws.emplace_back(anatomy::properties(static_cast<Tissue>(number)).thermal, FreezingRange{});
    return laws;
}

// Slanted layers with a rod of nerve and one of blood: every kind of face occurs.
std::vector<uint8_t> slanted_layers(const GridFrame& f) {
    std::vector<uint8_t> tissue(f.cell_count());
    for (int k = 0; k < f.size.z; ++k)
        for (int j = 0; j < f.size.y; ++j)
            for (int i = 0; i < f.size.x; ++i) {
                const double depth = k + 0.31 * i - 0.17 * j;
                Tissue here = depth < 0.35 * f.size.z ? Tissue::Fat : Tissue::Muscle;
                if (depth > 0.9 * f.size.z) here = Tissue::CorticalBone;
                if (std::hypot(i - 0.6 * f.size.x, k - 0.4 * f.size.z) < 2.6) here = Tissue::NerveFascicle;
                if (std::hypot(i - 0.2 * f.size.x, k - 0.6 * f.size.z) < 1.6) here = Tissue::Blood;
                tissue[f.index(i, j, k)] = static_cast<uint8_t>(here);
            }
    return tissue;
}

FieldSetup layered_setup(const Index3& size, double spacing_m) {
    FieldSetup setup;
    setup.frame.spacing_m = spacing_m;
    setup.frame.size = size;
    setup.frame.origin_m = Vec3(0.5 * spacing_m);
    setup.laws = tissue_laws();
    setup.tissue = slanted_layers(setup.frame);
    setup.start_degc.assign(static_cast<size_t>(size.z), 37.0);
    return setup;
}

// Takes heat out of a block of cells at a fixed share of what they hold above a temperature: a crude cold probe.
class ColdBlock : public StageHook {
  public:
    ColdBlock(HeatField& field, const CellBox& box, double degc) : box_(box), degc_(degc) {
        field.set_quick_cells(box);
    }
    void exchange(HeatField& field, double dt_s) override {
        for (int k = box_.low.z; k < box_.high.z; ++k)
            for (int j = box_.low.y; j < box_.high.y; ++j)
                for (int i = box_.low.x; i < box_.high.x; ++i) {
                    const size_t c = field.frame().index(i, j, k);
                    const double h2 = field.frame().spacing_m * field.frame().spacing_m;
                    const double w_per_m3 =
                        0.5 / h2 * (field.law(c).potential(degc_) - static_cast<double>(field.potential()[c]));
                    field.deviation()[c] += static_cast<float>(w_per_m3 * dt_s);
                    taken_j_ += w_per_m3 * dt_s * field.cell_volume_m3();
                }
    }
    double taken_j() const { return taken_j_; }

  private:
    CellBox box_;
    double degc_;
    double taken_j_ = 0.0;
};

constexpr double kEnergyTolerance = 5e-4;  // of what the probe took: float sums over minutes

TEST(Conservation, HeatTakenIsHeatMissing) {
    ThreadPool pool(1);
    for (const double spacing_m : {0.0005, 0.00035}) {  // several slow stages a step on the finer
        HeatField field(layered_setup(Index3(36), spacing_m), pool);
        std::array<FaceCondition, kFaceCount> faces;
        faces.fill({FaceKind::Distant, 0.0, 0.0});
        faces[4] = {FaceKind::Surface, 10.0, 23.0};
        field.set_start_faces(faces);
        field.keep_ledger(true);
        ColdBlock cold(field, {{14, 14, 12}, {17, 20, 14}}, -80.0);
        advance_s(field, 90.0, 0.1, &cold);
        const double balance = field.stored_j() - cold.taken_j() - field.blood_j() - field.faces_j();
        std::printf("[ measured ] energy: %.3f J taken, %.2e of it unaccounted\n", -cold.taken_j(),
                    std::abs(balance / cold.taken_j()));
        EXPECT_GT(-cold.taken_j(), 5.0);
        EXPECT_LT(std::abs(balance), kEnergyTolerance * std::abs(cold.taken_j()));
        // The other terms are there to be got wrong.
        EXPECT_GT(field.blood_j(), 0.01 * std::abs(cold.taken_j()));
        EXPECT_GT(field.faces_j(), 0.001 * std::abs(cold.taken_j()));
    }
}

TEST(Conservation, AnInsulatedBoxKeepsItsHeatWhileItsTemperaturesMix) {
    ThreadPool pool(1);
    FieldSetup setup = layered_setup(Index3(16), 0.0005);
    setup.perfusion.assign(setup.frame.cell_count(), 0.0F);
    HeatField field(std::move(setup), pool);
    field.set_start_faces({});
    Rng rng(5, "mixing");
    for (size_t c = 0; c < field.frame().cell_count(); ++c) field.set_temperature(c, rng.uniform(-90.0, 40.0));
    field.refresh();
    double scale = 0.0;
    for (const float d : field.deviation()) scale += std::abs(static_cast<double>(d));
    scale *= field.cell_volume_m3();
    advance_s(field, 60.0);
    EXPECT_NEAR(field.stored_j(), 0.0, kEnergyTolerance * scale);
}

TEST(Conservation, NothingGetsColderOrWarmerThanAnythingWas) {
    ThreadPool pool(1);
    Rng rng(6, "extremes");
    for (int draw = 0; draw < 3; ++draw) {
        FieldSetup setup = layered_setup(Index3(14), rng.uniform(0.0003, 0.0010));
        setup.perfusion.assign(setup.frame.cell_count(), 0.0F);
        HeatField field(std::move(setup), pool);
        field.set_start_faces({});
        // Rough fields with cells at either end, blocks and single cells.
        for (size_t c = 0; c < field.frame().cell_count(); ++c)
            field.set_temperature(
                c, rng.uniform() < 0.5 ? rng.uniform(-120.0, 37.0) : (rng.uniform() < 0.5 ? -120.0 : 37.0));
        field.refresh();
        const auto extremes = [&] {
            const auto [low, high] =
                std::minmax_element(field.temperature_degc().values().begin(), field.temperature_degc().values().end());
            return std::pair{*low, *high};
        };
        constexpr float kRounding = 2e-4F;  // of a float enthalpy at -120 degC, in kelvin
        auto [low, high] = extremes();
        for (int step = 0; step < 100; ++step) {
            field.advance(nullptr);
            const auto [now_low, now_high] = extremes();
            ASSERT_GE(now_low, low - kRounding) << step;
            ASSERT_LE(now_high, high + kRounding) << step;
            low = now_low;
            high = now_high;
        }
    }
}

TEST(Conservation, TissueAtRestStaysExactlyAsItIs) {
    ThreadPool pool(1);
    FieldSetup setup = layered_setup(Index3(18), 0.0005);
    for (size_t k = 0; k < 18; ++k) setup.start_degc[k] = 31.0 + 0.3 * static_cast<double>(k);
    HeatField field(std::move(setup), pool);
    std::array<FaceCondition, kFaceCount> faces;
    faces.fill({FaceKind::Distant, 0.0, 0.0});
    faces[4] = {FaceKind::Surface, 10.0, 23.0};
    field.set_start_faces(faces);
    field.refresh();  // awake, so that everything is computed
    advance_s(field, 3600.0, 1.0);
    for (const float d : field.deviation()) ASSERT_EQ(d, 0.0F);
}

TEST(Conservation, AMirroredProblemHasAMirroredAnswer) {
    ThreadPool pool(1);
    const Index3 n(17);
    const exact::TwoPhase p;
    auto field = one_material(p, {-1.0, -8.0}, 2500.0, n, 0.0005, pool);
    ColdBlock cold(*field, {{7, 7, 7}, {10, 10, 10}}, -80.0);
    advance_s(*field, 20.0, 0.1, &cold);
    const Grid3<float>& t = field->temperature_degc();
    EXPECT_LT(t.at(8, 8, 8), -20.0F);
    for (int k = 0; k < n.z; ++k)
        for (int j = 0; j < n.y; ++j)
            for (int i = 0; i < n.x; ++i)
                for (const float mirrored : {t.at(16 - i, j, k), t.at(i, 16 - j, k), t.at(i, j, 16 - k)})
                    ASSERT_EQ(t.at(i, j, k), mirrored);
}

TEST(Conservation, AnyNumberOfThreadsGivesTheSameBits) {
    std::vector<uint64_t> hashes;
    for (const int threads : {1, 2, 7}) {
        ThreadPool pool(threads);
        HeatField field(layered_setup({40, 42, 44}, 0.0005), pool);  // large enough to be handed out
        std::array<FaceCondition, kFaceCount> faces;
        faces.fill({FaceKind::Distant, 0.0, 0.0});
        field.set_start_faces(faces);
        field.refresh();
        ColdBlock cold(field, {{14, 14, 12}, {20, 26, 16}}, -80.0);
        advance_s(field, 10.0, 0.1, &cold);
        StateHash hash;
        field.add_to(hash);
        hash.add(field.temperature_degc().values());
        hashes.push_back(hash.value());
    }
    EXPECT_EQ(hashes[0], hashes[1]);
    EXPECT_EQ(hashes[0], hashes[2]);
}

TEST(Conservation, SavedStateGoesOnToTheSameBits) {
    ThreadPool pool(1);
    HeatField field(layered_setup(Index3(24), 0.0005), pool);
    field.set_start_faces({});
    ColdBlock cold(field, {{10, 10, 10}, {13, 13, 13}}, -80.0);
    advance_s(field, 5.1, 0.1, &cold);  // between two slow stages
    ByteWriter writer;
    field.save(writer);
    const std::vector<std::byte> saved = writer.take();
    const auto hash_after = [&] {
        advance_s(field, 6.0, 0.1, &cold);
        StateHash hash;
        field.add_to(hash);
        return hash.value();
    };
    const uint64_t first = hash_after();
    ByteReader reader(saved);
    field.load(reader);
    EXPECT_TRUE(reader.at_end());
    EXPECT_EQ(hash_after(), first);
}

// Two rates, floats and row loops against one rate, doubles and none of them.
TEST(Conservation, AgreesWithThePlainSolver) {
    ThreadPool pool(1);
    constexpr double kRelativeK =
        0.4;  // in a cell that a front passes; temperature differs by the stages' length there
    constexpr double kMeanK = 0.02;
    for (const double spacing_m : {0.0005, 0.0003}) {
        FieldSetup setup = layered_setup(Index3(16), spacing_m);
        std::vector<float> perfusion;
        for (size_t c = 0; c < setup.tissue.size(); ++c)
            perfusion.push_back(static_cast<float>(setup.laws[setup.tissue[c]].perfusion_w_per_m3_k()));
        PlainSolver plain(setup.frame, setup.laws, setup.tissue, 37.0, perfusion);
        HeatField field(setup, pool);
        field.set_start_faces({});
        std::vector<size_t> held;
        for (int k = 6; k < 9; ++k)
            for (int j = 6; j < 9; ++j)
                for (int i = 6; i < 10; ++i) held.push_back(field.frame().index(i, j, k));
        for (const size_t c : held) {
            field.set_temperature(c, -70.0);
            plain.set_temperature(c, -70.0);
            plain.hold(c);
        }
        field.refresh();
        field.hold(held);
        advance_s(field, 20.0);
        plain.advance(20.0, 0.01);
        double largest = 0.0;
        double sum = 0.0;
        for (size_t c = 0; c < field.frame().cell_count(); ++c) {
            const double off =
                std::abs(static_cast<double>(field.temperature_degc().values()[c]) - plain.temperature_degc(c));
            largest = std::max(largest, off);
            sum += off;
        }
        std::printf("[ measured ] against the plain solver at %.1f mm: mean %.4f K, largest %.3f K\n",
                    mm_from_m(spacing_m), sum / static_cast<double>(field.frame().cell_count()), largest);
        EXPECT_LT(largest, kRelativeK);
        EXPECT_LT(sum / static_cast<double>(field.frame().cell_count()), kMeanK);
    }
}

TEST(Conservation, PerfusionStopsInIceAndComesBackWeakly) {
    ThreadPool pool(1);
    const exact::TwoPhase p;
    // One cell of perfused tissue, insulated: its rate of rewarming is its perfusion.
    const auto rate_k_per_s = [&](double coldest_degc) {
        auto field = one_material(p, {-1.0, -8.0}, 20000.0, Index3(1), 0.001, pool);
        field->set_temperature(0, coldest_degc);
        field->refresh();
        field->set_temperature(0, 10.0);
        advance_s(*field, 0.6);  // until the new temperature is seen everywhere
        const double before = static_cast<double>(field->temperature_degc().values()[0]);
        advance_s(*field, 0.6);
        return (static_cast<double>(field->temperature_degc().values()[0]) - before) / 0.6;
    };
    const double full = 20000.0 * 27.0 / 3.6e6;
    EXPECT_NEAR(rate_k_per_s(5.0), full, 0.01 * full);
    EXPECT_NEAR(rate_k_per_s(-30.0), 0.2 * full, 0.01 * full);
    auto frozen = one_material(p, {-1.0, -8.0}, 20000.0, Index3(1), 0.001, pool);
    frozen->set_temperature(0, -30.0);
    frozen->refresh();
    advance_s(*frozen, 30.0);
    EXPECT_EQ(frozen->temperature_degc().values()[0], -30.0F);
}

// k-space check of plain conduction with perfusion: a cosine in an insulated box decays at its own rate.
TEST(Conservation, ACosineDecaysAtItsRate) {
    ThreadPool pool(1);
    const exact::TwoPhase p;
    const double w = 20000.0;
    const double h = 0.0005;
    const int n = 40;
    auto field = one_material(p, {-1.0, -8.0}, w, {n, 4, 4}, h, pool);
    const double wave = kPi / (n * h);
    for (int k = 0; k < 4; ++k)
        for (int j = 0; j < 4; ++j)
            for (int i = 0; i < n; ++i)
                field->set_temperature(field->frame().index(i, j, k), 37.0 - 10.0 * std::cos(wave * (i + 0.5) * h));
    field->refresh();
    advance_s(*field, 60.0);
    const double rate = p.diffusivity_unfrozen() * wave * wave + w / p.heat_unfrozen;
    const double exact_k = 10.0 * std::exp(-rate * 60.0);
    EXPECT_NEAR(37.0 - static_cast<double>(field->temperature_degc().at(0, 0, 0)), exact_k * std::cos(wave * 0.5 * h),
                0.002 * exact_k);
}

}  // namespace
}  // namespace cryo::thermal
