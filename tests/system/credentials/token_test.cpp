// OAuth 2.0 tokens for the credential API.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

ApiReply ask(ApiClient& client, const std::string& form,
             const std::string& type = "application/x-www-form-urlencoded") {
  return client.send({.method = "POST",
                      .target = "/apiops/auth/token",
                      .body = form,
                      .headers = {{"Content-Type", type}}});
}

std::string form_of(const std::string& email, const std::string& password) {
  return "grant_type=client_credentials&client_id=" + segment(email) +
         "&client_secret=" + segment(password);
}

std::string access_token(const ApiReply& reply) {
  INFO("answer: " << reply.status);
  REQUIRE(reply.status == 200);
  CHECK(names(reply.body) == std::set<std::string>{"access_token", "token_type", "expires_in"});
  CHECK(reply.body.at("token_type") == "Bearer");
  CHECK(reply.body.at("expires_in") == 7 * 24 * 3600);
  CHECK(reply.http.header("Cache-Control") == "no-store");
  return std::string(reply.body.at("access_token").as_string());
}

}  // namespace

TEST_CASE("access token: e-mail and password of a user yield a token that is valid for all APIs") {
  Estate estate(shared_installation());
  const Person& admin = estate.tenant.admin;
  const std::string token =
      access_token(ask(estate.tenant.client, form_of(admin.email, admin.password)));
  for (const char* scheme : {"", "Bearer ", "token "}) {
    check_listed(estate.send_as(scheme + token, "GET", "credentials/"));
    check_success(estate.tenant.client.get("/api/v1/me", scheme + token), 200);
  }
  // A session token is accepted here as well.
  check_listed(estate.send_as(estate.tenant.log_in(admin), "GET", "credentials/"));
  // It can be ended by logging out.
  check_success(estate.tenant.client.remove("/api/v1/session/logout", token), 202);
  check_refused(estate.send_as(token, "GET", "credentials/"), 401);
}

TEST_CASE("access token: fields may be in any order, and + is decoded as a space") {
  Tenant tenant(shared_installation());
  const std::string id = "client_id=" + in_capitals(tenant.admin.email);
  for (const std::string& form :
       {"client_secret=123&" + id + "&grant_type=client_credentials",
        "&&scope=all&grant_type=client%5Fcredentials&" + id + "&client%5fsecret=%31%32%33&&x"}) {
    access_token(ask(tenant.client, form));
  }
  access_token(tenant.client.send({.method = "POST",
                                   .target = "/apiops/auth/token/",
                                   .body = form_of(tenant.admin.email, "123"),
                                   .headers = {{"Content-Type", ""}}}));
  const std::string password = "a b&c=d%+ğ";
  check_success(
      tenant.put("/admins/" + tenant.admin.id,
                 R"({"email":")" + tenant.admin.email +
                     R"(","firstName":"a","lastName":"b","password":")" + password + R"("})"),
      202);
  access_token(ask(tenant.client, form_of(tenant.admin.email, password)));
  access_token(ask(tenant.client, "grant_type=client_credentials&" + id +
                                      "&client_secret=a+b%26c%3Dd%25%2B%C4%9F"));
}

TEST_CASE("access token: a wrong secret and an unknown e-mail have the same answer") {
  Tenant tenant(shared_installation());
  const auto wrong = check_refused(ask(tenant.client, form_of(tenant.admin.email, "124")), 401);
  for (const std::string& email :
       {std::string("nobody@example.org"), std::string("no address"), std::string(),
        std::string(300, 'a') + "@example.org", tenant.admin.email + " "}) {
    CAPTURE(email);
    const auto reply = check_refused(ask(tenant.client, form_of(email, "123")), 401);
    CHECK(reply.http.body == wrong.http.body);
    CHECK(reply.http.header("WWW-Authenticate") == wrong.http.header("WWW-Authenticate"));
  }
  check_refused(ask(tenant.client, form_of(tenant.admin.email, "")), 401);
}

TEST_CASE("access token: an unsupported grant and a malformed form have different errors") {
  Tenant tenant(shared_installation());
  const std::string rest = "&client_id=" + tenant.admin.email + "&client_secret=123";
  for (const char* grant : {"password", "authorization_code", "CLIENT_CREDENTIALS", "",
                            "client_credentials+", "client_credentials%00"}) {
    CAPTURE(grant);
    const auto reply = ask(tenant.client, std::string("grant_type=") + grant + rest);
    const bool malformed = std::string(grant).ends_with("%00");
    check_refused(reply, 400, malformed ? "bad_request" : "unsupported_grant_type");
  }
  const std::string good = form_of(tenant.admin.email, "123");
  for (const std::string& form :
       {good + "&grant_type=client_credentials", good + "&client_id=a", good + "&client_secret=123",
        good + "&client%5Fsecret=123", good + "&x=%", good + "&x=%2", good + "&x=%GG",
        good + "&x=%FF", good + "&%C3=1", rest.substr(1), std::string("x"), std::string("&")}) {
    CAPTURE(form);
    check_refused(ask(tenant.client, form), 400);
  }
  for (const char* left_out : {"grant_type", "client_id", "client_secret"}) {
    std::string form = good;
    form.insert(form.find(left_out), "no_");
    const auto reply = check_refused(ask(tenant.client, form), 400);
    CHECK(reply.http.body.find(left_out) != std::string::npos);
  }
  // No secret of the request is repeated.
  CHECK(ask(tenant.client, good + "&client_secret=hush").http.body.find("hush") ==
        std::string::npos);
}

TEST_CASE("access token: the body is a form with a length of at most 64 KiB") {
  Tenant tenant(shared_installation());
  const std::string good = form_of(tenant.admin.email, "123");
  for (const char* type : {"application/json", "text/plain", "multipart/form-data; boundary=x"}) {
    check_refused(ask(tenant.client, good, type), 415);
  }
  access_token(ask(tenant.client, good, "Application/X-WWW-Form-URLEncoded; charset=UTF-8"));
  const std::string filler = good + "&x=";
  access_token(ask(tenant.client, filler + std::string(65'536 - filler.size(), 'x')));
  check_refused(ask(tenant.client, filler + std::string(65'537 - filler.size(), 'x')), 413);
  check_refused(tenant.client.send({.method = "POST", .target = "/apiops/auth/token"}), 411);
  CHECK(check_refused(tenant.client.get("/apiops/auth/token"), 405).http.header("Allow") ==
        "POST, OPTIONS");
}

TEST_CASE("access token: OAuth libraries send the login in Basic authentication") {
  Tenant tenant(shared_installation());
  const std::string email = tenant.site.fresh_email();
  const std::string password = "a+b %41:ğ";
  const auto made =
      tenant.post("/developers", R"({"email":")" + email + R"(","password":")" + password +
                                     R"(","firstName":"a","lastName":"b"})");
  check_success(made, 201);
  const auto ask_with = [&](const std::string& authorization, const std::string& form) {
    return tenant.client.send({.method = "POST",
                               .target = "/apiops/auth/token",
                               .body = form,
                               .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                                           {"Authorization", authorization}}});
  };
  const std::string grant = "grant_type=client_credentials";

  access_token(ask_with(basic(segment(email), segment(password)), grant));
  access_token(ask_with(basic("%70" + segment(email).substr(1), "a%2Bb+%2541%3a%C4%9F"),
                        grant + "&client_id=&client_secret="));
  // For libraries that do not encode it, "@" distinguishes the two forms.
  access_token(ask_with(basic(email, password), grant));
  // Another scheme is not treated as a login.
  access_token(ask_with("Bearer unknown", form_of(email, password)));

  check_refused(ask_with(basic(segment(email), password), grant), 401);
  check_refused(ask_with(basic(email, "wrong"), grant), 401);
  check_refused(ask_with(basic(email, ""), grant), 401);
  check_refused(ask_with("Basic " + email, grant), 400);
  check_refused(ask_with(basic(email, password), form_of(email, password)), 400);
}

TEST_CASE("access token: a byte order mark before a form is skipped") {
  Tenant tenant(shared_installation());
  const std::string form = form_of(tenant.admin.email, tenant.admin.password);
  access_token(ask(tenant.client, "\xEF\xBB\xBF" + form));
  check_refused(ask(tenant.client, "\xEF\xBB\xBF\xEF\xBB\xBF" + form), 400);
}
