#include "engine/history/progress.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace cryo::history {

namespace {

constexpr double kSecondsPerDay = 86400.0;
constexpr size_t kRecent = 5;

// Folds one learner's attempts on one scenario, in time order, into their progress.
class ProgressFold {
  public:
    ProgressFold(const AttemptRow& first, const scoring::LearningCusum& curve) : curve_(curve) {
        progress_.learner = first.learner;
        progress_.scenario = first.scenario;
    }

    bool is_of(const AttemptRow& row) const {
        return row.learner == progress_.learner && row.scenario == progress_.scenario;
    }

    void add(const AttemptRow& row) {
        Progress& p = progress_;
        if (p.attempts++ == 0) p.first_overall = row.overall;
        p.best_overall = std::max(p.best_overall, row.overall);
        p.last_overall = row.overall;
        p.last_s = row.started_s;
        recent_.push_back(row.overall);
        if (recent_.size() > kRecent) recent_.pop_front();
        if (row.counts_for_proficiency()) add_check(row);
    }

    Progress finished() const {
        Progress p = progress_;
        for (const double overall : recent_) p.recent_overall += overall / static_cast<double>(recent_.size());
        return p;
    }

  private:
    void add_check(const AttemptRow& row) {
        Progress& p = progress_;
        ++p.checks;
        p.last_check_s = row.started_s;
        if (row.pass) ++p.passed_checks;
        if (!p.proven_at_check) {
            p.learning_score = curve_.advance(p.learning_score, !row.pass);
            if (p.learning_score >= curve_.limit) {
                p.proven_at_check = p.checks;
                p.proven_s = row.started_s;
            }
            return;
        }
        // The chart may not store up credit: it restarts at zero whenever it would fall below.
        relapse_score_ = std::max(0.0, relapse_.advance(relapse_score_, !row.pass));
        if (relapse_score_ > relapse_.upper_limit()) p.relapse_alarm = true;
    }

    scoring::LearningCusum curve_;
    scoring::Cusum relapse_;
    double relapse_score_ = 0.0;
    std::deque<double> recent_;
    Progress progress_;
};

}  // namespace

bool Progress::check_due(int64_t now_s) const {
    if (!proven_at_check) return false;
    const double days = static_cast<double>(now_s - last_check_s.value_or(now_s)) / kSecondsPerDay;
    return relapse_alarm || days > kProvenForDays;
}

std::vector<Progress> progress(const History& history, const Filter& filter, const scoring::LearningCusum& curve) {
    std::vector<Progress> all;
    std::optional<ProgressFold> fold;
    history.for_each(filter, [&](const AttemptRow& row) {
        if (!fold || !fold->is_of(row)) {
            if (fold) all.push_back(fold->finished());
            fold.emplace(row, curve);
        }
        fold->add(row);
    });
    if (fold) all.push_back(fold->finished());
    return all;
}

std::optional<double> sitting_slope(const std::vector<AttemptRow>& rows) {
    if (rows.size() < kSittingAttempts) return std::nullopt;
    const size_t from = rows.size() - kSittingAttempts;
    for (size_t i = from + 1; i < rows.size(); ++i) {
        const double pause_s = static_cast<double>(rows[i].started_s - rows[i - 1].started_s) - rows[i - 1].duration_s;
        if (pause_s > static_cast<double>(kSittingPauseS)) return std::nullopt;
    }
    // Least squares over equally spaced attempts, centred on the middle one.
    double weighted = 0.0, squares = 0.0;
    for (int i = 0; i < kSittingAttempts; ++i) {
        const double x = i - 0.5 * (kSittingAttempts - 1);
        weighted += x * rows[from + static_cast<size_t>(i)].overall;
        squares += x * x;
    }
    return weighted / squares;
}

std::string risk_sentence(const scoring::LearningCusum& curve, int checks) {
    const long wrongly = std::lround(100.0 * scoring::declaration_probability(curve, curve.inadequate_rate, checks));
    const long tenths = std::lround(10.0 * curve.inadequate_rate);
    return "Of 100 people who truly fail " + std::to_string(tenths) + " in 10, " + std::to_string(wrongly) +
           " would wrongly be declared competent within " + std::to_string(checks) + " Checks.";
}

}  // namespace cryo::history
