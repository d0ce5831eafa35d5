#include <gatehouse/storage_postgresql/postgresql_storage.hpp>

#include <gatehouse/storage_sql/migrations.hpp>

#include "patience.hpp"
#include "postgresql_home.hpp"
#include "postgresql_pool.hpp"
#include "postgresql_schema.hpp"
#include "session_setup.hpp"

namespace gatehouse {
namespace {

/// How often a transaction is retried after a failure that a retry seldom cures.
constexpr int most_losses = 1;
constexpr int most_duplicates = 3;

struct Home {
  std::string schema;
  /// The version before the migration.
  int from;
};

/// Migrates the database, and returns where its tables are.
Home migrate_at_home(const PostgresqlOptions& options) {
  // The statement deadline for lookups is too short for building an index on a million rows.
  PostgresqlOptions patient = options;
  patient.statement_deadline = std::chrono::milliseconds::zero();
  PostgresqlAddress address = read_address(patient);
  require_lasting_sessions(address);
  PostgresqlConnection connection(address);
  Home home{.schema = find_home(connection, address.name), .from = 0};
  stay_at(address, home.schema);
  set_up(connection.session(), address);
  home.from = migrate_schema(connection, address.name, options.busy_deadline, options.text_forms);
  return home;
}

/// Returns the address of a Gatehouse database, after migrating it if `options` say so.
PostgresqlAddress prepared_address(const PostgresqlOptions& options) {
  PostgresqlAddress address = read_address(options);
  if (options.migrate) {
    stay_at(address, migrate_at_home(options).schema);
  } else {
    require_lasting_sessions(address);
    PostgresqlConnection connection(address);
    stay_at(address, find_home(connection, address.name));
  }
  return address;
}

}  // namespace

class PostgresqlStorage::Implementation {
 public:
  using Clock = PostgresqlPool::Clock;

  explicit Implementation(const PostgresqlOptions& options)
      : address_(prepared_address(options)),
        busy_deadline_(options.busy_deadline),
        pool_(address_, options.connections) {
    // There is no deadline, so that a failure of the first connection is reported with its cause.
    const auto connection = pool_.lease(PostgresqlPool::Use::read, Clock::time_point::max());
    require_schema(connection.get(), address_.name);
  }

  void read(ReadWork work) {
    const StoragePatience* patience = StoragePatience::current();
    const bool is_lookup = patience != nullptr && patience->use() == StoragePatience::Use::lookup;
    persist(is_lookup ? PostgresqlPool::Use::lookup : PostgresqlPool::Use::read,
            [&](PostgresqlConnection& connection) { read_once(connection, work); });
  }

  [[nodiscard]] PoolUsage pool_usage() const { return pool_.usage(); }

  void transact(Work work) {
    persist(PostgresqlPool::Use::write,
            [&](PostgresqlConnection& connection) { transact_once(connection, work); });
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

  /// Runs `once` on a connection, and retries where a retry may help and is safe.
  template <class Once>
  void persist(PostgresqlPool::Use use, const Once& once) {
    Patience patience(storage_deadline(busy_deadline_));
    int losses = 0;
    int duplicates = 0;
    for (;;) {
      try {
        const auto connection = pool_.lease(use, patience.deadline());
        connection.get().set_deadline(work_deadline(patience.deadline()));
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

  /// The deadline of the work. A request has a single deadline for waiting and working. For other
  /// work `turn` limits only the wait; then only the statement deadline applies.
  [[nodiscard]] Clock::time_point work_deadline(Clock::time_point turn) const {
    return StoragePatience::current() == nullptr ? Clock::time_point::max() : turn;
  }

  const PostgresqlAddress address_;
  const std::chrono::milliseconds busy_deadline_;
  PostgresqlPool pool_;
};

PostgresqlStorage::PostgresqlStorage(const PostgresqlOptions& options)
    : implementation_(std::make_unique<Implementation>(options)) {}

PostgresqlStorage::~PostgresqlStorage() = default;

void PostgresqlStorage::require_readable_url(const PostgresqlOptions& options) {
  (void)read_address(options);
}

PostgresqlStorage::Migrated PostgresqlStorage::migrate(const PostgresqlOptions& options) {
  return {.from = migrate_at_home(options).from, .to = sql::newest_schema_version()};
}

std::optional<int> PostgresqlStorage::find_schema_version(const PostgresqlOptions& options) {
  PostgresqlAddress address = read_address(options);
  require_lasting_sessions(address);
  PostgresqlConnection connection(address);
  stay_at(address, find_home(connection, address.name));
  set_up(connection.session(), address);
  return inspect_schema(connection, address.name, options.migrate);
}

int PostgresqlStorage::schema_version() noexcept { return sql::newest_schema_version(); }

PostgresqlStorage::PoolUsage PostgresqlStorage::pool_usage() const {
  return implementation_->pool_usage();
}

void PostgresqlStorage::do_read(ReadWork work) { implementation_->read(work); }

void PostgresqlStorage::do_transact(Work work) { implementation_->transact(work); }

}  // namespace gatehouse
