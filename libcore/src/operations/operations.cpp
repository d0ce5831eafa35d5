#include <gatehouse/operations/operations.hpp>

namespace gatehouse {

void Operations::announce(const Commit& commit) const noexcept {
  if (commit.events.empty()) return;
  for (CommitListener* listener : listeners_) listener->committed(commit);
}

}  // namespace gatehouse
