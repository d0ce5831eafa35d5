#include "operations/storage_probe.hpp"

#include <exception>
#include <utility>

namespace gatehouse::app {
namespace {

constexpr std::chrono::seconds freshness{1};
constexpr std::chrono::seconds patience{2};

}  // namespace

StorageProbe::StorageProbe(Storage& storage, std::function<void(std::string_view)> log)
    : storage_(storage), log_(std::move(log)), thread_([this] { run(); }) {}

StorageProbe::~StorageProbe() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_or_stopping_.notify_one();
  thread_.join();
}

StorageProbe::Reading StorageProbe::read() {
  std::unique_lock lock(mutex_);
  if (readings_ > 0 && Clock::now() - taken_at_ < freshness) return last_;
  wanted_ = true;
  wanted_or_stopping_.notify_one();
  const std::uint64_t before = readings_;
  if (done_.wait_for(lock, patience, [&] { return readings_ != before; })) return last_;
  return {.answered = false};
}

void StorageProbe::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wanted_or_stopping_.wait(lock, [this] { return wanted_ || stopping_; });
    if (stopping_) return;
    wanted_ = false;
    lock.unlock();
    const Reading reading = ask();
    lock.lock();
    last_ = reading;
    taken_at_ = Clock::now();
    ++readings_;
    done_.notify_all();
  }
}

StorageProbe::Reading StorageProbe::ask() {
  try {
    const StoragePatience limited(patience);
    const std::size_t mails = storage_.read([](const Transaction& tx) {
      (void)tx.catalogue().list({.after = {}, .limit = 1});
      return tx.mail().count();
    });
    told_ = false;
    return {.is_usable = true, .mails_waiting = mails};
  } catch (const std::exception& error) {
    if (!std::exchange(told_, true)) log_(std::string("storage: ") + error.what());
    return {};
  }
}

}  // namespace gatehouse::app
