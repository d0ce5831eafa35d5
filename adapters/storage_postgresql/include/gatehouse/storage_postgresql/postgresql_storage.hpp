/// Storage in a PostgreSQL database: for several servers on one database, and for what outgrows one
/// machine.
///
///     PostgresqlStorage storage({.url = "postgresql://gatehouse@db.example.com/gatehouse"});
///
/// The URL is libpq's, with everything that it can say: several hosts with
/// `target_session_attrs=read-write` to find the primary, `sslmode=verify-full`, Unix sockets, a
/// schema by `options=-c search_path=…` (settings are all that `options` may hold; they are made
/// once connected, since poolers take none when a session begins). What it leaves out comes from
/// libpq's environment variables and password file
/// (https://www.postgresql.org/docs/15/libpq-connect.html). The password in it is never shown in an
/// exception.
///
/// The database must have the encoding UTF8. Its tables are made in the first schema of the search
/// path, which must hold nothing else, and are marked by a comment on `schema_version`; what
/// another program has there is never touched. The user needs the right to create them there when
/// the storage migrates, and to read and write them otherwise. Statements are plain enough for
/// databases that speak PostgreSQL's protocol and are spread over many machines: no advisory locks,
/// no notifications, no sequences, and no state of a session beyond a transaction but prepared
/// statements. A pooler between the two must therefore lend a server process for as long as a
/// session lasts (PgBouncer: session mode); one that does not is refused.
///
/// Every transaction is SERIALIZABLE. One that the database refuses for the sake of others that ran
/// beside it is run again, after a short pause of random length, until the deadline; so is, once,
/// one whose connection was lost before its commit was sent. When the connection is lost while the
/// database commits, the caller gets CommitInDoubt and nothing is repeated. How durable a commit is
/// says the server (`synchronous_commit`; its default is as durable as its disk). A commit that was
/// to wait for a synchronous standby, and that an administrator made stop waiting, is in doubt as
/// well.
///
/// Connections are made when they are needed, up to a number, by threads of the storage's own, and
/// kept with their statements prepared. Of 16, writers have 12 at most and readers and they 14; the
/// others are for lookups (see StoragePatience). One that was lost, or that has been refused
/// something that does not come from the work itself, is replaced.
///
/// The server is never waited for without a deadline: the thread's StoragePatience where there is
/// one, and `statement_deadline` for each statement. A server that has not answered half a second
/// later loses the connection.
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
  /// Connections at once, and so transactions at once; at least 1. All servers' together must stay
  /// below the database's `max_connections`.
  std::size_t connections = 16;
  /// Brings the database to this program's schema when it is older.
  bool migrate = true;
  /// For how long a transaction may wait for a connection, for another transaction's lock, and for
  /// its turn when it is run again and again; each on its own, and with a StoragePatience, which
  /// may be shorter, all together. Past it, the caller gets TransientPortError.
  std::chrono::milliseconds busy_deadline{5000};
  /// For how long each host of the URL may take to answer when a connection is opened, in whole
  /// seconds; libpq waits for 2 at least. A `connect_timeout` in the URL wins. As long as the first
  /// host is a machine that is gone without a word, every new connection takes that much longer.
  std::chrono::seconds connect_deadline{2};
  /// After which the database gives up a single statement, and a moment later the storage gives up
  /// the database; migrating takes as long as it takes.
  /// 0: never.
  std::chrono::milliseconds statement_deadline{60'000};
  /// After which the database ends a transaction whose program says nothing, and with it the
  /// connection: what it has locked comes free when the program's machine is gone. 0: never.
  std::chrono::milliseconds idle_transaction_deadline{60'000};
  /// Gives the keys of names when an older database is migrated; as Ports::text_forms. It outlives
  /// the storage.
  const TextForms* text_forms = nullptr;
};

class PostgresqlStorage final : public Storage {
 public:
  /// Connects to the database. Throws PortError, with words for the person who runs the program and
  /// without the password, when that is impossible: a URL that cannot be read, no server, a
  /// standby, a pooler that keeps no sessions, no such database, another program's database, a
  /// wrong password, an encoding that is not UTF8, missing rights, a schema that is newer than this
  /// program, or one that is older and not to be migrated.
  explicit PostgresqlStorage(const PostgresqlOptions& options);

  PostgresqlStorage(const PostgresqlStorage&) = delete;
  PostgresqlStorage& operator=(const PostgresqlStorage&) = delete;

  /// Closes the connections. No other thread may use the storage then.
  ~PostgresqlStorage() override;

  /// The connections now, and what was met since the storage was opened.
  struct PoolUsage {
    /// Lent to a transaction, of how many at most.
    std::size_t lent = 0;
    std::size_t most = 0;
    /// Transactions that wait for one.
    std::size_t waiting = 0;
    /// Transactions for which none came free in time.
    std::uint64_t refused = 0;
  };
  [[nodiscard]] PoolUsage pool_usage() const;

  /// Reads `options.url` without connecting. Throws PortError, as the constructor does, for a URL
  /// that libpq cannot read; the text shows no password.
  static void require_readable_url(const PostgresqlOptions& options);

  /// What migrate() did.
  struct Migrated {
    int from;
    int to;
  };

  /// Brings the database at `options.url` to this program's schema. Any number of processes may do
  /// it at once: one does, and the others go on from there. Throws as the constructor does.
  static Migrated migrate(const PostgresqlOptions& options);

  /// The version of the database's schema, 0 for one without; changes nothing. Throws as the
  /// constructor does, also when the database is to be migrated and this user lacks the rights to.
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
