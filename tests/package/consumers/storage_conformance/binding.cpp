// A storage on the kernel, and the binding of the conformance suite to it.
#include <chrono>
#include <memory>
#include <mutex>

#include <doctest/doctest.h>

#include <gatehouse/conformance/store.hpp>
#include <gatehouse/kernel/transaction.hpp>

#include "set_engine.hpp"

namespace outside {

using namespace gatehouse;

/// Counts the queue by its size, instead of by a counter.
class Mail final : public kernel::MailQueue<SetEngine> {
 public:
  explicit Mail(kernel::Tables<SetEngine>& tables)
      : MailQueue(tables), queue_(tables.of<OutgoingMail>()) {}

  std::size_t count() const override { return queue_.size(); }

 private:
  const kernel::Rows<SetEngine, OutgoingMail>& queue_;
};

using Stores = kernel::Replaced<kernel::Stores<SetEngine>, kernel::MailQueue<SetEngine>, Mail>;

/// Runs one transaction at a time.
class SetStorage final : public Storage {
 public:
  explicit SetStorage(std::chrono::milliseconds longest_wait) : longest_wait_(longest_wait) {}

 protected:
  void do_read(ReadWork work) override {
    const auto lock = enter();
    work(transaction_);
  }
  void do_transact(Work work) override {
    const auto lock = enter();
    try {
      if (work(transaction_) == Outcome::commit) {
        engine_.keep();
      } else {
        engine_.roll_back();
      }
    } catch (...) {
      engine_.roll_back();
      throw;
    }
  }

 private:
  std::unique_lock<std::timed_mutex> enter() {
    std::unique_lock lock(mutex_, longest_wait_);
    if (!lock) throw TransientPortError("the storage is busy");
    return lock;
  }

  const std::chrono::milliseconds longest_wait_;
  std::timed_mutex mutex_;
  SetEngine engine_;
  kernel::KernelTransaction<SetEngine, Stores> transaction_{engine_};
};

TEST_CASE("a storage overrides a collection of the kernel") {
  SetEngine engine;
  kernel::KernelTransaction<SetEngine, Stores> transaction(engine);
  CHECK(dynamic_cast<Mail*>(&transaction.mail()) != nullptr);
}

class SetStore final : public conformance::Store {
 public:
  explicit SetStore(const conformance::StoreSettings& settings) : storage_(settings.longest_wait) {}

  Storage& storage() override { return storage_; }
  bool reopen() override { return false; }

 private:
  SetStorage storage_;
};

}  // namespace outside

std::unique_ptr<gatehouse::conformance::Store> gatehouse::conformance::fresh_store(
    const StoreSettings& settings) {
  return std::make_unique<outside::SetStore>(settings);
}
