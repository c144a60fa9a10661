// A person's folder that is damaged, newer, or cut off in the middle: said once, kept, never fatal.
#include "engine/app/user_store.h"

#include <cstdlib>
#include <filesystem>

#include "engine/io/files.h"

namespace cryo::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class PersonsFolder : public testing::Test {
  protected:
    void SetUp() override {
        home_ = fs::temp_directory_path() / "cryosono_user_store";
        fs::remove_all(home_);
        fs::create_directories(home_ / "cryosono/attempts");
        if (const char* before = std::getenv("XDG_DATA_HOME")) before_ = before;
        setenv("XDG_DATA_HOME", home_.c_str(), 1);
    }
    void TearDown() override {
        if (before_.empty())
            unsetenv("XDG_DATA_HOME");
        else
            setenv("XDG_DATA_HOME", before_.c_str(), 1);
        fs::remove_all(home_);
    }
    void settings(const std::string& text) const { io::write_atomically(file_of_settings(), text); }
    std::string file_of_settings() const { return (home_ / "cryosono/preferences.json").string(); }
    int kept() const {
        int count = 0;
        for (const auto& entry : fs::directory_iterator(home_ / "cryosono"))
            count += entry.path().filename().string().find(".kept-") != std::string::npos;
        return count;
    }

    fs::path home_;
    std::string before_;
    ui::UiState state_;
    std::string last_case_;
};

TEST_F(PersonsFolder, ASecondWindowKeepsOffWhatTheFirstIsDoing) {
    UserStore first;
    EXPECT_FALSE(first.is_second());
    state_.text_scale = 1.25;
    first.save_preferences(state_, "leg_sural");
    {
        UserStore second;
        EXPECT_TRUE(second.is_second());
        EXPECT_EQ(second.problem(), "") << "attempts are kept all the same";
        ui::UiState other;
        other.text_scale = 2.0;
        second.save_preferences(other, "knee_ipbsn");
        EXPECT_EQ(second.unfinished_attempt(), "") << "it is going on in the first";
    }
    ui::UiState read;
    EXPECT_EQ(first.load_preferences(read, last_case_), "");
    EXPECT_EQ(read.text_scale, 1.25);
    EXPECT_EQ(last_case_, "leg_sural");
}

TEST_F(PersonsFolder, TheFirstToOpenAfterTheFirstHasGoneIsTheFirst) {
    { UserStore first; }
    EXPECT_FALSE(UserStore().is_second());
}

// A home that refuses: the program runs, says so in one sentence, and nothing throws.
TEST_F(PersonsFolder, WhereNothingCanBeKeptItIsSaidAndNothingElse) {
    io::write_atomically((home_ / "a_file").string(), "no folder");
    setenv("XDG_DATA_HOME", (home_ / "a_file/inside").c_str(), 1);
    UserStore store;
    EXPECT_THAT(store.problem(), HasSubstr("will not be recorded"));
    EXPECT_FALSE(store.is_second());
    EXPECT_EQ(store.new_attempt_file("knee_ipbsn"), "");
    EXPECT_EQ(store.unfinished_attempt(), "");
    EXPECT_EQ(store.add({}), 0);
    store.save_preferences(state_, "knee_ipbsn");
    EXPECT_EQ(store.load_preferences(state_, last_case_), "");
}

TEST_F(PersonsFolder, HowLoudIsRemembered) {
    for (const ui::SoundLevel level : {ui::SoundLevel::Off, ui::SoundLevel::Loud}) {
        state_.sound = level;
        UserStore().save_preferences(state_, "");
        ui::UiState read;
        UserStore().load_preferences(read, last_case_);
        EXPECT_EQ(read.sound, level);
    }
}

TEST_F(PersonsFolder, SettingsComeBack) {
    ui::use_input(state_, ui::Input::Trackpad);
    state_.text_scale = 1.5;
    state_.theme = ui::Theme::Bright;
    state_.key_changes = {{ui::PhysicalKey::B, ui::Action::Pause}};
    UserStore().save_preferences(state_, "knee_ipbsn");
    ui::UiState read;
    std::string last_case;
    EXPECT_EQ(UserStore().load_preferences(read, last_case), "");
    EXPECT_EQ(read.input, ui::Input::Trackpad);
    EXPECT_EQ(read.pointer, ui::Pointer::Trackpad);
    EXPECT_EQ(read.text_scale, 1.5);
    EXPECT_EQ(read.theme, ui::Theme::Bright);
    ASSERT_EQ(read.key_changes.size(), 1U);
    EXPECT_EQ(last_case, "knee_ipbsn");
}

TEST_F(PersonsFolder, NothingYetAsksForTheInput) {
    EXPECT_EQ(UserStore().load_preferences(state_, last_case_), "");
    EXPECT_FALSE(state_.input.has_value());
}

TEST_F(PersonsFolder, BrokenSettingsAreKeptAndSaid) {
    settings("{\"text_scale\": 1.5, ");
    EXPECT_THAT(UserStore().load_preferences(state_, last_case_), HasSubstr("could not be read"));
    EXPECT_EQ(state_.text_scale, 1.0);
    EXPECT_EQ(kept(), 1);
}

TEST_F(PersonsFolder, NewerSettingsAreKeptAndSaid) {
    settings("{\"schema\": 99, \"text_scale\": 2.0}");
    UserStore store;
    EXPECT_THAT(store.load_preferences(state_, last_case_), HasSubstr("newer"));
    EXPECT_EQ(state_.text_scale, 1.0);
    store.save_preferences(state_, "");
    EXPECT_EQ(kept(), 1) << "the newer file outlives what this program writes";
}

TEST_F(PersonsFolder, ValuesOfTheWrongKindAreLeftOut) {
    settings(
        "{\"text_scale\": \"large\", \"room\": 7, \"input\": [], \"key_changes\": {\"a\": 1}, "
        "\"sticky_modifiers\": null, \"last_case\": \"leg_sural\"}");
    EXPECT_EQ(UserStore().load_preferences(state_, last_case_), "");
    EXPECT_EQ(state_.text_scale, 1.0);
    EXPECT_FALSE(state_.input.has_value());
    EXPECT_EQ(last_case_, "leg_sural");
}

TEST_F(PersonsFolder, OnlyTheNewestRecordingIsResumedAndOnlyWhenItWasCutOff) {
    const UserStore store;
    EXPECT_EQ(store.unfinished_attempt(), "");
    const std::string folder = (home_ / "cryosono/attempts/").string();
    io::write_atomically(folder + "2026-01-01_10-00-00_a.ndjson", "{\"schema\":1}\n");
    EXPECT_THAT(store.unfinished_attempt(), HasSubstr("2026-01-01"));
    io::write_atomically(folder + "2026-01-02_10-00-00_b.ndjson", "{\"schema\":1}\n{\"rec\":\"end\",\"tick\":9}\n");
    EXPECT_EQ(store.unfinished_attempt(), "");
}

// Recordings are ordered by the date in their names; a clock that was set back must not hide the one just cut off.
TEST_F(PersonsFolder, AClockSetBackDoesNotHideTheNewestRecording) {
    const UserStore store;
    const std::string folder = (home_ / "cryosono/attempts/").string();
    io::write_atomically(folder + "2099-12-31_23-59-59_knee.ndjson", "{\"schema\":1}\n{\"rec\":\"end\",\"tick\":9}\n");
    for (int i = 0; i < 3; ++i) {
        const std::string file = store.new_attempt_file("ankle");
        EXPECT_THAT(file, HasSubstr("2100-01-01_00-00-0"));
        io::write_atomically(file, "{\"schema\":1}\n");
        EXPECT_EQ(store.unfinished_attempt(), file);
    }
}

}  // namespace
}  // namespace cryo::app
