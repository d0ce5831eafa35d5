/// The interface between an adapter and the conformance suite, described in README.md of the suite.
#pragma once

#include <chrono>
#include <memory>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::conformance {

/// A storage and the resources it needs (a folder, a database). The data is deleted with this
/// object.
class Store {
 public:
  virtual ~Store() = default;

  /// The open storage, which may be another object after reopen().
  [[nodiscard]] virtual Storage& storage() = 0;

  /// Closes the storage and opens the same data again. Returns false without an effect when the
  /// data does not outlive the storage object, as in memory.
  [[nodiscard]] virtual bool reopen() = 0;
};

struct StoreSettings {
  /// The timeout of the adapter for waiting transactions ([ST-08]).
  std::chrono::milliseconds longest_wait{20000};
  /// Limits a storage with concurrent transactions to one transaction at a time, for cases that
  /// need waiting transactions.
  bool one_at_a_time = false;
};

/// Returns a new, migrated and empty store. Defined by the binding of the adapter; every case calls
/// it at least once, sometimes while another store is open.
[[nodiscard]] std::unique_ptr<Store> fresh_store(const StoreSettings& settings);

}  // namespace gatehouse::conformance
