/// Small text files that operators write: the configuration, passwords, lists of users.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gatehouse::app {

/// A file, or standard input, cannot be used; the text says why and what to do, and shows nothing
/// of the contents.
class UnusableFile : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The contents of the file at `path`, without a byte order mark. Throws UnusableFile, whose text
/// begins with the path, for a file that is missing, a folder, not readable, larger than
/// `max_size` octets, compressed, or not UTF-8. Pipes are read to their end, and given up after
/// five seconds in which nothing comes.
[[nodiscard]] std::string read_text_file(const std::string& path, std::size_t max_size);

/// Throws UnusableFile for a file that is missing, a folder or not readable: for files that a
/// library reads by itself and says no cause.
void require_readable(const std::string& path);

/// False as well when the name can belong to no file, or may not be looked up.
[[nodiscard]] bool file_exists(const std::string& path) noexcept;

/// The octets that Windows programs put before UTF-8.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// A warning for a file whose text is not plain UTF-8, judged by its first octets: compressed or
/// UTF-16. Empty when there is nothing to say.
[[nodiscard]] std::string foreign_encoding(std::string_view beginning);

}  // namespace gatehouse::app
