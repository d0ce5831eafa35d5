/// What an adapter gives the conformance suite: see README.md beside the suite.
#pragma once

#include <chrono>
#include <memory>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::conformance {

/// One storage, and whatever it needs to exist (a folder, a database). What it holds goes when this
/// object does.
class Store {
 public:
  virtual ~Store() = default;

  /// The open storage. Another object, perhaps, after reopen().
  [[nodiscard]] virtual Storage& storage() = 0;

  /// Closes the storage and opens the same data again. False, and nothing happens, when the data
  /// lives no longer than the storage's object, as in memory.
  [[nodiscard]] virtual bool reopen() = 0;
};

struct StoreSettings {
  /// The adapter's deadline for waiting ([ST-08]).
  std::chrono::milliseconds longest_wait{20000};
  /// A storage that lets transactions run beside each other lets only one run at a time, for a case
  /// that wants others to wait for it.
  bool one_at_a_time = false;
};

/// A store that is new, migrated and empty. Defined by the adapter's binding; called once and again
/// by every case, sometimes while another store is open.
[[nodiscard]] std::unique_ptr<Store> fresh_store(const StoreSettings& settings);

}  // namespace gatehouse::conformance
