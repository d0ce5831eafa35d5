/// Storage in a PostgreSQL database, for several servers on one database, or for more load than one
/// machine carries.
///
///     PostgresqlStorage storage({.url = "postgresql://gatehouse@db.example.com/gatehouse"});
///
/// The URL is a libpq connection URI with all its features: several hosts with
/// `target_session_attrs=read-write` to find the primary, `sslmode=verify-full`, Unix sockets, a
/// schema by `options=-c search_path=…` (`options` may contain settings only; they are applied
/// after connecting, since poolers accept none at the start of a session). Omitted parts come from
/// libpq's environment variables and password file
/// (https://www.postgresql.org/docs/15/libpq-connect.html). The password in it is never shown in an
/// exception.
///
/// The database must have the encoding UTF8. Its tables are made in the first schema of the search
/// path, which must contain nothing else, and are marked by a comment on `schema_version`; objects
/// of another program are never touched. The user needs the right to create tables there when the
/// storage migrates, and to read and write them otherwise. The statements also suit distributed
/// databases with PostgreSQL's protocol: no advisory locks, no notifications, no sequences, and no
/// session state beyond a transaction except prepared statements. A pooler in between must
/// therefore assign a server process for the whole session (PgBouncer: session mode); one that does
/// not is refused.
///
/// Every transaction is SERIALIZABLE. A transaction that conflicts with concurrent ones is retried
/// after a short random pause, until the deadline; a transaction whose connection was lost before
/// its COMMIT was sent is retried once. When the connection is lost during the commit, the caller
/// gets CommitInDoubt and nothing is retried. The durability of a commit is that of the server
/// (`synchronous_commit`; by default that of its disk). A commit whose wait for a synchronous
/// standby was cancelled by an administrator is in doubt as well.
///
/// Threads of the storage open connections on demand, up to a maximum; connections are kept with
/// their prepared statements. Of 16 connections, writers have 12 at most, and writers and readers
/// together 14; the others are for lookups (see StoragePatience). A connection is replaced when it
/// was lost, or after an error that the transaction itself did not cause.
///
/// Every wait for the server has a deadline: the thread's StoragePatience if it has one, and
/// `statement_deadline` for each statement. If the server has not answered half a second later, the
/// connection is closed.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <gatehouse/ports/storage.hpp>
#include <gatehouse/ports/text_forms.hpp>

namespace gatehouse {

struct PostgresqlOptions {
  /// `postgresql://[user[:password]@][host][:port][,…][/database][?name=value&…]`, as libpq reads
  /// it.
  std::string url;
  /// The maximum number of connections, and so of concurrent transactions; at least 1. The sum over
  /// all servers must stay below the database's `max_connections`.
  std::size_t connections = 16;
  /// Migrates an older database to this program's schema.
  bool migrate = true;
  /// How long a transaction may wait for a connection, for another transaction's lock, and in
  /// retries: separately for each, or in total with a StoragePatience, which may be shorter. After
  /// that the caller gets TransientPortError.
  std::chrono::milliseconds busy_deadline{5000};
  /// How long each host of the URL may take to answer when a connection is opened, in whole
  /// seconds; libpq's minimum is 2. A `connect_timeout` in the URL overrides it. While the first
  /// host is unreachable, every new connection takes that much longer.
  std::chrono::seconds connect_deadline{2};
  /// How long a single statement may take before the database cancels it; a moment later the
  /// storage closes the connection. Does not apply to migrations. 0: no limit.
  std::chrono::milliseconds statement_deadline{60'000};
  /// How long a transaction may be idle before the database ends it and its connection; this frees
  /// its locks when the program's machine has vanished. 0: no limit.
  std::chrono::milliseconds idle_transaction_deadline{60'000};
  /// Computes the keys of names when an older database is migrated, as Ports::text_forms. It must
  /// outlive the storage.
  const TextForms* text_forms = nullptr;
};

class PostgresqlStorage final : public Storage {
 public:
  /// Connects to the database. Throws PortError, with a message for the operator that does not
  /// contain the password, when that is impossible: an invalid URL, no server, a standby, a pooler
  /// that does not keep sessions, no such database, another program's database, a wrong password,
  /// an encoding other than UTF8, missing rights, or a schema that is newer than this program or
  /// older and must not be migrated.
  explicit PostgresqlStorage(const PostgresqlOptions& options);

  PostgresqlStorage(const PostgresqlStorage&) = delete;
  PostgresqlStorage& operator=(const PostgresqlStorage&) = delete;

  /// Closes the connections. No other thread may use the storage any more.
  ~PostgresqlStorage() override;

  /// The current use of the pool, and its refusals since the storage was opened.
  struct PoolUsage {
    /// The connections lent to transactions; the maximum is `connections`.
    std::size_t lent = 0;
    std::size_t most = 0;
    /// The transactions that wait for a connection.
    std::size_t waiting = 0;
    /// The transactions that got no connection in time.
    std::uint64_t refused = 0;
  };
  [[nodiscard]] PoolUsage pool_usage() const;

  /// Parses `options.url` without connecting. Throws PortError, as the constructor does, for an
  /// invalid URL; the message contains no password.
  static void require_readable_url(const PostgresqlOptions& options);

  /// The result of migrate().
  struct Migrated {
    int from;
    int to;
  };

  /// Migrates the database at `options.url` to this program's schema. When several processes
  /// migrate at once, one does the work and the others continue from its result. Throws as the
  /// constructor does.
  static Migrated migrate(const PostgresqlOptions& options);

  /// Returns the version of the database's schema, 0 for an empty one; changes nothing. Throws as
  /// the constructor does, also when the database must be migrated and this user lacks the rights.
  [[nodiscard]] static std::optional<int> find_schema_version(const PostgresqlOptions& options);

  /// The version of the schema that this program works with.
  [[nodiscard]] static int schema_version() noexcept;

 protected:
  void do_read(ReadWork work) override;
  void do_transact(Work work) override;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace gatehouse
