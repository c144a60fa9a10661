// The report is whole, true to the assessment, readable by programs, by people and by screen readers, and stands alone.
#include "engine/report/report.h"

#include <map>
#include <regex>
#include <set>

#include "engine/io/csv.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/report/plot.h"
#include "engine/report/sections.h"
#include "tests/report/schema_check.h"
#include "tests/scoring/synthetic.h"

namespace cryo::report {
namespace {

using scoring::AttemptRecord;
using scoring::Script;

// An attempt in which much went wrong: blind, too far, too short, moved while frozen in, cold skin.
AttemptRecord poor_attempt() {
    Script s;
    s.wait(10.0)
        .advance(6.0, true)
        .advance(4.2, false)
        .wait(1.0)
        .advance(5.0, true)
        .advance(2.0, false)
        .see(false)
        .wait(3.5);
    s.record().overfrozen_mm3 = 30.0;
    s.gas(70.0, 2.5).skin(3.0).wait(1.0).advance(-1.5).thaw(20.0).leave_skin();
    return s.finish();
}

class Attempt {
  public:
    explicit Attempt(AttemptRecord record) : record_(std::move(record)) {
        scenario_.id = "knee_ipbsn";
        scenario_.title = "Infrapatellar branch";
        info.seed = 7;
        info.learner = "anna";
        info.device = "Console 1.4 mm";
        info.physics_version = "1";
        info.state_hash = "0123456789abcdef";
    }
    const scoring::Assessment& assessment() const { return assessment_; }
    const AttemptRecord& record() const { return record_; }
    ReportInput input() const { return {scenario_, record_, scoring::shipped_model(), assessment_, info, pictures}; }
    std::string html() const { return report_html(input()); }
    io::Json json() const { return *io::parse_json(report_json(input()), "report.json"); }

    AttemptInfo info;
    std::vector<Picture> pictures;

  private:
    AttemptRecord record_;
    scenario::Scenario scenario_;
    scoring::Assessment assessment_ = scoring::assess(record_, scoring::shipped_model());
};

// Assessing takes a moment, so the two usual attempts are assessed once.
const Attempt& poor() {
    static const Attempt attempt(poor_attempt());
    return attempt;
}
const Attempt& careful() {
    static const Attempt attempt(scoring::careful_attempt());
    return attempt;
}

int count_of(const std::string& text, const std::string& part) {
    int count = 0;
    for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

io::Json schema() {
    return *io::parse_json(*io::read_text(CRYO_SOURCE_DIR "/assets/report.schema.json"), "report.schema.json");
}

TEST(ReportJson, ConformsToThePublishedSchema) {
    Script empty;
    for (const Attempt& attempt : {careful(), poor(), Attempt(empty.wait(1.0).finish())})
        EXPECT_THAT(schema_faults(attempt.json(), schema()), testing::IsEmpty());
}

TEST(ReportJson, TheSchemaWouldNoticeAFault) {
    io::Json json = careful().json();
    json.erase("hash");
    json["overall"] = 101.0;
    json["pass"] = "yes";
    json["metrics"]["V6"]["desirability"] = 2.0;
    json["surprise"] = 1;
    EXPECT_EQ(schema_faults(json, schema()).size(), 5U);
}

TEST(ReportJson, SaysWhatTheAssessmentSays) {
    const Attempt& attempt = poor();
    const io::Json json = attempt.json();
    const scoring::Assessment& a = attempt.assessment();
    EXPECT_EQ(json["scenario"], "knee_ipbsn");
    EXPECT_EQ(json["seed"], 7);
    EXPECT_EQ(json["hash"], "0123456789abcdef");
    EXPECT_EQ(json["overall"].get<double>(), a.overall);
    EXPECT_EQ(json["pass"].get<bool>(), a.pass);
    EXPECT_EQ(json["criticals"].size(), a.criticals.size());
    EXPECT_EQ(json["criticals"][0]["id"], a.criticals[0].id);
    double sum = json["overall"].get<double>();
    for (const io::Json& d : json["deductions"]) sum += d["points"].get<double>();
    EXPECT_NEAR(sum, 100.0, 0.1);
    double weights = 0.0;
    for (const auto& [id, s] : json["subscores"].items()) weights += s["weight"].get<double>();
    EXPECT_NEAR(weights, 100.0, 1e-9);
    EXPECT_EQ(json["metrics"]["V6"]["value"].get<double>(), a.metric("V6")->value);
    EXPECT_TRUE(json["metrics"]["M1"]["value"].is_null());
    EXPECT_EQ(json["nerves"][0]["treated_mm"].get<double>(), 2.5);
}

TEST(ReportJson, IsTheSameTextForTheSameAttempt) {
    EXPECT_EQ(report_json(Attempt(poor_attempt()).input()), report_json(poor().input()));
}

TEST(ReportHtml, NeedsNothingElse) {
    Attempt attempt = poor();
    Plot plot;
    plot.series = {{"s", {0, 1}, {0, 1}}};
    attempt.pictures.push_back({"Gas on", "Where it stood.", "Ultrasound image at gas on", line_plot_png(plot)});
    const std::string html = attempt.html();
    for (const char* outside : {"<script", "<link", "@import", "url(", "<iframe"})
        EXPECT_EQ(html.find(outside), std::string::npos) << outside;
    // The only address is the name of the SVG namespace, which nobody fetches.
    EXPECT_EQ(count_of(html, "http"), count_of(html, "http://www.w3.org/2000/svg"));
    const std::regex source(R"rx((src|href)="([^"]{0,22}))rx");
    for (std::sregex_iterator it(html.begin(), html.end(), source), end; it != end; ++it)
        EXPECT_EQ((*it)[2].str(), "data:image/png;base64,");
    EXPECT_THAT(html, testing::HasSubstr("iVBORw0KGgo")) << "the signature of a PNG in base64";
}

// Every element that opens also closes, in order; void elements apart.
TEST(ReportHtml, IsWellFormed) {
    static const std::set<std::string> voids{"meta", "img", "br", "!DOCTYPE"};
    const std::string html = poor().html();
    std::vector<std::string> open;
    const size_t style_begin = html.find("<style>"), style_end = html.find("</style>");
    const std::string text = html.substr(0, style_begin + 7) + html.substr(style_end);
    // By hand: std::regex recurses once per character, too deep for a long attribute.
    for (size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
        const size_t end = text.find('>', at);
        ASSERT_NE(end, std::string::npos);
        const bool closes = text[at + 1] == '/';
        const size_t name_at = at + (closes ? 2 : 1);
        const std::string name = text.substr(name_at, text.find_first_of(" />", name_at) - name_at);
        if (voids.contains(name) || text[end - 1] == '/') continue;
        if (!closes) {
            open.push_back(name);
        } else {
            ASSERT_FALSE(open.empty());
            EXPECT_EQ(open.back(), name);
            open.pop_back();
        }
    }
    EXPECT_TRUE(open.empty()) << (open.empty() ? "" : open.back());
}

TEST(ReportHtml, SpeaksToScreenReaders) {
    Attempt attempt = poor();
    attempt.pictures.push_back({"Gas on", "Where it stood.", "Ultrasound image at gas on", {1, 2, 3}});
    const std::string html = attempt.html();
    EXPECT_EQ(count_of(html, "<h1>"), 1);
    EXPECT_GE(count_of(html, "<h2>"), 6);
    EXPECT_EQ(count_of(html, "<img "), count_of(html, "<img alt=\""));
    EXPECT_THAT(html, testing::HasSubstr("alt=\"Ultrasound image at gas on\""));
    // Each drawing is an image with a title and a description, or is hidden because the text beside it says the same.
    const int drawings = count_of(html, "<svg "), hidden = count_of(html, "aria-hidden=\"true\"");
    EXPECT_EQ(count_of(html, "role=\"img\""), drawings - hidden);
    EXPECT_EQ(count_of(html, "<desc>"), drawings - hidden);
    EXPECT_EQ(html.find("<desc></desc>"), std::string::npos);
    EXPECT_THAT(html, testing::HasSubstr("<html lang=\"en\">"));
    EXPECT_GE(count_of(html, "<th scope=\"row\">"), 20);
}

TEST(ReportHtml, AnswersInTheOrderOfADebrief) {
    const Attempt& attempt = poor();
    const std::string html = attempt.html();
    size_t last = 0;
    for (const char* heading :
         {"Not passed", "Critical errors", "Where most was lost", "What went well, what next", "Along the nerve",
          "Over time", "Parts of the score", "All measurements", "What these numbers rest on"}) {
        const size_t at = html.find(heading);
        ASSERT_NE(at, std::string::npos) << heading;
        EXPECT_GT(at, last) << heading;
        last = at;
    }
    EXPECT_THAT(html, testing::HasSubstr(attempt.assessment().deductions[0].sentence));
    EXPECT_THAT(html, testing::HasSubstr(attempt.assessment().drill));
    EXPECT_THAT(html, testing::HasSubstr(kDisclaimer));
    EXPECT_THAT(html, testing::HasSubstr("◊"));
}

TEST(ReportHtml, ExplainsIceThatDidNotTreat) {
    EXPECT_THAT(poor().html(), testing::HasSubstr("Inside the ice is not yet treated"));
    AttemptRecord all_treated = scoring::careful_attempt();
    for (scoring::NerveStation& s : all_treated.nerves[0].stations) s.visible_frac = s.treated_frac;
    EXPECT_THAT(Attempt(all_treated).html(), testing::Not(testing::HasSubstr("Inside the ice is not yet treated")));
}

TEST(ReportHtml, PassedBorderlineAndPracticeAreTold) {
    EXPECT_THAT(careful().html(), testing::HasSubstr("✓ Passed"));
    EXPECT_THAT(careful().html(), testing::HasSubstr(">clear<"));
    Script helped = scoring::careful_until_gas();
    helped.help(true).wait(1.0).help(false).gas(120.0, 5.5).thaw().gas(120.0, 5.5).thaw().leave_skin();
    EXPECT_THAT(Attempt(helped.finish()).html(), testing::HasSubstr("○ Practice"));
    Script narrow = scoring::careful_until_gas();
    narrow.gas(120.0, 3.5).thaw().gas(120.0, 3.5).thaw().leave_skin();
    const std::string html = Attempt(narrow.finish()).html();
    EXPECT_THAT(html, testing::HasSubstr(">borderline<"));
    EXPECT_THAT(html, testing::HasSubstr("a fifth lower"));
}

TEST(ReportHtml, HostileTextStaysText) {
    Attempt attempt = poor();
    attempt.info.learner = "<script>alert('x')</script>\x01&\"";
    const std::string html = attempt.html();
    EXPECT_EQ(html.find("<script"), std::string::npos);
    EXPECT_THAT(html, testing::HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp;&quot;"));
}

TEST(ReportHtml, HoldsNoNumberThatIsNone) {
    Script empty;
    for (const Attempt& attempt : {poor(), Attempt(empty.wait(1.0).finish()), Attempt(AttemptRecord{})}) {
        const std::string html = attempt.html();
        for (const char* none : {"nan", "inf\"", "inf ", "-0.0"})
            EXPECT_EQ(html.find(std::string("\"") + none), std::string::npos) << none;
    }
}

TEST(LossBar, PiecesFillFromTheScoreToAHundred) {
    scoring::Assessment a;
    a.overall = 60.0;
    for (const double points : {20.0, 12.0, 8.0})
        a.deductions.push_back({0.0, Vec3(0.0), "", points, "s", "V6", "needle"});
    const std::string svg = loss_bar_svg(a, 80.0);
    const std::regex rect(R"rx(<rect x="([0-9.]+)" y="32.0" width="([0-9.]+)")rx");
    std::vector<std::pair<double, double>> pieces;
    for (std::sregex_iterator it(svg.begin(), svg.end(), rect), end; it != end; ++it)
        pieces.emplace_back(std::stod((*it)[1]), std::stod((*it)[2]));
    ASSERT_EQ(pieces.size(), 4U);
    constexpr double kPixel = 0.11;  // coordinates are written to a tenth
    EXPECT_NEAR(pieces[0].second / (pieces[0].second + pieces[1].second + pieces[2].second + pieces[3].second), 0.6,
                1e-3);
    for (size_t i = 0; i + 1 < pieces.size(); ++i)
        EXPECT_NEAR(pieces[i].first + pieces[i].second, pieces[i + 1].first, kPixel);
    EXPECT_NEAR(pieces[3].second / pieces[0].second, 20.0 / 60.0, 1e-3) << "the largest at the far end";
}

TEST(EventsNdjson, OneObjectALine) {
    Script s;
    s.wait(1.0).event(session::EventKind::GasOn, "", 2.0, "Gas on, \"cycle 1\"\nnext line");
    const AttemptRecord record = s.finish();
    const io::JsonLines lines = io::parse_json_lines(events_ndjson(record.events), "events.ndjson");
    EXPECT_TRUE(lines.faults.empty());
    ASSERT_EQ(lines.lines.size(), record.events.size());
    EXPECT_EQ(lines.lines[0].value["event"], "gas_on");
    EXPECT_EQ(lines.lines[0].value["text"], "Gas on, \"cycle 1\"\nnext line");
    EXPECT_EQ(lines.lines[0].value["value"], 2.0);
}

TEST(TraceCsv, HoldsEveryColumnAndSampleExactly) {
    Script s;
    const AttemptRecord record = s.wait(0.5).advance(3.0).finish();
    const auto table = io::parse_number_csv(trace_csv(record.trace), "trace.csv");
    ASSERT_TRUE(table.ok());
    ASSERT_EQ(table->columns.size(), measure::trace_columns().size());
    ASSERT_EQ(table->rows.size(), record.trace.size());
    for (size_t c = 0; c < table->columns.size(); ++c) {
        EXPECT_EQ(table->columns[c], measure::trace_columns()[c].name);
        for (size_t r = 0; r < record.trace.size(); r += 17)
            EXPECT_EQ(static_cast<float>(table->rows[r][c]), record.trace[r].*measure::trace_columns()[c].member);
    }
}

}  // namespace
}  // namespace cryo::report
