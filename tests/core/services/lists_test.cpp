// Every list is in the order of creation, as a whole and page by page.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

/// A list with five items, queried by the position of the item before the page.
struct Scan {
  std::string name;
  std::vector<std::string> items;
  struct Page {
    std::vector<std::string> items;
    std::optional<std::string> next;
  };
  std::function<Page(std::optional<std::string> after, std::optional<std::size_t> limit)> page;
};

template <class Key, class List, class NameOf>
auto pages(List list, Key (*parse)(const std::string&), std::string (*print)(const Key&),
           NameOf name_of) {
  return [=](std::optional<std::string> after, std::optional<std::size_t> limit) {
    ListRequest<Key> request;
    if (after) request.after = parse(*after);
    request.limit = limit;
    const auto listing = must(list(request));
    Scan::Page page;
    for (const auto& item : listing.items) page.items.push_back(name_of(item));
    if (listing.next) page.next = print(*listing.next);
    return page;
  };
}

template <class AnyId>
AnyId parse_id(const std::string& text) {
  return AnyId::parse(text).value();
}
template <class AnyId>
std::string print_id(const AnyId& id) {
  return id.to_string();
}
ServiceCode parse_code(const std::string& text) { return code(text); }
std::string print_code(const ServiceCode& service) { return service.text(); }

std::vector<Scan> scans(World& world) {
  std::vector<Scan> all;
  const Principal admin = world.registered_admin("ann@example.com");
  auto& services = world.services;

  for (const Role role : {Role::admin, Role::billing, Role::developer}) {
    Scan scan{std::string(name(role)), {}, {}};
    if (role == Role::admin) scan.items.push_back(admin.user.id.to_string());
    while (scan.items.size() < 5) {
      const std::string address =
          std::string(name(role)) + std::to_string(scan.items.size()) + "@example.com";
      scan.items.push_back(world.added(admin, role, address).user.id.to_string());
    }
    scan.page = pages<UserId>(
        [&services, admin, role](const ListRequest<UserId>& request) {
          return services.users.list(admin, role, request);
        },
        parse_id<UserId>, print_id<UserId>, [](const User& user) { return user.id.to_string(); });
    all.push_back(scan);
  }

  Scan projects{"projects", {}, {}};
  // Not in alphabetical order.
  for (const char* project : {"e", "a", "d", "b", "c"}) {
    projects.items.push_back(world.project(admin, project).to_string());
  }
  projects.page = pages<ProjectId>(
      [&services, admin](const ListRequest<ProjectId>& request) {
        return services.projects.list(admin, request);
      },
      parse_id<ProjectId>, print_id<ProjectId>,
      [](const ProjectView& view) { return view.project.id.to_string(); });
  all.push_back(projects);

  Scan consumers{"consumers", {}, {}};
  for (int i = 0; i < 5; ++i) consumers.items.push_back(world.consumer(admin).to_string());
  consumers.page = pages<ConsumerId>(
      [&services, admin](const ListRequest<ConsumerId>& request) {
        return services.consumers.list(admin, request);
      },
      parse_id<ConsumerId>, print_id<ConsumerId>,
      [](const Consumer& consumer) { return consumer.id.to_string(); });
  all.push_back(consumers);

  Scan catalogue{"catalogue", {"e", "a", "d", "b", "c"}, {}};
  for (const std::string& service : catalogue.items) world.offer(service);
  catalogue.page = pages<ServiceCode>(
      [&services, admin](const ListRequest<ServiceCode>& request) {
        return services.catalogue.list(admin, request);
      },
      parse_code, print_code, [](const CatalogueItem& item) { return item.code.text(); });
  all.push_back(catalogue);
  return all;
}

using Items = std::vector<std::string>;

TEST_CASE("lists: without limit and position all items are returned in the order of creation") {
  World world;
  for (const Scan& scan : scans(world)) {
    CAPTURE(scan.name);
    const auto page = scan.page({}, {});
    CHECK((page.items == scan.items));
    CHECK_FALSE(page.next.has_value());
  }
}

TEST_CASE("lists: following next yields every item once") {
  World world;
  for (const Scan& scan : scans(world)) {
    for (std::size_t limit = 1; limit <= 6; ++limit) {
      CAPTURE(scan.name);
      CAPTURE(limit);
      Items seen;
      std::optional<std::string> after;
      for (int pages = 0; pages < 6; ++pages) {
        const auto page = scan.page(after, limit);
        CHECK(page.items.size() <= limit);
        seen.insert(seen.end(), page.items.begin(), page.items.end());
        if (!page.next) break;
        CHECK(page.items.size() == limit);
        CHECK(*page.next == page.items.back());
        after = page.next;
      }
      CHECK((seen == scan.items));
    }
  }
}

TEST_CASE("lists: a page with exactly the remaining items has no next") {
  World world;
  for (const Scan& scan : scans(world)) {
    CAPTURE(scan.name);
    CHECK_FALSE(scan.page({}, 5).next.has_value());
    CHECK(scan.page({}, 4).next == scan.items[3]);
    const auto rest = scan.page(scan.items[2], {});
    CHECK((rest.items == Items{scan.items[3], scan.items[4]}));
    CHECK_FALSE(rest.next.has_value());
    const auto nothing = scan.page(scan.items[4], {});
    CHECK(nothing.items.empty());
    CHECK_FALSE(nothing.next.has_value());
  }
}

TEST_CASE("lists: the page size is limited by the settings") {
  World world({.list_limit = 2});
  for (const Scan& scan : scans(world)) {
    CAPTURE(scan.name);
    for (const auto limit : {std::optional<std::size_t>{}, std::optional<std::size_t>{1000}}) {
      const auto page = scan.page({}, limit);
      CHECK((page.items == Items{scan.items[0], scan.items[1]}));
      CHECK(page.next == scan.items[1]);
    }
  }
}

TEST_CASE("lists: a page of an empty list is empty and has no next") {
  World world;
  for (const Scan& scan : scans(world)) {
    CAPTURE(scan.name);
    const auto page = scan.page({}, 0);
    CHECK(page.items.empty());
    CHECK_FALSE(page.next.has_value());
  }
}

TEST_CASE("lists: a page continues after an item that was deleted meanwhile") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Principal first = world.added(admin, Role::developer, "a@example.com");
  const Principal second = world.added(admin, Role::developer, "b@example.com");
  must(world.services.users.remove(admin, Role::developer, first.user.id));
  const auto page =
      must(world.services.users.list(admin, Role::developer, {.after = first.user.id}));
  REQUIRE(page.items.size() == 1);
  CHECK(page.items.front().id == second.user.id);
}

TEST_CASE("lists: a code missing from the catalogue is rejected as a position") {
  World world;
  const Principal root = world.root();
  const auto refused = world.services.catalogue.list(root, {.after = code("unknown")});
  CHECK(outcome(refused) == "invalid_argument");
  CHECK(faults(refused) == "after");
}

}  // namespace
}  // namespace gatehouse::testing
