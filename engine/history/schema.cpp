#include "engine/history/schema.h"

namespace cryo::history {

namespace {

constexpr Migration kMigrations[] = {
    {1, R"sql(
        CREATE TABLE attempt(
            id INTEGER PRIMARY KEY,
            learner TEXT NOT NULL,
            scenario TEXT NOT NULL,
            started_s INTEGER NOT NULL,
            mode TEXT NOT NULL,
            input TEXT NOT NULL,
            device TEXT NOT NULL,
            model_id TEXT NOT NULL,
            model_hash TEXT NOT NULL,
            overall REAL NOT NULL,
            pass INTEGER NOT NULL,
            borderline INTEGER NOT NULL,
            formative INTEGER NOT NULL,
            critical_count INTEGER NOT NULL,
            duration_s REAL NOT NULL,
            state_hash TEXT NOT NULL,
            recording_file TEXT NOT NULL,
            UNIQUE(learner, scenario, started_s, state_hash)
        );
        CREATE INDEX attempt_by_learner ON attempt(learner, scenario, started_s);
        CREATE TABLE value(
            attempt INTEGER NOT NULL REFERENCES attempt(id) ON DELETE CASCADE,
            kind INTEGER NOT NULL,
            name TEXT NOT NULL,
            value REAL NOT NULL,
            PRIMARY KEY(attempt, kind, name)
        ) WITHOUT ROWID;
    )sql"},
    {2, R"sql(
        ALTER TABLE attempt ADD COLUMN skill_group TEXT NOT NULL DEFAULT '';
        CREATE TABLE remark(
            id INTEGER PRIMARY KEY,
            attempt INTEGER NOT NULL REFERENCES attempt(id) ON DELETE CASCADE,
            kind INTEGER NOT NULL,
            metric TEXT NOT NULL,
            t_s REAL NOT NULL,
            points REAL NOT NULL,
            reason TEXT NOT NULL,
            made_by TEXT NOT NULL,
            made_s INTEGER NOT NULL
        );
        CREATE INDEX remark_by_attempt ON remark(attempt);
    )sql"},
};

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

Failure migrate(Connection& connection, const std::filesystem::path& file, std::span<const Migration> steps) {
    const int found = connection.user_version();
    const int newest = steps.back().to_version;
    if (found > newest)
        return Diagnostic{file.string(), 0, 0,
                          "this history was written by a newer version of the program (schema " +
                              std::to_string(found) + ", this program knows " + std::to_string(newest) +
                              "): update the program; nothing was changed"};
    if (found > 0 && found < newest) {
        std::filesystem::path backup = file;
        backup += ".v" + std::to_string(found) + ".backup";
        std::error_code ignored;
        std::filesystem::remove(backup, ignored);
        connection.copy_to(backup);
    }
    for (const Migration& step : steps) {
        if (step.to_version <= found) continue;
        Transaction transaction(connection);
        connection.run(step.sql);
        connection.run("PRAGMA user_version = " + std::to_string(step.to_version));
        transaction.commit();
    }
    return {};
}

}  // namespace cryo::history
