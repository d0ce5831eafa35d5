/// POSIX calls that a Maildir needs and std::filesystem lacks.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace gatehouse::mail_maildir {

/// Throws the PortError for `error` (a value of errno), or the TransientPortError where a retry may
/// help. `doing` and `path` state what failed: "cannot write /var/mail/tmp/1".
[[noreturn]] void fail(std::string_view doing, const std::filesystem::path& path, int error);

/// An open file, which the destructor closes.
class File {
 public:
  File(const std::filesystem::path& path, int flags, unsigned mode = 0);
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();

  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
  /// The reason why the file is not open: a value of errno.
  [[nodiscard]] int error() const noexcept { return error_; }

  /// Zero, or a value of errno.
  [[nodiscard]] int write(std::string_view bytes) noexcept;
  [[nodiscard]] int flush() noexcept;

 private:
  int descriptor_;
  int error_ = 0;
};

/// Makes the folder (mode 0700) and its parents where they are missing, durably.
void make_folder(const std::filesystem::path& path);

/// Throws as fail() when files cannot be made in the folder.
void require_writable(const std::filesystem::path& folder);

/// Flushes the names in a folder to disk. Returns zero, or a value of errno.
[[nodiscard]] int flush_folder(const std::filesystem::path& path) noexcept;

/// Renames a file without replacing an existing one. Returns zero, or a value of errno (EEXIST).
[[nodiscard]] int move_to_free_name(const std::filesystem::path& from,
                                    const std::filesystem::path& to) noexcept;

}  // namespace gatehouse::mail_maildir
