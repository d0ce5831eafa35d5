// Lists and their pages.
#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

struct List {
  const char* path;
  /// The identifier of an item.
  const char* key;
  std::function<std::string(Tenant&)> add;
};

Person (Tenant::*const add_user)(const std::string&) = &Tenant::add_user;

const std::vector<List> lists{
    {"/admins", "id", [](Tenant& tenant) { return (tenant.*add_user)("admins").id; }},
    {"/billings", "id", [](Tenant& tenant) { return (tenant.*add_user)("billings").id; }},
    {"/developers", "id", [](Tenant& tenant) { return (tenant.*add_user)("developers").id; }},
    {"/projects", "id", [](Tenant& tenant) { return tenant.add_project(); }},
    {"/consumers", "id", [](Tenant& tenant) { return tenant.add_consumer(); }},
    {"/services", "codeName", [](Tenant& tenant) { return tenant.site.add_service(); }},
};

std::vector<std::string> keys_of(const ApiReply& reply, const char* key) {
  check_success(reply, 200);
  std::vector<std::string> keys;
  for (const auto& item : reply.content().as_array()) keys.emplace_back(item.at(key).as_string());
  return keys;
}

/// Empty when there is none.
std::string next_of(const ApiReply& reply) {
  const auto* next = reply.body.at("meta").as_object().if_contains("next");
  return next == nullptr ? "" : std::string(next->as_string());
}

}  // namespace

TEST_CASE("lists: items are in the order of creation, whole or in pages") {
  for (const List& list : lists) {
    CAPTURE(list.path);
    Tenant tenant(shared_installation());
    std::vector<std::string> all = keys_of(tenant.get(list.path), list.key);
    for (int i = 0; i < 5; ++i) all.push_back(list.add(tenant));

    const auto whole = tenant.get(list.path);
    CHECK(keys_of(whole, list.key) == all);
    CHECK(next_of(whole).empty());

    const std::string path = list.path;
    for (const std::size_t limit : {1U, 2U, 3U, 5U, 1000U}) {
      CAPTURE(limit);
      std::vector<std::string> read;
      std::string target = path + "?limit=" + std::to_string(limit);
      for (std::string next = "first"; !next.empty();) {
        const auto page = tenant.get(target);
        const auto keys = keys_of(page, list.key);
        CHECK(keys.size() <= limit);
        CHECK(!keys.empty());
        read.insert(read.end(), keys.begin(), keys.end());
        next = next_of(page);
        CHECK((next.empty() ? read.size() == all.size() : next == read.back()));
        target = path + "?limit=" + std::to_string(limit) + "&after=" + next;
      }
      CHECK(read == all);
    }
    CHECK(keys_of(tenant.get(path + "?after=" + all[all.size() - 2]), list.key) ==
          std::vector{all.back()});
    CHECK(keys_of(tenant.get(path + "?after=" + all.back()), list.key).empty());
  }
}

TEST_CASE("lists: a limit is from 1 to 1000, and after is an id") {
  Tenant tenant(shared_installation());
  for (const List& list : lists) {
    CAPTURE(list.path);
    const std::string path = list.path;
    for (const char* limit : {"0", "1001", "-1", "x", "", "1.5", "18446744073709551617"}) {
      CAPTURE(limit);
      check_faults(tenant.get(path + "?limit=" + limit), {"limit"});
    }
    for (const char* after : {"", "no+id", "A0000000000000000000000000000000", "%00", "'", "a/b"}) {
      CAPTURE(after);
      check_faults(tenant.get(path + "?after=" + after), {"after"});
    }
    check_success(tenant.get(path + "?limit=1"), 200);
    check_success(tenant.get(path + "?limit=1000"), 200);
  }
}

TEST_CASE("lists: filters leave the other items out, with pages as in the whole list") {
  Tenant tenant(shared_installation());
  std::vector<std::string> ids;
  for (int i = 0; i < 4; ++i) ids.push_back(tenant.add_user("developers").id);
  const auto second = tenant.get("/developers/" + ids[1]).text("email");
  const auto found = tenant.get("/developers?email=" + second);
  CHECK(keys_of(found, "id") == std::vector{ids[1]});
  CHECK(found.body.at("meta").at("params").at("email").as_string() == second);
  CHECK(keys_of(tenant.get("/developers?email=x" + second), "id").empty());
  CHECK(keys_of(tenant.get("/admins?email=" + second), "id").empty());
  const auto page = tenant.get("/developers?q=EXAMPLE&limit=3");
  CHECK(keys_of(page, "id") == std::vector{ids[0], ids[1], ids[2]});
  CHECK(next_of(page) == ids[2]);
  const auto last = tenant.get("/developers?q=EXAMPLE&limit=3&after=" + ids[2]);
  CHECK(keys_of(last, "id") == std::vector{ids[3]});
  CHECK(next_of(last).empty());

  const std::string project = tenant.post("/projects", name_body("Corner shop")).text("id");
  check_success(tenant.post("/projects", name_body("Blog")), 201);
  CHECK(keys_of(tenant.get("/projects?name=Corner+shop"), "id") == std::vector{project});
  CHECK(keys_of(tenant.get("/projects?name=corner+shop"), "id").empty());
  CHECK(keys_of(tenant.get("/projects?q=SHOP"), "id") == std::vector{project});
  for (const char* target : {"/projects?q=", "/projects?q=%00"}) {
    check_faults(tenant.get(target), {"q"});
  }
  check_faults(tenant.get("/developers?email=%00"), {"email"});
}

TEST_CASE("lists: a page continues after its last item was deleted") {
  Tenant tenant(shared_installation());
  std::vector<std::string> ids;
  for (int i = 0; i < 4; ++i) ids.push_back(tenant.add_user("developers").id);
  const auto first = tenant.get("/developers?limit=2");
  REQUIRE(next_of(first) == ids[1]);
  check_success(tenant.remove("/developers/" + ids[1]), 202);
  CHECK(keys_of(tenant.get("/developers?after=" + ids[1]), "id") == std::vector{ids[2], ids[3]});
}
