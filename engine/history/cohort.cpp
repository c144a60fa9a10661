#include "engine/history/cohort.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/io/csv.h"
#include "engine/io/number_text.h"

namespace cryo::history {

namespace {

constexpr double kSecondsPerDay = 86400.0;
constexpr double kLeastPointsLost = 1.0;  // of 100: below it nobody would call it an error

struct Mean {
    double sum = 0.0;
    int count = 0;
    void add(double value) {
        sum += value;
        ++count;
    }
    std::optional<double> value() const { return count > 0 ? std::optional(sum / count) : std::nullopt; }
};

double spread(const std::vector<double>& values, double mean) {
    if (values.size() < 2) return 0.0;
    double sum = 0.0;
    for (const double v : values) sum += (v - mean) * (v - mean);
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

std::optional<double> correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const auto n = static_cast<double>(a.size());
    double mean_a = 0.0, mean_b = 0.0;
    for (size_t i = 0; i < a.size(); ++i) {
        mean_a += a[i] / n;
        mean_b += b[i] / n;
    }
    double ab = 0.0, aa = 0.0, bb = 0.0;
    for (size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - mean_a) * (b[i] - mean_b);
        aa += (a[i] - mean_a) * (a[i] - mean_a);
        bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
    if (aa <= 0.0 || bb <= 0.0) return std::nullopt;
    return ab / std::sqrt(aa * bb);
}

std::vector<std::string> subscores_of(const std::vector<AttemptRow>& rows) {
    std::vector<std::string> ids;
    for (const AttemptRow& row : rows)
        for (const auto& [id, value] : row.subscores)
            if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    return ids;
}

LearnerLine line_of(const Member& member, const std::vector<const AttemptRow*>& rows,
                    const std::vector<std::string>& subscores, int64_t now_s) {
    LearnerLine line;
    line.member = member;
    Mean overall;
    std::vector<Mean> parts(subscores.size());
    for (const AttemptRow* row : rows) {
        ++line.attempts;
        line.passed += row->pass ? 1 : 0;
        line.criticals += row->critical_count;
        overall.add(row->overall);
        for (const auto& [id, value] : row->subscores) {
            const auto at = std::find(subscores.begin(), subscores.end(), id);
            parts[static_cast<size_t>(at - subscores.begin())].add(value);
        }
        line.last_s = std::max(line.last_s.value_or(row->started_s), row->started_s);
    }
    line.overall = overall.value();
    for (const Mean& part : parts) line.subscores.push_back(part.value());
    line.idle = !line.last_s || static_cast<double>(now_s - *line.last_s) >= kIdleDays * kSecondsPerDay;
    return line;
}

// Score here against the same learner's mean over the other cases.
std::optional<double> discrimination_of(const std::string& scenario, const std::vector<AttemptRow>& rows) {
    std::map<std::string, std::pair<Mean, Mean>> by_learner;  // here, elsewhere
    for (const AttemptRow& row : rows) {
        auto& [here, elsewhere] = by_learner[row.learner];
        (row.scenario == scenario ? here : elsewhere).add(row.overall);
    }
    std::vector<double> here, elsewhere;
    for (const auto& [learner, means] : by_learner) {
        if (!means.first.value() || !means.second.value()) continue;
        here.push_back(*means.first.value());
        elsewhere.push_back(*means.second.value());
    }
    if (here.size() < static_cast<size_t>(kLeastForItems)) return std::nullopt;
    return correlation(here, elsewhere);
}

std::vector<ItemLine> items_of(const std::vector<AttemptRow>& rows) {
    std::map<std::string, std::vector<const AttemptRow*>> by_scenario;
    for (const AttemptRow& row : rows) by_scenario[row.scenario].push_back(&row);
    std::vector<ItemLine> items;
    for (const auto& [scenario, attempts] : by_scenario) {
        ItemLine& item = items.emplace_back();
        item.scenario = scenario;
        item.attempts = static_cast<int>(attempts.size());
        std::vector<double> scores;
        for (const AttemptRow* row : attempts) {
            item.passed_share += row->pass ? 1.0 / static_cast<double>(attempts.size()) : 0.0;
            item.mean += row->overall / static_cast<double>(attempts.size());
            scores.push_back(row->overall);
        }
        item.sd = spread(scores, item.mean);
        item.discrimination = discrimination_of(scenario, rows);
    }
    std::stable_sort(items.begin(), items.end(), [](const ItemLine& a, const ItemLine& b) { return a.mean < b.mean; });
    return items;
}

std::vector<ErrorLine> common_errors(const std::vector<AttemptRow>& rows, const std::vector<AttemptErrors>& errors) {
    struct Seen {
        Mean points;
        std::set<std::string> learners;
    };
    std::map<std::string, std::string> learner_of;
    for (const AttemptRow& row : rows) learner_of[row.state_hash] = row.learner;
    std::map<std::pair<bool, std::string>, Seen> by_name;  // critical errors are other errors than what costs points
    for (const AttemptErrors& attempt : errors) {
        const auto learner = learner_of.find(attempt.state_hash);
        if (learner == learner_of.end()) continue;
        for (const AttemptErrors::Loss& loss : attempt.lost) {
            Seen& seen = by_name[{!loss.is_critical, loss.name}];
            seen.points.add(loss.points);
            seen.learners.insert(learner->second);
        }
    }
    std::vector<ErrorLine> lines;
    for (const auto& [name, seen] : by_name)
        lines.push_back({name.second, seen.points.count, static_cast<int>(seen.learners.size()),
                         seen.points.value().value_or(0.0), !name.first});
    std::stable_sort(lines.begin(), lines.end(), [](const ErrorLine& a, const ErrorLine& b) {
        if (a.is_critical != b.is_critical) return a.is_critical;
        return a.attempts != b.attempts ? a.attempts > b.attempts : a.points > b.points;
    });
    return lines;
}

}  // namespace

AttemptErrors errors_of(const scoring::Assessment& assessment, const scoring::ScoreModel& model,
                        const std::string& state_hash) {
    AttemptErrors errors{state_hash, {}};
    std::set<std::string> seen;  // the same critical error twice is one error of the attempt
    for (const scoring::Critical& critical : assessment.criticals) {
        const std::string& name = model.critical_name(critical.id);
        if (seen.insert(name).second) errors.lost.push_back({name, 0.0, true});
    }
    for (const scoring::MetricResult& metric : assessment.metrics)
        if (metric.lost >= kLeastPointsLost) errors.lost.push_back({metric.name, metric.lost, false});
    return errors;
}

Cohort cohort_of(const std::string& title, const std::vector<AttemptRow>& rows, const std::vector<Member>& roster,
                 const std::vector<AttemptErrors>& errors, int64_t now_s) {
    Cohort cohort;
    cohort.title = title;
    cohort.subscores = subscores_of(rows);
    cohort.attempts = static_cast<int>(rows.size());
    std::map<std::string, Member> members;
    std::map<std::string, std::vector<const AttemptRow*>> by_learner;
    for (const Member& member : roster) members[member.pseudonym] = member;
    for (const AttemptRow& row : rows) {
        by_learner[row.learner].push_back(&row);
        if (!members.contains(row.learner)) members[row.learner] = {row.learner, "", "", ""};
    }
    for (const auto& [pseudonym, member] : members)
        cohort.learners.push_back(line_of(member, by_learner[pseudonym], cohort.subscores, now_s));
    cohort.items = items_of(rows);
    cohort.errors = common_errors(rows, errors);
    return cohort;
}

std::string cohort_csv(const Cohort& cohort) {
    std::vector<std::string> columns{"pseudonym", "group",        "year",       "role",
                                     "attempts",  "passed_count", "mean_score", "critical_errors"};
    for (const std::string& id : cohort.subscores) columns.push_back("mean_" + id);
    columns.insert(columns.end(), {"last_attempt_s_since_1970", "idle_90_days"});
    io::CsvText csv(columns);
    const auto number = [](const std::optional<double>& value) {
        return value ? io::rounded_text(*value, 4) : std::string();
    };
    for (const LearnerLine& line : cohort.learners) {
        std::vector<std::string> row{line.member.pseudonym,
                                     line.member.group,
                                     line.member.year,
                                     line.member.role,
                                     std::to_string(line.attempts),
                                     std::to_string(line.passed),
                                     number(line.overall),
                                     std::to_string(line.criticals)};
        for (const auto& value : line.subscores) row.push_back(number(value));
        row.push_back(line.last_s ? std::to_string(*line.last_s) : "");
        row.emplace_back(line.idle ? "yes" : "no");
        csv.add(row);
    }
    return csv.text();
}

}  // namespace cryo::history
