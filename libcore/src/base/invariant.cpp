#include <gatehouse/base/invariant.hpp>

#include <cstdio>
#include <cstdlib>

namespace gatehouse {

void report_broken_invariant(const char* file, int line) noexcept {
  // Neither allocates nor locks, since the state cannot be trusted any more.
  std::fprintf(stderr, "gatehouse: an invariant does not hold: %s:%d\n", file, line);
  std::abort();
}

}  // namespace gatehouse
