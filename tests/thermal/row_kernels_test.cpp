#include "engine/thermal/row_kernels.h"

#include <cstring>
#include <vector>

#include "engine/core/random.h"

namespace cryo::thermal {
namespace {

// Random runs of every length a row can have, through both sets of loops.
struct Cells {
    explicit Cells(uint64_t seed) {
        Rng rng(seed, "row kernels");
        for (std::vector<float>* values :
             {&deviation, &temperature, &potential, &resistivity, &perfusion, &balances, &coldest}) {
            values->resize(kCells);
            for (float& v : *values) v = static_cast<float>(rng.uniform(0.1, 3.0));
        }
        for (float& d : deviation) d = static_cast<float>(rng.uniform(-5e8, 1e8));
        tissue.resize(kCells);
        for (float& t : tissue) t = static_cast<float>(static_cast<int>(rng.uniform(0.0, 3.0)));
    }
    static constexpr size_t kCells = 600;
    std::vector<float> deviation, temperature, potential, resistivity, perfusion, balances, coldest, tissue;
};

const RowLaw kLaw{-1.0F, 2.7e8F, {2.8e-7F, 2.6e-8F, 5.5e-7F}, {1.4e-7F, 3e-8F, 1.1e-6F}, {2.0F, 0.8F, 0.5F}};

void run_all(const RowKernels& kernels, Cells& cells, int count) {
    const size_t at = 200;
    const StateRun state{cells.deviation.data() + at,   1.2e8F,
                         cells.temperature.data() + at, cells.potential.data() + at,
                         cells.resistivity.data() + at, cells.coldest.data() + at};
    kernels.state_mixed(kLaw, count, state);
    const FluxRun flux{cells.potential.data() + at,
                       cells.temperature.data() + at,
                       cells.resistivity.data() + at,
                       cells.tissue.data() + at,
                       cells.perfusion.data() + at,
                       cells.balances.data() + at,
                       0.3F,
                       37.0F,
                       4e6F,
                       0.03F,
                       cells.deviation.data() + at,
                       {-1, 1, -20, 20, -150, 150}};
    kernels.flux_mixed(count, flux);
    kernels.flux_same(count, flux);
    kernels.state_same(kLaw, count, state);
    const FaceRun face{cells.temperature.data() + at, cells.perfusion.data() + at, cells.balances.data() + at, 40.0F,
                       cells.deviation.data() + at};
    kernels.distant_face(count, face);
}

TEST(RowKernels, WideAndPlainLoopsGiveTheSameBits) {
    for (int count = 1; count <= 100; ++count) {
        Cells wide(static_cast<uint64_t>(count));
        Cells plain(static_cast<uint64_t>(count));
        run_all(row_kernels(), wide, count);
        run_all(baseline_row_kernels(), plain, count);
        for (const auto& [a, b] : {std::pair{&wide.deviation, &plain.deviation},
                                   {&wide.temperature, &plain.temperature},
                                   {&wide.potential, &plain.potential},
                                   {&wide.resistivity, &plain.resistivity},
                                   {&wide.coldest, &plain.coldest}})
            ASSERT_EQ(std::memcmp(a->data(), b->data(), a->size() * sizeof(float)), 0) << count;
    }
}

}  // namespace
}  // namespace cryo::thermal
