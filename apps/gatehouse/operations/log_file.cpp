#include "operations/log_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <exception>
#include <system_error>
#include <utility>

namespace gatehouse::app {
namespace {

constexpr std::size_t capacity = std::size_t{4} * 1024 * 1024;
/// Between two writes: a write for each line would wake the thread, and the disk, for each request.
constexpr std::chrono::milliseconds pause{50};

}  // namespace

LogFile::LogFile(std::string path, std::function<void(std::string_view)> log_failure)
    : path_(std::move(path)), log_failure_(std::move(log_failure)), file_(open()) {
  try {
    thread_ = std::thread([this] { run(); });
  } catch (...) {
    close();
    throw;
  }
}

LogFile::~LogFile() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
  close();
}

void LogFile::write(std::string_view line) noexcept {
  try {
    const std::lock_guard lock(mutex_);
    if (gathered_.size() + line.size() > capacity) {
      ++dropped_;
      return;
    }
    const bool was_empty = gathered_.empty();
    gathered_.append(line);
    if (!was_empty) return;
  } catch (const std::exception&) {
    ++dropped_;
    return;
  }
  wake_.notify_one();
}

void LogFile::reopen() {
  if (path_ == "-") return;
  const int fresh = open();
  const std::lock_guard lock(file_mutex_);
  close();
  file_ = fresh;
}

int LogFile::open() const {
  if (path_ == "-") return STDERR_FILENO;
  constexpr mode_t mode = S_IRUSR | S_IWUSR | S_IRGRP;
  const int file = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, mode);
  if (file < 0) {
    throw std::system_error(errno, std::generic_category(), "cannot write the log " + path_);
  }
  return file;
}

void LogFile::close() const noexcept {
  if (file_ != STDERR_FILENO) ::close(file_);
}

void LogFile::run() {
  std::string lines;
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !gathered_.empty(); });
    if (gathered_.empty()) return;
    lines.swap(gathered_);
    lock.unlock();
    write_out(lines);
    lines.clear();
    lock.lock();
    wake_.wait_for(lock, pause, [this] { return stopping_; });
  }
}

void LogFile::write_out(std::string_view lines) {
  const std::lock_guard lock(file_mutex_);
  while (!lines.empty()) {
    const ssize_t count = ::write(file_, lines.data(), lines.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const std::error_code why(errno, std::generic_category());
      dropped_ += static_cast<std::uint64_t>(std::ranges::count(lines, '\n'));
      if (!std::exchange(is_failing_, true)) {
        log_failure_("the log " + path_ + " cannot be written: " + why.message());
      }
      return;
    }
    lines.remove_prefix(static_cast<std::size_t>(count));
  }
  is_failing_ = false;
}

}  // namespace gatehouse::app
