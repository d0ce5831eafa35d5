/// A storage in memory: the reference for what the port promises, and what tests, examples and
/// benchmarks run on.
#pragma once

#include <chrono>
#include <memory>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse {

struct MemoryStorageOptions {
  /// How long a transaction may wait for others to end before it throws TransientPortError.
  std::chrono::milliseconds longest_wait{5000};
};

/// Keeps all promises of the port; what it holds lives as long as the object ([ST-04]).
///
/// Reads run side by side; a transaction that writes runs alone. Who comes first is served first,
/// so neither a stream of readers nor one of writers keeps anybody out. A lookup takes time by the
/// logarithm of the number of records, and so does each record of a list or of a cascade.
///
/// A transaction started inside another one on the same thread throws std::logic_error, which rolls
/// the outer one back: it would wait for itself.
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
