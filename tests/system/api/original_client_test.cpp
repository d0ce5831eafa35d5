// The calls of the account API's earlier clients, in their order and form: with
// a closing slash where they write one, a content type without a body, and the
// name AUTHORIZATION in capitals.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <optional>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

/// A client of a server on which a service has 25 items.
class OriginalClient {
 public:
  ApiReply send(const std::string& method, const std::string& path, const std::string& token = {},
                std::optional<std::string> body = std::nullopt) {
    ApiRequest request{.method = method, .target = "/api/v1" + path, .body = std::move(body)};
    request.headers.emplace_back("Content-Type", "application/json");
    if (!token.empty()) request.headers.emplace_back("AUTHORIZATION", token);
    return client_.send(request);
  }

  /// Sends a request whose success has that status, and returns the text of a
  /// member of `content`.
  std::string text_of(unsigned status, const std::string& member, const std::string& method,
                      const std::string& path, const std::string& token, const std::string& body) {
    const ApiReply reply = send(method, path, token, body);
    check_success(reply, status);
    return reply.text(member);
  }

  std::string log_in(const std::string& email, const std::string& password) {
    return text_of(201, "token", "POST", "/session", {}, login_body(email, password));
  }

  /// The latest mail to that address as the operator's list of mails shows it.
  boost::json::object tracked(const std::string& receiver) {
    const auto items = send("GET", "/email-tracking?receiver=" + receiver, manager()).items();
    REQUIRE_FALSE(items.empty());
    return items.front().as_object();
  }

  const std::string& manager() {
    if (manager_.empty()) manager_ = log_in(site.root().email, site.root().password);
    return manager_;
  }

  Installation site{{"--items-per-service", "25"}, 1};

 private:
  ApiClient client_ = site.connect();
  std::string manager_;
};

std::string organization_body(const std::string& name, const std::string& email) {
  return R"({"organizationName": ")" + name +
         R"(", "address": "A Street 5", "phone": "12345678901",)" + R"( "email": ")" + email +
         R"("})";
}

std::string person_body(const std::string& email, const std::string& first_name) {
  return R"({"email": ")" + email + R"(", "password": "123", "firstName": ")" + first_name +
         R"(", "lastName": "Smith"})";
}

struct Begun {
  std::string registration;
  std::string email;
  std::string token;
};

/// Registers, asks for a further code, and approves the account with the newer
/// one.
Begun registered(OriginalClient& client) {
  const std::string email = client.site.fresh_email();
  const std::string id = client.text_of(201, "registrationId", "POST", "/register", {},
                                        organization_body("Example", email));
  // A pending address may be registered again, and keeps its id.
  CHECK(client.text_of(201, "registrationId", "POST", "/register", {},
                       organization_body("Example", email)) == id);
  check_success(client.send("POST", "/register/approve-code", {}, email_body(email)), 202);

  const std::string newest = client.site.mailbox().last_to(email).header("X-Approve-Code");
  check_error(client.send("PUT", "/register/" + std::string(32, '0') + "/", {},
                          approval_body(newest, email)),
              404);
  check_error(client.send("PUT", "/register/" + id + "/", {}, approval_body("wrong", email)), 404);
  const std::string token = client.text_of(202, "token", "PUT", "/register/" + id + "/", {},
                                           approval_body(newest, email));
  const ApiReply account = client.send("GET", "/account", token);
  CHECK(account.text("organizationName") == "Example");
  CHECK(account.text("email") == email);
  check_error(client.send("POST", "/register", {}, organization_body("Example", email)), 409);
  return {id, email, token};
}

/// Resets the password, and returns the token of a new session.
std::string reset(OriginalClient& client, const Begun& begun) {
  check_success(client.send("POST", "/forgot-password", {}, email_body(begun.email)), 201);
  const std::string reset_token =
      client.site.mailbox().last_to(begun.email).header("X-Reset-Token");
  const std::string body = R"({"resetToken": ")" + reset_token + R"(", "password": "changed"})";
  check_success(client.send("PUT", "/reset-password", {}, body), 202);
  check_error(client.send("PUT", "/reset-password", {}, body), 404);
  check_error(client.send("POST", "/session", {}, login_body(begun.email, "123")), 401);
  check_error(client.send("GET", "/me", begun.token), 401);
  return client.log_in(begun.email, "changed");
}

/// Creates, reads, changes and deletes users of a collection.
void manage_users(OriginalClient& client, const std::string& token, const std::string& collection) {
  const std::string one = client.site.fresh_email();
  const std::string other = client.site.fresh_email();
  const std::string id =
      client.text_of(201, "id", "POST", "/" + collection, token, person_body(one, "Ann"));
  check_success(client.send("POST", "/" + collection, token, person_body(other, "Bob")), 201);
  check_error(client.send("POST", "/" + collection, token, person_body(one, "Ann")), 409);
  const std::string path = "/" + collection + "/" + id;

  const auto listed = client.send("GET", "/" + collection, token).items();
  CHECK(boost::json::serialize(listed).find(id) != std::string::npos);
  CHECK(client.send("GET", path, token).text("email") == one);

  const std::string changed = client.site.fresh_email();
  CHECK(client.text_of(202, "email", "PUT", path, token, person_body(changed, "Ann")) == changed);
  check_error(client.send("PUT", path, token, person_body(other, "Ann")), 409);
  check_error(client.send("PUT", path, "malformed", person_body(changed, "Ann")), 401);
  check_success(client.send("DELETE", path, token), 202);
  check_error(client.send("DELETE", path, token), 404);
  check_error(client.send("GET", path, token), 404);
}

/// The id of a project with push keys and a changed name.
std::string managed_project(OriginalClient& client, const std::string& token) {
  const std::string id = client.text_of(201, "id", "POST", "/projects", token,
                                        R"({"name": "Chat", "description": "For the shop"})");
  const std::string path = "/projects/" + id;
  check_success(client.send("PUT", path + "/api", token,
                            R"({"fcmApiKeys": "k", "fcmProjectNumber": "7", "apnsCert": "YQ=="})"),
                202);
  CHECK(client.send("GET", path + "/api", token).text("fcmProjectNumber") == "7");
  CHECK(client.send("GET", "/projects", token).items().size() == 1);
  CHECK(client.send("GET", path, token).text("description") == "For the shop");
  check_error(client.send("GET", "/projects/377785578", token), 404);
  CHECK(client.text_of(202, "name", "PUT", path, token,
                       R"({"name": "Chats", "description": "For the shop"})") == "Chats");
  return id;
}

/// Attaches consumers to a project, and returns their ids; the last is detached
/// again.
std::vector<std::string> attached_consumers(OriginalClient& client, const std::string& token,
                                            const std::string& project) {
  std::vector<std::string> ids;
  const std::string path = "/projects/" + project + "/consumers";
  for (int i = 0; i < 3; ++i) {
    ids.push_back(client.text_of(201, "id", "POST", "/consumers", token, "{}"));
    check_success(client.send("POST", path, token, attach_consumer_body(ids.back())), 201);
  }
  CHECK(client.send("GET", "/consumers", token).items().size() == 3);
  check_error(client.send("POST", "/projects/377785578/consumers", token,
                          attach_consumer_body(ids.front())),
              404);
  check_error(client.send("POST", path, token, attach_consumer_body("377785578")), 404);
  check_error(client.send("DELETE", path + "/377785578", token), 404);
  check_success(client.send("DELETE", path + "/" + ids.back(), token), 202);
  return ids;
}

/// Adds a service to the catalogue, and attaches it to the project under the
/// name "message".
void attach_new_service(OriginalClient& client, const std::string& token,
                        const std::string& project, const std::string& code) {
  check_success(
      client.send("POST", "/services", client.manager(),
                  R"({"codeName": ")" + code + R"(", "name": "Chat", "description": ""})"),
      201);
  const std::string path = "/projects/" + project + "/services";
  const std::string body =
      R"({"name": "message", "description": "", "serviceCatalogCode": ")" + code + R"("})";
  check_success(client.send("POST", path, token, body), 201);
  check_error(client.send("POST", path, token, body), 409);
  check_success(client.send("DELETE", path + "/" + code, token), 202);
  check_error(client.send("DELETE", path + "/" + code, token), 404);
  check_success(client.send("POST", path, token, body), 201);
  check_success(client.send("GET", path + "/" + code, token), 200);
  check_error(client.send("GET", "/projects/invalid/services/" + code, token), 404);
}

unsigned used_items(OriginalClient& client, const std::string& token, const std::string& project,
                    const std::string& code) {
  const ApiReply reply = client.send("GET", "/projects/" + project + "/services/" + code, token);
  return static_cast<unsigned>(reply.content().at("itemUsed").as_int64());
}

}  // namespace

TEST_CASE(
    "original clients: register, register again, a code again, approve "
    "and reset") {
  OriginalClient client;
  check_success(client.site.connect().get("/"), 200);
  check_success(client.send("GET", "/"), 200);
  CHECK(client.send("GET", "/ping").content() == "pong");
  const Begun begun = registered(client);
  const std::string token = reset(client, begun);

  check_success(client.send("GET", "/me", token), 200);
  CHECK(client.text_of(202, "organizationName", "PUT", "/account", token,
                       organization_body("Renamed", client.site.fresh_email())) == "Renamed");
  manage_users(client, token, "admins");
  manage_users(client, token, "developers");
  manage_users(client, token, "billings");

  // The operator sees what became of the mails, by address, by account and by
  // id.
  const boost::json::object mail = client.tracked(begun.email);
  const std::string id(mail.at("providerMailId").as_string());
  CHECK(mail.at("accountId").as_string() == begun.registration);
  for (const std::string& query :
       {"provider_mail_id=" + id, "account_id=" + begun.registration,
        "account_id=" + begun.registration + "&provider_mail_id=" + id}) {
    CAPTURE(query);
    const auto found = client.send("GET", "/email-tracking?" + query, client.manager()).items();
    REQUIRE_FALSE(found.empty());
    CHECK(found.front().at("providerMailId").as_string() == id);
  }
}

TEST_CASE("original clients: projects, consumers, services, tokens and events") {
  OriginalClient client;
  const Begun begun = registered(client);
  const std::string admin = begun.token;
  const std::string developer = client.text_of(201, "token", "POST", "/developers", admin,
                                               person_body(client.site.fresh_email(), "Dev"));
  // Developers may not add developers.
  check_error(
      client.send("POST", "/developers", developer, person_body(client.site.fresh_email(), "Dev")),
      403);

  const std::string project = managed_project(client, developer);
  const auto consumers = attached_consumers(client, developer, project);
  attach_new_service(client, developer, project, "roc");
  attach_new_service(client, developer, project, "push");
  const auto services = client.send("GET", "/projects/" + project, developer);
  CHECK(strings(services.content().at("services")) == std::vector<std::string>{"roc", "push"});

  const std::string minted = client.text_of(201, "token", "POST", "/consumer-tokens", developer,
                                            mint_body(consumers[0], project, "roc"));
  check_error(client.send("POST", "/consumer-tokens", developer,
                          mint_body(consumers[0], project, "nothing")),
              400);
  check_error(
      client.send("POST", "/consumer-tokens", developer, mint_body(consumers[2], project, "roc")),
      400);
  const std::string of_token =
      "/consumer-tokens/" + minted + "/projects/" + project + "/services/roc";
  check_success(client.send("DELETE", of_token, developer), 202);

  // Of these events, two use items; the services' limits of 25 items are then
  // reached.
  const std::string service_token =
      client.send("GET", "/projects/" + project + "/services-token", developer)
          .text("projectServicesAdminToken");
  const std::string events =
      R"({"serviceData": {")" + project + R"(__roc__create_channel": 20, ")" + project +
      R"(__push__post_push_message": 25, ")" + project + R"(__roc__post_message": 25}})";
  check_success(client.send("POST", "/service-event", service_token, events), 201);
  CHECK(used_items(client, developer, project, "roc") == 25);
  CHECK(used_items(client, developer, project, "push") == 25);
  for (const char* code : {"roc", "push"}) {
    check_error(
        client.send("POST", "/consumer-tokens", developer, mint_body(consumers[0], project, code)),
        402);
  }
}

TEST_CASE(
    "original clients: sessions end one by one, all together and with "
    "their account") {
  OriginalClient client;
  const Begun begun = registered(client);
  const std::string email = client.site.fresh_email();
  const std::string first =
      client.text_of(201, "token", "POST", "/admins", begun.token, person_body(email, "Ann"));
  const std::string kept = client.log_in(email, "123");
  const std::string other = client.log_in(email, "123");
  check_success(client.send("DELETE", "/session/logout?others=True", kept), 202);
  check_error(client.send("GET", "/admins", first), 401);
  check_error(client.send("GET", "/admins", other), 401);
  check_success(client.send("GET", "/admins", kept), 200);
  check_success(client.send("DELETE", "/session/logout", kept), 202);
  check_error(client.send("GET", "/admins", kept), 401);

  const std::string admin = client.log_in(begun.email, "123");
  for (const char* name : {"One", "Two"}) {
    check_success(client.send("POST", "/projects", admin,
                              R"({"name": ")" + std::string(name) + R"(", "description": ""})"),
                  201);
    check_success(client.send("POST", "/consumers", admin, "{}"), 201);
  }
  CHECK(client.send("GET", "/projects", admin).items().size() == 2);
  check_success(client.send("DELETE", "/account", admin), 202);
  check_error(client.send("GET", "/projects", admin), 401);
  check_error(client.send("POST", "/session", {}, login_body(begun.email, "123")), 401);
}
