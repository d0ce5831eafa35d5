#include "pair.hpp"

namespace gatehouse::testing {

Installation& shared_pair() {
  static Installation pair({"--decision-lifetime", "1s"}, 2);
  return pair;
}

}  // namespace gatehouse::testing
