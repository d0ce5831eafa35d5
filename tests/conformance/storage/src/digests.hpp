/// Common cases of records that are found by digest and expire.
#pragma once

#include <cstdint>
#include <vector>

#include "fixture.hpp"

namespace gatehouse::conformance {

/// Digests that differ from this one in a single bit, one for each byte.
[[nodiscard]] inline std::vector<TokenDigest> near_misses(const TokenDigest& digest) {
  std::vector<TokenDigest> misses;
  for (std::size_t i = 0; i < digest.bytes.size(); ++i) {
    misses.push_back(digest);
    misses.back().bytes[i] ^= 0x01;
  }
  return misses;
}

/// The same for the bytes of a digest.
template <class Tag>
[[nodiscard]] std::vector<Id<Tag>> near_misses(const Id<Tag>& id) {
  std::vector<Id<Tag>> misses;
  for (std::size_t i = 0; i < id.bytes().size(); ++i) {
    auto bytes = id.bytes();
    bytes[i] ^= 0x01;
    misses.emplace_back(bytes);
  }
  return misses;
}

/// `insert(expiry)` adds a record that expires at `expiry` and returns it or its key;
/// `erase_expired(now, limit)` and `there(record)` call the port.
template <class Insert, class EraseExpired, class There>
void expect_expiry(Insert&& insert, EraseExpired&& erase_expired, There&& there) {
  const auto at_40 = insert(40);
  const auto at_10 = insert(10);
  const auto at_30 = insert(30);
  const auto long_ago = insert(-5'000'000'000'000);
  const auto at_50 = insert(50);

  CHECK(erase_expired(at(-5'000'000'000'001), many) == 0);
  CHECK(erase_expired(at(40), 0) == 0);
  CHECK(erase_expired(at(40), 2) == 2);
  CHECK_FALSE(there(long_ago));
  CHECK_FALSE(there(at_10));
  CHECK(there(at_30));
  CHECK(there(at_40));
  CHECK(erase_expired(at(39), many) == 1);
  CHECK_FALSE(there(at_30));
  CHECK(there(at_40));
  CHECK(erase_expired(at(40), many) == 1);
  CHECK_FALSE(there(at_40));
  CHECK(erase_expired(at(49), many) == 0);
  CHECK(there(at_50));
}

}  // namespace gatehouse::conformance
