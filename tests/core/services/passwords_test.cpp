// Passwords in several Unicode normalisation forms.
#include <gatehouse/services/accounts/passwords.hpp>

#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

constexpr const char* composed = "caf\u00E9";
constexpr const char* decomposed = "cafe\u0301";
/// Partly composed: neither form C nor form D.
constexpr const char* mixed = "\u00E9e\u0301";

using Outcome = Passwords::Outcome;

TEST_CASE("passwords: hashes are of form C, and the password is accepted in any form") {
  PlainPasswordHasher hasher;
  const FakeTextForms forms;
  Passwords passwords(hasher, &forms);
  const std::string phc = passwords.hash(Secret(decomposed));
  CHECK(phc == hasher.hash(Secret(composed)));
  CHECK(passwords.verify(Secret(composed), phc) == Outcome::right);
  CHECK(passwords.verify(Secret(decomposed), phc) == Outcome::right);
  CHECK(passwords.verify(Secret("cafe"), phc) == Outcome::wrong);
}

TEST_CASE("passwords: a password hashed in another form is accepted and outdated") {
  PlainPasswordHasher hasher;
  const FakeTextForms forms;
  Passwords passwords(hasher, &forms);
  const std::string of_decomposed = hasher.hash(Secret(decomposed));
  CHECK(passwords.verify(Secret(composed), of_decomposed) == Outcome::outdated);
  CHECK(passwords.verify(Secret(decomposed), of_decomposed) == Outcome::outdated);
  CHECK(passwords.verify(Secret(mixed), hasher.hash(Secret(mixed))) == Outcome::outdated);
  const std::string of_composed = hasher.hash(Secret(composed));
  hasher.set_parameter(2);
  CHECK(passwords.verify(Secret(composed), of_composed) == Outcome::outdated);
}

TEST_CASE("passwords: each form is tried once, and as many with and without a user") {
  PlainPasswordHasher hasher;
  const FakeTextForms forms;
  Passwords passwords(hasher, &forms);
  const std::string phc = passwords.hash(Secret("another"));
  for (const auto& [password, tries] :
       {std::pair("ascii", 1U), {composed, 2U}, {decomposed, 2U}, {mixed, 3U}, {"\u00FC", 1U}}) {
    const auto& captured = password;
    CAPTURE(captured);
    for (const std::optional<std::string>& stored :
         {std::optional<std::string>(), std::optional(phc), std::optional<std::string>("$2b$x")}) {
      const std::size_t before = hasher.verifications();
      CHECK(passwords.verify(Secret(password), stored) == Outcome::wrong);
      CHECK(hasher.verifications() - before == tries);
    }
  }
}

TEST_CASE("passwords: a hash of unknown format takes the same work as any other") {
  // The hasher would refuse it at once, so the decoy hash is verified instead.
  PlainPasswordHasher hasher;
  Passwords passwords(hasher, nullptr);
  CHECK_FALSE(hasher.understands("$2b$10$abcdefghijklmnopqrstuv"));
  CHECK(passwords.verify(Secret("x"), "$2b$10$abcdefghijklmnopqrstuv") == Outcome::wrong);
  CHECK(passwords.verify(Secret("no user has this password"), "$2b$10$abcdefghijklmnopqrstuv") ==
        Outcome::wrong);
}

TEST_CASE("passwords: without a normaliser, passwords are compared byte by byte") {
  PlainPasswordHasher hasher;
  Passwords passwords(hasher, nullptr);
  const std::string phc = passwords.hash(Secret(decomposed));
  CHECK(passwords.verify(Secret(decomposed), phc) == Outcome::right);
  CHECK(passwords.verify(Secret(composed), phc) == Outcome::wrong);
}

TEST_CASE("passwords: a user's password is rehashed in form C at the next successful login") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const std::string former = world.hasher.hash(Secret(decomposed));
  must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
    User user = tx.users().find(admin.user.account, admin.user.id).value();
    user.password_hash = former;
    (void)tx.users().update(user);
    return Done{};
  }));
  const auto stored = [&] {
    return world.storage.read([&](const Transaction& tx) {
      return tx.users().find(admin.user.account, admin.user.id).value().password_hash;
    });
  };
  CHECK(outcome(world.log_in("ann@example.com", "cafe")) == "unauthenticated");
  CHECK(stored() == former);
  CHECK(outcome(world.log_in("ann@example.com", composed)) == "done");
  CHECK(stored() == world.hasher.hash(Secret(composed)));
  CHECK(outcome(world.log_in("ann@example.com", decomposed)) == "done");
}

}  // namespace
}  // namespace gatehouse::testing
