// What a class made of its cases: learners against subscores, how hard each case was and whether it tells good from
// poor, what went wrong most, and who has not practised for long. Plain sums over stored attempts; times are seconds
// since 1970. Small classes say little: with fewer than kLeastForItems attempts an item gives no discrimination.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/history/history.h"
#include "engine/history/roster.h"
#include "engine/scoring/score.h"
#include "engine/scoring/score_model.h"

namespace cryo::history {

inline constexpr double kIdleDays = 90.0;  // provisional
inline constexpr int kLeastForItems = 5;

struct LearnerLine {
    Member member;
    int attempts = 0;
    int passed = 0;
    std::optional<double> overall;                 // mean over the attempts
    std::vector<std::optional<double>> subscores;  // mean, in the order of Cohort::subscores
    int criticals = 0;
    std::optional<int64_t> last_s;
    bool idle = false;  // kIdleDays or more, or never
};

struct ItemLine {
    std::string scenario;
    int attempts = 0;
    double passed_share = 0.0;  // the item's difficulty index: 1 is easy
    double mean = 0.0;
    double sd = 0.0;
    // Correlation of the score here with the same learners' mean elsewhere: what tells nothing is near 0.
    std::optional<double> discrimination;
};

struct ErrorLine {
    std::string name;
    int attempts = 0;  // in which it happened
    int learners = 0;
    double points = 0.0;  // lost by it, mean over those attempts; a critical error fails the attempt instead
    bool is_critical = false;
};

struct Cohort {
    std::string title;
    std::vector<std::string> subscores;  // ids
    std::vector<LearnerLine> learners;   // by pseudonym
    std::vector<ItemLine> items;         // the hardest first
    std::vector<ErrorLine> errors;       // critical ones, then the rest, the most common first
    int attempts = 0;
};

// What cost points in one attempt: a metric's name, or a critical error's.
struct AttemptErrors {
    struct Loss {
        std::string name;
        double points = 0.0;
        bool is_critical = false;
    };
    std::string state_hash;  // of the attempt
    std::vector<Loss> lost;
};
AttemptErrors errors_of(const scoring::Assessment& assessment, const scoring::ScoreModel& model,
                        const std::string& state_hash);

// Members of the roster who did nothing are in it too. `errors` may lack attempts: of those nothing is said.
Cohort cohort_of(const std::string& title, const std::vector<AttemptRow>& rows, const std::vector<Member>& roster,
                 const std::vector<AttemptErrors>& errors, int64_t now_s);

std::string cohort_csv(const Cohort& cohort);  // one line a learner

}  // namespace cryo::history
