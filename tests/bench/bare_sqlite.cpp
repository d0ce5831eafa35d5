#include "bare_sqlite.hpp"

#include <chrono>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "columns.hpp"

namespace gatehouse::bench {
namespace {

constexpr std::string_view service = "roc";

sqlite3* open(const std::string& path) {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
  if (code != SQLITE_OK) {
    sqlite3_close(database);
    throw std::runtime_error("cannot open " + path + ": " + sqlite3_errstr(code));
  }
  sqlite3_exec(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", nullptr, nullptr,
               nullptr);
  sqlite3_busy_timeout(database, 5000);
  return database;
}

sqlite3_stmt* prepare(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database));
  return statement;
}

void expect(std::size_t rows, const char* what) {
  if (rows == 0) throw std::runtime_error(std::string("the database has no such ") + what);
}

std::int64_t now() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

BareStatement::BareStatement(sqlite3* database, std::string_view sql)
    : statement_(prepare(database, sql), sqlite3_finalize) {}

void BareStatement::bind(int position, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), position, value);
}

void BareStatement::bind(int position, std::string_view text) {
  sqlite3_bind_text(statement_.get(), position, text.data(), static_cast<int>(text.size()),
                    SQLITE_STATIC);
}

std::size_t BareStatement::run_to_the_end() {
  sqlite3_stmt* statement = statement_.get();
  std::size_t rows = 0;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    ++rows;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      if (sqlite3_column_type(statement, i) == SQLITE_INTEGER) {
        (void)sqlite3_column_int64(statement, i);
      } else {
        (void)sqlite3_column_text(statement, i);
      }
    }
  }
  sqlite3_reset(statement);
  if (code != SQLITE_DONE) throw std::runtime_error(sqlite3_errstr(code));
  return rows;
}

std::string BareStatement::first_value() {
  sqlite3_stmt* statement = statement_.get();
  std::string value;
  if (sqlite3_step(statement) == SQLITE_ROW) {
    value = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
  }
  sqlite3_reset(statement);
  return value;
}

BareSqlite::BareSqlite(const std::string& path)
    : database_(open(path), sqlite3_close),
      begin_(database_.get(), "BEGIN IMMEDIATE"),
      commit_(database_.get(), "COMMIT"),
      find_session_(database_.get(),
                    "SELECT account_id, user_id, created_at, expires_at, role, email, first_name,"
                    " last_name, user_created_at FROM sessions"
                    " WHERE token_key = ? AND digest = ? AND role IS NOT NULL"),
      find_user_by_email_(database_.get(),
                          "SELECT id, account_id, role, email, first_name, last_name,"
                          " password_hash, created_at FROM users WHERE email_key = ?"),
      list_consumers_(database_.get(),
                      "SELECT id, created_at FROM consumers WHERE account_id = ? AND id > ?"
                      " ORDER BY id LIMIT ?"),
      insert_consumer_(database_.get(),
                       "INSERT INTO consumers (id, account_id, created_at) VALUES (?, ?, ?)"
                       " ON CONFLICT DO NOTHING"),
      find_project_(database_.get(),
                    "SELECT id, account_id, name, description, own_user_limit, user_used,"
                    " created_at FROM projects WHERE id = ? AND account_id = ?"),
      find_consumer_(database_.get(),
                     "SELECT created_at FROM consumers WHERE id = ? AND account_id = ?"),
      is_attached_(database_.get(),
                   "SELECT 1 FROM project_consumers WHERE account_id = ? AND project_id = ?"
                   " AND consumer_id = ?"),
      find_attachment_(database_.get(),
                       "SELECT id, name, description, item_used, created_at"
                       " FROM attachments WHERE account_id = ? AND project_id = ?"
                       " AND service = ?"),
      find_limits_(database_.get(),
                   "SELECT item_limit FROM limit_settings WHERE account_id = ?1"
                   " AND project_id = ?2 AND service = ?3 AND project_id <> ''"
                   " UNION ALL SELECT item_limit FROM limit_settings WHERE account_id = ?1"
                   " AND project_id = '' AND service = ''"
                   " UNION ALL SELECT item_limit FROM limit_settings WHERE account_id = ''"
                   " AND project_id = '' AND service IN ('', ?3)"),
      insert_token_(database_.get(),
                    "INSERT INTO consumer_tokens (token_key, digest, account_id, project_id,"
                    " service, consumer_id, created_at, expires_at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
      run_(std::random_device()()) {}

std::size_t BareSqlite::users() {
  return std::stoul(BareStatement(database_.get(), "SELECT count(*) FROM users").value());
}

std::vector<BareSample> BareSqlite::samples(const std::string& path) {
  std::ifstream in(path + ".samples");
  if (!in) throw std::runtime_error("cannot read " + path + ".samples: see bench_seed");
  BareStatement account_of(database_.get(), "SELECT account_id FROM projects WHERE id = ?");

  std::vector<BareSample> samples;
  std::string token;
  BareSample sample;
  while (in >> token >> sample.email >> sample.consumer >> sample.project) {
    const TokenDigest digest = digest_.sha256(token);
    sample.token_key = sql::row_key(digest).value;
    sample.digest = digest.to_string();
    sample.account = account_of.value(sample.project);
    samples.push_back(sample);
  }
  return samples;
}

void BareSqlite::find_session(const BareSample& caller) {
  expect(find_session_.run(caller.token_key, caller.digest), "session");
}

void BareSqlite::find_user_by_email(const BareSample& caller) {
  expect(find_user_by_email_.run(caller.email), "user");
}

void BareSqlite::list_consumers(const BareSample& caller, std::size_t limit) {
  expect(
      list_consumers_.run(caller.account, std::string_view(""), static_cast<std::int64_t>(limit)),
      "consumers");
}

void BareSqlite::insert_consumer(const BareSample& caller) {
  insert_consumer_.run(new_id(), caller.account, now());
}

void BareSqlite::insert_consumer_token(const BareSample& caller) {
  constexpr std::int64_t lifetime = 600'000'000;
  const std::string digest = new_digest();
  const std::int64_t made = now();
  insert_token_.run(sql::row_key(*TokenDigest::parse(digest)).value, digest, caller.account,
                    caller.project, service, caller.consumer, made, made + lifetime);
}

void BareSqlite::create_consumer(const BareSample& caller) {
  find_session(caller);
  insert_consumer(caller);
}

void BareSqlite::mint_consumer_token(const BareSample& caller) {
  find_session(caller);
  expect(find_project_.run(caller.project, caller.account), "project");
  expect(find_consumer_.run(caller.consumer, caller.account), "consumer");
  expect(is_attached_.run(caller.account, caller.project, caller.consumer), "attached consumer");
  expect(find_attachment_.run(caller.account, caller.project, service), "attachment");
  find_limits_.run(caller.account, caller.project, service);
  insert_consumer_token(caller);
}

std::string BareSqlite::new_id() {
  std::ostringstream id;
  id << std::hex;
  id.fill('0');
  id.width(12);
  id << now() / 1000;
  id.width(20);
  id << (run_ << 24U) + made_++;
  return id.str();
}

std::string BareSqlite::new_digest() {
  return digest_.sha256(std::to_string(run_) + " " + std::to_string(made_++)).to_string();
}

}  // namespace gatehouse::bench
