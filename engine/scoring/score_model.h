// What an attempt is judged by: subscores, metrics, floors and limits, all read from one file that users can open
// (scenes/scoring/cryo_score_1.toml). There are no limits in code. Units are those of the file and of the trace: mm, s,
// degrees, degrees Celsius. A value that rests on no data yet is `provisional` (shown as a diamond).
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/measure/context.h"

namespace cryo::scoring {

// How far a measured quantity is good: desirability rises linearly from 0 at `bad` to 1 at `good`, either way round.
struct MetricRule {
    std::string id;    // code of measure/metrics.h, or of observe.h for the few that need more than the trace
    std::string name;  // as screens say it
    std::string unit;  // "" for shares
    std::string subscore;
    double weight = 0.0;  // inside its subscore; 0 = shown, never scored
    double good = 0.0;
    double bad = 0.0;  // equal to good: shown, never scored
    bool provisional = true;
    bool required = false;         // the attempt passes only with full marks here
    bool good_from_case = false;   // the plan or the patient's anatomy sets `good`
    char evidence = 'C';           // A validated somewhere, B in expert error lists, C specific to freezing
    std::string in_place_of;       // id of a metric that has no meaning where this one has
    bool needs_benchmark = false;  // scored only against attempts of the same input class
    std::vector<measure::Approach> approaches;  // where it applies; empty = always
    std::string strength;                       // sentence for the debrief when it went well
    std::string drill;                          // what to practise when it went badly

    bool applies_to(measure::Approach approach) const;
    bool has_range() const { return good != bad; }
};

struct SubscoreRule {
    std::string id;  // "needle"
    std::string name;
    double weight = 0.0;
    double floor = 0.0;              // below it the attempt fails; 0 = none
    bool provisional_floor = false;  // moved for the borderline search; a floor is a standard, not a measurement
    bool gates_efficiency = false;   // efficiency counts only when the floors marked so are met
};

struct CriticalRule {
    std::string id;  // "CF1"
    std::string name;
};

// Every threshold of the detectors, by the name and in the unit the file uses. X(member, low, high, meaning).
// Limits are provisional and are moved for the borderline search; definitions and standards are not.
#define CRYO_SCORE_LIMITS(X)                                                                                     \
    X(entry_mm, 0, 20, "depth below the skin that counts neither as seen nor as blind")                          \
    X(blind_advance_mm, 0, 50, "new depth without sight of the tip that counts as one blind advance")            \
    X(new_pass_retraction_mm, 0, 50, "retraction after which going forward again is a new pass")                 \
    X(redirection_deg, 0, 90, "change of shaft direction that starts a new track ...")                           \
    X(redirection_retraction_mm, 0, 50, "... with at least this retraction")                                     \
    X(tip_confirm_s, 0, 60, "seconds of live image before gas on in which the tip must have been seen")          \
    X(tip_confirm_move_mm, 0, 20, "cryoprobe movement after which an earlier sight of the tip no longer counts") \
    X(drift_mm, 0, 50, "transducer slide within drift_s that counts as drift ...")                               \
    X(drift_deg, 0, 90, "... or rotation")                                                                       \
    X(drift_s, 0, 10, "see drift_mm")                                                                            \
    X(trace_required_mm, 0, 200, "length of nerve to be followed with the transducer")                           \
    X(image_depth_low_frac, 0, 1, "a well set depth puts the target at least this far down the image")           \
    X(image_depth_high_frac, 0, 1, "a well set depth puts the target at most this far down the image")           \
    X(focus_window_mm, 0, 50, "distance of the focus from the target that still counts as well set")             \
    X(gray_low_frac, 0, 1, "a well set gain shows the target's surroundings at least this gray, 0 black to 1 white") \
    X(gray_high_frac, 0, 1, "... and at most this gray ...")                                                    \
    X(white_frac, 0, 1, "... with at most this share of the speckle drawn white")                                \
    X(frequency_factor, 1, 10, "a well set frequency is off the case's own by at most this factor")              \
    X(contact_frac, 0, 1, "share of the transducer's face that must be coupled")                                 \
    X(press_limit_frac, 0, 1, "pressure that squeezes the tissue too much")                                      \
    X(movement_mm_per_s, 0, 500, "tip speed that makes a movement ...")                                          \
    X(rotation_deg_per_s, 0, 500, "... or turning speed")                                                        \
    X(movement_s, 0, 10, "... for at least this long")                                                           \
    X(near_miss_mm, 0, 20, "clearance of a vessel, pleura or motor nerve that counts as a near miss")            \
    X(near_miss_gap_mm, 0, 20, "a structure nearer to the target than this cannot be near-missed")               \
    X(clearance_good_mm, 0, 20, "clearance that earns full marks, where anatomy leaves room for it")             \
    X(large_vein_mm, 0, 50, "entering a vein at least this wide is critical; a smaller one is major")            \
    X(skin_critical_degc, -100, 37, "skin at or below this for skin_critical_s is critical")                     \
    X(skin_critical_s, 0, 600, "see skin_critical_degc")                                                         \
    X(skin_instant_degc, -100, 37, "skin at or below this at any time is critical")                              \
    X(skin_protect_mm, 0, 50, "an active zone shallower than this needs skin protection")                        \
    X(tear_mm, 0, 50, "movement while frozen in that tears")                                                     \
    X(motor_critical_frac, 0, 1, "share of a motor nerve's section treated that is critical ...")                \
    X(motor_critical_mm, 0, 50, "... over this length of it")                                                    \
    X(motor_check_v, 0, 10, "motor stimulation without a twitch that shows there is no motor nerve at the tip")  \
    X(motor_check_move_mm, 0, 50, "moving on from where it was done makes that worthless")                       \
    X(wrong_nerve_mm, 0, 50, "length of another sensory nerve treated that counts as freezing the wrong nerve")  \
    X(transfixed_frac, 0, 1, "share of the nerve's thickness crossed that transfixes it")                        \
    X(dose_critical_factor, 1, 10, "gas time at one placement, in protocol times, above which it is critical")

#define CRYO_SCORE_DEFINITIONS(X)                                                                             \
    X(pass_overall, 0, 100, "overall score needed to pass")                                                   \
    X(treated_section_frac, 0, 1, "share of a section's fascicle area below -20 degC that makes it treated")  \
    X(tear_tip_degc, -100, 37, "metal of the tip below this is frozen in")                                    \
    X(irreversible_degc, -273, 37, "fascicles colder than this heal badly")                                   \
    X(skin_dwell_degc, -100, 37, "time of the skin below this is shown")                                      \
    X(path_minimum_mm, 0, 50, "net tip path below which path inefficiency has no meaning")                    \
    X(missing_weight_share, 0, 1, "a subscore with more of its weight missing than this has no value")        \
    X(borderline_shift, 0, 1, "share by which provisional thresholds are moved to call a verdict borderline") \
    X(benchmark_attempts, 1, 1000, "attempts of the same input class a benchmark needs")                      \
    X(major_points, 0, 100, "a deduction of at least this many points is major")                              \
    X(strength_desirability, 0, 1, "a metric earned to at least this share can be named as a strength")

struct ScoreLimits {
#define CRYO_SCORE_MEMBER(name, low, high, meaning) double name = 0.0;
    CRYO_SCORE_LIMITS(CRYO_SCORE_MEMBER)
    CRYO_SCORE_DEFINITIONS(CRYO_SCORE_MEMBER)
#undef CRYO_SCORE_MEMBER
};

// One provisional threshold by name, for the borderline search.
struct LimitInfo {
    const char* name;
    double ScoreLimits::*member;
};
const std::vector<LimitInfo>& provisional_limits();

struct ScoreModel {
    std::string id;    // "cryo-score/1"
    std::string hash;  // of the file's text; stored with every result
    std::string title;
    std::vector<SubscoreRule> subscores;
    std::vector<MetricRule> metrics;
    std::vector<CriticalRule> criticals;
    ScoreLimits limits;

    const SubscoreRule* subscore(const std::string& subscore_id) const;  // null where there is none
    const MetricRule* metric(const std::string& metric_id,
                             measure::Approach approach) const;              // null where none applies
    const std::string& critical_name(const std::string& critical_id) const;  // the id where unnamed
};

// The limits that the streaming metrics need.
measure::Limits measure_limits(const ScoreLimits& limits);

// Reads and checks a score file; every fault is reported. parse takes the text, and `file` only for messages.
Result<ScoreModel> read_score_model(const std::string& path);
Result<ScoreModel> parse_score_model(const std::string& text, const std::string& file);

}  // namespace cryo::scoring
