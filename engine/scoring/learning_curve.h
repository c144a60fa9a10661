// Has a learner become competent, and do they stay so? Sequential tests over pass/fail Checks.
//   LC-CUSUM (Biau and Porcher, Stat Med 2010): holds at zero, so that a novice's first failures are not held against
//   them; crossing the limit declares competence. Its risk is stated by its exact operating characteristics.
//   CUSUM (Kestin 1995, Bolsin and Colson 2000): watches for relapse afterwards.
#pragma once

#include <span>

namespace cryo::scoring {

// Failure rates that divide adequate from inadequate, 0 < adequate < inadequate < 1, and the limit, > 0.
struct LearningCusum {
    double adequate_rate = 0.10;
    double inadequate_rate = 0.30;
    double limit = 2.5;  // 2.5 for a self-study badge, 3.0 for an instructor's sign-off

    double success_weight() const;
    double failure_weight() const;
    // S_t = max(0, S_{t-1} + W_t).
    double advance(double score, bool failed) const;
    // Score after a sequence, stopping at the first crossing; `failed` in time order.
    double score(std::span<const bool> failed) const;
    // 1-based attempt at which competence is declared, 0 when it is not.
    int declared_at(std::span<const bool> failed) const;
    int consecutive_successes_needed() const;
};

// Probability that competence is declared within `attempts` Checks by someone who truly fails at `failure_rate`.
// Exact: follows every reachable score.
double declaration_probability(const LearningCusum& curve, double failure_rate, int attempts);
// The smallest number of Checks by which at least half of such learners are declared; 0 when over `most`.
int median_attempts_to_declaration(const LearningCusum& curve, double failure_rate, int most = 500);

// Two-sided sequential test between an acceptable and an unacceptable failure rate with errors alpha and beta.
struct Cusum {
    double acceptable_rate = 0.10;
    double unacceptable_rate = 0.30;
    double alpha = 0.10;
    double beta = 0.10;

    double drift() const;        // s: taken off at every attempt
    double lower_limit() const;  // h0 < 0: crossed downwards means acceptable
    double upper_limit() const;  // h1 > 0: crossed upwards means unacceptable
    double advance(double score, bool failed) const { return score + (failed ? 1.0 : 0.0) - drift(); }
    int consecutive_successes_to_pass() const;
    int straight_failures_to_alarm() const;
};

}  // namespace cryo::scoring
