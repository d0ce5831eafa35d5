#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

ApiReply approve(Installation& site, const Registration& registration, const std::string& email) {
  return site.connect().put("/api/v1/register/" + registration.id,
                            approval_body(registration.code, email));
}

/// Another code of the same format.
std::string wrong(std::string code) {
  code.back() = code.back() == '0' ? '1' : '0';
  return code;
}

}  // namespace

TEST_CASE("register: the mail contains the data for an approval, and the response does not") {
  Installation& site = shared_installation();
  const std::string email = site.fresh_email();
  const auto reply = site.connect().post("/api/v1/register", registration_body(email));
  check_success(reply, 201);
  const auto mail = site.mailbox().last_to(email);
  const std::string code = mail.header("X-Approve-Code");
  CHECK(mail.header("X-Registration-Id") == reply.text("registrationId"));
  CHECK(mail.header("X-Reset-Token").empty());
  CHECK(code.size() == 64);
  CHECK(code.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(reply.http.body.find(code) == std::string::npos);
  std::string address = email;
  address.replace(address.find('@'), 1, "%40");
  CHECK(mail.raw.find("\nhttps://gatehouse.example/people/approve?registrationId=" +
                      reply.text("registrationId") + "&approveCode=" + code + "&email=" + address +
                      "\n") != std::string::npos);
}

TEST_CASE("register: links in mail do not depend on the request") {
  Installation& site = shared_installation();
  const std::string email = site.fresh_email();
  ApiRequest request{
      .method = "POST", .target = "/api/v1/register", .body = registration_body(email)};
  request.headers = {{"Host", "evil.example"},
                     {"X-Forwarded-Host", "evil.example"},
                     {"Forwarded", "host=evil.example"},
                     {"Origin", "https://evil.example"}};
  check_success(site.connect().send(request), 201);
  CHECK(site.mailbox().last_to(email).raw.find("evil") == std::string::npos);
}

TEST_CASE("register: a pending registration keeps its id, and earlier codes stay valid") {
  Installation& site = shared_installation();
  const Registration first = register_account(site);
  const auto again =
      site.connect().post("/api/v1/register", R"({"organizationName":"Another Name","email":")" +
                                                  in_capitals(first.email) + "\"}");
  check_success(again, 201);
  CHECK(again.text("registrationId") == first.id);
  CHECK(again.text("organizationName") == "Another Name");
  REQUIRE(site.mailbox().to(first.email).size() == 2);
  const auto mail = site.mailbox().last_to(first.email);
  CHECK(mail.header("To") == first.email);
  CHECK(mail.header("X-Registration-Id") == first.id);
  CHECK(mail.header("X-Approve-Code") != first.code);
  const auto approved = approve(site, first, first.email);
  check_success(approved, 202);
  // Each code creates the account it was mailed for.
  CHECK(site.connect().get("/api/v1/account", approved.text("token")).text("organizationName") ==
        "Example Organization");
  check_error(
      approve(site, {first.id, first.email, mail.header("X-Approve-Code")}, site.fresh_email()),
      404);
}

TEST_CASE(
    "register: while three codes are valid no further one is mailed, with the same response") {
  Installation& site = shared_installation();
  const Registration first = register_account(site);
  auto client = site.connect();
  for (int i = 0; i < 4; ++i) {
    const auto reply = client.post("/api/v1/register", registration_body(first.email));
    check_success(reply, 201);
    CHECK(reply.text("registrationId") == first.id);
    check_success(client.post("/api/v1/register/approve-code", email_body(first.email)), 202);
  }
  CHECK(site.mailbox().to(first.email).size() == 3);
  check_success(approve(site, first, first.email), 202);
}

TEST_CASE("register: with testing no earlier mail becomes invalid, for any caller") {
  Installation& site = shared_installation();
  const Registration first = register_account(site);
  auto client = site.connect();
  for (int i = 0; i < 12; ++i) {
    const auto reply = client.post("/api/v1/register?testing=True",
                                   R"({"organizationName":"Evil","email":")" + first.email + "\"}");
    check_success(reply, 201);
    CHECK(reply.text("registrationId") == first.id);
    check_success(
        client.post("/api/v1/register/approve-code?testing=True", email_body(first.email)), 202);
  }
  CHECK(site.mailbox().to(first.email).size() == 1);
  check_success(client.post("/api/v1/register/approve-code", email_body(first.email)), 202);
  const auto approved = approve(site, first, first.email);
  check_success(approved, 202);
  CHECK(client.get("/api/v1/account", approved.text("token")).text("organizationName") ==
        "Example Organization");
}

TEST_CASE("register: requests are limited by source address, with the same response") {
  Installation site({"--mails-to-strangers", "5"});
  auto client = site.connect();
  for (int i = 0; i < 10; ++i) {
    const std::string email = site.fresh_email();
    const auto reply = client.post("/api/v1/register", registration_body(email));
    check_success(reply, 201);
    CHECK(reply.text("registrationId").size() == 32);
    CHECK(reply.text("email") == email);
    CHECK(site.mailbox().to(email).size() == (i < 5 ? 1 : 0));
  }
  check_error(client.post("/api/v1/register/approve-code", email_body(site.fresh_email())), 404);
  check_error(client.post("/api/v1/forgot-password", email_body(site.fresh_email())), 404);
  check_success(client.post("/api/v1/forgot-password", email_body(site.root().email)), 201);
  CHECK(site.mailbox().to(site.root().email).empty());
}

TEST_CASE("register: the e-mail of an active account is refused in any case, without a mail") {
  Installation& site = shared_installation();
  const Tenant tenant(site);
  for (const std::string& email : {tenant.email, in_capitals(tenant.email)}) {
    const auto reply = site.connect().post("/api/v1/register", registration_body(email));
    check_error(reply, 409);
    CHECK(reply.faults() == std::set<std::string>{"email"});
  }
  CHECK(site.mailbox().to(tenant.email).size() == 1);
}

TEST_CASE("register: with testing everything is done except sending mail") {
  Installation& site = shared_installation();
  const std::string email = site.fresh_email();
  auto client = site.connect();
  check_success(client.post("/api/v1/register?testing=True", registration_body(email)), 201);
  CHECK(site.mailbox().to(email).empty());
  check_success(client.post("/api/v1/register/approve-code?testing=True", email_body(email)), 202);
  CHECK(site.mailbox().to(email).empty());
  // The registration exists: a code for it can be requested.
  check_success(client.post("/api/v1/register/approve-code", email_body(email)), 202);
  const auto mail = site.mailbox().last_to(email);
  check_success(
      approve(site, {mail.header("X-Registration-Id"), email, mail.header("X-Approve-Code")},
              email),
      202);
}

TEST_CASE("approve: the account becomes active and its first admin is logged in") {
  Installation& site = shared_installation();
  const Registration registration = register_account(site);
  auto client = site.connect();
  check_error(client.post("/api/v1/session", login_body(registration.email, usual_password)), 401);
  const auto approved = approve(site, registration, registration.email);
  check_success(approved, 202);
  const std::string token = approved.text("token");
  const auto me = client.get("/api/v1/me", token);
  CHECK(me.text("role") == "admin");
  CHECK(me.text("id") == approved.text("id"));
  const auto account = client.get("/api/v1/account", token);
  CHECK(account.text("organizationName") == "Example Organization");
  CHECK(account.text("email") == registration.email);
  CHECK(account.text("address").empty());
  CHECK(account.text("phone").empty());
  check_success(client.post("/api/v1/session", login_body(registration.email, usual_password)),
                201);
}

TEST_CASE("approve: a code can be used once") {
  Installation& site = shared_installation();
  const Registration registration = register_account(site);
  check_success(approve(site, registration, registration.email), 202);
  check_error(approve(site, registration, site.fresh_email()), 404);
}

TEST_CASE("approve: unknown ids and wrong codes are not found") {
  Installation& site = shared_installation();
  const Registration registration = register_account(site);
  const Registration other = register_account(site);
  const std::string& email = registration.email;
  check_error(approve(site, {std::string(32, '0'), email, registration.code}, email), 404);
  check_error(approve(site, {"none", email, registration.code}, email), 404);
  check_error(approve(site, {registration.id, email, wrong(registration.code)}, email), 404);
  check_error(approve(site, {registration.id, email, other.code}, email), 404);
  check_error(approve(site, {registration.id, email, in_capitals(registration.code) + "x"}, email),
              404);
  check_success(approve(site, registration, email), 202);
}

TEST_CASE("approve: wrong codes and e-mails of others are throttled, and invalidate no code") {
  Installation site({"--wrong-approve-codes", "3"}, 1);
  const Registration registration = register_account(site);
  const std::string& email = registration.email;
  const Registration bad{registration.id, email, wrong(registration.code)};
  check_error(approve(site, bad, email), 404);
  check_success(approve(site, registration, email), 202);
  const Registration second = register_account(site);
  check_error(approve(site, second, email), 409);
  check_error(approve(site, second, site.root().email), 409);
  for (const std::string& address : {site.root().email, site.fresh_email()}) {
    const auto refused = approve(site, second, address);
    check_error(refused, 429);
    CHECK(std::stoi(refused.http.header("Retry-After")) > 60);
    CHECK(std::stoi(refused.http.header("Retry-After")) <= 20 * 60);
  }
}

TEST_CASE("approve: an invalid body does not count as an attempt, and the code stays valid") {
  Installation& site = shared_installation();
  const Registration registration = register_account(site);
  auto client = site.connect();
  for (int i = 0; i < 12; ++i) {
    check_faults(client.put("/api/v1/register/" + registration.id,
                            R"({"approveCode":")" + registration.code + R"("})"),
                 {"email", "password", "firstName", "lastName"});
  }
  check_success(approve(site, registration, registration.email), 202);
}

TEST_CASE("approve: the user's e-mail may differ, but must not belong to another user") {
  Installation& site = shared_installation();
  const Tenant tenant(site);
  const Registration registration = register_account(site);
  check_error(approve(site, registration, tenant.admin.email), 409);
  check_error(approve(site, registration, in_capitals(tenant.admin.email)), 409);
  check_error(approve(site, registration, site.root().email), 409);
  const std::string email = site.fresh_email();
  const auto approved = approve(site, registration, email);
  check_success(approved, 202);
  CHECK(approved.text("email") == email);
  CHECK(site.connect().get("/api/v1/account", approved.text("token")).text("email") ==
        registration.email);
}

TEST_CASE("approve-code: a further code is mailed, and the first one stays valid") {
  Installation& site = shared_installation();
  Registration registration = register_account(site);
  const Registration old = registration;
  check_success(site.connect().post("/api/v1/register/approve-code",
                                    email_body(in_capitals(registration.email))),
                202);
  registration.code = site.mailbox().last_to(registration.email).header("X-Approve-Code");
  CHECK(registration.code != old.code);
  check_success(approve(site, old, old.email), 202);
  check_error(approve(site, registration, registration.email), 404);
}

TEST_CASE("approve-code: unknown e-mails, and those of active accounts, are not found") {
  Installation& site = shared_installation();
  const Tenant tenant(site);
  auto client = site.connect();
  check_error(client.post("/api/v1/register/approve-code", email_body(tenant.email)), 404);
  check_error(client.post("/api/v1/register/approve-code", email_body(site.fresh_email())), 404);
}
