/// Storage in one SQLite file, without a database server.
///
///     SqliteStorage storage({.path = "/var/lib/gatehouse/gatehouse.db"});
///
/// The file is in WAL mode (two more files appear beside it, `-wal` and `-shm`; they belong to the
/// database) and written with synchronous=FULL: a transaction survives a power failure once
/// `transact` has returned. The file must be on a local disk.
///
/// One thread of the storage writes. It takes the queued pieces of work, runs each under its own
/// savepoint, and commits all of them with one flush of the disk; so many concurrent callers are
/// served much faster than one after the other, and a failed piece does not affect the others. When
/// the commit itself fails, all of these callers get the exception.
///
/// A commit is acknowledged only while the names of the files refer to the open files: when files
/// were removed, moved or replaced, transactions throw StorageUnwritable until the files are back.
///
/// Reads never wait for writes. The storage keeps as many connections as threads read at once, each
/// with its prepared statements.
///
/// Other processes may use the same database at the same time, each through its own storage.
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

struct SqliteOptions {
  /// The database's file. Its folder must exist and be writable.
  std::string path;
  /// Makes the file when it does not exist, accessible to its owner only (mode 0600).
  bool create = true;
  /// Migrates an older database to this program's schema.
  bool migrate = true;
  /// Copies an older database to `PATH.schema-N.backup`, where N is its version, before it is
  /// migrated; a copy with that name is replaced. When that fails, the database is not migrated.
  bool back_up_before_migration = false;
  /// How long a piece of work may wait for its turn, and for another process that writes. After
  /// that the caller gets TransientPortError and the work is never run.
  std::chrono::milliseconds busy_deadline{5000};
  /// Computes the keys of names when an older database is migrated, as Ports::text_forms. It must
  /// outlive the storage.
  const TextForms* text_forms = nullptr;
};

class SqliteStorage final : public Storage {
 public:
  /// Opens the database. Throws PortError, with a message for the operator, when that is
  /// impossible: the file is missing and must not be created, may not be written, is a folder, is
  /// not a database, belongs to another program, or has a schema that is newer than this program or
  /// older and must not be migrated. Throws TransientPortError when another process locks it for
  /// longer than the deadline.
  explicit SqliteStorage(const SqliteOptions& options);

  SqliteStorage(const SqliteStorage&) = delete;
  SqliteStorage& operator=(const SqliteStorage&) = delete;

  /// Finishes the queued work and closes the database. No other thread may use the storage any
  /// more.
  ~SqliteStorage() override;

  /// The result of migrate().
  struct Migrated {
    int from;
    int to;
  };

  /// Migrates the database at `options.path` to this program's schema, and makes it when it does
  /// not exist and `options.create` is set. Throws as the constructor does, and StorageDamaged when
  /// the backup before the migration shows that the database is damaged.
  static Migrated migrate(const SqliteOptions& options);

  /// Copies a snapshot of the database at `options.path`, of this or an older schema, to the new
  /// file `target` (mode 0600), while others go on reading and writing it. No file is overwritten.
  /// The copy is called `target`.partial until it is on disk and has passed SQLite's integrity
  /// check; a partial file that a killed process left behind is replaced. Throws StorageDamaged for
  /// a damaged database, and PortError when the copy is impossible: also when another process
  /// copies to the same target, and as the constructor does with `create` unset.
  static void back_up(const SqliteOptions& options, const std::string& target);

  /// Returns the schema version of the database at `options.path`, without changing anything;
  /// std::nullopt when no database exists yet and one could be made. Throws as the constructor
  /// does.
  [[nodiscard]] static std::optional<int> find_schema_version(const SqliteOptions& options);

  /// Returns the first fault that SQLite's integrity check finds in the file, in SQLite's words,
  /// which contain locations but no data. Reads the whole file, about 2 s per 100 MB, while others
  /// go on reading and writing. Throws PortError when the file cannot be opened.
  [[nodiscard]] static std::optional<std::string> find_damage(const std::string& path);

  /// The name of the backup before a migration.
  [[nodiscard]] static std::string name_of_backup_before_migration(const std::string& path,
                                                                   int version);

  /// The state of SQLite's files.
  struct Condition {
    /// The size of the `-wal` file, which grows while checkpoints fail.
    std::size_t wal_bytes = 0;
    /// The number of failed checkpoints since the storage was opened.
    std::uint64_t failed_checkpoints = 0;
  };
  [[nodiscard]] Condition condition() const;

  /// The reason why the last checkpoint failed; empty when it did not fail. It is retried after
  /// later commits, with pauses of 1 s to 10 s.
  [[nodiscard]] std::string checkpoint_fault() const;

  /// Makes lookups cheaper in a program that uses SQLite only through storages of this kind. Turns
  /// off SQLite's protection against concurrent use of a connection, which storages never need, and
  /// its memory statistics, which take a process-wide lock. Must be called before the first storage
  /// is opened; once SQLite is in use, it has no effect.
  static void assume_sole_use() noexcept;

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
