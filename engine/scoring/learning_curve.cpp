#include "engine/scoring/learning_curve.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>

#include "engine/core/check.h"

namespace cryo::scoring {

namespace {

void check_rates(double better, double worse) {
    CRYO_CHECK_OP(better, >, 0.0);
    CRYO_CHECK_OP(better, <, worse);
    CRYO_CHECK_OP(worse, <, 1.0);
}

// Scores that differ by rounding only are one state of the chain.
int64_t state_key(double score) { return std::llround(score * 1e9); }

// Calls visit(attempt, share declared so far) after each attempt until it returns false.
template <class Visit>
void follow_declarations(const LearningCusum& curve, double failure_rate, int attempts, Visit visit) {
    check_rates(curve.adequate_rate, curve.inadequate_rate);
    CRYO_CHECK(failure_rate >= 0.0 && failure_rate <= 1.0);
    struct State {
        double score;
        double probability;
    };
    std::map<int64_t, State> undeclared{{0, {0.0, 1.0}}};
    double declared = 0.0;
    for (int attempt = 1; attempt <= attempts; ++attempt) {
        std::map<int64_t, State> next;
        for (const auto& [key, state] : undeclared) {
            for (const bool failed : {false, true}) {
                const double p = state.probability * (failed ? failure_rate : 1.0 - failure_rate);
                const double score = curve.advance(state.score, failed);
                if (score >= curve.limit)
                    declared += p;
                else
                    next.try_emplace(state_key(score), State{score, 0.0}).first->second.probability += p;
            }
        }
        undeclared = std::move(next);
        if (!visit(attempt, declared)) return;
    }
}

}  // namespace

double LearningCusum::success_weight() const {
    check_rates(adequate_rate, inadequate_rate);
    return std::log((1.0 - adequate_rate) / (1.0 - inadequate_rate));
}

double LearningCusum::failure_weight() const {
    check_rates(adequate_rate, inadequate_rate);
    return std::log(adequate_rate / inadequate_rate);
}

double LearningCusum::advance(double score, bool failed) const {
    return std::max(0.0, score + (failed ? failure_weight() : success_weight()));
}

double LearningCusum::score(std::span<const bool> failed) const {
    double s = 0.0;
    for (const bool f : failed) {
        s = advance(s, f);
        if (s >= limit) break;
    }
    return s;
}

int LearningCusum::declared_at(std::span<const bool> failed) const {
    double s = 0.0;
    for (size_t i = 0; i < failed.size(); ++i) {
        s = advance(s, failed[i]);
        if (s >= limit) return static_cast<int>(i) + 1;
    }
    return 0;
}

int LearningCusum::consecutive_successes_needed() const {
    return static_cast<int>(std::ceil(limit / success_weight() - 1e-9));
}

double declaration_probability(const LearningCusum& curve, double failure_rate, int attempts) {
    double result = 0.0;
    follow_declarations(curve, failure_rate, attempts, [&](int, double declared) {
        result = declared;
        return true;
    });
    return result;
}

int median_attempts_to_declaration(const LearningCusum& curve, double failure_rate, int most) {
    int median = 0;
    follow_declarations(curve, failure_rate, most, [&](int attempt, double declared) {
        if (declared < 0.5) return true;
        median = attempt;
        return false;
    });
    return median;
}

namespace {

// Log-likelihood weights of a failure and of a success in Wald's test between the two rates.
struct WaldWeights {
    double failure;
    double success;
};
WaldWeights wald_weights(const Cusum& c) {
    check_rates(c.acceptable_rate, c.unacceptable_rate);
    return {std::log(c.unacceptable_rate / c.acceptable_rate),
            std::log((1.0 - c.acceptable_rate) / (1.0 - c.unacceptable_rate))};
}

// Steps of this size until a limit is passed; standing on it is not yet past it.
int crossings(double limit, double step) { return static_cast<int>(std::floor(limit / step + 1e-9)) + 1; }

}  // namespace

double Cusum::drift() const {
    const WaldWeights w = wald_weights(*this);
    return w.success / (w.failure + w.success);
}

double Cusum::lower_limit() const {
    const WaldWeights w = wald_weights(*this);
    return -std::log((1.0 - alpha) / beta) / (w.failure + w.success);
}

double Cusum::upper_limit() const {
    const WaldWeights w = wald_weights(*this);
    return std::log((1.0 - beta) / alpha) / (w.failure + w.success);
}

int Cusum::consecutive_successes_to_pass() const { return crossings(-lower_limit(), drift()); }

int Cusum::straight_failures_to_alarm() const { return crossings(upper_limit(), 1.0 - drift()); }

}  // namespace cryo::scoring
