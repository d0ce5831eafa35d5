/// The fixture of all cases: a new store and short helper functions.
#pragma once

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/conformance/store.hpp>

#include "samples.hpp"

namespace gatehouse::conformance {

constexpr std::size_t many = 1000;

class Fixture {
 public:
  [[nodiscard]] Storage& storage() { return store_->storage(); }

  /// Reopens the store if it is persistent. An in-memory storage returns false, and its data must
  /// still exist.
  void reopen() {
    if (!store_->reopen()) MESSAGE("this storage lives as long as its object: not reopened");
  }

  /// Commits `work(tx)` and returns its result.
  template <class Work>
  auto commit(Work&& work) {
    using Answer = std::invoke_result_t<Work&, Transaction&>;
    if constexpr (std::is_void_v<Answer>) {
      const Result<Done> done = storage().transact([&](Transaction& tx) -> Result<Done> {
        work(tx);
        return Done{};
      });
      REQUIRE(done.has_value());
    } else {
      Result<Answer> answer =
          storage().transact([&](Transaction& tx) -> Result<Answer> { return work(tx); });
      REQUIRE(answer.has_value());
      return *std::move(answer);
    }
  }

  template <class Work>
  auto look(Work&& work) {
    return storage().read([&](const Transaction& tx) { return work(tx); });
  }

  Samples make;

 private:
  std::unique_ptr<Store> store_ = fresh_store({});
};

/// The keys of records, in the order of the records.
template <class Records, class Member>
auto keys_of(const Records& records, Member member) {
  std::vector<std::remove_cvref_t<decltype(std::invoke(member, *records.begin()))>> keys;
  for (const auto& record : records) keys.push_back(std::invoke(member, record));
  return keys;
}

}  // namespace gatehouse::conformance
