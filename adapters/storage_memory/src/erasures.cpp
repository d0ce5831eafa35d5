#include "erasures.hpp"

namespace gatehouse::memory {

void Erasures::note(const Erasure& erasure) {
  const Erasure* former = at(erasure.key);
  // This cannot fail: the only key is that of the former erasure, which is replaced.
  static_cast<void>(former == nullptr ? erasures_.insert(erasure)
                                      : erasures_.replace(*former, erasure));
}

std::optional<Erasure> Erasures::find(const ErasureKey& key) const { return copied(at(key)); }

std::vector<Erasure> Erasures::list(std::size_t limit) const {
  return erasures_.page({.after = {}, .limit = limit});
}

bool Erasures::remove(const ErasureKey& key) {
  const Erasure* erasure = at(key);
  if (erasure != nullptr) erasures_.erase(*erasure);
  return erasure != nullptr;
}

const Erasure* Erasures::at(const ErasureKey& key) const {
  return erasures_.find(key.account, key.kind, key.scope, key.name);
}

}  // namespace gatehouse::memory
