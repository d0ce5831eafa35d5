/// The few calls of POSIX that a Maildir needs and std::filesystem does not have.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace gatehouse::mail_maildir {

/// Throws the PortError for `error` (a value of errno), or the TransientPortError where trying
/// again may help. `doing` says what failed: "cannot write /var/mail/tmp/1".
[[noreturn]] void fail(std::string_view doing, const std::filesystem::path& path, int error);

/// An open file; closed when it dies.
class File {
 public:
  File(const std::filesystem::path& path, int flags, unsigned mode = 0);
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();

  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
  /// Why it is not open: a value of errno.
  [[nodiscard]] int error() const noexcept { return error_; }

  /// Zero, or a value of errno.
  [[nodiscard]] int write(std::string_view bytes) noexcept;
  [[nodiscard]] int flush() noexcept;

 private:
  int descriptor_;
  int error_ = 0;
};

/// Makes the folder (mode 0700) where it is missing, with what it lies in, and makes that durable.
void make_folder(const std::filesystem::path& path);

/// Throws, as fail(), when files cannot be made in the folder.
void require_writable(const std::filesystem::path& folder);

/// Makes what happened to the names in a folder durable. Zero, or a value of errno.
[[nodiscard]] int flush_folder(const std::filesystem::path& path) noexcept;

/// Renames without ever replacing what is there. Zero, or a value of errno (EEXIST).
[[nodiscard]] int move_to_free_name(const std::filesystem::path& from,
                                    const std::filesystem::path& to) noexcept;

}  // namespace gatehouse::mail_maildir
