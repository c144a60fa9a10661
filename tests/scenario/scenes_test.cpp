// What holds for every authored file of scenes/.
#include <algorithm>
#include <cmath>
#include <set>

#include "engine/anatomy/patient.h"
#include "engine/scenario/list.h"
#include "engine/scenario/read.h"
#include "engine/scenario/tables.h"
#include "tests/scenario/scene_files.h"

namespace cryo::scenario {
namespace {

using testing::HasSubstr;

class SceneFile : public testing::TestWithParam<std::string> {};

TEST_P(SceneFile, HasNoFaults) { EXPECT_EQ(to_string(check_file(GetParam())), ""); }

TEST_P(SceneFile, IsNamedAfterItsId) {
    const io::ParameterTree tree = io::parse_toml(*io::read_text(GetParam()), GetParam());
    EXPECT_EQ(tree.root.find("id")->text, io::stem_of(GetParam()));
}

std::string name_of_parameter(const testing::TestParamInfo<std::string>& info) {
    return io::name_of(io::folder_of(info.param)) + "_" + io::stem_of(info.param);
}

INSTANTIATE_TEST_SUITE_P(All, SceneFile, testing::ValuesIn(all_scene_files()), name_of_parameter);

TEST(Scenes, ThereIsSomethingOfEachKind) {
    std::set<std::string> folders;
    for (const std::string& file : all_scene_files()) folders.insert(io::name_of(io::folder_of(file)));
    EXPECT_EQ(folders, (std::set<std::string>{"scenes", "lessons", "phantoms", "devices", "transducers", "patients"}));
}

// The builds and draws that a case may meet, beyond the few that its check samples.
TEST(Scenes, EveryPatientOfEveryCaseHasASoundAnatomy) {
    for (const ScenarioSummary& summary : list_scenarios(scenes_folder())) {
        const Result<Scenario> scenario = read_scenario(summary.file);
        ASSERT_TRUE(scenario.ok());
        anatomy::Patient patient = scenario->patient;
        for (uint64_t seed = 0; seed < 60; ++seed) {
            patient.seed = seed;
            patient.bmi = 17.0 + static_cast<double>(seed % 15) * 2.0;
            patient.side = seed % 2 == 0 ? anatomy::Side::Left : anatomy::Side::Right;
            patient.age_years = 25.0 + static_cast<double>(seed % 7) * 10.0;
            const auto faults = anatomy_faults(make_anatomy(scenario->anatomy, patient));
            EXPECT_TRUE(faults.empty()) << summary.id << ", BMI " << patient.bmi << ", seed " << seed << ": "
                                        << faults[0];
        }
    }
}

TEST(List, NamesWhatTheCommandLineShows) {
    const std::vector<ScenarioSummary> list = list_scenarios(scenes_folder());
    const auto knee = std::find_if(list.begin(), list.end(), [](const auto& s) { return s.id == "knee_ipbsn"; });
    ASSERT_NE(knee, list.end());
    EXPECT_EQ(knee->indication, "Knee osteoarthritis");
    EXPECT_EQ(knee->nerve, "Infrapatellar branch of the saphenous nerve");
    EXPECT_EQ(knee->probe, "Linear L12-3");
    EXPECT_THAT(knee->device, HasSubstr("1.4 mm"));
    EXPECT_FALSE(knee->is_phantom);
    EXPECT_TRUE(knee->faults.empty());
}

TEST(List, ABrokenCaseDoesNotHideTheOthers) {
    const std::vector<ScenarioSummary> list = list_scenarios(bad_folder());
    ASSERT_GT(list.size(), 25U);
    // One bad file is bad only for some patients: it can be read, and check_file finds it.
    const auto readable = std::count_if(list.begin(), list.end(), [](const auto& s) { return s.faults.empty(); });
    EXPECT_EQ(readable, 1);
}

TEST(List, ACaseIsFoundByIdOrByPath) {
    EXPECT_EQ(*find_scenario("knee_ipbsn", scenes_folder()), scene_file("knee_ipbsn.toml"));
    EXPECT_EQ(*find_scenario("wires", scenes_folder()), scene_file("phantoms/wires.toml"));
    const std::string path = scene_file("phantoms/cysts.toml");
    EXPECT_EQ(*find_scenario(path, "nowhere"), path);
    EXPECT_THAT(to_string(find_scenario("knee_ipsbn", scenes_folder()).faults()),
                HasSubstr("did you mean 'knee_ipbsn'?"));
}

// The session and the image take any pose a case hands them, so it must be one a hand may hold.
TEST(Scenes, TheCryoprobeWaitsInAPoseThatIsAllowed) {
    for (const std::string& folder : {scenes_folder(), scene_file("phantoms")})
        for (const ScenarioSummary& summary : list_scenarios(folder)) {
            const instruments::CryoprobePose pose = read_scenario(summary.file)->cryoprobe_start;
            EXPECT_GE(pose.pitch_rad, instruments::kPitchLowRad) << summary.id;
            EXPECT_LE(pose.pitch_rad, instruments::kPitchHighRad) << summary.id;
            EXPECT_LE(std::abs(pose.entry_x_m), instruments::kEntryLimitM) << summary.id;
        }
}

TEST(Device, StatesEveryCalibrationAndUsesTheOneAskedFor) {
    const std::string path = scene_file("devices/console_n2o_1p4.toml");
    const Result<instruments::CryoprobeDevice> usual = read_device(path);
    ASSERT_TRUE(usual.ok());
    EXPECT_EQ(usual->gas_side.name, "clinical");
    EXPECT_DOUBLE_EQ(usual->gas_side.gas_temperature_degc, -88.0);
    EXPECT_DOUBLE_EQ(usual->gas_side.film_w_per_m2_k, 10e3);
    EXPECT_DOUBLE_EQ(usual->shaft_diameter_m, 0.0014);
    ASSERT_EQ(usual->calibrations.size(), 2U);
    const Result<instruments::CryoprobeDevice> other = read_device(path, "conservative");
    ASSERT_TRUE(other.ok());
    EXPECT_DOUBLE_EQ(other->gas_side.gas_temperature_degc, -70.0);
    EXPECT_THAT(to_string(read_device(path, "wild").faults()), HasSubstr("it has 'clinical', 'conservative'"));
}

TEST(Reference, NamesEveryKeyOfEveryTable) {
    const std::string reference = file_reference();
    for (const auto& keys : {scenario_table().keys(), phantom_table().keys(), device_table().keys(),
                             transducer_table().keys(), patient_table().keys()})
        for (const std::string& key : keys) EXPECT_THAT(reference, HasSubstr("| `" + key + "` |"));
    EXPECT_THAT(reference, HasSubstr("### `[[nerve]]`"));
    EXPECT_THAT(reference, HasSubstr("### `[spread.position_x]`"));
}

}  // namespace
}  // namespace cryo::scenario
