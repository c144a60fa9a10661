// A file that is written reads back as the same: every key of it, and every number to the ten digits that are written.
#include "engine/scenario/list.h"
#include "engine/scenario/read.h"
#include "engine/scenario/write.h"
#include "tests/scenario/scene_files.h"

namespace cryo::scenario {
namespace {

std::vector<std::string> files_of(const char* folder) {
    return io::list_files(io::join_path(scenes_folder(), folder), ".toml");
}

TEST(RoundTrip, CasesAndTestObjects) {
    std::vector<std::string> files = files_of("");
    for (const std::string& file : files_of("phantoms")) files.push_back(file);
    for (const std::string& file : files) {
        const Result<Scenario> first = read_scenario(file);
        ASSERT_TRUE(first.ok());
        const std::string written = scenario_text(*first);
        const Result<Scenario> second = read_scenario_text(written, file);
        ASSERT_TRUE(second.ok()) << to_string(second.faults()) << written;
        EXPECT_EQ(scenario_text(*second), written);
        EXPECT_EQ(second->title, first->title);
        const auto& a = first->anatomy.at_bmi_23;
        const auto& b = second->anatomy.at_bmi_23;
        ASSERT_EQ(a.layers.size(), b.layers.size());
        ASSERT_EQ(a.nerves.size(), b.nerves.size());
        ASSERT_EQ(a.vessels.size(), b.vessels.size());
        ASSERT_EQ(a.points.size(), b.points.size());
        ASSERT_EQ(a.inclusions.size(), b.inclusions.size());
        EXPECT_EQ(first->anatomy.nerve_needs, second->anatomy.nerve_needs);
        constexpr double kTenDigits = 1e-9;
        for (size_t i = 0; i < a.layers.size(); ++i) {
            EXPECT_NEAR(a.layers[i].bottom_m, b.layers[i].bottom_m, kTenDigits * a.layers[i].bottom_m);
            EXPECT_LT(glm::length(a.layers[i].fibre - b.layers[i].fibre), kTenDigits);
            EXPECT_NEAR(a.layers[i].tilt_rad.x, b.layers[i].tilt_rad.x, kTenDigits);
        }
        for (size_t i = 0; i < a.nerves.size(); ++i)
            for (size_t p = 0; p < a.nerves[i].tube.path_m.size(); ++p)
                EXPECT_LT(glm::length(a.nerves[i].tube.path_m[p] - b.nerves[i].tube.path_m[p]), kTenDigits);
        EXPECT_NEAR(first->imaging.frequency_hz, second->imaging.frequency_hz, kTenDigits * 1e7);
        EXPECT_NEAR(first->cryoprobe_start.pitch_rad, second->cryoprobe_start.pitch_rad, kTenDigits);
    }
}

// What is true of a file's text alone: written, read from a file of its own and written again, it is the same.
template <class Read, class Write>
void expect_stable(const char* folder, const Read& read, const Write& write) {
    ASSERT_FALSE(files_of(folder).empty());
    for (const std::string& file : files_of(folder)) {
        const auto value = read(file);
        ASSERT_TRUE(value.ok());
        const std::string written = write(*value);
        EXPECT_EQ(to_string(check_text(written, file)), "") << written;
    }
}

TEST(RoundTrip, Devices) {
    expect_stable(
        "devices", [](const std::string& f) { return read_device(f); }, device_text);
    const std::string text = device_text(read_device(scene_file("devices/handheld_20g_90.toml")).value());
    EXPECT_THAT(text, testing::HasSubstr("\nshaft_diameter_mm = 0.91\n"));
    EXPECT_THAT(text, testing::HasSubstr("\n[[gas_side]]\nname = \"conservative\"\ngas_temperature_c = -70\n"));
}

TEST(RoundTrip, Transducers) {
    expect_stable("transducers", read_transducer, transducer_text);
    const std::string text = transducer_text(read_transducer(scene_file("transducers/c5_2v.toml")).value());
    EXPECT_THAT(text, testing::HasSubstr("\nradius_mm = 49.6\n"));
    EXPECT_THAT(text, testing::HasSubstr("\nfrequency_mhz = 3.6\n"));
}

TEST(RoundTrip, Patients) { expect_stable("patients", read_patient, patient_text); }

}  // namespace
}  // namespace cryo::scenario
