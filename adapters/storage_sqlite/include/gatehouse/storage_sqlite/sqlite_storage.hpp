/// Storage in one SQLite file: nothing to install and nothing to run beside the program.
///
///     SqliteStorage storage({.path = "/var/lib/gatehouse/gatehouse.db"});
///
/// The file is in WAL mode (two more files appear beside it, `-wal` and `-shm`; they belong to the
/// database) and written with synchronous=FULL: what `transact` has returned for survives the loss
/// of power. It must lie on a local disk.
///
/// One thread of the storage writes. It takes what waits, runs each piece of work under a savepoint
/// of its own, and commits all of it with one flush of the disk; so many callers together are
/// served much faster than one after the other, and one that fails leaves the others alone. When
/// the disk refuses the commit itself, every one of them gets the exception.
///
/// A commit is acknowledged only while the names of the files still stand for those that are open:
/// when they were removed, moved or replaced, transactions throw StorageUnwritable, until the files
/// are back.
///
/// Reading never waits for writing. As many connections are kept as threads read at once, each with
/// its statements prepared.
///
/// Other processes may use the same database at the same time, each through a storage of its own.
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
  /// Makes the file when there is none, readable for its owner alone (mode 0600).
  bool create = true;
  /// Brings the database to this program's schema when it is older.
  bool migrate = true;
  /// Copies an older database to `PATH.schema-N.backup`, where N is its version, before it is
  /// migrated; a copy with that name is replaced. When that fails, the database is not migrated.
  bool back_up_before_migration = false;
  /// For how long a piece of work may wait for its turn, and for another process that writes. Past
  /// it, the caller gets TransientPortError and the work is never run.
  std::chrono::milliseconds busy_deadline{5000};
  /// Gives the keys of names when an older database is migrated; as Ports::text_forms. It outlives
  /// the storage.
  const TextForms* text_forms = nullptr;
};

class SqliteStorage final : public Storage {
 public:
  /// Opens the database. Throws PortError, with words for the person who runs the program, when
  /// that is impossible: no file and not to be created, no right to write, a folder, no database,
  /// another program's database, a schema that is newer than this program, or one that is older
  /// and not to be migrated. Throws TransientPortError when another process holds it for longer
  /// than the deadline.
  explicit SqliteStorage(const SqliteOptions& options);

  SqliteStorage(const SqliteStorage&) = delete;
  SqliteStorage& operator=(const SqliteStorage&) = delete;

  /// Finishes what is queued and closes the database. No other thread may use the storage then.
  ~SqliteStorage() override;

  /// What migrate() did.
  struct Migrated {
    int from;
    int to;
  };

  /// Brings the database at `options.path` to this program's schema, and makes it when there is
  /// none and `options.create` says so. Throws as the constructor does, and StorageDamaged when the
  /// copy that is made before shows that the database is damaged.
  static Migrated migrate(const SqliteOptions& options);

  /// Copies the database at `options.path`, of this or an older schema, as it is at one moment, to
  /// the new file `target` (mode 0600), while others go on reading and writing it. Nothing is
  /// overwritten, and `target` has its name only when all of it is on disk and was found whole by
  /// SQLite's integrity check; meanwhile it is called `target`.partial, and one that a killed
  /// process left behind is replaced. Throws StorageDamaged for a damaged database, and PortError
  /// when the copy is impossible: also when another process makes one to the same target, and as
  /// the constructor does for a database that must not be made.
  static void back_up(const SqliteOptions& options, const std::string& target);

  /// The version of the schema of the database at `options.path`, without changing anything;
  /// nothing when no database is there yet and one could be made. Throws as the constructor does.
  [[nodiscard]] static std::optional<int> find_schema_version(const SqliteOptions& options);

  /// The first fault that SQLite's integrity check finds in the file, in SQLite's words, which name
  /// places and no contents. Reads the whole file, about 2 s per 100 MB, while others go on
  /// reading and writing. Throws PortError when the file cannot be opened.
  [[nodiscard]] static std::optional<std::string> find_damage(const std::string& path);

  /// Where the copy before a migration is kept.
  [[nodiscard]] static std::string name_of_backup_before_migration(const std::string& path,
                                                                   int version);

  /// What SQLite keeps to itself.
  struct Condition {
    /// The size of the `-wal` file, which grows while checkpoints fail.
    std::size_t wal_bytes = 0;
    /// Since the storage was opened.
    std::uint64_t failed_checkpoints = 0;
  };
  [[nodiscard]] Condition condition() const;

  /// Why the last checkpoint failed; empty when it did not. It is tried again, with pauses of 1 s
  /// to 10 s, after the commits that follow.
  [[nodiscard]] std::string checkpoint_fault() const;

  /// For a program in which nothing but storages of this kind uses SQLite: tells SQLite to guard
  /// no connection against being used by two threads at once, which storages never do, and to keep
  /// no count of its memory, which takes a lock of the whole process; so lookups are cheaper. To be
  /// called before the first storage is opened; later, or when something else has used SQLite
  /// already, it changes nothing.
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
