#include "engine/history/sqlite.h"

namespace cryo::history {

Connection::Connection(const std::filesystem::path& file) {
    sqlite3* handle = nullptr;
    const int status = sqlite3_open(file.c_str(), &handle);
    handle_.reset(handle);
    if (status != SQLITE_OK) fail();
    sqlite3_busy_timeout(handle, 3000);
}

void Connection::fail() const { throw SqliteFailure(sqlite3_errmsg(handle_.get())); }

void Connection::run(const std::string& sql) {
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

int Connection::user_version() {
    Statement query(*this, "PRAGMA user_version");
    return query.step() ? static_cast<int>(query.integer(0)) : 0;
}

void Connection::copy_to(const std::filesystem::path& file) {
    Connection target(file);
    sqlite3_backup* backup = sqlite3_backup_init(target.handle(), "main", handle_.get(), "main");
    if (backup == nullptr) target.fail();
    sqlite3_backup_step(backup, -1);
    if (sqlite3_backup_finish(backup) != SQLITE_OK) target.fail();
}

Statement::Statement(const Connection& connection, std::string_view sql) : connection_(&connection) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(connection.handle(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr) !=
        SQLITE_OK)
        connection.fail();
    statement_.reset(statement);
}

Statement& Statement::bind(int parameter, std::string_view text) {
    if (sqlite3_bind_text(statement_.get(), parameter, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT) !=
        SQLITE_OK)
        connection_->fail();
    return *this;
}

Statement& Statement::bind(int parameter, int64_t number) {
    if (sqlite3_bind_int64(statement_.get(), parameter, number) != SQLITE_OK) connection_->fail();
    return *this;
}

Statement& Statement::bind(int parameter, double number) {
    if (sqlite3_bind_double(statement_.get(), parameter, number) != SQLITE_OK) connection_->fail();
    return *this;
}

bool Statement::step() {
    const int status = sqlite3_step(statement_.get());
    if (status == SQLITE_ROW) return true;
    if (status != SQLITE_DONE) connection_->fail();
    return false;
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

std::string Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    return text == nullptr ? std::string()
                           : std::string(text, static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }

Transaction::~Transaction() {
    if (open_) sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    connection_.run("COMMIT");
    open_ = false;
}

}  // namespace cryo::history
