#include <gatehouse/storage_postgresql/postgresql_storage.hpp>

#include <gatehouse/storage_sql/migrations.hpp>

#include "patience.hpp"
#include "postgresql_pool.hpp"
#include "postgresql_schema.hpp"

namespace gatehouse {
namespace {

/// How often a transaction is run again for a reason that running it again seldom mends.
constexpr int most_losses = 1;
constexpr int most_duplicates = 3;

}  // namespace

class PostgresqlStorage::Implementation {
 public:
  explicit Implementation(const PostgresqlOptions& options)
      : address_(read_address(options)),
        busy_deadline_(options.busy_deadline),
        pool_(address_, options.connections) {
    if (options.migrate) PostgresqlStorage::migrate(options);
    const auto connection = pool_.lease(Patience(busy_deadline_).deadline());
    require_schema(connection.get(), address_.name);
  }

  void read(ReadWork work) {
    persist([&](PostgresqlConnection& connection) { read_once(connection, work); });
  }

  [[nodiscard]] PoolUsage pool_usage() const { return pool_.usage(); }

  void transact(Work work) {
    persist([&](PostgresqlConnection& connection) { transact_once(connection, work); });
  }

 private:
  static void read_once(PostgresqlConnection& connection, ReadWork work) {
    connection.begin_read();
    try {
      work(connection.transaction());
      connection.end_read();
    } catch (...) {
      connection.roll_back();
      throw;
    }
  }

  static void transact_once(PostgresqlConnection& connection, Work work) {
    connection.begin_write();
    try {
      if (work(connection.transaction()) == Outcome::commit) return connection.commit();
    } catch (...) {
      connection.roll_back();
      throw;
    }
    connection.roll_back();
  }

  /// Runs `once` on a connection, again and again where that may help and is safe.
  template <class Once>
  void persist(const Once& once) {
    Patience patience(busy_deadline_);
    int losses = 0;
    int duplicates = 0;
    for (;;) {
      try {
        const auto connection = pool_.lease(patience.deadline());
        return once(connection.get());
      } catch (const TransactionConflict&) {
        if (!patience.pause()) throw;
      } catch (const DuplicateKey&) {
        if (++duplicates > most_duplicates || !patience.pause()) throw;
      } catch (const ConnectionLost&) {
        pool_.close_idle();
        if (++losses > most_losses || !patience.pause()) throw;
      }
    }
  }

  const PostgresqlAddress address_;
  const std::chrono::milliseconds busy_deadline_;
  PostgresqlPool pool_;
};

PostgresqlStorage::PostgresqlStorage(const PostgresqlOptions& options)
    : implementation_(std::make_unique<Implementation>(options)) {}

PostgresqlStorage::~PostgresqlStorage() = default;

PostgresqlStorage::Migrated PostgresqlStorage::migrate(const PostgresqlOptions& options) {
  // What is right for a lookup is too short for an index on a million rows.
  PostgresqlOptions patient = options;
  patient.statement_deadline = std::chrono::milliseconds::zero();
  const PostgresqlAddress address = read_address(patient);
  PostgresqlConnection connection(address);
  const int from = migrate_schema(connection, address.name, options.busy_deadline);
  return {.from = from, .to = sql::newest_schema_version()};
}

int PostgresqlStorage::schema_version() noexcept { return sql::newest_schema_version(); }

PostgresqlStorage::PoolUsage PostgresqlStorage::pool_usage() const {
  return implementation_->pool_usage();
}

void PostgresqlStorage::do_read(ReadWork work) { implementation_->read(work); }

void PostgresqlStorage::do_transact(Work work) { implementation_->transact(work); }

}  // namespace gatehouse
