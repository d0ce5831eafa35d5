/// The cases of [ST-10] for any list with pages.
#pragma once

#include <limits>
#include <vector>

#include "fixture.hpp"

namespace gatehouse::conformance {

/// `list(page)` returns the keys of a page. `sorted` are the seven existing keys, in order.
template <class Key, class List>
void expect_pages(const std::vector<Key>& sorted, List&& list) {
  REQUIRE(sorted.size() == 7);
  const auto slice = [&](std::size_t from, std::size_t to) {
    return std::vector<Key>(sorted.begin() + static_cast<std::ptrdiff_t>(from),
                            sorted.begin() + static_cast<std::ptrdiff_t>(to));
  };
  using Keys = Page<Key>;
  CHECK(list(Keys{.after = {}, .limit = many}) == sorted);
  CHECK(list(Keys{.after = {}, .limit = 7}) == sorted);
  CHECK(list(Keys{.after = {}, .limit = std::numeric_limits<std::size_t>::max()}) == sorted);
  CHECK(list(Keys{.after = {}, .limit = 0}).empty());
  CHECK(list(Keys{.after = sorted[2], .limit = 0}).empty());
  CHECK(list(Keys{.after = {}, .limit = 3}) == slice(0, 3));
  CHECK(list(Keys{.after = sorted[2], .limit = 3}) == slice(3, 6));
  CHECK(list(Keys{.after = sorted[5], .limit = 3}) == slice(6, 7));
  CHECK(list(Keys{.after = sorted[6], .limit = 3}).empty());
}

/// The same seven, requested after missing keys: before the first, between the third and the
/// fourth, after the last.
template <class Key, class List>
void expect_pages_after_absent(const std::vector<Key>& sorted, const Key& before,
                               const Key& between, const Key& behind, List&& list) {
  using Keys = Page<Key>;
  CHECK(list(Keys{.after = before, .limit = many}) == sorted);
  CHECK(list(Keys{.after = between, .limit = 2}) == std::vector<Key>{sorted[3], sorted[4]});
  CHECK(list(Keys{.after = behind, .limit = many}).empty());
}

/// Ten ids in order: seven to store, and three around and among them that are never stored.
template <class Id>
struct PagedIds {
  explicit PagedIds(Samples& make) {
    before = make.template id<Id>();
    for (int i = 0; i < 7; ++i) {
      if (i == 3) between = make.template id<Id>();
      sorted.push_back(make.template id<Id>());
    }
    behind = make.template id<Id>();
  }

  /// The seven in an order that is neither sorted nor reversed.
  [[nodiscard]] std::vector<Id> shuffled() const {
    return {sorted[4], sorted[0], sorted[6], sorted[2], sorted[5], sorted[1], sorted[3]};
  }

  Id before;
  Id between;
  Id behind;
  std::vector<Id> sorted;
};

}  // namespace gatehouse::conformance
