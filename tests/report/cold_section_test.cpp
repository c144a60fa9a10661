// From a session to the page: where the nerve lay in the ice, what it will mean, and what else became cold.
#include "engine/report/report.h"
#include "engine/report/sections.h"
#include "engine/scoring/record_of.h"
#include "tests/scoring/synthetic.h"
#include "tests/session/small_case.h"

namespace cryo::report {
namespace {

using namespace cryo::test;

// Gas for a while with the tip as near to the nerve as it is put.
scoring::AttemptRecord frozen_record(double short_of_target_m, double seconds) {
    session::Session session(shared_case(), {.simulated_hand = false}, pool_of(2));
    session.apply(session::MoveCryoprobe{.insert_m = insert_on_target_m() - short_of_target_m});
    advance_s(session, 8.0);
    session.apply(session::Gas{true});
    advance_s(session, seconds);
    session.apply(session::Finish{});
    return scoring::record_of(session);
}

TEST(ColdSection, ShowsWhereTheNerveLayInTheIceAndSaysThatItDoesNotCount) {
    const scoring::AttemptRecord record = frozen_record(0.0015, 90.0);
    ASSERT_FALSE(record.cold.cuts.empty());
    const scoring::NerveCut& cut = record.cold.cuts[0];
    EXPECT_LT(cut.treated_frac, scoring::shipped_model().limits.treated_section_frac);
    EXPECT_GT(cut.outside_core_mm, 0.0);
    EXPECT_GT(cut.warmest_fascicle_degc, thermal::kTreatedDegc);
    EXPECT_EQ(cut.coldest_degc.size(), static_cast<size_t>(cut.size * cut.size));

    const std::string svg = nerve_cut_svg(cut);
    EXPECT_THAT(svg, testing::HasSubstr("is not counted as treated"));
    EXPECT_THAT(svg, testing::HasSubstr("ice you see"));
    // Ice, core filled, core outlined: three shapes.
    size_t shapes = 0;
    for (size_t at = svg.find("<path"); at != std::string::npos; at = svg.find("<path", at + 1)) ++shapes;
    EXPECT_EQ(shapes, 3U);
}

TEST(ColdSection, TellsOutlookConflictAndNeighboursWithTheirSources) {
    const scoring::AttemptRecord record = frozen_record(0.0, 60.0);
    const scoring::Assessment assessment = scoring::assess(record, scoring::shipped_model());
    const scenario::Scenario scenario = small_case();
    const ReportInput input{scenario, record, scoring::shipped_model(), assessment, {}, {}};
    const std::string html = report_html(input);
    EXPECT_THAT(html, testing::HasSubstr("What the cold did"));
    EXPECT_THAT(html, testing::HasSubstr("Target nerve"));
    EXPECT_THAT(html, testing::HasSubstr("Sources disagree at −20 °C"));
    EXPECT_THAT(html, testing::HasSubstr("Evans"));
    EXPECT_THAT(html, testing::HasSubstr("Zhou"));
    for (const thermal::NeighbourInjury& one : record.cold.neighbours) {
        EXPECT_THAT(html, testing::HasSubstr(one.text.substr(0, 20)));
        EXPECT_LE(one.coldest_degc, thermal::kNoticedDegc);
    }
}

TEST(ColdSection, SaysNothingWhereNothingBecameCold) {
    const scoring::AttemptRecord record = scoring::careful_attempt();
    const scoring::Assessment assessment = scoring::assess(record, scoring::shipped_model());
    const scenario::Scenario scenario = small_case();
    EXPECT_EQ(cold_section({scenario, record, scoring::shipped_model(), assessment, {}, {}}), "");
}

}  // namespace
}  // namespace cryo::report
