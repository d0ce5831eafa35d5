/// Checks periodically whether the storage can be read, without blocking callers for long.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::app {

class StorageProbe {
 public:
  struct Reading {
    bool is_usable = false;
    /// In the mail queue.
    std::size_t mails_waiting = 0;
    /// Whether the storage responded within the deadline.
    bool answered = true;
  };

  /// `log` is called once for each fault until it ends.
  StorageProbe(Storage& storage, std::function<void(std::string_view)> log);
  /// Waits for a pending read.
  ~StorageProbe();
  StorageProbe(const StorageProbe&) = delete;
  StorageProbe& operator=(const StorageProbe&) = delete;

  /// Reads through tables of this program's schema, or returns a result that is less than a second
  /// old, so that many callers cause only one read per second. Blocks for at most 2 s.
  [[nodiscard]] Reading read();

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  [[nodiscard]] Reading ask();

  Storage& storage_;
  std::function<void(std::string_view)> log_;
  std::mutex mutex_;
  std::condition_variable wanted_or_stopping_;
  std::condition_variable done_;
  bool wanted_ = false;
  bool stopping_ = false;
  bool told_ = false;
  std::uint64_t readings_ = 0;
  Clock::time_point taken_at_;
  Reading last_;
  std::thread thread_;
};

}  // namespace gatehouse::app
