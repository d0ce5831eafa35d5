#include <cstdint>

#include "fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {

TEST_CASE_FIXTURE(Fixture,
                  "[ST-60] catalogue: an item is found by its code, and a code is inserted once") {
  const CatalogueItem item = make.item();
  CatalogueItem twin = make.item();
  twin.code = item.code;
  CHECK(commit([&](Transaction& tx) { return tx.catalogue().insert(item); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.catalogue().insert(twin); }));
  CHECK(look([&](auto& tx) { return tx.catalogue().find(item.code); }) == item);
  CHECK_FALSE(look([&](auto& tx) { return tx.catalogue().find(make.new_code()); }));
  CHECK(look([&](auto& tx) { return tx.catalogue().list({.after = {}, .limit = many}); }) ==
        std::vector{item});
}

TEST_CASE_FIXTURE(Fixture, "[ST-61] catalogue: pages in the order of creation, then of codes") {
  // Codes against the order of creation, and three created in the same microsecond.
  const std::vector<std::pair<const char*, std::int64_t>> made = {
      {"zulu", -7}, {"yankee", 0}, {"a-b", 5}, {"a0", 5}, {"a_b", 5}, {"mike", 6}, {"alpha", 7}};
  std::vector<ServiceCode> sorted;
  for (const auto& [name, when] : made) sorted.push_back(code(name));
  for (const std::size_t i : {4U, 0U, 6U, 2U, 5U, 1U, 3U}) {
    CatalogueItem item = make.item();
    item.code = sorted[i];
    item.created_at = at(made[i].second);
    REQUIRE(commit([&](Transaction& tx) { return tx.catalogue().insert(item); }));
  }
  const auto list = [&](const Page<ServiceCode>& page) {
    return keys_of(look([&](auto& tx) { return tx.catalogue().list(page); }), &CatalogueItem::code);
  };
  expect_pages(sorted, list);
  CHECK(list({.after = sorted[3], .limit = 2}) == std::vector{sorted[4], sorted[5]});
  CHECK(list({.after = code("unknown"), .limit = many}).empty());
}

}  // namespace gatehouse::conformance
