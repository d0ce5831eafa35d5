/// The file of a copy that is being made: it has another name until it is whole.
#pragma once

#include <string>

namespace gatehouse {

/// `TARGET.partial`, for its owner alone (mode 0600), locked (flock(2)) while this lives and
/// removed at its end. The lock ends with the process: one that a killed process left behind is
/// recognised by its having none, and replaced.
class SqlitePartialFile {
 public:
  /// What to do while another process makes a copy with the same target.
  enum class Concurrent { refuse, wait };

  /// Throws PortError when there is a file with that name which no copy left behind, when none can
  /// be made, or when another process is at it.
  SqlitePartialFile(std::string target, Concurrent concurrent);
  SqlitePartialFile(const SqlitePartialFile&) = delete;
  SqlitePartialFile& operator=(const SqlitePartialFile&) = delete;
  ~SqlitePartialFile();

  [[nodiscard]] const std::string& path() const noexcept { return path_; }

  /// Gives the file its name, in one step, which is on disk when this returns. Throws PortError
  /// when there is something with that name already.
  void publish() const;
  /// The same in the place of an earlier file with that name.
  void publish_in_place() const;

 private:
  /// True when the file that was opened is a new one that nothing but this uses.
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
