#include "operations/storage_condition.hpp"

#include <algorithm>
#include <utility>

namespace gatehouse::app {
namespace {

constexpr std::size_t most_reasons = 32;

void remember(std::vector<std::string>& reasons, const std::string& reason) {
  if (reason.empty() || reasons.size() == most_reasons) return;
  if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) {
    reasons.push_back(reason);
  }
}

bool holds_one(std::string_view line, const std::vector<std::string>& reasons) {
  return std::any_of(reasons.begin(), reasons.end(), [&](const std::string& reason) {
    return line.find(reason) != std::string_view::npos;
  });
}

}  // namespace

StorageCondition::StorageCondition(std::function<void(std::string_view)> log)
    : log_(std::move(log)), last_commit_(Clock::now().time_since_epoch().count()) {}

void StorageCondition::note_failure(const std::string& reason) {
  ++failures_;
  const std::lock_guard lock(mutex_);
  if (!writable_) remember(reasons_, reason);
  doubt();
}

void StorageCondition::note_unwritable(const std::string& reason) {
  ++failures_;
  declare_unwritable(reason);
}

void StorageCondition::declare_unwritable(const std::string& reason) {
  const std::lock_guard lock(mutex_);
  const bool begins = std::exchange(writable_, false);
  if (begins) {
    unwritable_since_ = Clock::now();
    reasons_.clear();
  }
  remember(reasons_, reason);
  doubt();
  if (!begins) return;
  log_("storage: it cannot be written, and the server is not ready until it can: " + reason);
}

void StorageCondition::note_damage(const std::string& reason) {
  ++failures_;
  const std::lock_guard lock(mutex_);
  // Further damaged places need no log lines of their own.
  remember(damages_, reason);
  if (std::exchange(damaged_, true)) return;
  log_("storage: " + reason +
       ". The server is not ready from now on: stop it, and restore a good backup");
}

void StorageCondition::note_commit() noexcept {
  last_commit_.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
}

void StorageCondition::note_good_trial() {
  const std::lock_guard lock(mutex_);
  if (std::exchange(writable_, true)) return;
  reasons_.clear();
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - unwritable_since_);
  log_("storage: it can be written again, after " + std::to_string(seconds.count()) + " s");
}

bool StorageCondition::is_writable() const {
  const std::lock_guard lock(mutex_);
  return writable_;
}

bool StorageCondition::is_damaged() const {
  const std::lock_guard lock(mutex_);
  return damaged_;
}

bool StorageCondition::is_in_doubt() const {
  const std::lock_guard lock(mutex_);
  return in_doubt_;
}

void StorageCondition::begin_trial() {
  const std::lock_guard lock(mutex_);
  in_doubt_ = false;
}

StorageCondition::Clock::duration StorageCondition::since_last_commit() const noexcept {
  const Clock::duration at(last_commit_.load(std::memory_order_relaxed));
  return Clock::now().time_since_epoch() - at;
}

bool StorageCondition::explains(std::string_view line) const {
  const std::lock_guard lock(mutex_);
  return holds_one(line, damages_) || holds_one(line, reasons_);
}

void StorageCondition::on_doubt(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
  if (in_doubt_ && wake_) wake_();
}

void StorageCondition::doubt() {
  if (!std::exchange(in_doubt_, true) && wake_) wake_();
}

}  // namespace gatehouse::app
