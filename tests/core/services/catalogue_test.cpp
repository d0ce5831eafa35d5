#include <gatehouse/services/projects/catalogue.hpp>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("catalogue: a service added by root is visible to every account") {
  World world;
  const Principal root = world.root();
  const Principal admin = world.registered_admin("ann@example.com");
  const Timestamp now = world.clock.next();
  const CatalogueItem item = must(world.services.catalogue.create(
      root, checked<CreateCatalogueItem>({code("push"), "Push", "line\nline"})));
  CHECK(item.code.text() == "push");
  CHECK(item.name == "Push");
  CHECK(item.description == "line\nline");
  CHECK(item.created_at == now);
  for (const Principal& caller : {root, admin}) {
    const auto list = must(world.services.catalogue.list(caller, {}));
    REQUIRE(list.items.size() == 1);
    CHECK(list.items.front() == item);
    CHECK_FALSE(list.next.has_value());
  }
}

TEST_CASE("catalogue: a duplicate code is refused, and the existing service is unchanged") {
  World world;
  const Principal root = world.root();
  const CatalogueItem item = must(
      world.services.catalogue.create(root, checked<CreateCatalogueItem>({code("push"), "Push"})));
  const auto refused =
      world.services.catalogue.create(root, checked<CreateCatalogueItem>({code("push"), "Other"}));
  CHECK(outcome(refused) == "already_exists");
  CHECK(faults(refused) == "codeName");
  CHECK(must(world.services.catalogue.list(root, {})).items == std::vector{item});
}

}  // namespace
}  // namespace gatehouse::testing
