/// The file of a backup in progress, which has a temporary name until it is complete.
#pragma once

#include <string>

namespace gatehouse {

/// `TARGET.partial`, accessible to its owner only (mode 0600), locked with flock(2) during the
/// lifetime of this object and removed at its end. The lock ends with the process: a file that a
/// killed process left behind is unlocked, and is replaced.
class SqlitePartialFile {
 public:
  /// What to do while another process makes a copy with the same target.
  enum class Concurrent { refuse, wait };

  /// Throws PortError when a file with that name exists that is not the remains of a backup, when
  /// the file cannot be made, or when another process uses it and `concurrent` is `refuse`.
  SqlitePartialFile(std::string target, Concurrent concurrent);
  SqlitePartialFile(const SqlitePartialFile&) = delete;
  SqlitePartialFile& operator=(const SqlitePartialFile&) = delete;
  ~SqlitePartialFile();

  [[nodiscard]] const std::string& path() const noexcept { return path_; }

  /// Renames the file to its target atomically and durably. Throws PortError when the target
  /// exists.
  void publish() const;
  /// As publish(), but replaces an existing target.
  void publish_in_place() const;

 private:
  /// Returns true when the opened file is a new one that only this object uses.
  [[nodiscard]] bool try_to_own(Concurrent concurrent);
  void lock(Concurrent concurrent) const;
  [[nodiscard]] bool has_its_name() const noexcept;
  void require_left_behind() const;
  void flush_file() const;
  void flush_folder() const;

  const std::string target_;
  const std::string path_;
  int file_ = -1;
};

}  // namespace gatehouse
