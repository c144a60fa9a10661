#include "engine/app/progress_print.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <set>

#include "engine/io/csv.h"
#include "engine/io/json.h"

namespace cryo::app {

namespace {

using history::AttemptRow;
using history::Progress;

std::string date_text(int64_t time_s) {
    const std::time_t time = static_cast<std::time_t>(time_s);
    std::tm utc{};
    char text[24] = "";
    if (gmtime_r(&time, &utc) != nullptr) std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &utc);
    return text;
}

std::string number(double value, int digits = 1) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

const std::string& name_of(const std::string& learner) {
    static const std::string kUnnamed = "(unnamed)";
    return learner.empty() ? kUnnamed : learner;
}

std::string standing_text(const Progress& p, int64_t now_s) {
    if (p.relapse_alarm) return "was proven, has slipped: check again";
    if (p.proven_at_check)
        return "proven at Check " + std::to_string(*p.proven_at_check) + (p.check_due(now_s) ? ", due again" : "");
    return p.checks == 0 ? "no Checks yet" : "learning, " + number(p.learning_score, 2) + " towards proof";
}

// Columns as wide as their widest cell; the first `left` columns flush left.
class TextTable {
  public:
    explicit TextTable(std::vector<std::string> head, size_t left) : left_(left) { add(std::move(head)); }

    void add(std::vector<std::string> row) {
        widths_.resize(std::max(widths_.size(), row.size()));
        for (size_t i = 0; i < row.size(); ++i) widths_[i] = std::max(widths_[i], row[i].size());
        rows_.push_back(std::move(row));
    }
    std::string text() const {
        std::string out;
        for (const std::vector<std::string>& row : rows_) {
            for (size_t i = 0; i < row.size(); ++i) {
                const std::string room(widths_[i] - row[i].size(), ' ');
                const bool last = i + 1 == row.size();
                out += i < left_ || last ? row[i] + (last ? "" : room) : room + row[i];
                out += last ? "\n" : "  ";
            }
        }
        return out;
    }

  private:
    size_t left_;
    std::vector<size_t> widths_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace

std::string progress_text(const std::vector<Progress>& rows, const scoring::LearningCusum& curve, int64_t now_s) {
    if (rows.empty()) return "No attempts yet.\n";
    TextTable table(
        {"learner", "case", "attempts", "checks", "passed", "first", "best", "last five", "last on", "standing"}, 2);
    std::set<std::string> learners;
    for (const Progress& p : rows) {
        learners.insert(p.learner);
        table.add({name_of(p.learner), p.scenario, std::to_string(p.attempts), std::to_string(p.checks),
                   std::to_string(p.passed_checks), number(p.first_overall), number(p.best_overall),
                   number(p.recent_overall), date_text(p.last_s), standing_text(p, now_s)});
    }
    std::string text = table.text();
    text += "\n" + std::to_string(learners.size()) + (learners.size() == 1 ? " learner. " : " learners. ") +
            history::risk_sentence(curve) + "\nProof rests on Checks without help. The limits are provisional.\n";
    return text;
}

std::string progress_csv(const std::vector<Progress>& rows, int64_t now_s) {
    io::CsvText csv({"learner", "scenario", "attempts", "checks", "passed_checks", "first_overall", "best_overall",
                     "last_overall", "recent_overall", "last_utc", "learning_score", "proven_at_check", "relapse_alarm",
                     "check_due"});
    for (const Progress& p : rows) {
        const std::array<std::string, 14> row{p.learner,
                                              p.scenario,
                                              std::to_string(p.attempts),
                                              std::to_string(p.checks),
                                              std::to_string(p.passed_checks),
                                              number(p.first_overall, 2),
                                              number(p.best_overall, 2),
                                              number(p.last_overall, 2),
                                              number(p.recent_overall, 2),
                                              date_text(p.last_s),
                                              number(p.learning_score, 4),
                                              p.proven_at_check ? std::to_string(*p.proven_at_check) : "",
                                              p.relapse_alarm ? "1" : "0",
                                              p.check_due(now_s) ? "1" : "0"};
        csv.add(row);
    }
    return csv.text();
}

std::string progress_json(const std::vector<Progress>& rows, const scoring::LearningCusum& curve, int64_t now_s) {
    io::Json list = io::Json::array();
    for (const Progress& p : rows)
        list.push_back({{"learner", p.learner},
                        {"scenario", p.scenario},
                        {"attempts", p.attempts},
                        {"checks", p.checks},
                        {"passed_checks", p.passed_checks},
                        {"first_overall", p.first_overall},
                        {"best_overall", p.best_overall},
                        {"last_overall", p.last_overall},
                        {"recent_overall", p.recent_overall},
                        {"last_utc", date_text(p.last_s)},
                        {"learning_score", p.learning_score},
                        {"proven_at_check", p.proven_at_check ? io::Json(*p.proven_at_check) : io::Json()},
                        {"relapse_alarm", p.relapse_alarm},
                        {"check_due", p.check_due(now_s)}});
    return io::json_text(io::Json{{"schema", 1},
                                  {"kind", "progress"},
                                  {"adequate_rate", curve.adequate_rate},
                                  {"inadequate_rate", curve.inadequate_rate},
                                  {"limit", curve.limit},
                                  {"risk", history::risk_sentence(curve)},
                                  {"progress", list}});
}

std::string attempts_text(const std::vector<AttemptRow>& rows) {
    if (rows.empty()) return "No attempts yet.\n";
    TextTable table({"number", "learner", "case", "on", "mode", "input", "score", "result"}, 6);
    for (const AttemptRow& row : rows)
        table.add({std::to_string(row.id), name_of(row.learner), row.scenario, date_text(row.started_s), row.mode,
                   row.input, number(row.overall),
                   std::string(row.pass ? "passed" : "not passed") + (row.borderline ? ", borderline" : "") +
                       (row.formative ? ", with help" : "") + (row.group.empty() ? "" : ", " + row.group)});
    return table.text();
}

std::string attempts_csv(const std::vector<AttemptRow>& rows) {
    std::set<std::string> names;
    for (const AttemptRow& row : rows) {
        for (const auto& [name, value] : row.subscores) names.insert("part_" + name);
        for (const auto& [name, value] : row.metrics) names.insert(name);
    }
    std::vector<std::string> columns{"number",     "learner",   "scenario", "on_utc",    "mode",
                                     "input",      "device",    "model",    "overall",   "pass",
                                     "borderline", "formative", "group",    "criticals", "duration_s"};
    const size_t fixed = columns.size();
    columns.insert(columns.end(), names.begin(), names.end());
    io::CsvText csv(columns);
    for (const AttemptRow& row : rows) {
        std::vector<std::string> cells{std::to_string(row.id),
                                       row.learner,
                                       row.scenario,
                                       date_text(row.started_s),
                                       row.mode,
                                       row.input,
                                       row.device,
                                       row.model_id,
                                       number(row.overall, 2),
                                       row.pass ? "1" : "0",
                                       row.borderline ? "1" : "0",
                                       row.formative ? "1" : "0",
                                       row.group,
                                       std::to_string(row.critical_count),
                                       number(row.duration_s, 1)};
        cells.resize(columns.size());
        const auto put = [&](const std::string& name, double value) {
            const auto at = std::distance(names.begin(), names.find(name));
            cells[fixed + static_cast<size_t>(at)] = number(value, 4);
        };
        for (const auto& [name, value] : row.subscores) put("part_" + name, value);
        for (const auto& [name, value] : row.metrics) put(name, value);
        csv.add(cells);
    }
    return csv.text();
}

std::string standards_text(const history::StandardsTable& table) {
    if (table.rows.empty())
        return "No standard yet: tag attempts with --tag NUMBER=expert and --tag NUMBER=novice first.\n";
    TextTable text({"measure", "novice", "expert", "AUC", "effect", "cut", "novices over", "experts under", ""}, 1);
    for (const history::StandardRow& row : table.rows) {
        const auto group = [](const scoring::Group& g) { return number(g.mean, 2) + " sd " + number(g.sd, 2); };
        text.add({row.name, group(row.novice), group(row.expert), number(row.area_under_curve, 2),
                  row.effect_size ? number(*row.effect_size, 2) : "-", row.cut ? number(row.cut->cut, 2) : "-",
                  row.cut ? number(100.0 * row.cut->false_positive, 0) + " %" : "-",
                  row.cut ? number(100.0 * row.cut->false_negative, 0) + " %" : "-",
                  row.more_is_better ? "more is better" : "less is better"});
    }
    return text.text() + "\n" + std::to_string(table.experts) + " expert and " + std::to_string(table.novices) +
           " novice attempts. AUC: how often an expert does better than a novice. Cut: contrasting groups.\n" +
           (table.warning.empty() ? "" : table.warning + "\n");
}

}  // namespace cryo::app
