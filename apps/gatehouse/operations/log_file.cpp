#include "operations/log_file.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <gatehouse/base/invariant.hpp>

#include "operations/log_descriptor.hpp"

namespace gatehouse::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t capacity = std::size_t{4} * 1024 * 1024;
/// The part of the capacity reserved for important lines.
constexpr std::size_t reserve = std::size_t{256} * 1024;
/// Delay between two writes, so that not each line wakes the thread and the disk.
constexpr std::chrono::milliseconds pause{50};
/// Interval of retrying a log that accepts no data.
constexpr int patience_ms = 1000;
constexpr int last_patience_ms = 50;
/// Maximum time for writing the remaining lines at the end, and for abandoning a blocked write.
constexpr std::chrono::milliseconds last_words{1000};
constexpr std::chrono::milliseconds farewell{1500};

std::uint64_t count_lines(std::string_view text) {
  return static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
}

/// Wakes a thread that waits in poll(2).
class Event {
 public:
  Event() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { ::close(descriptor_); }

  void set() const noexcept { (void)::eventfd_write(descriptor_, 1); }
  void reset() const noexcept {
    eventfd_t ignored = 0;
    (void)::eventfd_read(descriptor_, &ignored);
  }
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace

/// State shared by the log and its thread, which may outlive the log.
///
/// Only the thread uses `current_`, without the mutex, so that no other thread waits for a write.
/// reopen() stores the new descriptor in `fresh_`. The thread takes it between two writes, or when
/// the event wakes it from waiting for the old one.
class LogFile::Implementation {
 public:
  Implementation(std::string path, Report report)
      : path_(std::move(path)), report_(std::move(report)), current_(path_) {}

  void write(std::string_view line, bool matters) noexcept {
    try {
      const std::lock_guard lock(mutex_);
      const std::size_t room = matters ? capacity : capacity - reserve;
      if (gathered_.size() + in_flight_ + line.size() > room) {
        ++dropped_;
        return;
      }
      const bool wakes = gathered_.empty() || (matters && !hurry_);
      gathered_.append(line);
      hurry_ = hurry_ || matters;
      if (!wakes) return;
    } catch (const std::exception&) {
      ++dropped_;
      return;
    }
    changed_.notify_all();
  }

  void drain(std::chrono::milliseconds deadline) noexcept {
    std::unique_lock lock(mutex_);
    hurry_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, deadline, [this] { return gathered_.empty() && in_flight_ == 0; });
  }

  void reopen() {
    if (path_ == "-") return;
    LogDescriptor fresh(path_);
    {
      const std::lock_guard lock(mutex_);
      fresh_.emplace(std::move(fresh));
    }
    event_.set();
  }

  /// Returns when the thread has ended, or when the system blocks it in a write for too long; it
  /// then reports nothing more.
  void stop() noexcept {
    {
      std::unique_lock lock(mutex_);
      stopping_ = true;
      end_ = Clock::now() + last_words;
      event_.set();
      changed_.notify_all();
      if (changed_.wait_for(lock, farewell, [this] { return ended_; })) return;
    }
    const std::lock_guard lock(report_mutex_);
    is_abandoned_ = true;
  }

  void run() {
    std::string lines;
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return stopping_ || !gathered_.empty(); });
      if (gathered_.empty()) break;
      invariant(in_flight_ == 0);
      lines.swap(gathered_);
      in_flight_ = lines.size();
      hurry_ = false;
      lock.unlock();
      write_out(lines);
      lines.clear();
      lock.lock();
      in_flight_ = 0;
      changed_.notify_all();
      changed_.wait_for(lock, pause, [this] { return stopping_ || hurry_; });
    }
    ended_ = true;
    changed_.notify_all();
  }

  [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_; }

 private:
  void write_out(std::string_view lines) {
    // After a truncated line, the next one starts on a new line.
    bool complete = true;
    if (is_cut_off_) complete = write_all("\n");
    if (complete) complete = write_all(lines);
    if (complete) report_recovery();
  }

  /// Returns false if some lines were dropped.
  bool write_all(std::string_view lines) {
    while (!lines.empty()) {
      const bool is_last = take_changes();
      try {
        const std::size_t count = current_.write_some(lines, is_last ? -1 : event_.descriptor(),
                                                      is_last ? last_patience_ms : patience_ms);
        invariant(count <= lines.size());
        if (count > 0) is_cut_off_ = lines[count - 1] != '\n';
        lines.remove_prefix(count);
        if (count == 0 && is_over()) return give_up(lines, {});
      } catch (const std::system_error& error) {
        return give_up(lines, error.code().message());
      }
    }
    return true;
  }

  /// `why` is empty at the end of the log.
  bool give_up(std::string_view lines, const std::string& why) {
    dropped_ += count_lines(lines);
    if (!why.empty() && !std::exchange(is_failing_, true)) {
      report("the log " + path_ + " cannot be written: " + why);
    }
    return false;
  }

  void report(const std::string& text) {
    const std::lock_guard lock(report_mutex_);
    if (!is_abandoned_) report_(text);
  }

  void report_recovery() {
    is_failing_ = false;
    const std::uint64_t dropped = dropped_;
    const std::uint64_t news = dropped - std::exchange(reported_, dropped);
    if (news == 0) return;
    report("the log " + path_ + " can be written again; " + std::to_string(news) +
           " lines were dropped");
  }

  /// Returns whether the log is about to end. Takes the descriptor stored by reopen().
  bool take_changes() {
    const std::lock_guard lock(mutex_);
    event_.reset();
    if (fresh_) {
      current_ = std::move(*fresh_);
      fresh_.reset();
      is_cut_off_ = false;
    }
    return stopping_;
  }

  [[nodiscard]] bool is_over() {
    const std::lock_guard lock(mutex_);
    return stopping_ && Clock::now() >= end_;
  }

  const std::string path_;
  const Report report_;
  const Event event_;
  std::atomic<std::uint64_t> dropped_ = 0;

  // Used by the thread only.
  LogDescriptor current_;
  bool is_failing_ = false;
  bool is_cut_off_ = false;
  std::uint64_t reported_ = 0;

  std::mutex report_mutex_;
  bool is_abandoned_ = false;

  std::mutex mutex_;
  /// Notified of every change to the members below that a thread may wait for.
  std::condition_variable changed_;
  std::string gathered_;
  std::size_t in_flight_ = 0;
  std::optional<LogDescriptor> fresh_;
  bool hurry_ = false;
  bool stopping_ = false;
  Clock::time_point end_{};
  bool ended_ = false;
};

LogFile::LogFile(std::string path, Report report)
    : implementation_(std::make_shared<Implementation>(std::move(path), std::move(report))) {
  std::thread([shared = implementation_] { shared->run(); }).detach();
}

LogFile::~LogFile() { implementation_->stop(); }

void LogFile::write(std::string_view line) noexcept { implementation_->write(line, false); }

void LogFile::write_now(std::string_view line) noexcept { implementation_->write(line, true); }

void LogFile::drain(std::chrono::milliseconds deadline) noexcept {
  implementation_->drain(deadline);
}

void LogFile::reopen() { implementation_->reopen(); }

std::uint64_t LogFile::dropped() const noexcept { return implementation_->dropped(); }

}  // namespace gatehouse::app
