// An installation that does not reveal to strangers which e-mails are known.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

std::string shape_of(const ApiReply& reply) {
  auto body = reply.body.as_object();
  if (auto* content = body.at("content").if_object()) {
    for (auto& [name, value] : *content) value = value.is_string() ? "text" : "other";
  }
  std::string shape = std::to_string(reply.status) + boost::json::serialize(body);
  for (const auto& [name, value] : reply.http.headers) {
    if (name != "Date" && name != "Content-Length" && name != "X-Request-Id")
      shape += "\n" + name + ": " + value;
  }
  return shape;
}

}  // namespace

TEST_CASE("hidden accounts: three requests have the same answer, and the mail informs the owner") {
  struct Question {
    const char* path;
    unsigned status;
    std::string (*body)(const std::string&);
  };
  for (const Question& question : {Question{"/api/v1/register", 201, registration_body},
                                   Question{"/api/v1/register/approve-code", 202, email_body},
                                   Question{"/api/v1/forgot-password", 201, email_body}}) {
    CAPTURE(question.path);
    Installation site({"--hide-accounts"});
    const Tenant active(site);
    const Registration pending = register_account(site);
    auto client = site.connect();
    std::set<std::string> shapes;
    for (const std::string& email :
         {active.email, in_capitals(active.email), pending.email, site.fresh_email()}) {
      CAPTURE(email);
      const std::size_t mails = site.mailbox().to(email).size();
      const auto reply = client.post(question.path, question.body(email));
      check_success(reply, question.status);
      shapes.insert(shape_of(reply));
      CHECK(site.mailbox().to(email).size() == mails + 1);
    }
    CHECK(shapes.size() == 1);
  }
}

TEST_CASE("hidden accounts: ids and mails of an active address are like those of a pending one") {
  Installation site({"--hide-accounts"});
  const Tenant active(site);
  auto client = site.connect();
  for (const std::string& email : {active.email, site.fresh_email()}) {
    CAPTURE(email);
    const std::size_t mails = site.mailbox().to(email).size();
    std::set<std::string> ids;
    for (const char* query : {"", "?testing=True", "", "", "", "?testing=True"}) {
      const auto reply =
          client.post(std::string("/api/v1/register") + query, registration_body(email));
      check_success(reply, 201);
      ids.insert(reply.text("registrationId"));
    }
    CHECK(ids.size() == 1);
    CHECK(site.mailbox().to(email).size() == mails + 3);
  }
}

TEST_CASE("hidden accounts: the mail to a known address contains no code or token") {
  Installation site({"--hide-accounts"});
  Tenant active(site);
  auto client = site.connect();
  const auto reply = client.post("/api/v1/register", registration_body(active.email));
  const auto mail = site.mailbox().last_to(active.email);
  CHECK(mail.header("X-Approve-Code").empty());
  CHECK(mail.header("X-Registration-Id").empty());
  // The id in the response is not accepted.
  check_error(client.put("/api/v1/register/" + reply.text("registrationId"),
                         approval_body(std::string(64, '0'), site.fresh_email())),
              404);
  check_success(active.get("/account"), 200);
  CHECK(active.get("/account").text("organizationName") == "Example Organization");

  const std::string stranger = site.fresh_email();
  check_success(client.post("/api/v1/forgot-password", email_body(stranger)), 201);
  CHECK(site.mailbox().last_to(stranger).header("X-Reset-Token").empty());
  check_success(client.post("/api/v1/register/approve-code", email_body(stranger)), 202);
  CHECK(site.mailbox().last_to(stranger).header("X-Approve-Code").empty());
}

TEST_CASE("hidden accounts: valid requests still succeed") {
  Installation site({"--hide-accounts"});
  Tenant tenant(site);
  const std::string token = request_reset(site, tenant.admin.email);
  check_success(tenant.client.put("/api/v1/reset-password",
                                  R"({"password":"new","resetToken":")" + token + R"("})"),
                202);
  check_success(tenant.client.post("/api/v1/session", login_body(tenant.admin.email, "new")), 201);
}
