// What an attempt is judged by: subscores, metrics, floors and limits, all read from one file that users can open
// (scenes/scoring/cryo_score_1.toml). There are no limits in code. Units are those of the file and of the trace: mm, s,
// degrees, degrees Celsius. A value that rests on no data yet is `provisional` (shown as a diamond).
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/scenario/scenario.h"

namespace cryo::scoring {

// A number of the file with its standing.
struct Limit {
    double value = 0.0;
    bool provisional = true;
};

// How far a measured quantity is good: desirability rises linearly from 0 at `bad` to 1 at `good`, either way round.
struct MetricRule {
    std::string id;    // "V6": code of the literature, shown only under "All measurements"
    std::string name;  // as screens say it
    std::string unit;  // "" for counts and shares
    std::string subscore;
    double weight = 0.0;  // inside its subscore; 0 = shown, never scored
    Limit good;
    Limit bad;
    char evidence = 'C';           // A validated somewhere, B in expert error lists, C specific to freezing
    bool needs_benchmark = false;  // scored only against attempts of the same input class
    std::vector<scenario::Approach> approaches;  // where it applies; empty = always
    std::string strength;                        // sentence for the debrief when it went well
    std::string drill;                           // what to practise when it went badly
};

struct SubscoreRule {
    std::string id;  // "needle"
    std::string name;
    double weight = 0.0;
    Limit floor{-1.0, true};             // below it the attempt fails; negative = no floor
    bool counts_for_efficiency = false;  // speed counts only when these floors are met
    bool is_efficiency = false;
};

struct CriticalRule {
    std::string id;  // "CF1"
    std::string name;
};

// Every threshold of the detectors, by the name the file uses: CRYO_SCORE_LIMITS(X): X(member, meaning).
#define CRYO_SCORE_LIMITS(X)                                                                               \
    X(pass_overall, "overall score needed to pass")                                                        \
    X(missing_weight_share, "a subscore with more of its weight missing than this has no value")           \
    X(borderline_shift, "share by which each provisional threshold is moved to call a verdict borderline") \
    X(blind_advance_mm, "forward advance without seeing the tip that counts as one blind advance")         \
    X(new_pass_retraction_mm, "retraction after which going forward again is a new pass")                  \
    X(redirection_deg, "change of shaft direction that starts a new track")                                \
    X(redirection_retraction_mm, "retraction that goes with a redirection, at least")                      \
    X(tip_confirm_s, "seconds of live image before gas on in which the tip must have been seen")           \
    X(tip_confirm_move_mm, "cryoprobe movement after which an earlier sight of the tip no longer counts")  \
    X(near_miss_mm, "clearance that counts as a near miss")                                                \
    X(near_miss_gap_mm, "structures closer to the target than this cannot be near misses")                 \
    X(clearance_good_mm, "clearance that earns full marks, where anatomy leaves room for it")              \
    X(large_vein_mm, "a vein at least this wide is a critical structure")                                  \
    X(skin_critical_degc, "skin at or below this for skin_critical_s is a critical error")                 \
    X(skin_critical_s, "see skin_critical_degc")                                                           \
    X(skin_instant_degc, "skin at or below this at any time is a critical error")                          \
    X(tear_mm, "movement while the tip is frozen in that tears")                                           \
    X(tear_tip_degc, "the tip counts as frozen in below this")                                             \
    X(motor_critical_frac, "share of a motor nerve's section frozen that is a critical error ...")         \
    X(motor_critical_mm, "... over this length of it")                                                     \
    X(wrong_nerve_frac, "share of another sensory nerve's section treated that counts as freezing it ...") \
    X(wrong_nerve_mm, "... over this length of it")                                                        \
    X(transfixed_frac, "share of the nerve's diameter crossed that transfixes it")                         \
    X(dose_critical_factor, "gas time at one placement over its protocol time that is a critical error")   \
    X(irreversible_degc, "target fascicles below this heal badly")                                         \
    X(treated_section_frac, "share of a section's fascicle area that must be treated for it to count")     \
    X(placement_move_mm, "distance between gas-on places that makes another placement")                    \
    X(skin_protect_mm, "active zone shallower than this needs skin protection")                            \
    X(trace_required_mm, "length of nerve to be followed with the transducer before needling")             \
    X(image_depth_low_frac, "target depth in the image, at least this share of it")                        \
    X(image_depth_high_frac, "target depth in the image, at most this share of it")                        \
    X(gain_window_db, "distance from the machine's own gain that still counts as well set")                \
    X(focus_window_mm, "distance of the focus from the target that still counts as well set")              \
    X(drift_mm, "transducer slide within one second that counts as drift ...")                             \
    X(drift_deg, "... or rotation")                                                                        \
    X(movement_mm_per_s, "tip speed that starts a movement")                                               \
    X(movement_s, "time above that speed that makes it one")                                               \
    X(path_minimum_mm, "net tip path below which path inefficiency has no meaning")

struct ScoreLimits {
#define CRYO_SCORE_LIMIT_MEMBER(name, meaning) Limit name;
    CRYO_SCORE_LIMITS(CRYO_SCORE_LIMIT_MEMBER)
#undef CRYO_SCORE_LIMIT_MEMBER
};

struct ScoreModel {
    std::string id;    // "cryo-score/1"
    std::string hash;  // of the file's text; stored with every result
    std::string title;
    std::vector<SubscoreRule> subscores;
    std::vector<MetricRule> metrics;
    std::vector<CriticalRule> criticals;
    ScoreLimits limits;

    const SubscoreRule& subscore(const std::string& subscore_id) const;  // CHECKs that it exists
    const MetricRule* metric(const std::string& metric_id,
                             scenario::Approach approach) const;  // null where none applies
};

// Reads and checks the text of a score file; `file` is only for messages. Every fault is reported.
Result<ScoreModel> parse_score_model(const std::string& text, const std::string& file);

}  // namespace cryo::scoring
