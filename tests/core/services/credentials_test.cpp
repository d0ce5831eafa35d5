#include <gatehouse/services/api_security/credentials.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "asking.hpp"

namespace gatehouse::testing {
namespace {

std::string usernames(const Result<Listing<CredentialView, CredentialId>>& listing) {
  std::string all;
  for (const CredentialView& view : must(listing).items) {
    all += (all.empty() ? "" : " ") + view.credential.username + "@" + view.project;
  }
  return all;
}

/// A client with a name, and without optional fields.
SaveCredential bare(std::string_view username) {
  return {.username = std::string(username), .email = email("client@example.com")};
}

TEST_CASE("credentials: a new credential has the given values, and other fields are empty") {
  World world;
  const Shop shop(world);
  auto& credentials = world.services.credentials;
  const Timestamp end = Timestamp(Duration(1'000));
  SaveCredential full = client("full");
  full.full_name = "Full Name";
  full.description = "line\nline";
  full.roles = std::vector<std::string>{"a", "b"};
  full.enabled = false;
  full.ip_ranges = std::vector<IpRange>{*IpRange::parse("10")};
  full.expires_at = end;
  must(credentials.create(shop.admin, "Shop", checked<CreateCredential>({full})));
  const Credential made = world.find_credential(shop.account, "full").value();
  CHECK(made.scope == Scope::of(shop.project));
  CHECK(made.full_name == "Full Name");
  CHECK(made.email == email("client@example.com"));
  CHECK(made.description == "line\nline");
  CHECK(made.roles == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(made.enabled);
  CHECK(made.ip_ranges == *full.ip_ranges);
  CHECK(made.expires_at == end);
  CHECK(made.password_hash != password);

  const Credential plain = world.find_credential(shop.account, "client").value();
  CHECK(plain.full_name.empty());
  CHECK(plain.description.empty());
  CHECK(plain.roles.empty());
  CHECK(plain.enabled);
  CHECK(plain.ip_ranges.empty());
  CHECK_FALSE(plain.expires_at.has_value());
}

TEST_CASE("credentials: a credential that does not exist cannot be saved without a password") {
  World world;
  const Shop shop(world);
  auto& credentials = world.services.credentials;
  const Contents before = world.contents(shop.account);
  const std::size_t hashes = world.hasher.hashes();
  CHECK(faults(credentials.save(shop.admin, "Shop", checked<SaveCredential>(bare("new")))) ==
        "password");
  CHECK(world.hasher.hashes() == hashes);
  CHECK(world.contents(shop.account) == before);
}

TEST_CASE("credentials: a username is unique in its account, and other accounts may use it") {
  World world;
  const Shop shop(world);
  world.project(shop.admin, "Blog");
  auto& credentials = world.services.credentials;
  const Contents before = world.contents(shop.account);
  for (const std::string project : {"Shop", "Blog", "admin"}) {
    CAPTURE(project);
    const auto refused =
        credentials.create(shop.admin, project, checked<CreateCredential>({client("client")}));
    CHECK(outcome(refused) == "already_exists");
    CHECK(faults(refused) == "username");
  }
  CHECK(outcome(credentials.save(shop.admin, "Blog", checked(client("client")))) ==
        "already_exists");
  CHECK(world.contents(shop.account) == before);
  CHECK(outcome(credentials.create(shop.admin, "Shop",
                                   checked<CreateCredential>({client("Client")}))) == "done");
  const Principal other = world.registered_admin("bob@example.com");
  world.project(other, "Shop");
  CHECK(outcome(credentials.create(other, "Shop", checked<CreateCredential>({client("client")}))) ==
        "done");
}

TEST_CASE("credentials: a PUT keeps omitted fields, in particular the password") {
  World world;
  const Shop shop(world);
  auto& credentials = world.services.credentials;
  SaveCredential full = client("client");
  full.full_name = "Full Name";
  full.description = "d";
  full.roles = std::vector<std::string>{"a"};
  full.enabled = false;
  full.ip_ranges = std::vector<IpRange>{*IpRange::parse("10")};
  full.expires_at = Timestamp(Duration(1'000));
  must(credentials.save(shop.admin, "Shop", checked(full)));
  Credential expected = world.find_credential(shop.account, "client").value();
  // The time of the latest change, which is later than the one before.
  const auto changed_at = [&] {
    const auto time = world.find_credential(shop.account, "client")->updated_at;
    REQUIRE(time.has_value());
    CHECK(*time > expected.updated_at.value_or(expected.created_at));
    return time;
  };

  SaveCredential moved = bare("client");
  moved.email = email("moved@example.com");
  must(credentials.save(shop.admin, "Shop", checked(moved)));
  expected.email = moved.email;
  expected.updated_at = changed_at();
  CHECK(world.find_credential(shop.account, "client") == expected);

  // Null or an empty list clears a field.
  moved.full_name = std::optional<std::string>();
  moved.description = std::optional<std::string>();
  moved.roles.emplace();
  moved.ip_ranges.emplace();
  moved.expires_at = std::optional<Timestamp>();
  moved.enabled = true;
  must(credentials.save(shop.admin, "Shop", checked(moved)));
  expected.full_name.clear();
  expected.description.clear();
  expected.roles.clear();
  expected.ip_ranges.clear();
  expected.expires_at.reset();
  expected.enabled = true;
  expected.updated_at = changed_at();
  CHECK(world.find_credential(shop.account, "client") == expected);
}

TEST_CASE("credentials: a PUT creates a missing credential") {
  World world;
  const Shop shop(world);
  CHECK(outcome(world.services.credentials.save(shop.admin, "Shop", checked(client("new")))) ==
        "done");
  CHECK(world.find_credential(shop.account, "new")->scope == Scope::of(shop.project));
  CHECK(outcome(world.services.credentials.save(shop.admin, "admin", checked(client("new2")))) ==
        "done");
  CHECK(world.find_credential(shop.account, "new2")->scope == Scope::everywhere());
}

TEST_CASE("credentials: all are visible and editable under admin") {
  World world;
  const Shop shop(world);
  auto& credentials = world.services.credentials;
  world.project(shop.admin, "Blog");
  world.credential(shop.admin, "Blog", "writer");
  world.credential(shop.admin, "admin", "global");
  CHECK(usernames(credentials.list(shop.admin, "Shop", {})) == "client@Shop");
  CHECK(usernames(credentials.list(shop.admin, "Blog", {})) == "writer@Blog");
  CHECK(usernames(credentials.list(shop.admin, "admin", {})) ==
        "client@Shop writer@Blog global@admin");

  CHECK(outcome(credentials.set_password(shop.admin, "admin", "client",
                                         checked<SetCredentialPassword>({Secret("n")}))) == "done");
  CHECK(world.find_credential(shop.account, "client")->scope == Scope::of(shop.project));
  CHECK(outcome(credentials.remove(shop.admin, "admin", "client")) == "done");
}

TEST_CASE(
    "credentials: a PUT under admin extends one of a project to the account with its grants") {
  World world;
  const Shop shop(world);
  auto& credentials = world.services.credentials;
  auto& grants = world.services.grants;
  world.project(shop.admin, "Blog");
  world.api_proxy(shop.admin, "Blog", "Posts");
  const Credential before = world.find_credential(shop.account, "client").value();
  SaveCredential command = bare("client");
  command.full_name = "New";
  Credential expected = before;
  must(credentials.save(shop.admin, "admin", checked(command)));

  expected.scope = Scope::everywhere();
  expected.full_name = "New";
  expected.updated_at = world.find_credential(shop.account, "client")->updated_at;
  CHECK(expected.updated_at > before.created_at);
  CHECK(world.find_credential(shop.account, "client") == expected);
  CHECK(usernames(credentials.list(shop.admin, "Shop", {})).empty());
  CHECK(must(credentials.count(shop.admin, "Shop")) == 0);
  CHECK(usernames(credentials.list(shop.admin, "admin", {})) == "client@admin");
  const auto kept = must(grants.list(shop.admin, "Shop", "client"));
  REQUIRE(kept.items.size() == 1);
  CHECK(kept.items.front().target.name == "Stock");
  CHECK(kept.items.front().scope == Scope::of(shop.project));
  CHECK(must(grants.count(shop.admin, "Shop", "client")) == 1);
  CHECK(must(grants.count(shop.admin, "admin", "client")) == 0);

  // It can be granted more elsewhere, and is no longer the project's.
  CHECK(outcome(grants.add(shop.admin, "Blog", "client", checked_list<GrantAccess>({{"Posts"}}))) ==
        "done");
  CHECK(answer(world, shop, {.project = "Blog", .proxy = "Posts"}) == "allowed");
  CHECK(outcome(credentials.save(shop.admin, "Shop", checked(command))) == "already_exists");
  CHECK(outcome(credentials.remove(shop.admin, "Shop", "client")) == "failed_precondition");
  must(credentials.remove(shop.admin, "admin", "client"));
  CHECK(world.contents(shop.account).grants.empty());
}

TEST_CASE("credentials: a refused PUT under a project says where the credential is") {
  World world;
  const Shop shop(world);
  auto& credentials = world.services.credentials;
  world.project(shop.admin, "Blog");
  world.credential(shop.admin, "Blog", "writer");
  world.credential(shop.admin, "admin", "global");
  const Contents before = world.contents(shop.account);
  for (const auto& [name, shown] :
       {std::pair{"writer", "project \"Blog\""}, std::pair{"global", "\"admin\""}}) {
    const std::string username = name;
    const std::string place = shown;
    for (const bool has_password : {true, false}) {
      const auto refused = credentials.save(
          shop.admin, "Shop", checked(has_password ? client(username) : bare(username)));
      CHECK(outcome(refused) == "already_exists");
      CHECK(faults(refused) == "username");
      CHECK(refused.error().detail.find(place) != std::string::npos);
    }
  }
  CHECK(world.contents(shop.account) == before);
}

TEST_CASE("credentials: one is got by its username where it is listed") {
  World world;
  const Shop shop(world);
  auto& credentials = world.services.credentials;
  world.project(shop.admin, "Blog");
  world.credential(shop.admin, "Blog", "writer");
  for (const std::string project : {"Shop", "admin"}) {
    const CredentialView found = must(credentials.get(shop.admin, project, "client"));
    CHECK(found.credential == world.find_credential(shop.account, "client"));
    CHECK(found.project == "Shop");
  }
  for (const std::string unknown : {"writer", "absent", "CLIENT", ""}) {
    CHECK(outcome(credentials.get(shop.admin, "Shop", unknown)) == "failed_precondition");
  }
}

TEST_CASE("credentials: pages continue in the order of creation, despite deletions in between") {
  World world;
  const Shop shop(world);
  auto& credentials = world.services.credentials;
  for (const std::string_view username : {"b", "a", "c"}) {
    world.credential(shop.admin, "Shop", username);
  }
  const auto first = must(credentials.list(shop.admin, "Shop", {.limit = 2}));
  must(credentials.remove(shop.admin, "Shop", "b"));
  const auto second = credentials.list(shop.admin, "Shop", {.after = first.next, .limit = 2});
  CHECK(usernames(second) == "a@Shop c@Shop");
  CHECK_FALSE(second->next.has_value());
}

TEST_CASE("credentials: a credential of another project, and an unknown one, are not found") {
  World world;
  const Shop shop(world);
  auto& credentials = world.services.credentials;
  world.project(shop.admin, "Blog");
  world.credential(shop.admin, "Blog", "writer");
  world.credential(shop.admin, "admin", "global");
  const Contents before = world.contents(shop.account);
  for (const std::string username : {"writer", "global", "nobody", "CLIENT", ""}) {
    CAPTURE(username);
    const auto refused = credentials.set_password(shop.admin, "Shop", username,
                                                  checked<SetCredentialPassword>({Secret("new")}));
    CHECK(outcome(refused) == "failed_precondition");
    CHECK(faults(refused) == "username");
    CHECK(outcome(credentials.remove(shop.admin, "Shop", username)) == "failed_precondition");
  }
  CHECK(world.contents(shop.account) == before);
}

TEST_CASE("credentials: deleting one removes its grants, and a new one of the same name has none") {
  World world;
  const Shop shop(world);
  auto& credentials = world.services.credentials;
  world.credential(shop.admin, "Shop", "other");
  world.grant(shop.admin, "Shop", "other", "Stock");
  must(credentials.remove(shop.admin, "Shop", "client"));
  const Contents left = world.contents(shop.account);
  CHECK(left.credentials.size() == 1);
  CHECK(left.grants.size() == 1);
  world.credential(shop.admin, "Shop", "client");
  CHECK(must(world.services.grants.list(shop.admin, "Shop", "client")).items.empty());
  CHECK(answer(world, shop) == "not_granted");
}

TEST_CASE("credentials: a caller without permission causes no hashing") {
  World world;
  const Shop shop(world);
  const Principal developer = world.added(shop.admin, Role::developer, "dev@example.com");
  const std::size_t hashes = world.hasher.hashes();
  auto& credentials = world.services.credentials;
  CHECK(outcome(credentials.create(
            developer, "Shop", checked<CreateCredential>({client("new")}))) == "permission_denied");
  CHECK(outcome(credentials.save(developer, "Shop", checked(client("new")))) ==
        "permission_denied");
  CHECK(outcome(credentials.set_password(developer, "Shop", "client",
                                         checked<SetCredentialPassword>({Secret("n")}))) ==
        "permission_denied");
  CHECK(outcome(credentials.create(shop.admin, "Nowhere",
                                   checked<CreateCredential>({client("new")}))) == "not_found");
  CHECK(world.hasher.hashes() == hashes);
}

}  // namespace
}  // namespace gatehouse::testing
