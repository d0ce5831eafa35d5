// Two accounts that use the same names for all records.
#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"

using namespace gatehouse::testing;

TEST_CASE("credential tenants: the same names can be used in two accounts") {
  Estate mine(shared_installation());
  Estate theirs(shared_installation());
  for (Estate* estate : {&mine, &theirs}) estate->add_credential("u1");
  check_done(mine.send("PATCH", "credentials/u1", password_body("mine")));
  check_done(theirs.send("PATCH", "credentials/u1", password_body("theirs")));

  CHECK(mine.verdict({.password = "mine"}) == "allowed");
  CHECK(theirs.verdict({.password = "theirs"}) == "allowed");
  CHECK(mine.verdict({.password = "theirs"}) == "wrong_secret");
  CHECK(theirs.verdict({.password = "mine"}) == "wrong_secret");

  check_done(mine.send("DELETE", "credentials/u1/access", access_body("Calculator")));
  CHECK(mine.verdict({.password = "mine"}) == "not_granted");
  CHECK(theirs.verdict({.password = "theirs"}) == "allowed");
  check_done(mine.send("DELETE", "apiProxies/Calculator"));
  check_done(mine.send("DELETE", "credentials/u1"));
  CHECK(theirs.verdict({.password = "theirs"}) == "allowed");
  CHECK(check_listed(theirs.get("credentials/u1/access")).size() == 1);
}

TEST_CASE("credential tenants: a gateway accepts credentials of its own account only") {
  Estate mine(shared_installation());
  Estate theirs(shared_installation());
  theirs.add_credential("theirs");
  CHECK(theirs.verdict({.username = "theirs"}) == "allowed");
  std::swap(mine.gateway, theirs.gateway);
  // In both paths: the token determines the account.
  CHECK(theirs.verdict({.username = "theirs"}) == "wrong_secret");
  CHECK(mine.verdict({.username = "theirs"}) == "allowed");
}

TEST_CASE("credential tenants: the project admin refers to the caller's own account") {
  Estate mine(shared_installation());
  Estate theirs(shared_installation());
  theirs.add_credential("theirs");
  CHECK(check_listed(mine.send_to("admin", "GET", "credentials")).empty());
  CHECK(check_listed(mine.send_to("admin", "GET", "apiProxies")).size() == 1);
  check_refused(mine.send_to("admin", "PATCH", "credentials/theirs", password_body("x")), 400);
  check_refused(mine.send_to("admin", "DELETE", "credentials/theirs"), 400);
  check_refused(mine.send_to("admin", "GET", "credentials/theirs/access"), 400);
  CHECK(theirs.verdict({.username = "theirs"}) == "allowed");
}

TEST_CASE("credential tenants: proxies of another account cannot be granted or grouped") {
  Estate mine(shared_installation());
  Estate theirs(shared_installation());
  theirs.add_proxy("Theirs");
  mine.add_credential("u1");
  check_refused(mine.send("PUT", "credentials/u1/access", access_body("Theirs")), 400);
  check_refused(mine.send_to("admin", "PUT", "credentials/u1/access", access_body("Theirs")), 400);
  check_done(mine.send("POST", "apiProxyGroups", name_body("g")));
  check_refused(mine.send("PUT", "apiProxyGroups/g/apiProxies", names_body("Theirs")), 400);
}

TEST_CASE("credential tenants: deleting an account deletes all its records") {
  Estate estate(shared_installation());
  Estate other(shared_installation());
  estate.add_credential("u1");
  other.add_credential("u1");
  CHECK(estate.verdict() == "allowed");
  check_success(estate.tenant.remove("/account"), 202);
  const auto reply = estate.ask();
  CHECK(reply.status == 401);
  CHECK(reply.http.count("X-Gatehouse-Reason") == 0);
  check_refused(estate.get("credentials"), 401);
  CHECK(other.verdict() == "allowed");
}
