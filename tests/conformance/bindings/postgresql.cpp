#include <string>
#include <utility>
#include <vector>

#include <gatehouse/conformance/store.hpp>
#include <gatehouse/storage_postgresql/postgresql_storage.hpp>

#include "support/postgresql_server.hpp"

namespace gatehouse::conformance {
namespace {

using testing::run_postgresql;
using testing::shared_postgresql_server;

/// Empty databases with the current schema. Creating one takes longer than most cases, so a
/// database that is no longer in use is emptied and reused.
class Databases {
 public:
  std::string take() {
    if (free_.empty()) {
      std::string fresh = shared_postgresql_server().create_database();
      PostgresqlStorage::migrate({.url = shared_postgresql_server().url(fresh)});
      return fresh;
    }
    std::string name = std::move(free_.back());
    free_.pop_back();
    return name;
  }

  void give_back(const std::string& name) {
    run_postgresql(shared_postgresql_server().url(name), R"(
        DO $$ DECLARE one RECORD; BEGIN
          FOR one IN SELECT tablename FROM pg_tables
                     WHERE schemaname = 'public' AND tablename <> 'schema_version' LOOP
            EXECUTE 'DELETE FROM ' || quote_ident(one.tablename);
          END LOOP;
        END $$)");
    free_.push_back(name);
  }

 private:
  std::vector<std::string> free_;
};

Databases& databases() {
  static Databases all;
  return all;
}

class PostgresqlStore final : public Store {
 public:
  explicit PostgresqlStore(const StoreSettings& settings)
      : options_{.url = shared_postgresql_server().url(database_),
                 .connections = settings.one_at_a_time ? 1U : 16U,
                 .migrate = false,
                 .busy_deadline = settings.longest_wait},
        storage_(std::make_unique<PostgresqlStorage>(options_)) {}

  PostgresqlStore(const PostgresqlStore&) = delete;
  PostgresqlStore& operator=(const PostgresqlStore&) = delete;
  ~PostgresqlStore() override {
    storage_.reset();
    databases().give_back(database_);
  }

  Storage& storage() override { return *storage_; }

  bool reopen() override {
    storage_.reset();
    storage_ = std::make_unique<PostgresqlStorage>(options_);
    return true;
  }

 private:
  const std::string database_ = databases().take();
  const PostgresqlOptions options_;
  std::unique_ptr<PostgresqlStorage> storage_;
};

}  // namespace

std::unique_ptr<Store> fresh_store(const StoreSettings& settings) {
  return std::make_unique<PostgresqlStore>(settings);
}

}  // namespace gatehouse::conformance
