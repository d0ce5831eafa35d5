#include <gatehouse/testing/faulty_storage.hpp>

#include <utility>

namespace gatehouse::testing {
namespace {

Result<Done> rolled_back() { return Unexpected(conflict("rolled back")); }

}  // namespace

FaultyStorage::FaultyStorage(Storage& inner) noexcept : inner_(inner) {}

void FaultyStorage::leave_next_commits_in_doubt(std::size_t count) {
  const std::scoped_lock lock(mutex_);
  doubts_left_ = count;
}

void FaultyStorage::repeat_work(bool on) {
  const std::scoped_lock lock(mutex_);
  repeat_ = on;
}

void FaultyStorage::heal() {
  const std::scoped_lock lock(mutex_);
  transactions_ = {};
  reads_ = {};
  doubts_left_ = 0;
  repeat_ = false;
}

void FaultyStorage::do_read(ReadWork work) {
  const auto run = [&](const Transaction& tx) {
    work(tx);
    return Done{};
  };
  if (start(&FaultyStorage::reads_)) inner_.read(run);
  inner_.read(run);
}

void FaultyStorage::do_transact(Work work) {
  if (start(&FaultyStorage::transactions_)) {
    const auto rehearsal = inner_.transact([&](Transaction& tx) {
      work(tx);
      return rolled_back();
    });
    static_cast<void>(rehearsal);
  }
  const auto done = inner_.transact([&](Transaction& tx) -> Result<Done> {
    if (work(tx) == Outcome::commit) return Done{};
    return rolled_back();
  });
  if (done && take_doubt()) throw CommitInDoubt("it is unknown whether this was committed");
}

void FaultyStorage::plan_failure(Failures FaultyStorage::*which, std::size_t count,
                                 std::exception_ptr error) {
  const std::scoped_lock lock(mutex_);
  this->*which = {count, std::move(error)};
}

bool FaultyStorage::start(Failures FaultyStorage::*which) {
  const std::scoped_lock lock(mutex_);
  Failures& failures = this->*which;
  if (failures.left > 0) {
    --failures.left;
    std::rethrow_exception(failures.error);
  }
  return repeat_;
}

bool FaultyStorage::take_doubt() {
  const std::scoped_lock lock(mutex_);
  if (doubts_left_ == 0) return false;
  --doubts_left_;
  return true;
}

}  // namespace gatehouse::testing
