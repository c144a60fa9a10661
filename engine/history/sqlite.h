// SQLite wrapped so that statements and connections free themselves and failures carry SQLite's own words. Private to
// history/.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cryo::history {

class SqliteFailure : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

class Connection {
  public:
    explicit Connection(const std::filesystem::path& file);

    void run(const std::string& sql);  // statements without parameters or results
    sqlite3* handle() const { return handle_.get(); }
    int user_version();
    // Copies the whole database to a file that must not exist yet.
    void copy_to(const std::filesystem::path& file);

    [[noreturn]] void fail() const;

  private:
    struct Close {
        void operator()(sqlite3* db) const { sqlite3_close(db); }
    };
    std::unique_ptr<sqlite3, Close> handle_;
};

// A prepared statement. Parameters count from 1, columns from 0.
class Statement {
  public:
    Statement(const Connection& connection, std::string_view sql);

    Statement& bind(int parameter, std::string_view text);
    Statement& bind(int parameter, int64_t number);
    Statement& bind(int parameter, double number);
    bool step();  // true while there is a row
    void reset();

    std::string text(int column) const;
    int64_t integer(int column) const;
    double real(int column) const;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
    };
    const Connection* connection_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// Rolls back unless committed.
class Transaction {
  public:
    explicit Transaction(Connection& connection) : connection_(connection) { connection_.run("BEGIN IMMEDIATE"); }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Connection& connection_;
    bool open_ = true;
};

}  // namespace cryo::history
