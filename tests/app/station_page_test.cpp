// The instructor's page in a real browser, the station and learners as the programs they are.
#include <fstream>
#include <memory>

#include "engine/io/files.h"
#include "tests/app/browser.h"
#include "tests/support/temporary_folder.h"

namespace cryo::app {
namespace {

constexpr const char* kToken = "token-of-the-test-class";
constexpr const char* kCode = "KNEE-7";

class StationPage : public testing::Test {
  protected:
    void SetUp() override {
        const auto program = Browser::find();
        ASSERT_TRUE(program) << "this test needs Chromium, which tools/test installs";
        station_ =
            std::make_unique<Process>(std::vector<std::string>{CRYO_PROGRAM, "station", "--port", "0", "--token",
                                                               kToken, "--class", kCode, "--title", "Knee class"},
                                      folder_.file("station.txt"));
        for (int look = 0; look < 500 && station_->output().find("Ctrl+C") == std::string::npos; ++look) usleep(20000);
        const std::string greeting = station_->output();
        const size_t at = greeting.find("http://127.0.0.1:");
        ASSERT_NE(at, std::string::npos) << greeting;
        place_ = greeting.substr(at + 7, greeting.find('/', at + 7) - at - 7);
        browser_ = std::make_unique<Browser>(*program, folder_.file("browser"));
    }

    // A built-in learner attends, at the pace of the clock, until the test ends it.
    std::unique_ptr<Process> learner(const std::string& name, const std::string& scenario,
                                     const std::string& skill = "expert", const std::string& code = kCode) {
        return std::make_unique<Process>(
            std::vector<std::string>{CRYO_PROGRAM, "robot", scenario, "--skill", skill, "--out", folder_.file(name),
                                     "--station", place_, "--class", code, "--learner", name},
            folder_.file(name + ".txt"));
    }

    void keep_picture(const std::string& name) {
        std::ofstream(std::string(CRYO_BINARY_DIR) + "/" + name, std::ios::binary) << browser_->screenshot_png();
    }
    Browser& page() { return *browser_; }

    test::TemporaryFolder folder_;
    std::unique_ptr<Process> station_;
    std::string place_;  // "127.0.0.1:port"
    std::unique_ptr<Browser> browser_;
};

TEST_F(StationPage, SeesALearnerMakesThePatientFlinchAndMarksAMoment) {
    const auto anna = learner("anna", "knee_ipbsn");
    const auto ben = learner("ben", "first_block", "careless");
    page().open("http://" + place_ + "/#" + kToken);
    ASSERT_TRUE(page().comes_true("document.querySelectorAll('.card').length === 2")) << station_->output();
    EXPECT_EQ(page().evaluate("location.hash"), "") << "the token does not stay in the address";
    EXPECT_EQ(page().evaluate("document.getElementById('title').textContent"), "Knee class");

    // Frames and figures of both.
    ASSERT_TRUE(page().comes_true("[...seats.values()].every((at) => at.pictures >= 3 && at.image.naturalWidth > 100)"))
        << anna->output() << ben->output();
    EXPECT_TRUE(page().comes_true("[...seats.values()].every((at) => at.state && at.state.t_s > 1)"));

    // By keyboard alone: to anna's card, chosen with Enter.
    page().evaluate("document.querySelector('.card .name').parentElement.parentElement.firstElementChild.focus()");
    page().evaluate("[...document.querySelectorAll('.card')].find((c) => c.textContent.includes('anna')).focus()");
    page().press("Enter");
    ASSERT_TRUE(page().comes_true("document.getElementById('who').textContent === 'anna'"));
    EXPECT_TRUE(page().comes_true("document.getElementById('image').naturalWidth > 400")) << "larger once chosen";
    EXPECT_TRUE(page().comes_true("document.querySelectorAll('#phases [aria-current]').length === 1"));

    page().evaluate("document.getElementById('flinch').focus()");
    page().press("Space");
    EXPECT_TRUE(page().comes_true("document.querySelector('#events [data-event=patient_moved]')"));
    page().evaluate("document.getElementById('comment-text').value = 'Good angle here'");
    page().evaluate("document.querySelector('#comment button').click()");
    EXPECT_TRUE(page().comes_true("document.querySelector('#events [data-event=comment]')"));

    // Paused, the attempt stands; resumed, it goes on.
    page().evaluate("document.getElementById('pause').click()");
    ASSERT_TRUE(page().comes_true("document.getElementById('pause').textContent === 'Resume'"));
    const double paused_s = page().evaluate("seatOf(chosen).state.t_s").get<double>();
    usleep(700000);
    EXPECT_EQ(page().evaluate("seatOf(chosen).state.t_s").get<double>(), paused_s);
    keep_picture("station_page.png");
    page().evaluate("document.getElementById('pause').click()");
    EXPECT_TRUE(page().comes_true("seatOf(chosen).state.t_s > " + std::to_string(paused_s)));

    EXPECT_TRUE(
        page().comes_true("[...seats.values()].some((at) => at.learner === 'ben' && at.info && "
                          "at.info.phases.length > 2)"))
        << "the lesson's own tree";
}

TEST_F(StationPage, LetsNobodyInWithoutTheToken) {
    const auto anna = learner("anna", "knee_ipbsn");
    const auto eve = learner("eve", "knee_ipbsn", "expert", "WRONG");
    page().open("http://" + place_ + "/");
    ASSERT_TRUE(page().comes_true("document.getElementById('token')"));
    EXPECT_EQ(page().evaluate("document.getElementById('class').hidden"), true);
    page().evaluate("document.getElementById('token').value = 'not-the-token-of-this'");
    page().evaluate("document.querySelector('#entry button').click()");
    ASSERT_TRUE(page().comes_true("document.getElementById('entry-fault').textContent === 'The token is wrong.'"));
    EXPECT_EQ(page().evaluate("document.querySelectorAll('.card').length"), 0);
    EXPECT_EQ(eve->wait(), 1);
    EXPECT_NE(eve->output().find("The class code is wrong."), std::string::npos) << eve->output();
    // The right one opens it all the same.
    page().evaluate("document.getElementById('token').value = '" + std::string(kToken) + "'");
    page().evaluate("document.querySelector('#entry button').click()");
    EXPECT_TRUE(page().comes_true("document.querySelectorAll('.card').length === 1")) << anna->output();
}

// A hostile learner's words are text, whatever they look like.
TEST_F(StationPage, LoadsNothingFromElsewhere) {
    page().open("http://" + place_ + "/#" + kToken);
    ASSERT_TRUE(page().comes_true("wasIn === true"));
    EXPECT_EQ(
        page().evaluate("performance.getEntriesByType('resource').every((r) => r.name.startsWith(location.origin))"),
        true);
    EXPECT_EQ(page().evaluate("(() => { const i = document.createElement('script'); i.textContent = 'window.broke = 1';"
                              " document.body.append(i); return window.broke === 1; })()"),
              false)
        << "the page's policy lets no script in but its own";
}

}  // namespace
}  // namespace cryo::app
