#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

namespace gatehouse {
namespace {

struct Close {
  void operator()(sqlite3* database) const noexcept { sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, Close>;

std::string reason() { return std::generic_category().message(errno); }

/// A file that is removed again unless it was given its name.
class PartialFile {
 public:
  explicit PartialFile(const std::string& target) : target_(target), path_(target + ".partial") {
    constexpr mode_t owner_alone = S_IRUSR | S_IWUSR;
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, owner_alone);
    if (file_ >= 0) return;
    throw PortError("cannot create " + path_ + ": " + reason());
  }
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  ~PartialFile() {
    ::close(file_);
    ::unlink(path_.c_str());
  }

  [[nodiscard]] const std::string& path() const noexcept { return path_; }

  /// In one step, which overwrites nothing; lasting when this returns.
  void publish() const {
    if (::fsync(file_) != 0) throw PortError("cannot write " + path_ + ": " + reason());
    if (::link(path_.c_str(), target_.c_str()) != 0) {
      throw PortError("cannot create " + target_ + ": " + reason());
    }
    const std::string folder = std::filesystem::absolute(target_).parent_path().string();
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool flushed = handle >= 0 && ::fsync(handle) == 0;
    if (handle >= 0) ::close(handle);
    if (!flushed) throw PortError("cannot flush the folder of " + target_ + ": " + reason());
  }

 private:
  const std::string target_;
  const std::string path_;
  int file_ = -1;
};

Database open(const std::string& path, std::chrono::milliseconds busy_deadline) {
  sqlite3* opened = nullptr;
  const std::string absolute = std::filesystem::absolute(path).string();
  const int code = sqlite3_open_v2(absolute.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  Database database(opened);
  if (code != SQLITE_OK) {
    throw PortError("cannot open " + path + ": " + sqlite3_errstr(code));
  }
  sqlite3_busy_timeout(opened, static_cast<int>(busy_deadline.count()));
  return database;
}

void copy(sqlite3* from, sqlite3* to, const std::string& name) {
  sqlite3_backup* const backup = sqlite3_backup_init(to, "main", from, "main");
  // All in one read: page by page, it would begin again whenever another process writes.
  const int stepped = backup == nullptr ? SQLITE_ERROR : sqlite3_backup_step(backup, -1);
  const int code = sqlite3_backup_finish(backup);
  if (stepped == SQLITE_DONE && code == SQLITE_OK) return;
  throw PortError("cannot copy database " + name + ": " +
                  sqlite3_errstr(code != SQLITE_OK ? code : stepped));
}

}  // namespace

void SqliteStorage::back_up(const SqliteOptions& options, const std::string& target) {
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(target, ignored))) {
    throw PortError("there is something at " + target + " already, and nothing is overwritten");
  }
  // Says what is wrong with the database in the words of whoever opens it.
  SqliteOptions as_it_is = options;
  as_it_is.create = as_it_is.migrate = false;
  const SqliteStorage checked(as_it_is);

  const Database from = open(options.path, options.busy_deadline);
  const PartialFile file(target);
  copy(from.get(), open(file.path(), options.busy_deadline).get(), options.path);
  file.publish();
}

}  // namespace gatehouse
