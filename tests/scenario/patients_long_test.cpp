// A thousand patients of every case, of every build, age and side: none with anatomy that overlaps or is inside out.
#include "engine/anatomy/patient.h"
#include "engine/core/random.h"
#include "engine/scenario/list.h"
#include "engine/scenario/read.h"
#include "tests/scenario/scene_files.h"

namespace cryo::scenario {
namespace {

TEST(ThousandPatients, EveryCaseHasASoundAnatomy) {
    constexpr uint64_t kPatients = 1000;
    for (const ScenarioSummary& summary : list_scenarios(scenes_folder())) {
        const Result<Scenario> scenario = read_scenario(summary.file);
        ASSERT_TRUE(scenario.ok());
        anatomy::Patient patient = scenario->patient;
        Rng rng(7, "thousand patients");
        int unsound = 0;
        for (uint64_t seed = 0; seed < kPatients; ++seed) {
            patient.seed = seed;
            patient.bmi = 17.0 + 28.0 * rng.uniform();
            patient.age_years = 25.0 + 60.0 * rng.uniform();
            patient.side = rng.uniform() < 0.5 ? anatomy::Side::Left : anatomy::Side::Right;
            patient.sex = rng.uniform() < 0.5 ? anatomy::Sex::Female : anatomy::Sex::Male;
            const auto faults = anatomy_faults(make_anatomy(scenario->anatomy, patient));
            if (faults.empty()) continue;
            ++unsound;
            ADD_FAILURE() << summary.id << ", BMI " << patient.bmi << ", seed " << seed << ": " << faults[0];
            if (unsound >= 3) break;
        }
    }
}

}  // namespace
}  // namespace cryo::scenario
