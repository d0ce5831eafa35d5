/// Small text files written by operators: the configuration, passwords, lists of users.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gatehouse::app {

/// A file, or standard input, is unusable. The message states the reason and a remedy, without
/// showing any contents.
class UnusableFile : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Returns the contents of the file at `path`, without a byte order mark. Throws UnusableFile,
/// whose message begins with the path, for a file that is missing, a directory, unreadable, larger
/// than `max_size` octets, compressed, or not UTF-8. Pipes are read to their end, with a timeout
/// after five seconds without input.
[[nodiscard]] std::string read_text_file(const std::string& path, std::size_t max_size);

/// Throws UnusableFile if a file is missing, a directory or unreadable. For files that a library
/// reads without reporting the cause of a failure.
void require_readable(const std::string& path);

/// Also returns false if the name is invalid or may not be looked up.
[[nodiscard]] bool file_exists(const std::string& path) noexcept;

/// The byte order mark that Windows programs put before UTF-8.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Returns a warning if the first octets show that a file is compressed or UTF-16 instead of UTF-8,
/// otherwise an empty string.
[[nodiscard]] std::string foreign_encoding(std::string_view beginning);

}  // namespace gatehouse::app
