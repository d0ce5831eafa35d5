#include <gatehouse/conformance/store.hpp>
#include <gatehouse/storage_postgresql/postgresql_storage.hpp>

#include "support/postgresql_server.hpp"

namespace gatehouse::conformance {
namespace {

using testing::shared_postgresql_server;

/// Migrated once; every store's database begins as a copy of it.
const std::string& migrated_database() {
  static const std::string name = [] {
    std::string fresh = shared_postgresql_server().create_database();
    PostgresqlStorage::migrate({.url = shared_postgresql_server().url(fresh)});
    return fresh;
  }();
  return name;
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
    shared_postgresql_server().drop_database(database_);
  }

  Storage& storage() override { return *storage_; }

  bool reopen() override {
    storage_.reset();
    storage_ = std::make_unique<PostgresqlStorage>(options_);
    return true;
  }

 private:
  const std::string database_ = shared_postgresql_server().create_database(migrated_database());
  const PostgresqlOptions options_;
  std::unique_ptr<PostgresqlStorage> storage_;
};

}  // namespace

std::unique_ptr<Store> fresh_store(const StoreSettings& settings) {
  return std::make_unique<PostgresqlStore>(settings);
}

}  // namespace gatehouse::conformance
