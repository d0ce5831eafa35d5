#include "operations/log_descriptor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <exception>
#include <system_error>
#include <utility>

#include <gatehouse/base/invariant.hpp>

namespace gatehouse::app {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// When poll(2) reports a pipe as writable, it accepts this many octets without blocking.
constexpr std::size_t largest_piece = PIPE_BUF;

struct stat status_of(int descriptor, const std::string& path) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) fail("cannot write the log " + path);
  return status;
}

/// Opens for reading and writing (see fifo(7)), so that opening does not need a reader and writing
/// does not fail without one.
int open_fifo(const std::string& path) {
  const int both = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (both >= 0 || errno != EACCES) return both;
  return ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
}

int open_log(const std::string& path) {
  constexpr mode_t mode = S_IRUSR | S_IWUSR | S_IRGRP;
  int descriptor =
      ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, mode);
  if (descriptor >= 0 && S_ISFIFO(status_of(descriptor, path).st_mode)) {
    ::close(descriptor);
    descriptor = open_fifo(path);
  } else if (descriptor < 0 && errno == ENXIO) {
    descriptor = open_fifo(path);
  }
  if (descriptor < 0) fail("cannot write the log " + path);
  return descriptor;
}

}  // namespace

LogDescriptor::LogDescriptor(const std::string& path)
    : descriptor_(path == "-" ? STDERR_FILENO : open_log(path)),
      is_owned_(path != "-"),
      is_non_blocking_(path != "-") {
  look_at(path);
}

LogDescriptor::LogDescriptor(int standard_stream) : descriptor_(standard_stream) {
  look_at("standard stream " + std::to_string(standard_stream));
}

void LogDescriptor::look_at(const std::string& path) {
  const mode_t mode = status_of(descriptor_, path).st_mode;
  is_regular_ = S_ISREG(mode);
  is_socket_ = S_ISSOCK(mode);
}

LogDescriptor::LogDescriptor(LogDescriptor&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      is_owned_(std::exchange(other.is_owned_, false)),
      is_regular_(other.is_regular_),
      is_socket_(other.is_socket_),
      is_non_blocking_(other.is_non_blocking_) {}

LogDescriptor& LogDescriptor::operator=(LogDescriptor&& other) noexcept {
  if (this == &other) return *this;
  close();
  descriptor_ = std::exchange(other.descriptor_, -1);
  is_owned_ = std::exchange(other.is_owned_, false);
  is_regular_ = other.is_regular_;
  is_socket_ = other.is_socket_;
  is_non_blocking_ = other.is_non_blocking_;
  return *this;
}

LogDescriptor::~LogDescriptor() { close(); }

void LogDescriptor::close() noexcept {
  if (is_owned_) ::close(descriptor_);
}

std::size_t LogDescriptor::write_some(std::string_view text, int wake, int timeout_ms) const {
  invariant(descriptor_ >= 0);
  if (text.empty()) return 0;
  std::array<pollfd, 2> watched{{{descriptor_, POLLOUT, 0}, {wake, POLLIN, 0}}};
  if (::poll(watched.data(), watched.size(), timeout_ms) <= 0) return 0;
  if (watched[0].revents == 0) return 0;
  // Standard error is shared with programs that may not expect it to be non-blocking, so a write is
  // limited to what cannot block.
  if (may_block()) text = text.substr(0, largest_piece);
  const ssize_t count =
      is_socket_ ? ::send(descriptor_, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL)
                 : ::write(descriptor_, text.data(), text.size());
  if (count >= 0) return static_cast<std::size_t>(count);
  if (errno == EINTR || errno == EAGAIN) return 0;
  throw std::system_error(errno, std::generic_category());
}

void print(int standard_stream, std::string_view text) noexcept {
  using Clock = std::chrono::steady_clock;
  constexpr int step_ms = 50;
  try {
    const LogDescriptor stream(standard_stream);
    const auto end = Clock::now() + std::chrono::seconds(1);
    while (!text.empty() && Clock::now() < end) {
      text.remove_prefix(stream.write_some(text, -1, step_ms));
    }
  } catch (const std::exception&) {
    // There is no other place to report the failure.
    return;
  }
}

}  // namespace gatehouse::app
