// E-mail addresses and usernames in several Unicode normalisation forms.
#include <gatehouse/services/detail/names.hpp>

#include <string>

#include <doctest/doctest.h>

#include "asking.hpp"
#include "world.hpp"

namespace gatehouse::testing {
namespace {

constexpr const char* spellings[] = {"ren\u00E9@\u00E9.example", "REN\u00C9@\u00C9.Example",
                                     "rene\u0301@e\u0301.EXAMPLE", "ren\u00E9@xn--9ca.example"};

TEST_CASE("names: every call accepts an address in any normalisation form") {
  World world;
  const Principal admin = world.registered_admin(spellings[0]);
  for (const char* spelling : spellings) {
    CAPTURE(spelling);
    CHECK(outcome(world.log_in(spelling)) == "done");
    CHECK(outcome(world.services.sessions.obtain_token(
              checked<ObtainToken>({"client_credentials", spelling, Secret(password)}))) == "done");
    CHECK(outcome(world.services.registrations.begin(
              checked<RegisterAccount>({"Other", email(spelling)}))) == "already_exists");
    CHECK(outcome(world.services.registrations.resend_code(
              checked<ResendApproveCode>({email(spelling)}))) == "not_found");
    CHECK(outcome(world.services.users.create(admin, Role::admin, checked(person(spelling)))) ==
          "already_exists");
    CHECK(outcome(world.services.users.create_root(
              checked<CreateRoot>({email(spelling), Secret(password)}))) == "already_exists");
    world.mailer.clear();
    CHECK(outcome(world.services.password_resets.request(
              checked<ForgotPassword>({email(spelling)}))) == "done");
    CHECK(world.mailer.last()->to.text() == spellings[0]);
  }
}

TEST_CASE("names: a pending registration is found in any form, and mail goes to the stored form") {
  World world;
  const Registration registration = world.registered(spellings[1]);
  const BegunRegistration again = must(
      world.services.registrations.begin(checked<RegisterAccount>({"Other", email(spellings[2])})));
  CHECK(again.id == registration.id);
  CHECK(again.email.text() == spellings[2]);
  CHECK(world.mailer.last()->to.text() == spellings[1]);
  must(world.services.registrations.resend_code(checked<ResendApproveCode>({email(spellings[0])})));
  CHECK(world.mailer.last()->to.text() == spellings[1]);
}

TEST_CASE("names: a notice to the owner of an account goes to the stored form of the address") {
  World world({.hide_accounts = true});
  world.registered_admin(spellings[0]);
  must(
      world.services.registrations.begin(checked<RegisterAccount>({"Other", email(spellings[1])})));
  CHECK(world.mailer.last()->subject == "You have an account already");
  CHECK(world.mailer.last()->to.text() == spellings[0]);
  must(world.services.registrations.resend_code(checked<ResendApproveCode>({email(spellings[2])})));
  CHECK(world.mailer.last()->to.text() == spellings[0]);
}

TEST_CASE("names: invisible characters are rejected in stored addresses") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const char* unseen = "an\u200Bn@example.com";
  CHECK(faults(world.services.registrations.begin(
            checked<RegisterAccount>({"Other", email(unseen)}))) == "email");
  CHECK(faults(world.services.registrations.resend_code(
            checked<ResendApproveCode>({email(unseen)}))) == "email");
  CHECK(faults(world.services.users.create(admin, Role::admin, checked(person(unseen)))) ==
        "email");
  CHECK(faults(world.services.users.update(admin, Role::admin, admin.user.id,
                                           checked(person_without_password(unseen)))) == "email");
  CHECK(faults(world.services.accounts.update(
            admin, checked<UpdateAccount>(
                       {.organization_name = "Acme", .email = email(unseen)}))) == "email");
  CHECK(faults(world.services.users.create_root(
            checked<CreateRoot>({email(unseen), Secret(password)}))) == "email");
  // A login with one simply fails.
  CHECK(outcome(world.log_in(unseen)) == "unauthenticated");
}

TEST_CASE("names: the owner may change the form of an address") {
  World world;
  const Principal admin = world.registered_admin(spellings[0]);
  for (const char* spelling : spellings) {
    CAPTURE(spelling);
    const User changed = must(world.services.users.update(
        admin, Role::admin, admin.user.id, checked(person_without_password(spelling))));
    CHECK(changed.email.text() == spelling);
    CHECK(outcome(world.log_in(spellings[0])) == "done");
    CHECK(must(world.services.accounts.update(
                   admin,
                   checked<UpdateAccount>({.organization_name = "Acme", .email = email(spelling)})))
              .email.text() == spelling);
  }
}

TEST_CASE(
    "names: a stored address that conflicts after a migration is found by its exact form only") {
  World world;
  const Principal first = world.registered_admin(spellings[0]);
  // As left by a migration: with the text as its key.
  const Principal second = world.registered_admin("other@example.com");
  must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
    User user = tx.users().find(second.user.account, second.user.id).value();
    user.email = email(spellings[2]);
    CHECK(tx.users().update(user) == Update::done);
    return Done{};
  }));
  CHECK(must(world.log_in(spellings[2])).user.id == second.user.id);
  CHECK(must(world.log_in(spellings[0])).user.id == first.user.id);
  CHECK(must(world.log_in(spellings[1])).user.id == first.user.id);
  CHECK(outcome(world.services.users.update(second, Role::admin, second.user.id,
                                            checked(person_without_password(spellings[2])))) ==
        "done");
  CHECK(outcome(world.services.users.update(second, Role::admin, second.user.id,
                                            checked(person_without_password(spellings[1])))) ==
        "already_exists");
  // Its spelling stays taken when the key of that spelling is free.
  must(world.services.accounts.remove(first));
  CHECK(outcome(world.services.users.create(second, Role::admin, checked(person(spellings[2])))) ==
        "already_exists");
  CHECK(outcome(world.services.users.create_root(
            checked<CreateRoot>({email(spellings[2]), Secret(password)}))) == "already_exists");
}

TEST_CASE("names: without a normaliser, text outside ASCII is compared byte by byte") {
  World world;
  Ports ports = world.ports;
  ports.text_forms = nullptr;
  Services services(ports);
  CHECK(outcome(services.users.create_root(
            checked<CreateRoot>({email(spellings[0]), Secret(password)}))) == "done");
  CHECK(outcome(services.users.create_root(
            checked<CreateRoot>({email(spellings[1]), Secret(password)}))) == "done");
  CHECK(outcome(services.sessions.log_in(
            checked<LogIn>({email(spellings[0]), Secret(password)}))) == "done");
  CHECK(outcome(services.sessions.log_in(
            checked<LogIn>({email(spellings[2]), Secret(password)}))) == "unauthenticated");
}

TEST_CASE("names: two forms of the username of a credential are the same") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.project(admin, "Shop");
  world.api_proxy(admin, "Shop", "Orders");
  const std::string composed = "ren\u00E9";
  const std::string decomposed = "rene\u0301";
  world.credential(admin, "Shop", decomposed);
  CHECK(world.find_credential(*admin.user.account, composed).has_value());
  CHECK_FALSE(world.find_credential(*admin.user.account, decomposed).has_value());
  CHECK(outcome(world.services.credentials.create(
            admin, "Shop", checked<CreateCredential>({client(composed)}))) == "already_exists");
  CHECK(outcome(world.services.credentials.create(
            admin, "Shop", checked<CreateCredential>({client(decomposed)}))) == "already_exists");
  world.grant(admin, "Shop", decomposed, "Orders");
  for (const std::string& name : {composed, decomposed}) {
    CAPTURE(name);
    const Secret secret(password);
    const AccessQuestion question{.account = *admin.user.account,
                                  .project = "Shop",
                                  .proxy = "Orders",
                                  .username = name,
                                  .secret = secret,
                                  .address = {}};
    const Verdict verdict = world.services.access.decide(question);
    CHECK(verdict.is_allowed());
    CHECK(verdict.username == composed);
    CHECK(world.services.access.lookup_cached(question) == verdict);
    CHECK(outcome(world.services.credentials.save(admin, "Shop", checked(client(name)))) == "done");
    CHECK(outcome(world.services.credentials.set_password(
              admin, "Shop", name, checked<SetCredentialPassword>({Secret(password)}))) == "done");
    CHECK(must(world.services.grants.list(admin, "Shop", name, {})).items.size() == 1);
  }
  CHECK(outcome(world.services.credentials.remove(admin, "Shop", decomposed)) == "done");
  CHECK(outcome(world.services.credentials.remove(admin, "Shop", composed)) ==
        "failed_precondition");
}

}  // namespace
}  // namespace gatehouse::testing
