#include <gatehouse/ports/storage.hpp>

#include <doctest/doctest.h>

#include <utility>

#include <gatehouse/storage_memory/memory_storage.hpp>

namespace gatehouse {
namespace {

TEST_CASE("collection: a decorator sees each use, whether or not it is const") {
  MemoryStorage storage;
  int uses = 0;
  const auto done = storage.transact([&](Transaction& tx) -> Result<Done> {
    const auto count = [&uses] { ++uses; };
    Collection<UserRecords> users(tx.users(), count);
    CHECK(uses == 0);
    CHECK(&users() == &tx.users());
    CHECK(uses == 1);
    CHECK(&std::as_const(users)() == &tx.users());
    CHECK(uses == 2);
    return Done{};
  });
  CHECK(done.has_value());
}

}  // namespace
}  // namespace gatehouse
