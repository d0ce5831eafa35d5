/// A storage in memory: the reference implementation of the port, used by tests, examples and
/// benchmarks.
#pragma once

#include <chrono>
#include <memory>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse {

struct MemoryStorageOptions {
  /// How long a transaction may wait for other transactions before it throws TransientPortError.
  std::chrono::milliseconds longest_wait{5000};
};

/// Fulfils all promises of the port; its records live as long as the object ([ST-04]).
///
/// Read transactions run concurrently; a write transaction runs alone. They are served in order of
/// arrival, so neither readers nor writers starve. A lookup takes time logarithmic in the number of
/// records, and so does each record of a list or of a cascade.
///
/// A transaction started inside another one on the same thread would deadlock; it throws
/// std::logic_error instead, which rolls the outer one back.
class MemoryStorage final : public Storage {
 public:
  explicit MemoryStorage(MemoryStorageOptions options = {});
  ~MemoryStorage() override;

  MemoryStorage(const MemoryStorage&) = delete;
  MemoryStorage& operator=(const MemoryStorage&) = delete;

 protected:
  void do_read(ReadWork work) override;
  void do_transact(Work work) override;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace gatehouse
