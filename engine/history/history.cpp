#include "engine/history/history.h"

#include <algorithm>
#include <map>

#include "engine/core/check.h"
#include "engine/history/schema.h"
#include "engine/history/sqlite.h"

namespace cryo::history {

namespace {

enum ValueKind : int64_t { kSubscore = 0, kMetric = 1 };

constexpr std::string_view kColumns =
    "id, learner, scenario, started_s, mode, input, device, model_id, model_hash, overall, pass, borderline, "
    "formative, critical_count, duration_s, state_hash, recording_file, skill_group";

AttemptRow read_row(const Statement& s) {
    AttemptRow row;
    row.id = s.integer(0);
    row.learner = s.text(1);
    row.scenario = s.text(2);
    row.started_s = s.integer(3);
    row.mode = s.text(4);
    row.input = s.text(5);
    row.device = s.text(6);
    row.model_id = s.text(7);
    row.model_hash = s.text(8);
    row.overall = s.real(9);
    row.pass = s.integer(10) != 0;
    row.borderline = s.integer(11) != 0;
    row.formative = s.integer(12) != 0;
    row.critical_count = static_cast<int>(s.integer(13));
    row.duration_s = s.real(14);
    row.state_hash = s.text(15);
    row.recording_file = s.text(16);
    row.group = s.text(17);
    return row;
}

// " WHERE ..." and its parameters, in the order learner, scenario, since.
std::string where_clause(const Filter& filter) {
    std::string clause;
    const auto add = [&](const char* condition) {
        clause += (clause.empty() ? " WHERE " : " AND ") + std::string(condition);
    };
    if (filter.learner) add("learner = ?");
    if (filter.scenario) add("scenario = ?");
    if (filter.since_s) add("started_s >= ?");
    return clause;
}

void bind_filter(Statement& statement, const Filter& filter) {
    int parameter = 0;
    if (filter.learner) statement.bind(++parameter, *filter.learner);
    if (filter.scenario) statement.bind(++parameter, *filter.scenario);
    if (filter.since_s) statement.bind(++parameter, *filter.since_s);
}

}  // namespace

AttemptRow row_from(const scoring::Assessment& assessment) {
    AttemptRow row;
    row.model_id = assessment.model_id;
    row.model_hash = assessment.model_hash;
    row.overall = assessment.overall;
    row.pass = assessment.pass;
    row.borderline = assessment.borderline;
    row.formative = assessment.formative;
    row.critical_count = static_cast<int>(assessment.criticals.size());
    row.duration_s = assessment.duration_s;
    for (const auto& subscore : assessment.subscores)
        if (subscore.value) row.subscores.emplace_back(subscore.id, *subscore.value);
    for (const auto& metric : assessment.metrics)
        if (metric.state == scoring::MetricState::Measured) row.metrics.emplace_back(metric.id, metric.value);
    return row;
}

struct History::State {
    std::filesystem::path file;
    Connection connection;
};

History::History(std::unique_ptr<State> state) : state_(std::move(state)) {}
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

Result<History> History::open(const std::filesystem::path& file) {
    try {
        auto state = std::make_unique<State>(State{file, Connection(file)});
        state->connection.run("PRAGMA journal_mode = WAL");
        state->connection.run("PRAGMA synchronous = FULL");
        state->connection.run("PRAGMA foreign_keys = ON");
        state->connection.run("PRAGMA secure_delete = ON");
        if (Failure failure = migrate(state->connection, file, migrations())) return *failure;
        return History(std::move(state));
    } catch (const SqliteFailure& failure) {
        return Diagnostic{file.string(), 0, 0, std::string("the history cannot be opened: ") + failure.what()};
    }
}

int64_t History::add(const AttemptRow& row) {
    add_all({row});
    Statement query(state_->connection,
                    "SELECT id FROM attempt WHERE learner = ? AND scenario = ? AND started_s = ? AND state_hash = ?");
    query.bind(1, row.learner).bind(2, row.scenario).bind(3, row.started_s).bind(4, row.state_hash);
    CRYO_CHECK(query.step());
    return query.integer(0);
}

int History::add_all(const std::vector<AttemptRow>& rows) {
    Connection& connection = state_->connection;
    Transaction transaction(connection);
    Statement insert(connection,
                     "INSERT OR IGNORE INTO attempt(learner, scenario, started_s, mode, input, device, model_id, "
                     "model_hash, overall, pass, borderline, formative, critical_count, duration_s, state_hash, "
                     "recording_file, skill_group) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    Statement insert_value(connection, "INSERT INTO value(attempt, kind, name, value) VALUES(?,?,?,?)");
    int added = 0;
    for (const AttemptRow& row : rows) {
        insert.bind(1, row.learner).bind(2, row.scenario).bind(3, row.started_s).bind(4, row.mode);
        insert.bind(5, row.input).bind(6, row.device).bind(7, row.model_id).bind(8, row.model_hash);
        insert.bind(9, row.overall).bind(10, int64_t{row.pass}).bind(11, int64_t{row.borderline});
        insert.bind(12, int64_t{row.formative}).bind(13, int64_t{row.critical_count}).bind(14, row.duration_s);
        insert.bind(15, row.state_hash).bind(16, row.recording_file).bind(17, row.group);
        insert.step();
        insert.reset();
        if (sqlite3_changes(connection.handle()) == 0) continue;
        ++added;
        const int64_t id = sqlite3_last_insert_rowid(connection.handle());
        const auto add_values = [&](ValueKind kind, const std::vector<std::pair<std::string, double>>& values) {
            for (const auto& [name, value] : values) {
                insert_value.bind(1, id).bind(2, int64_t{kind}).bind(3, name).bind(4, value);
                insert_value.step();
                insert_value.reset();
            }
        };
        add_values(kSubscore, row.subscores);
        add_values(kMetric, row.metrics);
    }
    transaction.commit();
    return added;
}

std::vector<std::string> History::learners() const {
    Statement query(state_->connection, "SELECT DISTINCT learner FROM attempt ORDER BY learner");
    std::vector<std::string> names;
    while (query.step()) names.push_back(query.text(0));
    return names;
}

std::vector<AttemptRow> History::attempts(const Filter& filter) const {
    const std::string where = where_clause(filter);
    Statement query(state_->connection,
                    "SELECT " + std::string(kColumns) + " FROM attempt" + where + " ORDER BY started_s, id");
    bind_filter(query, filter);
    std::vector<AttemptRow> rows;
    std::map<int64_t, size_t> place;
    while (query.step()) {
        place[query.integer(0)] = rows.size();
        rows.push_back(read_row(query));
    }
    Statement values(state_->connection,
                     "SELECT attempt, kind, name, value FROM value WHERE attempt IN (SELECT id FROM attempt" + where +
                         ") ORDER BY attempt, kind, name");
    bind_filter(values, filter);
    while (values.step()) {
        AttemptRow& row = rows[place.at(values.integer(0))];
        auto& list = values.integer(1) == kSubscore ? row.subscores : row.metrics;
        list.emplace_back(values.text(2), values.real(3));
    }
    return rows;
}

void History::for_each(const Filter& filter, const std::function<void(const AttemptRow&)>& visit) const {
    Statement query(state_->connection, "SELECT " + std::string(kColumns) + " FROM attempt" + where_clause(filter) +
                                            " ORDER BY learner, scenario, started_s, id");
    bind_filter(query, filter);
    while (query.step()) visit(read_row(query));
}

std::vector<CaseStanding> History::standings(const std::string& learner) const {
    Statement query(state_->connection,
                    "SELECT scenario, COUNT(*), MAX(overall) FROM attempt WHERE learner = ? GROUP BY scenario");
    query.bind(1, learner);
    std::vector<CaseStanding> all;
    while (query.step()) all.push_back({query.text(0), static_cast<int>(query.integer(1)), query.real(2)});
    return all;
}

std::optional<AttemptRow> History::find(int64_t id) const {
    Statement query(state_->connection, "SELECT " + std::string(kColumns) + " FROM attempt WHERE id = ?");
    query.bind(1, id);
    if (!query.step()) return std::nullopt;
    return read_row(query);
}

bool History::tag(int64_t id, const std::string& group) {
    CRYO_CHECK(group.empty() || group == "expert" || group == "novice");
    Statement update(state_->connection, "UPDATE attempt SET skill_group = ? WHERE id = ?");
    update.bind(1, group).bind(2, id);
    update.step();
    return sqlite3_changes(state_->connection.handle()) == 1;
}

bool History::remark(const Remark& remark) {
    CRYO_CHECK(remark.kind == Remark::Kind::Disagree || !remark.reason.empty());
    if (!find(remark.attempt)) return false;
    Statement insert(state_->connection,
                     "INSERT INTO remark(attempt, kind, metric, t_s, points, reason, made_by, made_s) "
                     "VALUES(?,?,?,?,?,?,?,?)");
    insert.bind(1, remark.attempt).bind(2, static_cast<int64_t>(remark.kind)).bind(3, remark.metric);
    insert.bind(4, remark.t_s).bind(5, remark.points).bind(6, remark.reason).bind(7, remark.by);
    insert.bind(8, remark.made_s);
    insert.step();
    return true;
}

std::vector<Remark> History::remarks(int64_t attempt) const {
    Statement query(state_->connection,
                    "SELECT kind, metric, t_s, points, reason, made_by, made_s FROM remark WHERE attempt = ? "
                    "ORDER BY id");
    query.bind(1, attempt);
    std::vector<Remark> all;
    while (query.step())
        all.push_back({attempt, static_cast<Remark::Kind>(query.integer(0)), query.text(1), query.real(2),
                       query.real(3), query.text(4), query.text(5), query.integer(6)});
    return all;
}

int History::remove_learner(const std::string& learner) {
    Connection& connection = state_->connection;
    Statement erase(connection, "DELETE FROM attempt WHERE learner = ?");
    erase.bind(1, learner);
    erase.step();
    const int removed = sqlite3_changes(connection.handle());
    erase.reset();
    // The name would otherwise linger in free pages and in the log.
    connection.run("VACUUM");
    connection.run("PRAGMA wal_checkpoint(TRUNCATE)");
    return removed;
}

}  // namespace cryo::history
