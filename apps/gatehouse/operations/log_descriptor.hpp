/// A file descriptor of a log, written to without waiting for its reader.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::app {

class LogDescriptor {
 public:
  /// Opens `path` for appending and makes it with mode 0640; "-" is standard error. A FIFO is
  /// opened whether or not it has a reader. Throws std::system_error.
  explicit LogDescriptor(const std::string& path);
  /// One of the standard streams, which stays open.
  explicit LogDescriptor(int standard_stream);
  LogDescriptor(LogDescriptor&& other) noexcept;
  LogDescriptor& operator=(LogDescriptor&& other) noexcept;
  ~LogDescriptor();

  /// Writes some octets of `text`, at least one unless `text` is empty, and says how many. Waits
  /// until the descriptor takes octets, or `wake`, the descriptor of an event, becomes readable
  /// (-1: no descriptor), or `timeout_ms` has passed: 0 then. Throws std::system_error.
  [[nodiscard]] std::size_t write_some(std::string_view text, int wake, int timeout_ms) const;

 private:
  [[nodiscard]] bool may_block() const noexcept { return !is_regular_ && !is_non_blocking_; }
  void look_at(const std::string& path);
  void close() noexcept;

  int descriptor_ = -1;
  bool is_owned_ = false;
  bool is_regular_ = false;
  bool is_socket_ = false;
  bool is_non_blocking_ = false;
};

/// Prints to standard output (1) or standard error (2), and gives up after a second when its reader
/// takes nothing: neither the start nor the end of the program may hang for it.
void print(int standard_stream, std::string_view text) noexcept;

}  // namespace gatehouse::app
