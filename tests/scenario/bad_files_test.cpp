// Each file of tests/scenario/bad opens with lines "# expect: LINE:COLUMN: part of the message", one for every fault it
// has. All of them must be found, each at its place, and no others.
#include <algorithm>

#include "engine/scenario/read.h"
#include "tests/scenario/scene_files.h"

namespace cryo::scenario {
namespace {

constexpr std::string_view kMark = "# expect: ";

std::vector<std::string> expectations(const std::string& text) {
    std::vector<std::string> expected;
    for (size_t begin = 0; text.compare(begin, kMark.size(), kMark) == 0;) {
        const size_t end = text.find('\n', begin);
        expected.push_back(text.substr(begin + kMark.size(), end - begin - kMark.size()));
        begin = end + 1;
    }
    return expected;
}

// "12:5: ..." against a fault.
bool is_met_by(const std::string& expectation, const Diagnostic& fault) {
    const std::string place = std::to_string(fault.line) + ":" + std::to_string(fault.column) + ": ";
    return expectation.starts_with(place) && fault.message.find(expectation.substr(place.size())) != std::string::npos;
}

class BadFile : public testing::TestWithParam<std::string> {};

TEST_P(BadFile, ReportsEveryFaultAtItsPlaceAndNoOthers) {
    const std::string path = io::join_path(bad_folder(), GetParam() + ".toml");
    const std::vector<std::string> expected = expectations(*io::read_text(path));
    ASSERT_FALSE(expected.empty()) << path << " expects nothing";
    Diagnostics faults = check_file(path);
    for (const std::string& expectation : expected) {
        const auto found = std::find_if(faults.begin(), faults.end(),
                                        [&](const Diagnostic& fault) { return is_met_by(expectation, fault); });
        EXPECT_NE(found, faults.end()) << "not reported: " << expectation;
        if (found == faults.end()) continue;
        EXPECT_EQ(found->file, path);
        faults.erase(found);
    }
    EXPECT_TRUE(faults.empty()) << "reported without being there:\n" << to_string(faults);
}

std::vector<std::string> bad_names() {
    std::vector<std::string> names;
    for (const std::string& file : io::list_files(bad_folder(), ".toml")) names.push_back(io::stem_of(file));
    return names;
}

INSTANTIATE_TEST_SUITE_P(Files, BadFile, testing::ValuesIn(bad_names()),
                         [](const testing::TestParamInfo<std::string>& file) { return file.param; });

TEST(BadFiles, CoverEveryKind) {
    const std::vector<std::string> names = bad_names();
    EXPECT_GE(names.size(), 120U);
    for (const char* kind : {"scenario_", "lesson_", "phantom_", "device_", "transducer_", "patient_", "text_", "kind_"})
        EXPECT_TRUE(std::any_of(names.begin(), names.end(), [&](const auto& n) { return n.starts_with(kind); }))
            << kind;
}

TEST(BadFiles, AMissingFileIsSaidSo) {
    EXPECT_THAT(to_string(check_file("nowhere.toml")), testing::HasSubstr("nowhere.toml: there is no such file"));
}

TEST(BadFiles, AnotherKindThanNeededIsSaidSo) {
    const Result<instruments::CryoprobeDevice> device = read_device(scene_file("transducers/l12_3v.toml"));
    ASSERT_FALSE(device.ok());
    EXPECT_THAT(to_string(device.faults()),
                testing::HasSubstr("l12_3v.toml:3:8: this is a transducer file; a device file is needed here"));
}

TEST(BadFiles, FaultsOfAReferencedFileNameThatFile) {
    const std::string text = *io::read_text(scene_file("knee_ipbsn.toml"));
    const std::string reference = "patients/reference.toml";
    const size_t at = text.find(reference);
    ASSERT_NE(at, std::string::npos);
    const std::string broken =
        std::string(text).replace(at, reference.size(), "../tests/scenario/bad/patient_missing.toml");
    const Diagnostics faults = check_text(broken, scene_file("knee_ipbsn.toml"));
    ASSERT_EQ(faults.size(), 1U) << to_string(faults);
    EXPECT_THAT(faults[0].file, testing::EndsWith("tests/scenario/bad/patient_missing.toml"));
}

}  // namespace
}  // namespace cryo::scenario
