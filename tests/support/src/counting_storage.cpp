#include <gatehouse/testing/counting_storage.hpp>

#include <memory>
#include <utility>
#include <vector>

#include <gatehouse/ports/storage/scan.hpp>

namespace gatehouse::testing {

class CountingStorage::CountedTransaction final : public Transaction {
 public:
  CountedTransaction(CountingStorage& storage, Transaction& inner)
      : CountedTransaction(inner, std::make_unique<Counters>(storage)) {}

 private:
  /// Counts the uses of one collection.
  template <class Records>
  struct Counter {
    CountingStorage& storage;

    void operator()() const { storage.count(typeid(Records)); }
  };

  /// A counter for each collection.
  struct Counters {
    explicit Counters(CountingStorage& counting) : storage(counting) {}

    template <class Records>
    Collection<Records> counted(Collection<Records>& records) {
      const auto counter = std::make_shared<Counter<Records>>(Counter<Records>{storage});
      counters.push_back(counter);
      return {records(), *counter};
    }

    CountingStorage& storage;
    std::vector<std::shared_ptr<void>> counters;
  };

  CountedTransaction(Transaction& inner, std::unique_ptr<Counters> counters)
      : Transaction({counters->counted(inner.accounts),
                     counters->counted(inner.registrations),
                     counters->counted(inner.approve_codes),
                     counters->counted(inner.users),
                     counters->counted(inner.sessions),
                     counters->counted(inner.service_accounts),
                     counters->counted(inner.service_account_tokens),
                     counters->counted(inner.password_resets),
                     counters->counted(inner.idempotency_keys),
                     counters->counted(inner.projects),
                     counters->counted(inner.catalogue),
                     counters->counted(inner.attachments),
                     counters->counted(inner.consumers),
                     counters->counted(inner.consumer_tokens),
                     counters->counted(inner.mail),
                     counters->counted(inner.members),
                     counters->counted(inner.credentials),
                     counters->counted(inner.grants),
                     counters->counted(inner.api_proxies),
                     counters->counted(inner.api_proxy_groups),
                     counters->counted(inner.gateways),
                     counters->counted(inner.token_families),
                     counters->counted(inner.service_tokens),
                     counters->counted(inner.signing_keys),
                     counters->counted(inner.usage),
                     counters->counted(inner.limits),
                     counters->counted(inner.mail_ledger),
                     counters->counted(inner.erasures)}),
        inner_(inner),
        counters_(std::move(counters)) {}

  const Scan& scan() const override { return Scan::through(inner_); }

  Transaction& inner_;
  std::unique_ptr<Counters> counters_;
};

std::size_t CountingStorage::reads() const {
  const std::scoped_lock lock(mutex_);
  return reads_;
}

std::size_t CountingStorage::transactions() const {
  const std::scoped_lock lock(mutex_);
  return transactions_;
}

CountingStorage::Uses CountingStorage::all_uses() const {
  const std::scoped_lock lock(mutex_);
  return uses_;
}

void CountingStorage::reset() {
  const std::scoped_lock lock(mutex_);
  reads_ = transactions_ = 0;
  uses_.clear();
}

std::size_t CountingStorage::count_of(std::type_index records) const {
  const std::scoped_lock lock(mutex_);
  const auto found = uses_.find(records);
  return found == uses_.end() ? 0 : found->second;
}

void CountingStorage::count(std::type_index records) {
  const std::scoped_lock lock(mutex_);
  ++uses_[records];
}

void CountingStorage::do_read(ReadWork work) {
  {
    const std::scoped_lock lock(mutex_);
    ++reads_;
  }
  inner_.read([&](const Transaction& tx) {
    // The work gets it as const, so that it cannot change anything.
    CountedTransaction counted(*this, const_cast<Transaction&>(tx));
    work(counted);
    return Done{};
  });
}

void CountingStorage::do_transact(Work work) {
  {
    const std::scoped_lock lock(mutex_);
    ++transactions_;
  }
  (void)inner_.transact([&](Transaction& tx) -> Result<Done> {
    CountedTransaction counted(*this, tx);
    if (work(counted) == Outcome::commit) return Done{};
    return Unexpected(conflict("rolled back"));
  });
}

}  // namespace gatehouse::testing
