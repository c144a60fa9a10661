#include "engine/core/units.h"
#include "engine/scenario/anatomy_tables.h"
#include "engine/scenario/class_plan.h"
#include "engine/scenario/script_words.h"
#include "engine/scenario/tables.h"

namespace cryo::scenario {

using anatomy::Anatomy;
using anatomy::AnatomyTemplate;
using anatomy::FatTable;
using anatomy::ReliefShape;
using anatomy::Side;
using anatomy::Spread;
using instruments::CryoprobePose;
using instruments::TransducerPose;
using io::inside;
using io::Presence;
using ultrasound::ImagingSettings;

namespace {

constexpr io::Range kIdLength{1, 60};
constexpr io::Range kLineLength{1, 300};
constexpr io::Range kPathLength{1, 500};
constexpr io::Range kAnyCount{0, 100};

// The part of a template that says where the fat is.
const io::ParameterTable<AnatomyTemplate>& fat_rows() {
    static const io::ParameterTable<AnatomyTemplate> table{
        "The fat that build stretches; everything deeper moves along",
        {
            io::numbers("bmi", inside(&AnatomyTemplate::fat, &FatTable::bmi), {15, 60}, {}, Presence::Optional,
                        "Four builds"),
            io::numbers("thickness_mm", inside(&AnatomyTemplate::fat, &FatTable::thickness_m), {0.2, 150}, {},
                        Presence::Required, "Thickness of the fat in each"),
            io::number("top_mm", &AnatomyTemplate::fat_top_m, kDepthMm, Presence::Required,
                       "Where the stretch begins, at BMI 23"),
            io::number("bottom_mm", &AnatomyTemplate::fat_bottom_m, kDepthMm, Presence::Required,
                       "Where it ends, at BMI 23"),
        }};
    return table;
}

const io::ParameterTable<Spread>& factor_table() {
    static const io::ParameterTable<Spread> table{
        "A factor 1 + draw, normally distributed and clipped",
        {
            io::number("sd", &Spread::sd, {0, 1}, Presence::Required, "Standard deviation"),
            io::number("low", &Spread::low, {-0.9, 0}, Presence::Required, "Lowest draw"),
            io::number("high", &Spread::high, {0, 2}, Presence::Required, "Highest draw"),
        }};
    return table;
}

const io::ParameterTable<Spread>& offset_table() {
    static const io::ParameterTable<Spread> table{
        "An offset, normally distributed and clipped",
        {
            io::number("sd_mm", &Spread::sd, {0, 50}, Presence::Required, "Standard deviation"),
            io::number("low_mm", &Spread::low, {-100, 0}, Presence::Required, "Lowest draw"),
            io::number("high_mm", &Spread::high, {0, 100}, Presence::Required, "Highest draw"),
        }};
    return table;
}

const io::ParameterTable<AnatomyTemplate>& spread_rows() {
    static const io::ParameterTable<AnatomyTemplate> table{
        "How sizes and places differ between patients",
        {
            io::table("nerve_size_factor", &AnatomyTemplate::nerve_size_factor, factor_table(), Presence::Optional),
            io::table("position_x", &AnatomyTemplate::position_x_m, offset_table(), Presence::Optional),
        }};
    return table;
}

const io::ParameterTable<ReliefShape>& relief_table() {
    static const io::ParameterTable<ReliefShape> table{
        "The relief that the tissue planes of a patient share, drawn by the seed; 0 over the target",
        {
            io::number("amplitude_mm", &ReliefShape::amplitude_m, {0, 1e3 * anatomy::kLargestReliefM},
                       Presence::Required, "Greatest shift of depth that its waves add up to"),
            io::number("wavelength_mm", &ReliefShape::wavelength_m, {8, 200}, Presence::Optional,
                       "Length of the middle one of three waves, across the image"),
        }};
    return table;
}

const io::ParameterTable<Anatomy>& box_rows() {
    static const io::ParameterTable<Anatomy> table{"The block of tissue that is simulated",
                                                   {
                                                       io::numbers("low_mm", &Anatomy::box_low_m, kCoordinateMm, {},
                                                                   Presence::Required, "Lowest corner [x, y, z]"),
                                                       io::numbers("high_mm", &Anatomy::box_high_m, kCoordinateMm, {},
                                                                   Presence::Required, "Highest corner [x, y, z]"),
                                                   }};
    return table;
}

io::Range in_unit(const ultrasound::Range& range, double si_per_unit) {
    return {range.low / si_per_unit, range.high / si_per_unit};
}

const io::ParameterTable<CryoprobePose>& cryoprobe_table() {
    static const io::ParameterTable<CryoprobePose> table{
        "Where the cryoprobe waits",
        {
            io::number("entry_x_mm", &CryoprobePose::entry_x_m,
                       {-1e3 * instruments::kEntryLimitM, 1e3 * instruments::kEntryLimitM}, Presence::Required,
                       "Entry point on the skin, across"),
            io::number("entry_y_mm", &CryoprobePose::entry_y_m,
                       {-1e3 * instruments::kEntryLimitM, 1e3 * instruments::kEntryLimitM}, Presence::Required,
                       "Entry point on the skin, along the nerve"),
            io::number("yaw_deg", &CryoprobePose::yaw_rad, {-180, 180}, Presence::Required,
                       "Direction in the skin plane: 0 to image-right, 90 along +y"),
            io::number("pitch_deg", &CryoprobePose::pitch_rad, {5, 90}, Presence::Required,
                       "Angle below the skin plane"),
            io::number("insert_mm", &CryoprobePose::insert_m, {0, 200}, Presence::Optional,
                       "Shaft below the skin; 0 in a case, except in a drill"),
        }};
    return table;
}

const io::ParameterTable<TransducerPose>& start_table() {
    const auto symmetric = [](double limit) { return io::Range{-limit, limit}; };
    static const io::ParameterTable<TransducerPose> table{
        "Where the transducer is first held, from the target view: the learner has the rest of the way to find",
        {
            io::number("slide_mm", &TransducerPose::slide_m, symmetric(1e3 * instruments::kSlideLimitM),
                       Presence::Optional, "Along the image"),
            io::number("across_mm", &TransducerPose::across_m, symmetric(1e3 * instruments::kAcrossLimitM),
                       Presence::Optional, "Out of its plane"),
            io::number("rotate_deg", &TransducerPose::rotate_rad, symmetric(90), Presence::Optional,
                       "About the skin's normal"),
            io::number("tilt_deg", &TransducerPose::tilt_rad, symmetric(45), Presence::Optional, "Fan angle"),
        }};
    return table;
}

const io::ParameterTable<Consent>& consent_table() {
    static const io::ParameterTable<Consent> table{
        "What the chart says",
        {
            io::word("side", &Consent::side,
                     std::vector<std::pair<std::string, Side>>{{"left", Side::Left}, {"right", Side::Right}},
                     Presence::Required, "Side to be treated"),
            io::texts("contraindications", &Consent::contraindications, kAnyCount, Presence::Optional,
                      "Reasons not to treat; with any, the right act is not to"),
        }};
    return table;
}

const io::ParameterTable<Unsuitable>& unsuitable_table() {
    static const io::ParameterTable<Unsuitable> table{
        "A cryoprobe on offer that is the wrong one: the right act is to change it, or not to treat",
        {
            io::text("device", &Unsuitable::device, kIdLength, Presence::Required, "Its id"),
            io::number("bmi_from", &Unsuitable::bmi_from, {0, 60}, Presence::Optional,
                       "In patients of this build and heavier; 0 in all"),
            io::text("reason", &Unsuitable::reason, kLineLength, Presence::Required, "Why, in one sentence"),
        }};
    return table;
}

const io::ParameterTable<Response>& response_table() {
    static const io::ParameterTable<Response> table{
        "How the patient takes it",
        {
            io::number("anxiety", &Response::anxiety, {0, 1}, Presence::Optional,
                       "0 calm to 1 frightened: less pain is borne, a faint is likelier"),
            io::on_off("skin_is_numb", &Response::skin_is_numb, Presence::Optional,
                       "A skin wheal was set before the attempt begins"),
            io::word("faint", &Response::faint,
                     std::vector<std::pair<std::string, Faint>>{
                         {"by_chance", Faint::ByChance}, {"never", Faint::Never}, {"always", Faint::Always}},
                     Presence::Optional, "Whether strong pain makes this patient faint"),
        }};
    return table;
}

const io::ParameterTable<Drill>& drill_table() {
    static const io::ParameterTable<Drill> table{
        "Makes a lesson a drill: one skill, one number, one key to repeat",
        {
            io::whole("order", &Drill::order, {0, 99}, Presence::Optional, "Place on the ladder of drills, from 1"),
            io::text("skill", &Drill::skill, {0, 60}, Presence::Optional, "What it practises, as the ladder names it"),
            io::word("number", &Drill::number,
                     std::vector<std::pair<std::string, Drill::Number>>{{"seconds", Drill::Number::Seconds},
                                                                        {"faults", Drill::Number::Faults}},
                     Presence::Optional,
                     "What is counted: seconds to the last goal, a point taken off being one more, or points alone"),
            io::number("pass", &Drill::pass, {0, 600}, Presence::Optional, "The most with which it is passed"),
        }};
    return table;
}

// The way from a file to a member of its scenario or anatomy.
template <class Member>
auto of_scenario(Member member) {
    return inside(&ScenarioFile::scenario, member);
}
template <class Member>
auto of_anatomy(Member member) {
    return of_scenario(inside(inside(&Scenario::anatomy, &AnatomyTemplate::at_bmi_23), member));
}

using Rows = std::vector<io::Row<ScenarioFile>>;

void add(Rows& rows, Rows more) {
    for (io::Row<ScenarioFile>& row : more) rows.push_back(std::move(row));
}

Rows head_rows(const std::string& kind) {
    return {
        io::constant<ScenarioFile>("schema", 1, "Version of the file form"),
        io::constant<ScenarioFile>("kind", kind, "What this file is"),
        io::text("id", of_scenario(&Scenario::id), kIdLength, Presence::Required, "Short name: a-z, 0-9 and _"),
        io::text("title", of_scenario(&Scenario::title), kLineLength, Presence::Required, "Name on screens"),
    };
}

Rows case_rows() {
    return {
        io::text("indication", of_scenario(&Scenario::indication), kLineLength, Presence::Required, "What is treated"),
        io::text("nerve_label", of_scenario(&Scenario::nerve_label), kLineLength, Presence::Required,
                 "The target as lists name it"),
        io::whole("difficulty", of_scenario(&Scenario::difficulty), {1, 5}, Presence::Required,
                  "1 for a first case to 5"),
        io::text("goal", of_scenario(&Scenario::goal), kLineLength, Presence::Required, "The task in one sentence"),
        io::texts("dangers", of_scenario(&Scenario::dangers), {3, 3}, Presence::Required, "Three"),
        io::texts("teaching", of_scenario(&Scenario::teaching), {1, 10}, Presence::Required,
                  "What the case teaches, for the briefing"),
        io::text("patient", of_scenario(&Scenario::patient_file), kPathLength, Presence::Required,
                 "File of the patient, from this file's folder"),
    };
}

Rows reference_rows(Presence devices) {
    return {
        io::texts("sources", of_scenario(&Scenario::sources), {1, 100}, Presence::Required,
                  "Where the numbers come from"),
        io::texts("provisional", of_scenario(&Scenario::provisional), kAnyCount, Presence::Optional,
                  "Keys (\"nerve.path_mm\") whose values are first choices, marked wherever they are shown"),
        io::text("transducer", of_scenario(&Scenario::transducer_file), kPathLength, Presence::Required,
                 "File of the transducer, from this file's folder"),
        io::texts("other_transducers", of_scenario(&Scenario::other_transducer_files), {0, kMostOtherTransducers},
                  Presence::Optional, "Files of what else the machine has, for changing over during the attempt"),
        io::texts("devices", of_scenario(&Scenario::device_files), {devices == Presence::Required ? 1.0 : 0.0, 10},
                  devices, "Files of the cryoprobes on offer, the first one first in hand"),
        io::table("imaging", of_scenario(&Scenario::imaging), imaging_table(), Presence::Required),
    };
}

Rows plan_rows() {
    return {
        io::table("plan", of_scenario(&Scenario::plan), plan_table(), Presence::Required),
        io::table("consent", of_scenario(&Scenario::consent), consent_table(), Presence::Required),
        io::tables("unsuitable", of_scenario(&Scenario::unsuitable), unsuitable_table(), {0, 20}, Presence::Optional),
        io::table("start", of_scenario(&Scenario::transducer_start), start_table(), Presence::Optional),
        io::table("response", of_scenario(&Scenario::response), response_table(), Presence::Optional),
        io::table("drill", of_scenario(&Scenario::drill), drill_table(), Presence::Optional),
    };
}

Rows script_rows() {
    return {
        io::tables("phase", of_scenario(inside(&Scenario::script, &Script::phases)), phase_table(), {0, 50},
                   Presence::Optional),
        io::tables("handler", of_scenario(inside(&Scenario::script, &Script::handlers)), handler_table(), {0, 200},
                   Presence::Optional),
    };
}

Rows anatomy_rows(Presence fat) {
    return {
        io::table("cryoprobe", of_scenario(&Scenario::cryoprobe_start), cryoprobe_table(), fat),
        io::table("box", inside(of_scenario(&Scenario::anatomy), &AnatomyTemplate::at_bmi_23), box_rows(),
                  Presence::Required),
        io::table("fat", of_scenario(&Scenario::anatomy), fat_rows(), fat),
        io::table("relief", inside(of_scenario(&Scenario::anatomy), &AnatomyTemplate::relief), relief_table(),
                  Presence::Optional),
        io::table("spread", of_scenario(&Scenario::anatomy), spread_rows(), Presence::Optional),
        io::tables("variant", of_scenario(inside(&Scenario::anatomy, &AnatomyTemplate::variants)), variant_table(),
                   {0, 20}, Presence::Optional),
        io::tables("layer", of_anatomy(&Anatomy::layers), layer_table(), {1, 64}, Presence::Required),
        io::tables("sheet", of_anatomy(&Anatomy::sheets), sheet_table(), {0, 32}, Presence::Optional),
        io::tables("bone", of_anatomy(&Anatomy::bones), bone_table(), {0, 16}, Presence::Optional),
        io::tables("nerve", &ScenarioFile::nerves, nerve_table(), {0, 32}, Presence::Optional),
        io::tables("vessel", &ScenarioFile::vessels, vessel_table(), {0, 32}, Presence::Optional),
        io::tables("crossing", of_anatomy(&Anatomy::crossings), crossing_table(), {0, 32}, Presence::Optional),
        io::tables("inclusion", of_anatomy(&Anatomy::inclusions), inclusion_table(), {0, 64}, Presence::Optional),
        io::tables("point", of_anatomy(&Anatomy::points), point_table(), {0, 256}, Presence::Optional),
    };
}

}  // namespace

const io::ParameterTable<ImagingSettings>& imaging_table() {
    static const io::ParameterTable<ImagingSettings> table{
        "The machine's settings at the start",
        {
            io::number("depth_mm", &ImagingSettings::depth_m, in_unit(ultrasound::kDepthRangeM, 1e-3),
                       Presence::Required, "Depth of the image"),
            io::number("focus_mm", &ImagingSettings::focus_m, in_unit(ultrasound::kFocusRangeM, 1e-3),
                       Presence::Required, "Depth of the transmit focus"),
            io::number("frequency_mhz", &ImagingSettings::frequency_hz, in_unit(ultrasound::kFrequencyRangeHz, 1e6),
                       Presence::Required, "Centre frequency"),
            io::number("gain_db", &ImagingSettings::gain_db, in_unit(ultrasound::kGainRangeDb, 1), Presence::Optional,
                       "Overall gain"),
            io::number("dynamic_range_db", &ImagingSettings::dynamic_range_db,
                       in_unit(ultrasound::kDynamicRangeRangeDb, 1), Presence::Optional,
                       "Echo levels between black and white"),
            io::numbers("tgc_db", &ImagingSettings::tgc_db, in_unit(ultrasound::kTgcRangeDb, 1), {}, Presence::Optional,
                        "Time-gain sliders from near to far"),
        }};
    return table;
}

const io::ParameterTable<ScoreWeights>& weight_table() {
    const auto row = [](const char* key, double ScoreWeights::*member) {
        return io::number(key, member, {-1, 100}, Presence::Optional, "Weight of this part of the score");
    };
    static const io::ParameterTable<ScoreWeights> table{
        "Parts of the score that count otherwise here than in the score file; 0 leaves a part out, -1 changes nothing",
        {
            row("image", &ScoreWeights::image),
            row("needle", &ScoreWeights::needle),
            row("target", &ScoreWeights::target),
            row("coverage", &ScoreWeights::coverage),
            row("motor", &ScoreWeights::motor),
            row("structures", &ScoreWeights::structures),
            row("skin", &ScoreWeights::skin),
            row("technique", &ScoreWeights::technique),
            row("efficiency", &ScoreWeights::efficiency),
        }};
    return table;
}

const io::ParameterTable<Plan>& plan_table() {
    static const io::ParameterTable<Plan> table{
        "What a good treatment is, where it differs from the general limits",
        {
            io::word("approach", &Plan::approach,
                     std::vector<std::pair<std::string, Approach>>{{"in_plane", Approach::InPlane},
                                                                   {"out_of_plane", Approach::OutOfPlane},
                                                                   {"perpendicular", Approach::Perpendicular}},
                     Presence::Required, "How the cryoprobe comes to the image"),
            io::word("aim", &Plan::aim,
                     std::vector<std::pair<std::string, Aim>>{{"nerve", Aim::Nerve}, {"tumour", Aim::Tumour}},
                     Presence::Optional, "What the cold is for: length of nerve counts, or the share of the tumour"),
            io::whole("placements_planned", &Plan::placements_planned, {1, 20}, Presence::Optional,
                      "Placements of the cryoprobe that a good treatment takes on each nerve that counts"),
            io::whole("placements_max", &Plan::placements_max, {1, 20}, Presence::Optional,
                      "Placements in all above which it is a failure"),
            io::number("required_length_mm", &Plan::required_length_m, {0.5, 50}, Presence::Optional,
                       "Length of nerve that must be treated"),
            io::number("time_limit_s", &Plan::time_limit_s, {60, 7200}, Presence::Optional, "Time allowed"),
            io::table("weights", &Plan::weights, weight_table(), Presence::Optional),
        }};
    return table;
}

const io::ParameterTable<ScenarioFile>& scenario_table() {
    static const io::ParameterTable<ScenarioFile> table{"A training case.", [] {
                                                            Rows rows = head_rows("scenario");
                                                            add(rows, case_rows());
                                                            add(rows, reference_rows(Presence::Required));
                                                            add(rows, plan_rows());
                                                            add(rows, anatomy_rows(Presence::Required));
                                                            add(rows, script_rows());
                                                            return rows;
                                                        }()};
    return table;
}

const io::ParameterTable<ScenarioFile>& phantom_table() {
    static const io::ParameterTable<ScenarioFile> table{"A test object: known structures for measuring and for drills.",
                                                        [] {
                                                            Rows rows = head_rows("phantom");
                                                            add(rows, reference_rows(Presence::Optional));
                                                            add(rows, anatomy_rows(Presence::Optional));
                                                            return rows;
                                                        }()};
    return table;
}

std::string file_reference() {
    const auto chapter = [](const std::string& title, const auto& table) {
        return io::reference_markdown(title, table.meaning(), table.infos());
    };
    return "# Keys of authored files\n\n"
           "Files are TOML 1.0. A key ends in its unit; coordinates are x to the image's right, y along the target "
           "nerve, "
           "z below the skin. Unknown keys are errors.\n\n" +
           chapter("Cases: scenes/*.toml", scenario_table()) + "\n" +
           "## Lessons: scenes/lessons/*.toml\n\n"
           "A lesson (`kind = \"lesson\"`) names a case as its `base` and says only what differs, with the keys of a "
           "case. Tables are merged key by key; lists and everything else of the lesson take the place of the "
           "base's.\n\n" +
           chapter("Test objects: scenes/phantoms/*.toml", phantom_table()) + "\n" +
           chapter("Cryoprobes: scenes/devices/*.toml", device_table()) + "\n" +
           chapter("Transducers: scenes/transducers/*.toml", transducer_table()) + "\n" +
           chapter("Patients: scenes/patients/*.toml", patient_table()) + "\n" +
           chapter("Classes: scenes/classes/*.toml", class_plan_table()) + "\n" + script_reference();
}

}  // namespace cryo::scenario
