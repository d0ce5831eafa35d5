// Every example of the API's documentation, in its order, with real e-mails, ids and tokens in
// place of the printed ones.
#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

/// As printed in the documentation, with the placeholders filled in.
std::string filled(std::string text, const std::string& placeholder, const std::string& value) {
  for (auto at = text.find(placeholder); at != std::string::npos;
       at = text.find(placeholder, at + value.size())) {
    text.replace(at, placeholder.size(), value);
  }
  return text;
}

std::string with_email(std::string text, const std::string& email) {
  return filled(std::move(text), "[email protected]", email);
}

/// A request with the header fields of the examples: a content type even without a body, and the
/// name of the other field in capitals.
ApiReply send(const std::string& method, const std::string& target, const std::string& token,
              std::optional<std::string> body = std::nullopt) {
  ApiRequest request{.method = method, .target = target, .body = std::move(body)};
  request.headers.emplace_back("Content-Type", "application/json");
  if (!token.empty()) request.headers.emplace_back("AUTHORIZATION", token);
  return shared_installation().connect().send(request);
}

}  // namespace

TEST_CASE("examples: session and logout") {
  Tenant tenant(shared_installation());
  const auto login = send("POST", "/api/v1/session", "",
                          with_email(R"({
"email": "[email protected]",
"password": "123"
})",
                                     tenant.admin.email));
  check_success(login, 201);
  check_success(send("POST", "/api/v1/session", "",
                     with_email(R"({
"email": "[email protected]",
"password": "123",
})",
                                tenant.admin.email)),
                201);

  const std::string token = login.text("token");
  check_success(send("DELETE", "/api/v1/session/logout?others=True", token), 202);
  check_success(send("DELETE", "/api/v1/session/logout", token), 202);
  check_error(send("GET", "/api/v1/me", token), 401);
}

TEST_CASE("examples: forgot and reset password, with tokens that were not requested") {
  Tenant tenant(shared_installation());
  const std::string stale = "eyJ0sOEQfyptM0ZG7kJYkNxmswp_p5y9iX5t61KI1qH83w";
  for (const char* body : {R"({
"email": "[email protected]",
})",
                           R"({
"email": "[email protected]"
})"}) {
    check_success(
        send("POST", "/api/v1/forgot-password", stale, with_email(body, tenant.admin.email)), 201);
    const std::string reset =
        tenant.site.mailbox().last_to(tenant.admin.email).header("X-Reset-Token");
    check_success(send("PUT", "/api/v1/reset-password", stale,
                       filled(R"({
"password": "123",
"resetToken": "sdfsdfsdf23423dasdasdasd"
})",
                              "sdfsdfsdf23423dasdasdasd", reset)),
                  202);
  }
}

TEST_CASE("examples: account") {
  Tenant tenant(shared_installation());
  const std::string email = tenant.site.fresh_email();
  const auto& updated = send("PUT", "/api/v1/account", tenant.admin.token,
                             with_email(R"({
"organizationName": "Updated Example Organization",
"address": "Updated_Example Address, A Street No 5.",
"phone": "12345670001",
"email": "[email protected]"
})",
                                        email));
  check_success(updated, 202);
  CHECK(updated.text("phone") == "12345670001");
  check_success(send("PUT", "/api/v1/account", tenant.admin.token,
                     with_email(R"({
"organizationName": "Updated_Example Organization",
"address": "Updated_Example Address, A Street No 5.",
"phone": "12345678901",
"email": "[email protected]"
})",
                                email)),
                202);
  const auto account = send("GET", "/api/v1/account", tenant.admin.token);
  check_success(account, 200);
  CHECK(account.text("organizationName") == "Updated_Example Organization");
  CHECK(account.text("address") == "Updated_Example Address, A Street No 5.");
  CHECK(account.text("phone") == "12345678901");
  CHECK(account.text("email") == email);
  check_success(send("DELETE", "/api/v1/account", tenant.admin.token), 202);
}

TEST_CASE("examples: register, resend the code, approve") {
  Installation& site = shared_installation();
  const std::string email = site.fresh_email();
  const auto registered = send("POST", "/api/v1/register", "",
                               with_email(R"({
"organizationName": "Example Organization",
"email": "[email protected]"
})",
                                          email));
  check_success(registered, 201);
  for (const char* body : {R"({
"email": "[email protected]",
})",
                           R"({"email": "[email protected]"})"}) {
    check_success(send("POST", "/api/v1/register/approve-code", "", with_email(body, email)), 202);
  }
  const std::string code = site.mailbox().last_to(email).header("X-Approve-Code");
  const std::string path = "/api/v1/register/" + registered.text("registrationId");
  const auto approved = send("PUT", path, "",
                             filled(with_email(R"({
"approveCode": "22f2a019590595819dca81e3ae6f81f4a39bd0470103044f936f6dd971803a23",
"email": "[email protected]",
"password": "123",
"firstName": "emre",
"lastName": "d\u00f6nmezs"
})",
                                               email),
                                    "22f2a019590595819dca81e3ae6f81f4a39bd0470103"
                                    "044f936f6dd971803a23",
                                    code));
  check_success(approved, 202);
  CHECK(approved.text("firstName") == "emre");
  CHECK(approved.text("lastName") == "dönmezs");
  CHECK(approved.text("email") == email);
  check_success(send("GET", "/api/v1/me", approved.text("token")), 200);
}

TEST_CASE("examples: admins, billings, developers") {
  Tenant tenant(shared_installation());
  for (const std::string role : {"admin", "billing", "developer"}) {
    CAPTURE(role);
    const std::string path = "/api/v1/" + role + "s";
    const std::string email = tenant.site.fresh_email();
    const auto created = send("POST", path, tenant.admin.token,
                              with_email(R"({
"email": "[email protected]",
"password": "123",
"firstName": "emre",
"lastName": "dönmesz"
})",
                                         email));
    check_success(created, 201);
    CHECK(created.text("role") == role);
    CHECK(created.text("lastName") == "dönmesz");
    check_success(send("GET", "/api/v1/me", created.text("token")), 200);

    const auto listed = send("GET", path, tenant.admin.token);
    check_success(listed, 200);
    CHECK(listed.content().as_array().size() == (role == "admin" ? 2 : 1));
    for (const auto& user : listed.content().as_array()) CHECK(user.at("token").is_null());

    const std::string one = path + "/" + created.text("id");
    check_success(send("GET", one, tenant.admin.token), 200);
    const auto updated = send("PUT", one, tenant.admin.token,
                              with_email(R"({
"email": "[email protected]",
"password": "123",
"firstName": "mehmet",
"lastName": "ahmet"
})",
                                         email));
    check_success(updated, 202);
    CHECK(updated.text("firstName") == "mehmet");
    CHECK(updated.text("lastName") == "ahmet");
    check_success(send("DELETE", one, tenant.admin.token), 202);
  }
  check_error(send("GET", "/api/v1/billings/hsdkfsd8f7sdf7s6df6rewyr", tenant.admin.token), 404);
}

TEST_CASE("examples: me") {
  Tenant tenant(shared_installation());
  const auto me = send("GET", "/api/v1/me", tenant.admin.token);
  check_success(me, 200);
  CHECK(me.text("id") == tenant.admin.id);
  CHECK(me.text("role") == "admin");
}

TEST_CASE("examples: projects and their api keys") {
  Tenant tenant(shared_installation());
  const auto created = send("POST", "/api/v1/projects", tenant.admin.token, R"({
"name": "Aka Project",
"description": "Super top secret project!"
})");
  check_success(created, 201);
  CHECK(created.text("name") == "Aka Project");
  CHECK(created.text("description") == "Super top secret project!");
  check_success(send("GET", "/api/v1/projects", tenant.admin.token), 200);

  const std::string one = "/api/v1/projects/" + created.text("id");
  const auto updated = send("PUT", one, tenant.admin.token, R"({
"name": "Aka Project!..",
"description": "Super top secret project!",
})");
  check_success(updated, 202);
  CHECK(updated.text("name") == "Aka Project!..");
  check_success(send("GET", one, "Token " + tenant.admin.token), 200);
  check_success(send("GET", one, tenant.admin.token), 200);

  check_success(send("GET", one + "/api", tenant.admin.token), 200);
  const auto keys = send("PUT", one + "/api", tenant.admin.token, R"({
"fcmApiKeys": "asdasdasdas123123",
"fcmProjectNumber": "12312312qweqweq213",
"apnsCert": "ZWRzIHRoZSBzaG9ydCB2ZWhlbWVuY2Ugb2YgYW55IGNhcm5hbCBwbGVhc3VyZS4="
})");
  check_success(keys, 202);
  CHECK(keys.text("fcmApiKeys") == "asdasdasdas123123");
  CHECK(keys.text("fcmProjectNumber") == "12312312qweqweq213");
  CHECK(keys.text("apnsCert") ==
        "ZWRzIHRoZSBzaG9ydCB2ZWhlbWVuY2Ugb2YgYW55IGNhcm5hbCBwbGVhc3VyZS4=");
  CHECK(keys.text("id") == created.text("id"));
}

TEST_CASE("examples: the catalogue, and services of a project under both names of the field") {
  Tenant tenant(shared_installation());
  const auto added = send("POST", "/api/v1/services", tenant.site.root().token, R"({
"codeName":"roc",
"name":"Real Time Online Chat",
"description":"Real Time Online Chat is funny!"
})");
  check_success(added, 201);
  CHECK(added.text("codeName") == "roc");
  check_success(send("GET", "/api/v1/services", tenant.admin.token), 200);

  const std::string project = "/api/v1/projects/" + tenant.add_project();
  for (const char* field : {"serviceCatalogCode", "codeName"}) {
    const auto attached = send("POST", project + "/services", tenant.admin.token,
                               filled(R"({
"field":"roc",
"name":"message",
"description":"fff"
})",
                                      "field", field));
    check_success(attached, 201);
    CHECK(attached.text("serviceCatalogCode") == "roc");
    CHECK(attached.text("name") == "message");
    CHECK(attached.text("description") == "fff");
    check_success(send("GET", project + "/services/roc", "Token " + tenant.admin.token), 200);
    check_success(send("GET", project + "/services/roc", tenant.admin.token), 200);
    check_success(send("DELETE", project + "/services/roc", tenant.admin.token), 202);
  }
}

TEST_CASE("examples: consumers and their tokens") {
  Tenant tenant(shared_installation());
  const auto created = send("POST", "/api/v1/consumers", tenant.admin.token, "{}");
  check_success(created, 201);
  const std::string consumer = created.text("id");
  check_success(send("GET", "/api/v1/consumers", tenant.admin.token), 200);

  const std::string project = tenant.add_project();
  const std::string code = tenant.site.add_service();
  tenant.attach_service(project, code);
  const std::string consumers = "/api/v1/projects/" + project + "/consumers";
  const auto attached = send("POST", consumers, tenant.admin.token,
                             filled(R"({
"consumerId": "f074d1b87c774ddfa685b224567b803d"
})",
                                    "f074d1b87c774ddfa685b224567b803d", consumer));
  check_success(attached, 201);
  CHECK(attached.text("consumerId") == consumer);

  const auto minted = send("POST", "/api/v1/consumer-tokens", tenant.admin.token,
                           filled(filled(filled(R"({
"consumerId":"$consumer1_id",
"projectId":"$project_id",
"serviceCatalogCode":"$service_catalog_code"
})",
                                                "$consumer1_id", consumer),
                                         "$project_id", project),
                                  "$service_catalog_code", code));
  check_success(minted, 201);
  check_success(send("DELETE",
                     "/api/v1/consumer-tokens/" + minted.text("token") + "/projects/" + project +
                         "/services/" + code,
                     tenant.admin.token),
                202);
  check_success(send("DELETE", consumers + "/" + consumer, tenant.admin.token), 202);
}
