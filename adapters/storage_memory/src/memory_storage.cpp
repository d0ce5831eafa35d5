#include <gatehouse/storage_memory/memory_storage.hpp>

#include "gate.hpp"
#include "records.hpp"

namespace gatehouse {

class MemoryStorage::State {
 public:
  explicit State(const MemoryStorageOptions& options) : gate(options.longest_wait) {}

  memory::Gate gate;
  memory::Records records;
  memory::RecordsTransaction transaction{records};
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
      state_->records.keep();
    } else {
      state_->records.roll_back();
    }
  } catch (...) {
    state_->records.roll_back();
    throw;
  }
}

}  // namespace gatehouse
