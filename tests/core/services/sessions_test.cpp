#include <gatehouse/services/accounts/sessions.hpp>

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include <doctest/doctest.h>

#include <gatehouse/schema/credentials.hpp>
#include <gatehouse/schema/users.hpp>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("sessions: a login returns a token that identifies the user") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const NewSession session = must(world.log_in("ann@example.com"));
  CHECK(without_hash(session.user) == admin.user);

  const std::string token(session.token.reveal());
  CHECK(token.size() == 43);  // 256 bits in base64url
  CHECK(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789-_") == std::string::npos);
  const Principal principal = must(world.services.sessions.authenticate(token));
  CHECK(principal.user == admin.user);
  CHECK(principal.session != admin.session);
}

TEST_CASE("sessions: the e-mail is case-insensitive, the password is case-sensitive") {
  World world;
  world.registered_admin("ann@example.com");
  CHECK(outcome(world.log_in("ANN@Example.COM")) == "done");
  CHECK(outcome(world.log_in("ann@example.com", "ABC")) == "unauthenticated");
}

TEST_CASE(
    "sessions: a wrong password and an unknown e-mail get the same answer after the same work") {
  World world;
  world.registered_admin("ann@example.com");
  const auto work = [&](std::string_view address) {
    const std::size_t hashes = world.hasher.hashes();
    const std::size_t verifications = world.hasher.verifications();
    const auto refused = world.log_in(address, "wrong");
    CHECK(outcome(refused) == "unauthenticated");
    return std::tuple(world.hasher.hashes() - hashes, world.hasher.verifications() - verifications,
                      refused.error());
  };
  const auto warm_up = work("ann@example.com");
  (void)warm_up;
  CHECK((work("unknown@example.com") == work("ann@example.com")));
  CHECK((work("ann@example.com") == work("another@example.com")));
  CHECK(std::get<1>(work("unknown@example.com")) == 1);
}

TEST_CASE("sessions: the first login does the same work whether or not the e-mail is known") {
  const auto work = [](std::string_view address) {
    World world;
    world.registered_admin("ann@example.com");
    const std::size_t hashes = world.hasher.hashes();
    const std::size_t verifications = world.hasher.verifications();
    CHECK(outcome(world.log_in(address, "wrong")) == "unauthenticated");
    return std::pair(world.hasher.hashes() - hashes, world.hasher.verifications() - verifications);
  };
  CHECK((work("ann@example.com") == work("unknown@example.com")));
}

TEST_CASE("sessions: no password is accepted for an unknown e-mail, including that of the decoy") {
  World world;
  CHECK(outcome(world.log_in("unknown@example.com", "no user has this password")) ==
        "unauthenticated");
}

TEST_CASE("sessions: without a stored hash every password is refused") {
  PlainPasswordHasher hasher;
  Passwords passwords(hasher, nullptr);
  using Outcome = Passwords::Outcome;
  CHECK(passwords.verify(Secret("no user has this password"), std::nullopt) == Outcome::wrong);
  CHECK(passwords.verify(Secret(""), std::nullopt) == Outcome::wrong);
  CHECK(passwords.verify(Secret("abc"), hasher.hash(Secret("abc"))) == Outcome::right);
}

TEST_CASE("sessions: a password hashed with other parameters is rehashed at login") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const auto stored = [&] {
    return world.storage.read([&](const Transaction& tx) {
      return tx.users().find(admin.user.account, admin.user.id)->password_hash;
    });
  };
  const std::string before = stored();
  must(world.log_in("ann@example.com"));
  CHECK(stored() == before);

  world.hasher.set_parameter(2);
  CHECK(outcome(world.log_in("ann@example.com", "wrong")) == "unauthenticated");
  CHECK(stored() == before);
  const NewSession session = must(world.log_in("ann@example.com"));
  CHECK(stored() != before);
  CHECK_FALSE(world.hasher.needs_rehash(stored()));
  CHECK(session.user.password_hash == stored());

  const std::size_t hashes = world.hasher.hashes();
  must(world.log_in("ann@example.com"));
  CHECK(world.hasher.hashes() == hashes);
  CHECK(world.is_signed_in(admin));
}

TEST_CASE("sessions: a session expires exactly at the end of its lifetime") {
  World world;
  world.registered_admin("ann@example.com");
  const Timestamp begun = world.clock.next();
  const NewSession session = must(world.log_in("ann@example.com"));
  const auto authenticate = [&] {
    return outcome(world.services.sessions.authenticate(session.token.reveal()));
  };
  const Timestamp over = begun + std::chrono::hours(24 * 7);
  world.clock.set(over - Duration(1));
  CHECK(authenticate() == "done");
  CHECK(world.clock.next() == over);
  CHECK(authenticate() == "unauthenticated");
  CHECK(authenticate() == "unauthenticated");
}

TEST_CASE("sessions: changes are refused from the same moment on") {
  World world;
  const Timestamp begun = world.clock.next();
  const Principal root = world.root();
  const auto session = world.storage.read(
      [&](const Transaction& tx) { return tx.sessions().find(root.session)->session; });
  CHECK(session.created_at > begun);
  CHECK(session.expires_at - session.created_at == std::chrono::hours(24 * 7));
  const auto signed_in_at = [&](Timestamp moment) {
    return world.storage.read([&](const Transaction& tx) {
      return outcome(still_authenticated(tx, UserContext(root), moment));
    });
  };
  CHECK(signed_in_at(session.expires_at - Duration(1)) == "done");
  CHECK(signed_in_at(session.expires_at) == "unauthenticated");
}

TEST_CASE("sessions: the lifetime is a setting") {
  World world({.session_lifetime = std::chrono::minutes(1)});
  const Principal admin = world.registered_admin("ann@example.com");
  CHECK(world.is_signed_in(admin));
  world.clock.advance(std::chrono::minutes(1));
  CHECK_FALSE(world.is_signed_in(admin));
}

TEST_CASE("sessions: logging out ends the current session only, and succeeds once") {
  World world;
  const Principal first = world.registered_admin("ann@example.com");
  const NewSession session = must(world.log_in("ann@example.com"));
  const Principal second = world.principal(session.token);
  CHECK(outcome(world.services.sessions.log_out(second)) == "done");
  CHECK(outcome(world.services.sessions.authenticate(session.token.reveal())) == "unauthenticated");
  CHECK(world.is_signed_in(first));
  CHECK(outcome(world.services.sessions.log_out(second)) == "unauthenticated");
}

TEST_CASE("sessions: logging out the others ends all sessions of the user except the current one") {
  World world;
  const Principal first = world.registered_admin("ann@example.com");
  const Principal second = world.logged_in("ann@example.com");
  const Principal third = world.logged_in("ann@example.com");
  const Principal colleague = world.added(first, Role::admin, "bob@example.com");
  CHECK(outcome(world.services.sessions.log_out_others(second)) == "done");
  CHECK_FALSE(world.is_signed_in(first));
  CHECK(world.is_signed_in(second));
  CHECK_FALSE(world.is_signed_in(third));
  CHECK(world.is_signed_in(colleague));
}

TEST_CASE("sessions: root users log in and out like other users") {
  World world;
  const Principal root = world.root();
  CHECK(root.user.role == Role::root);
  CHECK_FALSE(root.user.account.has_value());
  const Principal again = world.logged_in("root@example.com");
  CHECK(outcome(world.services.sessions.log_out_others(again)) == "done");
  CHECK_FALSE(world.is_signed_in(root));
  CHECK(world.is_signed_in(again));
}

TEST_CASE("sessions: whether a user may manage a project is found with the session") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId shop = world.project(admin, "Shop");
  world.project(admin, "Blog");
  const Principal developer = world.added(admin, Role::developer, "dev@example.com");
  world.permit(admin, shop, developer);
  world.added(admin, Role::billing, "bill@example.com");
  world.root();
  const auto managed = [&](std::string_view address, std::string_view project) {
    const Secret token = must(world.log_in(address)).token;
    const auto& found = must(world.services.sessions.authenticate(token.reveal(), project));
    if (found.managed_project) CHECK(*found.managed_project == project);
    return found.managed_project.has_value();
  };
  for (const std::string_view project : {"Shop", "Blog", "admin"}) {
    CAPTURE(std::string(project));
    CHECK(managed("ann@example.com", project));
    CHECK(managed("dev@example.com", project) == (project == "Shop"));
    CHECK_FALSE(managed("bill@example.com", project));
    CHECK_FALSE(managed("root@example.com", project));
  }
  CHECK_FALSE(managed("ann@example.com", "Nowhere"));
  CHECK_FALSE(managed("ann@example.com", ""));
  CHECK_FALSE(admin.managed_project.has_value());
}

TEST_CASE("sessions: a permission that was found with the session is checked again by a change") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId shop = world.project(admin, "Shop");
  world.permit(admin, shop, world.added(admin, Role::developer, "dev@example.com"));
  const Secret token = must(world.log_in("dev@example.com")).token;
  const Principal developer = must(world.services.sessions.authenticate(token.reveal(), "Shop"));
  must(world.services.members.remove(admin, shop, developer.user.id));
  const Contents before = world.contents(*admin.user.account);
  CHECK(outcome(world.services.credentials.create(
            developer, "Shop", checked<CreateCredential>({client("new")}))) == "permission_denied");
  CHECK(outcome(world.services.credentials.create(
            developer, "Blog", checked<CreateCredential>({client("new")}))) == "not_found");
  CHECK(world.contents(*admin.user.account) == before);
}

TEST_CASE("sessions: a malformed token does not authenticate a user") {
  World world;
  world.registered_admin("ann@example.com");
  const std::string token(must(world.log_in("ann@example.com")).token.reveal());
  for (const std::string& text :
       {std::string(), std::string("x"), token + "x", token.substr(1), std::string(100'000, 'a'),
        world.digest.sha256(token).to_string(), std::string("\xFF\0", 2)}) {
    CHECK(outcome(world.services.sessions.authenticate(text)) == "unauthenticated");
  }
}

TEST_CASE("sessions: only the digest of a token is stored, and tokens are unique") {
  World world;
  world.registered_admin("ann@example.com");
  const NewSession one = must(world.log_in("ann@example.com"));
  const NewSession two = must(world.log_in("ann@example.com"));
  CHECK(one.token.reveal() != two.token.reveal());

  const TokenDigest key = world.digest.sha256(one.token.reveal());
  const auto found =
      world.storage.read([&](const Transaction& tx) { return tx.sessions().find(key); });
  REQUIRE(found.has_value());
  CHECK(found->session.digest == key);
  CHECK(found->session.digest != world.digest.sha256(two.token.reveal()));
  CHECK(found->session.digest.to_string().find(one.token.reveal()) == std::string::npos);
}

TEST_CASE("sessions: a password changed during its verification is refused") {
  // The hasher is slow: meanwhile the user changes the password.
  class ChangingHasher final : public PasswordHasher {
   public:
    explicit ChangingHasher(PlainPasswordHasher& inner) : inner_(inner) {}
    std::string hash(const Secret& text) override { return inner_.hash(text); }
    bool verify(const Secret& text, std::string_view phc) override {
      const bool right = inner_.verify(text, phc);
      if (meanwhile) std::exchange(meanwhile, nullptr)();
      return right;
    }
    bool needs_rehash(std::string_view phc) const override { return inner_.needs_rehash(phc); }
    std::function<void()> meanwhile;

   private:
    PlainPasswordHasher& inner_;
  };
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  ChangingHasher hasher(world.hasher);
  Services services(
      {world.storage, world.mailer, hasher, world.digest, world.clock, world.entropy});

  SUBCASE("the password was changed") {
    hasher.meanwhile = [&] {
      UpdateUser command = person_without_password("ann@example.com");
      command.password = Secret("new");
      must(world.services.users.update(admin, Role::admin, admin.user.id, checked(command)));
    };
  }
  SUBCASE("the account was deleted") {
    hasher.meanwhile = [&] { must(world.services.accounts.remove(admin)); };
  }
  CHECK(outcome(services.sessions.log_in(
            checked<LogIn>({email("ann@example.com"), Secret(password)}))) == "unauthenticated");
}

TEST_CASE("sessions: an OAuth password grant returns an ordinary session token") {
  World world;
  world.registered_admin("ann@example.com");
  const auto obtained = [&](std::string_view grant, std::string_view id, std::string_view secret) {
    return world.services.sessions.obtain_token(
        checked<ObtainToken>({std::string(grant), std::string(id), Secret(secret)}));
  };
  const NewSession session = must(obtained("client_credentials", "ANN@example.com", password));
  CHECK(world.principal(session.token).user.email == email("ann@example.com"));

  for (const std::string grant : {"password", "authorization_code", "Client_Credentials", ""}) {
    CAPTURE(grant);
    const auto refused = obtained(grant, "ann@example.com", password);
    CHECK(outcome(refused) == "failed_precondition");
    CHECK(faults(refused) == "grant_type");
  }
  // Each after the same amount of work.
  for (const auto& [id, secret] : std::initializer_list<std::pair<std::string, std::string>>{
           {"ann@example.com", "wrong"},
           {"ann@example.com", ""},
           {"unknown@example.com", "abc"},
           {"no address", "abc"},
           {"", "abc"},
           {"ann@example.com", std::string(200, 'x')}}) {
    const auto& captured = id;
    CAPTURE(captured);
    const std::size_t before = world.hasher.verifications();
    CHECK(outcome(obtained("client_credentials", id, secret)) == "unauthenticated");
    CHECK(world.hasher.verifications() == before + 1);
  }
}

}  // namespace
}  // namespace gatehouse::testing
