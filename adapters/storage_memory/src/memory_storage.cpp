#include <gatehouse/storage_memory/memory_storage.hpp>

#include <gatehouse/kernel/transaction.hpp>

#include "engine.hpp"
#include "gate.hpp"

namespace gatehouse {

class MemoryStorage::State {
 public:
  explicit State(const MemoryStorageOptions& options) : gate(options.longest_wait) {}

  memory::Gate gate;
  memory::Engine engine;
  kernel::KernelTransaction<memory::Engine> transaction{engine};
};

MemoryStorage::MemoryStorage(MemoryStorageOptions options)
    : state_(std::make_unique<State>(options)) {}

MemoryStorage::~MemoryStorage() = default;

void MemoryStorage::do_read(ReadWork work) {
  const memory::Gate::Pass pass(state_->gate, memory::Gate::As::reader);
  work(state_->transaction);
}

void MemoryStorage::do_transact(Work work) {
  const memory::Gate::Pass pass(state_->gate, memory::Gate::As::writer);
  try {
    if (work(state_->transaction) == Outcome::commit) {
      state_->engine.keep();
    } else {
      state_->engine.roll_back();
    }
  } catch (...) {
    state_->engine.roll_back();
    throw;
  }
}

}  // namespace gatehouse
