// What a learner made of their attempts on one scenario: their course, whether Checks have proven them competent, and
// whether they have slipped since. Checks alone count (attempts in check or exam mode, without help). Times are seconds
// since 1970.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/history/history.h"
#include "engine/scoring/learning_curve.h"

namespace cryo::history {

inline constexpr double kProvenForDays = 30.0;   // a Check is due again after this, provisional
inline constexpr int kSittingAttempts = 5;       // of one sitting, over which tiring is looked for
inline constexpr int64_t kSittingPauseS = 3600;  // a longer pause between attempts begins another sitting

struct Progress {
    std::string learner;
    std::string scenario;
    int attempts = 0;
    int checks = 0;
    int passed_checks = 0;
    double first_overall = 0.0;
    double best_overall = 0.0;
    double last_overall = 0.0;
    double recent_overall = 0.0;  // mean of the last five
    int64_t last_s = 0;
    std::optional<int64_t> last_check_s;
    double learning_score = 0.0;         // LC-CUSUM over Checks
    std::optional<int> proven_at_check;  // 1-based Check at which competence was declared
    std::optional<int64_t> proven_s;     // when
    bool relapse_alarm = false;          // CUSUM over the Checks since then

    // A learner who was proven and has not been checked for kProvenForDays, or has slipped.
    bool check_due(int64_t now_s) const;
};

// Ordered by learner, then scenario.
std::vector<Progress> progress(const History& history, const Filter& filter, const scoring::LearningCusum& curve);

// Points per attempt that the score fell or rose over the last kSittingAttempts of the sitting that goes on at the end
// of `rows` (in time order): a fall says "take a break". None with fewer attempts.
std::optional<double> sitting_slope(const std::vector<AttemptRow>& rows);

// "Of 100 people who truly fail 3 in 10, 12 would wrongly be declared competent within 20 Checks."
std::string risk_sentence(const scoring::LearningCusum& curve, int checks = 20);

}  // namespace cryo::history
