// The assessment with its certainty: a verdict is borderline when it would turn if any one provisional threshold stood
// a fifth lower or higher.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/measure/sound.h"
#include "engine/scoring/score.h"

namespace cryo::scoring {
namespace {

// How far a threshold is moved: a share of its size, or of its scale where its size says nothing (0 °C, 0 mm).
double shift_of(double value, double scale, double share) {
    return share * (value != 0.0 ? std::abs(value) : std::abs(scale));
}

bool differ(const measure::Limits& a, const measure::Limits& b) {
    static_assert(sizeof(measure::Limits) % sizeof(double) == 0, "all members are doubles, so there is no padding");
    return std::memcmp(&a, &b, sizeof a) != 0;
}

const char* direction(double sign) { return sign < 0.0 ? "lower" : "higher"; }

class BorderlineSearch {
  public:
    BorderlineSearch(const AttemptRecord& record, const measure::Metrics& metrics, const Observations& observations,
                     const ScoreModel& model, bool verdict)
        : record_(record), metrics_(metrics), observations_(observations), model_(model), verdict_(verdict) {}

    std::vector<std::string> run() {
        for (const double sign : {-1.0, 1.0}) {
            move_metrics(sign);
            move_floors(sign);
            move_limits(sign);
        }
        return std::move(because_);
    }

  private:
    void compare(const Assessment& moved, const std::string& what) {
        if (moved.meets_everything != verdict_ && std::find(because_.begin(), because_.end(), what) == because_.end())
            because_.push_back(what);
    }

    void move_metrics(double sign) {
        const double share = sign * model_.limits.borderline_shift;
        for (size_t i = 0; i < model_.metrics.size(); ++i) {
            const MetricRule& rule = model_.metrics[i];
            if (!rule.provisional || rule.weight <= 0.0 || !rule.has_range()) continue;
            for (const bool move_good : {true, false}) {
                ScoreModel moved = model_;
                Observations seen = observations_;
                double good = rule.good, bad = rule.bad;
                Observation* own = nullptr;
                for (Observation& o : seen.metrics)
                    if (o.id == rule.id && o.good) own = &o;
                if (own != nullptr) {
                    good = *own->good;
                    bad = own->bad.value_or(rule.bad);
                }
                double& value = move_good ? good : bad;
                value += shift_of(value, good - bad, share);
                if (good == bad) continue;
                if (own != nullptr) {
                    own->good = good;
                    own->bad = bad;
                }
                moved.metrics[i].good = good;
                moved.metrics[i].bad = bad;
                compare(judge(seen, moved),
                        rule.name + ": " + (move_good ? "full" : "no") + " marks a fifth " + direction(sign));
            }
        }
    }

    void move_floors(double sign) {
        for (size_t i = 0; i < model_.subscores.size(); ++i) {
            const SubscoreRule& rule = model_.subscores[i];
            if (rule.floor <= 0.0 || !rule.provisional_floor) continue;
            ScoreModel moved = model_;
            moved.subscores[i].floor =
                std::min(100.0, rule.floor + shift_of(rule.floor, 100.0, sign * model_.limits.borderline_shift));
            compare(judge(observations_, moved), rule.name + ": floor a fifth " + direction(sign));
        }
    }

    void move_limits(double sign) {
        for (const LimitInfo& limit : provisional_limits()) {
            ScoreModel moved = model_;
            double& value = moved.limits.*limit.member;
            const double scale = limit.member == &ScoreLimits::skin_critical_degc ? kSkinScaleDegc : 1.0;
            value += shift_of(value, scale, sign * model_.limits.borderline_shift);
            const bool measured_anew = differ(measure_limits(moved.limits), measure_limits(model_.limits));
            const Observations seen = measured_anew ? observe(record_, moved) : observe(record_, moved, metrics_);
            compare(judge(seen, moved), std::string(limit.name) + " a fifth " + direction(sign));
        }
    }

    static constexpr double kSkinScaleDegc = 10.0;  // from warm enough to frozen

    const AttemptRecord& record_;
    const measure::Metrics& metrics_;
    const Observations& observations_;
    const ScoreModel& model_;
    bool verdict_;
    std::vector<std::string> because_;
};

}  // namespace

Assessment assess(const AttemptRecord& record, const ScoreModel& model) {
    if (!measure::is_sound(record.trace)) return assess(with_sound_trace(record), model);
    const measure::Metrics metrics = measure_record(record, model.limits);
    const Observations observations = observe(record, model, metrics);
    Assessment a = judge(observations, model);
    a.borderline_because = BorderlineSearch(record, metrics, observations, model, a.meets_everything).run();
    a.borderline = !a.borderline_because.empty();
    return a;
}

}  // namespace cryo::scoring
