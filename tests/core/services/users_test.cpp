#include <gatehouse/services/accounts/users.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/schema/password_resets.hpp>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

constexpr Role roles[] = {Role::admin, Role::billing, Role::developer};

TEST_CASE("users: a new user has the role of the collection and is logged in") {
  for (const Role role : roles) {
    CAPTURE(std::string(name(role)));
    World world;
    const Principal admin = world.registered_admin("ann@example.com");
    const NewSession session =
        must(world.services.users.create(admin, role, checked(person("bob@example.com"))));
    CHECK(session.user.role == role);
    CHECK(session.user.account == admin.user.account);
    CHECK(session.user.email.text() == "bob@example.com");
    CHECK(session.user.first_name == "Ann");
    CHECK(session.user.last_name == "Ash");
    CHECK(world.principal(session.token).user == without_hash(session.user));
    CHECK(outcome(world.log_in("bob@example.com")) == "done");
    CHECK(must(world.services.users.get(admin, role, session.user.id)) == session.user);
  }
}

TEST_CASE("users: an account has no root users") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Principal root = world.root();
  CHECK(outcome(world.services.users.create(
            admin, Role::root, checked(person("bob@example.com")))) == "permission_denied");
  CHECK(outcome(world.log_in("bob@example.com")) == "unauthenticated");
  CHECK(outcome(world.services.users.get(admin, Role::root, root.user.id)) == "not_found");
  CHECK(outcome(world.services.users.update(admin, Role::root, root.user.id,
                                            checked(person_without_password("x@example.com")))) ==
        "not_found");
  CHECK(outcome(world.services.users.remove(admin, Role::root, root.user.id)) == "not_found");
  CHECK(must(world.services.users.list(admin, Role::root, {})).items.empty());
  CHECK(world.is_signed_in(root));
}

TEST_CASE("users: an e-mail in use is refused in any account and case, and nothing is changed") {
  World world;
  const Principal ann = world.registered_admin("ann@example.com");
  const Principal bob = world.registered_admin("bob@example.com");
  const Principal dev = world.added(ann, Role::developer, "dev@example.com");
  const Principal root = world.root();
  for (const std::string address :
       {"ann@example.com", "BOB@example.com", "Dev@Example.com", "root@example.com"}) {
    CAPTURE(address);
    const Contents before = world.contents(*ann.user.account);
    for (const Role role : roles) {
      const auto refused = world.services.users.create(ann, role, checked(person(address)));
      CHECK(outcome(refused) == "already_exists");
      CHECK(faults(refused) == "email");
    }
    if (address != "Dev@Example.com") {
      UpdateUser command = person_without_password(address);
      command.password = Secret("new");
      const auto refused =
          world.services.users.update(ann, Role::developer, dev.user.id, checked(command));
      CHECK(outcome(refused) == "already_exists");
      CHECK(faults(refused) == "email");
    }
    CHECK(world.contents(*ann.user.account) == before);
    CHECK(world.is_signed_in(dev));
  }
}

TEST_CASE("users: a user is found in the collection of its role only") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.added(admin, Role::admin, "other@example.com");
  auto& users = world.services.users;
  for (const Role role : roles) {
    const Principal user = world.added(admin, role, std::string(name(role)) + "@example.com");
    for (const Role collection : roles) {
      if (collection == role) continue;
      CAPTURE(std::string(name(role)));
      CAPTURE(std::string(name(collection)));
      const Contents before = world.contents(*admin.user.account);
      UpdateUser command = person_without_password("moved@example.com");
      CHECK(outcome(users.get(admin, collection, user.user.id)) == "not_found");
      CHECK(outcome(users.update(admin, collection, user.user.id, checked(command))) ==
            "not_found");
      command.password = Secret("new");
      CHECK(outcome(users.update(admin, collection, user.user.id, checked(command))) ==
            "not_found");
      CHECK(outcome(users.remove(admin, collection, user.user.id)) == "not_found");
      CHECK(world.contents(*admin.user.account) == before);
    }
    CHECK(outcome(users.get(admin, role, user.user.id)) == "done");
  }
}

TEST_CASE("users: an update without a password keeps the password and the sessions") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Principal dev = world.added(admin, Role::developer, "dev@example.com");
  const User before = must(world.services.users.get(admin, Role::developer, dev.user.id));
  const std::size_t hashes = world.hasher.hashes();
  const User updated = must(world.services.users.update(
      admin, Role::developer, dev.user.id, checked(person_without_password("moved@example.com"))));
  CHECK(world.hasher.hashes() == hashes);
  CHECK(updated.email.text() == "moved@example.com");
  CHECK(updated.first_name == "Bea");
  CHECK(updated.last_name == "Birch");
  CHECK(updated.role == Role::developer);
  CHECK(updated.created_at == dev.user.created_at);
  CHECK(updated.password_hash == before.password_hash);
  CHECK(must(world.services.users.get(admin, Role::developer, dev.user.id)) == updated);
  CHECK(world.is_signed_in(dev));
  CHECK(outcome(world.log_in("dev@example.com")) == "unauthenticated");
  CHECK(outcome(world.log_in("moved@example.com")) == "done");
}

TEST_CASE("users: a user may keep the e-mail, and change its case") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  auto& users = world.services.users;
  for (const std::string address : {"ann@example.com", "Ann@Example.com"}) {
    const User updated = must(
        users.update(admin, Role::admin, admin.user.id, checked(person_without_password(address))));
    CHECK(updated.email.text() == address);
  }
}

TEST_CASE("users: changing one's own password keeps the current session and ends the others") {
  for (const Role role : roles) {
    CAPTURE(std::string(name(role)));
    World world;
    const Principal admin = world.registered_admin("ann@example.com");
    const Principal first = world.added(admin, role, "bob@example.com");
    const Principal second = world.logged_in("bob@example.com");
    UpdateUser command = person_without_password("bob@example.com");
    command.password = Secret("new");
    must(world.services.users.update(first, role, first.user.id, checked(command)));
    CHECK(world.is_signed_in(first));
    CHECK_FALSE(world.is_signed_in(second));
    CHECK(world.is_signed_in(admin));
    CHECK(outcome(world.log_in("bob@example.com")) == "unauthenticated");
    CHECK(outcome(world.log_in("bob@example.com", "new")) == "done");
  }
}

TEST_CASE("users: when an admin changes a user's password, all sessions of the user end") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Principal first = world.added(admin, Role::admin, "bob@example.com");
  const Principal second = world.logged_in("bob@example.com");
  UpdateUser command = person_without_password("bob@example.com");
  command.password = Secret("new");
  must(world.services.users.update(admin, Role::admin, first.user.id, checked(command)));
  CHECK_FALSE(world.is_signed_in(first));
  CHECK_FALSE(world.is_signed_in(second));
  CHECK(world.is_signed_in(admin));
}

TEST_CASE("users: deleting a user ends its sessions at once and releases the e-mail") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const NewSession session =
      must(world.services.users.create(admin, Role::developer, checked(person("bob@example.com"))));
  const Principal again = world.logged_in("bob@example.com");
  must(world.services.password_resets.request(checked<ForgotPassword>({email("bob@example.com")})));
  const std::string reset = world.mailed_reset_token();
  auto& users = world.services.users;

  CHECK(outcome(users.remove(admin, Role::developer, session.user.id)) == "done");
  CHECK(outcome(world.services.sessions.authenticate(session.token.reveal())) == "unauthenticated");
  CHECK_FALSE(world.is_signed_in(again));
  CHECK(outcome(world.log_in("bob@example.com")) == "unauthenticated");
  CHECK(outcome(users.get(admin, Role::developer, session.user.id)) == "not_found");
  CHECK(outcome(users.remove(admin, Role::developer, session.user.id)) == "not_found");
  CHECK(outcome(world.services.password_resets.complete(
            checked<ResetPassword>({Secret(reset), Secret("new")}))) == "not_found");
  CHECK(outcome(users.create(admin, Role::billing, checked(person("bob@example.com")))) == "done");
}

TEST_CASE("users: the queued mails of a deleted user are withdrawn") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Principal bob = world.added(admin, Role::developer, "bob@example.com");
  world.mailer.on_deliver([](const Mail&) { throw std::runtime_error("the process died"); });
  CHECK_THROWS((void)world.services.password_resets.request(
      checked<ForgotPassword>({email("bob@example.com")})));
  CHECK(world.queued() == 1);
  must(world.services.users.remove(admin, Role::developer, bob.user.id));
  CHECK(world.queued() == 0);
}

TEST_CASE("users: the last admin of an account cannot be deleted") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.registered_admin("other@example.com");  // an admin of another account does not count
  world.added(admin, Role::billing, "billing@example.com");
  world.added(admin, Role::developer, "dev@example.com");
  auto& users = world.services.users;
  CHECK(outcome(users.remove(admin, Role::admin, admin.user.id)) == "conflict");
  CHECK(world.is_signed_in(admin));

  const Principal second = world.added(admin, Role::admin, "bob@example.com");
  CHECK(outcome(users.remove(admin, Role::admin, admin.user.id)) == "done");
  CHECK_FALSE(world.is_signed_in(admin));
  CHECK(outcome(users.remove(second, Role::admin, second.user.id)) == "conflict");
}

TEST_CASE("users: of two admins who delete each other, the second is refused") {
  World world;
  const Principal ann = world.registered_admin("ann@example.com");
  const Principal bob = world.added(ann, Role::admin, "bob@example.com");
  auto& users = world.services.users;
  CHECK(outcome(users.remove(ann, Role::admin, bob.user.id)) == "done");
  CHECK(outcome(users.remove(bob, Role::admin, ann.user.id)) == "unauthenticated");
  CHECK(world.is_signed_in(ann));
  CHECK(must(users.list(ann, Role::admin, {})).items.size() == 1);
}

TEST_CASE("users: billing users and developers read and change their own record only") {
  for (const Role role : {Role::billing, Role::developer}) {
    CAPTURE(std::string(name(role)));
    World world;
    const Principal admin = world.registered_admin("ann@example.com");
    const Principal self = world.added(admin, role, "self@example.com");
    const Principal peer = world.added(admin, role, "peer@example.com");
    auto& users = world.services.users;
    CHECK(without_hash(must(users.get(self, role, self.user.id))) == self.user);
    CHECK(outcome(users.update(self, role, self.user.id,
                               checked(person_without_password("self@example.org")))) == "done");
    CHECK(outcome(users.get(self, role, peer.user.id)) == "permission_denied");
    CHECK(outcome(users.update(self, role, peer.user.id,
                               checked(person_without_password("x@example.org")))) ==
          "permission_denied");
    // The caller's own id in collections of other roles.
    CHECK(outcome(users.get(self, Role::admin, self.user.id)) == "permission_denied");
    CHECK(outcome(users.remove(self, role, self.user.id)) == "permission_denied");
  }
}

TEST_CASE("users: the operator creates root users, whose e-mail is unique") {
  World world;
  const User root = must(world.services.users.create_root(
      checked<CreateRoot>({email("root@example.com"), Secret("pass")})));
  CHECK(root.role == Role::root);
  CHECK_FALSE(root.account.has_value());
  CHECK(outcome(world.log_in("root@example.com", "pass")) == "done");
  const Principal admin = world.registered_admin("ann@example.com");
  CHECK(outcome(world.services.users.create_root(
            checked<CreateRoot>({email("ROOT@example.com"), Secret("pass")}))) == "already_exists");
  CHECK(outcome(world.services.users.create_root(
            checked<CreateRoot>({email("ann@example.com"), Secret("pass")}))) == "already_exists");
}

TEST_CASE("users: with oneself come the names of the account and its projects") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Principal developer = world.added(admin, Role::developer, "dev@example.com");
  const Principal billing = world.added(admin, Role::billing, "bill@example.com");
  auto& users = world.services.users;
  const std::string organization = must(world.services.accounts.get(admin)).organization_name;
  using Names = std::vector<std::string>;
  const auto projects = [&](const Principal& user) {
    const MeView me = must(users.me(user));
    return Names(me.projects().begin(), me.projects().end());
  };
  CHECK(must(users.me(admin)).organization_name() == organization);
  CHECK(projects(admin).empty());
  const ProjectId shop = world.project(admin, "Shop");
  world.project(admin, "Blog");
  CHECK(projects(developer) == Names{"Shop", "Blog"});
  CHECK(projects(billing).empty());
  CHECK(must(users.me(billing)).organization_name() == organization);
  CHECK(must(users.me(developer)).user.email.text() == "dev@example.com");

  must(world.services.projects.update(admin, shop, checked<DescribeProject>({"Market"})));
  CHECK(projects(admin) == Names{"Market", "Blog"});
  must(world.services.projects.remove(admin, shop));
  CHECK(projects(admin) == Names{"Blog"});
  must(world.services.accounts.update(
      admin,
      checked<UpdateAccount>({.organization_name = "Renamed", .email = email("ann@example.com")})));
  CHECK(must(users.me(admin)).organization_name() == "Renamed");

  const MeView root = must(users.me(world.root()));
  CHECK_FALSE(root.organization_name().has_value());
  CHECK(root.projects().empty());
}

TEST_CASE("users: names that another process has changed are shown after a second") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.project(admin, "Shop");
  REQUIRE(must(world.services.users.me(admin)).projects().size() == 1);
  Services other(world.ports);
  must(other.projects.create(admin, checked<DescribeProject>({"Blog"})));
  world.clock.advance(AccountNamesCache::lifetime);
  CHECK(must(world.services.users.me(admin)).projects().size() == 2);
}

}  // namespace
}  // namespace gatehouse::testing
