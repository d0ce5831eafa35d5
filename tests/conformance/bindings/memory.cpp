#include <gatehouse/conformance/store.hpp>
#include <gatehouse/storage_memory/memory_storage.hpp>

namespace gatehouse::conformance {
namespace {

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(const StoreSettings& settings)
      : storage_({.longest_wait = settings.longest_wait}) {}

  Storage& storage() override { return storage_; }
  bool reopen() override { return false; }

 private:
  MemoryStorage storage_;
};

}  // namespace

std::unique_ptr<Store> fresh_store(const StoreSettings& settings) {
  return std::make_unique<MemoryStore>(settings);
}

}  // namespace gatehouse::conformance
