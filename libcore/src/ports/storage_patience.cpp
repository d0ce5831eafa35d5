#include <gatehouse/ports/storage_patience.hpp>

#include <algorithm>
#include <utility>

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse {
namespace {

thread_local StoragePatience* patience_of_this_thread = nullptr;

}  // namespace

StoragePatience::StoragePatience(Clock::duration left, Use use) noexcept
    : left_(left), use_(use), outer_(std::exchange(patience_of_this_thread, this)) {}

StoragePatience::~StoragePatience() { patience_of_this_thread = outer_; }

const StoragePatience* StoragePatience::current() noexcept { return patience_of_this_thread; }

StoragePatience::Transaction::Transaction() : patience_(patience_of_this_thread) {
  if (patience_ != nullptr && std::exchange(patience_->counting_, true)) patience_ = nullptr;
  if (patience_ == nullptr) return;
  if (patience_->left_ <= Clock::duration::zero()) {
    patience_->counting_ = false;
    throw TransientPortError("the request has waited for the storage too long");
  }
  begin_ = Clock::now();
}

StoragePatience::Transaction::~Transaction() {
  if (patience_ == nullptr) return;
  patience_->counting_ = false;
  patience_->left_ -= Clock::now() - begin_;
}

StoragePatience::Clock::time_point storage_deadline(std::chrono::milliseconds longest) noexcept {
  const StoragePatience* patience = StoragePatience::current();
  const StoragePatience::Clock::duration wait =
      patience == nullptr ? longest
                          : std::min<StoragePatience::Clock::duration>(longest, patience->left());
  return StoragePatience::Clock::now() + wait;
}

}  // namespace gatehouse
