/// A file descriptor of a log that is written to without waiting for its reader.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::app {

class LogDescriptor {
 public:
  /// Opens `path` for appending, and creates it with mode 0640; "-" is standard error. A FIFO is
  /// opened whether or not it has a reader. Throws std::system_error.
  explicit LogDescriptor(const std::string& path);
  /// Uses a standard stream, which stays open.
  explicit LogDescriptor(int standard_stream);
  LogDescriptor(LogDescriptor&& other) noexcept;
  LogDescriptor& operator=(LogDescriptor&& other) noexcept;
  ~LogDescriptor();

  /// Writes some octets of `text`, at least one unless `text` is empty, and returns their number.
  /// Waits until the descriptor is writable. Returns 0 if `wake`, the descriptor of an event,
  /// becomes readable (-1 for none) or `timeout_ms` have passed. Throws std::system_error.
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

/// Prints to standard output (1) or standard error (2). Gives up after a second if the reader is
/// blocked, so that neither start nor end of the program can hang.
void print(int standard_stream, std::string_view text) noexcept;

}  // namespace gatehouse::app
