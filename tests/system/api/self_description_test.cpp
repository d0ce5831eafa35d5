// Compares OPTIONS with the tables of the API's documentation, and responses with OPTIONS.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <map>
#include <string>
#include <vector>

#include "described_resources.hpp"
#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

const std::set<std::string> user_in_list{"id>",   "token>",    "email",   "password<",
                                         "role>", "firstName", "lastName"};
const std::set<std::string> user_fields{"email",     "password<", "role>",
                                        "firstName", "lastName",  "token>"};
const std::set<std::string> project_fields{"name",           "description",   "id>",
                                           "userLimit>:int", "userUsed>:int", "services>:list"};
const std::set<std::string> attachment_fields{"id>",  "itemLimit>:int", "itemUsed>:int",
                                              "name", "description",    "serviceCatalogCode"};
const std::set<std::string> users_listing{"indent", "limit", "after", "email", "q"};

const std::vector<Resource> resources{
    {"/session", {"POST"}, "list", {"token>", "email<", "password<"}},
    {"/session/logout", {"DELETE"}, "object", {"token>"}, {"indent", "others"}},
    {"/forgot-password", {"POST"}, "list", {"email<"}},
    {"/reset-password", {"PUT"}, "object", {"resetToken<", "password<"}},
    {"/account",
     {"GET", "PUT", "DELETE"},
     "object",
     {"organizationName", "address", "phone", "email", "id>"}},
    {"/register",
     {"POST"},
     "list",
     {"organizationName", "email", "registrationId>"},
     {"indent", "testing"}},
    {"/register/{registration_id}",
     {"PUT"},
     "object",
     {"id>", "email", "password<", "approveCode<", "firstName", "lastName", "token>"}},
    {"/register/approve-code", {"POST"}, "list", {"email<"}, {"indent", "testing"}},
    {"/admins", {"GET", "POST"}, "list", user_in_list, users_listing},
    {"/admins/{admin_id}", {"GET", "PUT", "DELETE"}, "object", user_fields},
    {"/billings", {"GET", "POST"}, "list", user_in_list, users_listing},
    {"/billings/{billing_id}", {"GET", "PUT", "DELETE"}, "object", user_fields},
    {"/developers", {"GET", "POST"}, "list", user_in_list, users_listing},
    {"/developers/{developer_id}", {"GET", "PUT", "DELETE"}, "object", user_fields},
    {"/me",
     {"GET"},
     "object",
     {"id>", "email>", "role>", "firstName>", "lastName>", "organizationName>", "projects>:list"}},
    {"/projects",
     {"GET", "POST"},
     "list",
     project_fields,
     {"indent", "limit", "after", "name", "q"}},
    {"/projects/{project_id}", {"GET", "PUT", "DELETE"}, "object", project_fields},
    {"/projects/{project_id}/api",
     {"GET", "PUT"},
     "object",
     {"fcmApiKeys", "fcmProjectNumber", "apnsCert", "id>"}},
    {"/services", {"GET", "POST"}, "list", {"name", "description", "codeName"}, listing},
    {"/services/{service_catalog_code}",
     {"GET", "DELETE"},
     "object",
     {"name", "description", "codeName"}},
    {"/projects/{project_id}/services", {"GET", "POST"}, "list", attachment_fields, listing},
    {"/projects/{project_id}/services/{service_catalog_code}",
     {"GET", "DELETE"},
     "object",
     attachment_fields},
    {"/consumers", {"GET", "POST"}, "list", {"id>"}, {"indent", "limit", "after", "q"}},
    {"/consumers/{consumer_id}", {"GET", "DELETE"}, "object", {"id>"}},
    {"/projects/{project_id}/consumers/{consumer_id}", {"DELETE"}, "object", {}},
    {"/projects/{project_id}/consumers", {"GET", "POST"}, "list", {"consumerId"}, listing},
    {"/consumer-tokens",
     {"POST"},
     "list",
     {"consumerId", "projectId", "serviceCatalogCode", "token>"}},
    {"/consumer-tokens/{token_id}/projects/{project_id}/services/{service_catalog_code}",
     {"DELETE"},
     "object",
     {}},
};

/// Related resources: permissions to manage API security, service accounts, and gateways that
/// request decisions.
const std::set<std::string> member_fields{"id>", "email>", "firstName>", "lastName>",
                                          "permissions:list"};
const std::set<std::string> service_account_fields{"id>",           "name",       "clientId>",
                                                   "clientSecret>", "createdAt>", "secrets>:list"};
const std::set<std::string> client_secret_fields{"secretId>", "clientId>", "clientSecret>",
                                                 "createdAt>", "lastUsedAt>"};
const std::set<std::string> gateway_fields{"id>", "name", "addressField", "token>"};

const std::vector<Resource> security_resources{
    {"/projects/{project_id}/members", {"GET"}, "list", member_fields, listing},
    {"/projects/{project_id}/members/{user_id}", {"PUT", "DELETE"}, "object", member_fields},
    {"/service-accounts", {"GET", "POST"}, "list", service_account_fields, listing},
    {"/service-accounts/{service_account_id}", {"GET", "DELETE"}, "object", service_account_fields},
    {"/service-accounts/{service_account_id}/secrets", {"POST"}, "list", client_secret_fields},
    {"/service-accounts/{service_account_id}/secrets/{secret_id}",
     {"DELETE"},
     "object",
     client_secret_fields},
    {"/gateways", {"GET", "POST"}, "list", gateway_fields, listing},
    {"/gateways/{gateway_id}", {"GET", "PUT", "DELETE"}, "object", gateway_fields},
};

/// Metering, and the limits set by root.
const std::set<std::string> all_limits{"projectLimit:int", "userLimit:int", "itemLimit:int",
                                       "credentialLimit:int"};

const std::vector<Resource> metering_resources{
    {"/projects/{project_id}/services-token",
     {"GET", "POST", "DELETE"},
     "object",
     {"projectId>", "token>", "projectServicesAdminToken>"}},
    {"/projects/{project_id}/services-tokens",
     {"GET"},
     "list",
     {"id>", "createdAt>", "lastUsedAt>", "endsAt>", "createdBy>", "createdByDeleted>:bool"},
     listing},
    {"/projects/{project_id}/services/{service_catalog_code}/usage",
     {"GET", "POST"},
     "list",
     {"amount:int", "event", "id>", "itemLimit>:int", "itemUsed>:int"},
     {"indent", "from", "to", "event"}},
    {"/service-event", {"POST"}, "object", {"serviceData<:object"}},
    {"/email-tracking",
     {"GET"},
     "list",
     {"receiver>", "accountId>", "kind>", "status>", "providerMailId>", "createdAt>"},
     {"indent", "limit", "after", "receiver", "account_id", "provider_mail_id"}},
    {"/admin/limits/default", {"GET", "PUT"}, "object", all_limits},
    {"/admin/limits/services/{service_catalog_code}", {"GET", "PUT"}, "object", {"itemLimit:int"}},
    {"/admin/limits/accounts/{account_id}", {"GET", "PUT"}, "object", all_limits},
    {"/admin/limits/accounts/{account_id}/projects/{project_id}",
     {"GET", "PUT"},
     "object",
     {"userLimit:int"}},
    {"/admin/limits/accounts/{account_id}/projects/{project_id}/services/{service_catalog_code}",
     {"GET", "PUT"},
     "object",
     {"itemLimit:int"}},
};

/// The directory of the account API.
const std::vector<Resource> directory_resources{
    {"", {"GET"}, "list", {"name>", "path>", "details>", "methods>:list", "type>"}},
    {"/ping", {"GET"}, "object", {}},
};

/// The token endpoints.
const std::vector<Resource> token_resources{
    {"/oauth2/token",
     {"POST"},
     "object",
     {"grant_type<", "refresh_token", "client_id<", "scope<", "access_token>", "token_type>",
      "expires_in>:int"}},
    {"/v1/auth/token", {"POST"}, "object", {"refreshToken", "accessToken>", "expiresIn>:int"}},
    {"/oauth2/introspect",
     {"POST"},
     "object",
     {"token<", "token_type_hint<", "active>:bool", "token_type>", "kind>", "iss>", "sub>", "aud>",
      "client_id>", "account>", "project>", "service>", "jti>", "iat>:int", "exp>:int"}},
    {"/oauth2/revoke",
     {"POST"},
     "object",
     {"token<", "token_type_hint<", "active>:bool", "token_type>", "kind>", "iss>", "sub>", "aud>",
      "client_id>", "account>", "project>", "service>", "jti>", "iat>:int", "exp>:int"}},
    {"/.well-known/jwks.json", {"GET"}, "object", {"keys>:list"}},
    {"/.well-known/oauth-authorization-server",
     {"GET"},
     "object",
     {"issuer>", "token_endpoint>", "jwks_uri>", "response_types_supported>:list",
      "grant_types_supported>:list", "token_endpoint_auth_methods_supported>:list",
      "introspection_endpoint>", "introspection_endpoint_auth_methods_supported>:list",
      "revocation_endpoint>", "revocation_endpoint_auth_methods_supported>:list"}},
    {"/.well-known/openid-configuration",
     {"GET"},
     "object",
     {"issuer>", "token_endpoint>", "jwks_uri>", "response_types_supported>:list",
      "grant_types_supported>:list", "token_endpoint_auth_methods_supported>:list",
      "introspection_endpoint>", "introspection_endpoint_auth_methods_supported>:list",
      "revocation_endpoint>", "revocation_endpoint_auth_methods_supported>:list",
      "subject_types_supported>:list", "id_token_signing_alg_values_supported>:list"}},
};

/// Whether GET has no HEAD, because it changes the state.
bool has_no_head(const Resource& resource) {
  return std::string(resource.path).ends_with("/services-token");
}

/// Every resource with its full path.
std::vector<std::pair<std::string, Resource>> all_resources() {
  std::vector<std::pair<std::string, Resource>> all;
  for (const auto* table :
       {&resources, &security_resources, &metering_resources, &directory_resources}) {
    for (const Resource& row : *table) all.emplace_back(std::string("/api/v1") + row.path, row);
  }
  for (const Resource& row : credential_resources) {
    all.emplace_back(std::string("/apiops") + row.path, row);
  }
  for (const Resource& row : token_resources) all.emplace_back(row.path, row);
  return all;
}

std::set<std::string> described_fields(const boost::json::value& description) {
  std::set<std::string> fields;
  for (const auto& [name, field] : description.at("fields").as_object()) {
    std::string text(name);
    if (field.at("read_only").as_bool()) text += '>';
    if (field.at("write_only").as_bool()) text += '<';
    if (field.at("type").as_string() != "string")
      text += ":" + std::string(field.at("type").as_string());
    fields.insert(text);
  }
  return fields;
}

std::set<std::string> readable_fields(ApiClient& client, const std::string& path) {
  std::set<std::string> fields;
  const auto description = client.options(path);
  for (const auto& [name, field] : description.body.at("fields").as_object()) {
    if (!field.at("write_only").as_bool()) fields.emplace(name);
  }
  return fields;
}

std::string allow_of(const Resource& resource) {
  std::string allow;
  for (const std::string& method : resource.methods) {
    allow += method + ", ";
    if (method == "GET" && !has_no_head(resource)) allow += "HEAD, ";
  }
  return allow + "OPTIONS";
}

struct FurnishedTenant {
  FurnishedTenant() : tenant(shared_installation()) { tenant.furnish(); }

  /// Checks that the content of a response at the path has the fields described there.
  void holds(const boost::json::value& content, const std::string& path) {
    CAPTURE(path);
    REQUIRE(content.is_object());
    CHECK(names(content) == readable_fields(tenant.client, "/api/v1" + path));
  }

  Tenant tenant;
};

}  // namespace

TEST_CASE("self-description: every resource matches its documentation") {
  ApiClient client = shared_installation().connect();
  // Those of the documentation, and one consumer and one service of the catalogue.
  CHECK(resources.size() == 28);
  for (const auto& described : all_resources()) {
    const auto& path = described.first;
    const auto& resource = described.second;
    CAPTURE(path);
    const auto reply = client.options(target_of(path));
    REQUIRE(reply.status == 200);
    CHECK(reply.http.header("Allow") == allow_of(resource));
    CHECK(reply.http.header("Content-Type") == "application/json");
    CHECK(names(reply.body) ==
          std::set<std::string>{"name", "path", "details", "methods", "type", "params", "fields"});
    CHECK(reply.body.at("path").as_string() == path);
    CHECK(reply.body.at("type").as_string() == resource.type);
    auto methods = resource.methods;
    methods.emplace_back("OPTIONS");
    CHECK(strings(reply.body.at("methods")) == methods);
    CHECK(described_fields(reply.body) == resource.fields);
    CHECK(names(reply.body.at("params")) == resource.params);
    for (const auto& [name, param] : reply.body.at("params").as_object()) {
      CHECK(names(param) == std::set<std::string>{"type", "label", "details", "required", "many",
                                                  "spec", "default"});
    }
    for (const auto& [name, field] : reply.body.at("fields").as_object()) {
      CHECK(names(field) == std::set<std::string>{"type", "label", "details", "spec", "read_only",
                                                  "write_only", "allow_null"});
    }
  }
}

TEST_CASE("self-description: openapi.json has the same resources and methods, and no others") {
  ApiClient client = shared_installation().connect();
  const auto document = client.get("/openapi.json");
  REQUIRE(document.status == 200);
  CHECK(document.body.at("openapi").as_string().starts_with("3.1."));
  const auto& paths = document.body.at("paths").as_object();
  std::set<std::string> others = names(paths);
  for (const auto& described : all_resources()) {
    const auto& path = described.first;
    const auto& resource = described.second;
    CAPTURE(path);
    REQUIRE(paths.contains(path));
    others.erase(path);
    for (const std::string method : {"get", "post", "put", "delete", "patch"}) {
      CAPTURE(method);
      std::string upper = method;
      for (char& c : upper) c = static_cast<char>(c - 'a' + 'A');
      const bool wanted = std::find(resource.methods.begin(), resource.methods.end(), upper) !=
                          resource.methods.end();
      CHECK(paths.at(path).as_object().contains(method) == wanted);
    }
  }
  CHECK(others == std::set<std::string>{"/gate/{projectName}/{proxyName}", "/healthz", "/readyz"});
}

TEST_CASE("self-description: responses about users and accounts have exactly the readable fields") {
  FurnishedTenant it;
  Tenant& tenant = it.tenant;
  const Registration pending = register_account(tenant.site);
  it.holds(tenant.post("/session", login_body(tenant.admin.email, usual_password)).content(),
           "/session");
  it.holds(tenant.get("/account").content(), "/account");
  it.holds(tenant.put("/account", registration_body(tenant.site.fresh_email())).content(),
           "/account");
  it.holds(tenant.post("/register", registration_body(tenant.site.fresh_email())).content(),
           "/register");
  it.holds(
      tenant.put("/register/" + pending.id, approval_body(pending.code, pending.email)).content(),
      "/register/" + pending.id);
  for (const std::string path : {"/admins", "/billings", "/developers"}) {
    const std::string email = tenant.site.fresh_email();
    const auto created = tenant.post(path, user_body(email));
    it.holds(created.content(), path);
    for (const auto& user : tenant.get(path).items()) it.holds(user, path);
    const std::string one = path + "/" + created.text("id");
    it.holds(tenant.get(one).content(), one);
    it.holds(tenant.put(one, user_body(email)).content(), one);
  }
  it.holds(tenant.get("/me").content(), "/me");
}

TEST_CASE("self-description: the members of a response have a fixed order, and none is left out") {
  FurnishedTenant it;
  Tenant& tenant = it.tenant;
  const auto text = [](const boost::json::value& content) {
    return boost::json::serialize(content);
  };
  const std::string user = R"("email":")" + tenant.admin.email + R"(","role":"admin",)";
  const std::string id = R"("id":")" + tenant.admin.id + '"';
  const auto me = tenant.get("/me").content();
  const std::string name =
      R"("firstName":)" + text(me.at("firstName")) + R"(,"lastName":)" + text(me.at("lastName"));
  const std::string names = R"(,"organizationName":)" + text(me.at("organizationName")) +
                            R"(,"projects":)" + text(me.at("projects"));
  CHECK(text(me) == "{" + user + id + "," + name + names + "}");
  CHECK(text(tenant.get("/admins/" + tenant.admin.id).content()) ==
        "{" + user + name + R"(,"token":null})");
  CHECK(text(tenant.get("/admins").items().front()) ==
        "{" + id + R"(,"token":null,)" + user + name + "}");
  CHECK(text(tenant.get("/projects/" + tenant.project + "/api").content()) ==
        R"({"fcmApiKeys":null,"fcmProjectNumber":null,"apnsCert":null,"id":")" + tenant.project +
            R"("})");
}

TEST_CASE("self-description: responses about projects have exactly the readable fields") {
  FurnishedTenant it;
  Tenant& tenant = it.tenant;
  const std::string project_path = "/projects/" + tenant.project;
  it.holds(tenant.post("/projects", name_body("another")).content(), "/projects");
  for (const auto& one : tenant.get("/projects").items()) it.holds(one, "/projects");
  it.holds(tenant.get(project_path).content(), project_path);
  it.holds(tenant.put(project_path, name_body("renamed")).content(), project_path);
  it.holds(tenant.get(project_path + "/api").content(), project_path + "/api");
  it.holds(tenant.put(project_path + "/api", "{}").content(), project_path + "/api");
  const std::string members = project_path + "/members";
  const std::string permissions = R"({"permissions":["MANAGE_API_SECURITY"]})";
  const std::string one_member = members + "/" + tenant.developer.id;
  it.holds(tenant.put(one_member, permissions).content(), one_member);
  for (const auto& one : tenant.get(members).items()) it.holds(one, members);
  it.holds(tenant.get(project_path + "/services-token").content(),
           project_path + "/services-token");
  const std::string service_tokens = project_path + "/services-tokens";
  for (const auto& one : tenant.get(service_tokens).items()) it.holds(one, service_tokens);
}

TEST_CASE(
    "self-description: responses about services and consumers have exactly the readable fields") {
  FurnishedTenant it;
  Tenant& tenant = it.tenant;
  const std::string project_path = "/projects/" + tenant.project;
  const std::string code = tenant.site.add_service();
  for (const auto& one : tenant.get("/services").items()) it.holds(one, "/services");
  it.holds(tenant.get("/services/" + code).content(), "/services/" + code);
  it.holds(tenant.post(project_path + "/services", attach_service_body(code)).content(),
           project_path + "/services");
  for (const auto& one : tenant.get(project_path + "/services").items()) {
    it.holds(one, project_path + "/services");
  }
  it.holds(tenant.get(project_path + "/services/" + code).content(),
           project_path + "/services/" + code);
  const auto consumer = tenant.post("/consumers", "{}");
  it.holds(consumer.content(), "/consumers");
  for (const auto& one : tenant.get("/consumers").items()) it.holds(one, "/consumers");
  const std::string one_consumer = "/consumers/" + consumer.text("id");
  it.holds(tenant.get(one_consumer).content(), one_consumer);
  // The consumers themselves are listed.
  for (const auto& one : tenant.get(project_path + "/consumers").items()) {
    it.holds(one, "/consumers");
  }
  it.holds(
      tenant.post(project_path + "/consumers", attach_consumer_body(consumer.text("id"))).content(),
      project_path + "/consumers");
  it.holds(
      tenant.post("/consumer-tokens", mint_body(tenant.consumer, tenant.project, code)).content(),
      "/consumer-tokens");
}

TEST_CASE("self-description: responses about limits have exactly the readable fields") {
  FurnishedTenant it;
  Tenant& tenant = it.tenant;
  const std::string project_path = "/projects/" + tenant.project;
  const std::string root = tenant.site.root().token;
  const std::string limits_of_account = "/admin/limits/accounts/" + tenant.account;
  for (const std::string& path :
       {std::string("/admin/limits/default"), "/admin/limits/services/" + tenant.service,
        limits_of_account, limits_of_account + project_path,
        limits_of_account + project_path + "/services/" + tenant.service}) {
    it.holds(tenant.client.get("/api/v1" + path, root).content(), path);
    // An empty body leaves the limits unchanged.
    const std::string none = R"({"itemLimit":null,"userLimit":null})";
    it.holds(tenant.client.put("/api/v1" + path, none, root).content(), path);
  }
}

TEST_CASE("self-description: responses about service accounts match their description") {
  FurnishedTenant it;
  Tenant& tenant = it.tenant;
  const std::string path = "/service-accounts";
  const auto made = tenant.post(path, name_body("back end"));
  it.holds(made.content(), path);
  const std::string one = path + "/" + made.text("id");
  it.holds(tenant.get(one).content(), one);
  for (const auto& item : tenant.get(path).items()) it.holds(item, path);
  it.holds(tenant.post(one + "/secrets", "").content(), one + "/secrets");
}

TEST_CASE("self-description: responses about gateways have exactly the readable fields") {
  FurnishedTenant it;
  Tenant& tenant = it.tenant;
  const auto gateway = tenant.post("/gateways", name_body("edge"));
  it.holds(gateway.content(), "/gateways");
  const std::string one_gateway = "/gateways/" + gateway.text("id");
  it.holds(tenant.get(one_gateway).content(), one_gateway);
  it.holds(tenant.put(one_gateway, R"({"name":"edge","addressField":"X-Real-IP"})").content(),
           one_gateway);
  for (const auto& one : tenant.get("/gateways").items()) it.holds(one, "/gateways");
}

TEST_CASE("self-description: responses without content contain null") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const auto is_null = [](const ApiReply& reply, unsigned status) {
    check_success(reply, status);
    CHECK(reply.content().is_null());
  };
  const Registration pending = register_account(tenant.site);
  is_null(tenant.post("/register/approve-code", email_body(pending.email)), 202);
  const std::string reset = request_reset(tenant.site, tenant.billing.email);
  is_null(tenant.post("/forgot-password", email_body(tenant.billing.email)), 201);
  is_null(tenant.put("/reset-password", R"({"password":"123","resetToken":")" + reset + R"("})"),
          202);
  const std::string project = "/projects/" + tenant.project;
  is_null(tenant.remove("/consumer-tokens/" + tenant.consumer_token + project + "/services/" +
                        tenant.service),
          202);
  is_null(tenant.remove(project + "/consumers/" + tenant.consumer), 202);
  is_null(tenant.remove(project + "/services/" + tenant.service), 202);
  const std::string member = project + "/members/" + tenant.developer.id;
  check_success(tenant.put(member, R"({"permissions":["MANAGE_API_SECURITY"]})"), 202);
  is_null(tenant.remove(member), 202);
  const auto gateway = tenant.post("/gateways", name_body("edge"));
  is_null(tenant.remove("/gateways/" + gateway.text("id")), 202);
  is_null(tenant.remove("/developers/" + tenant.developer.id), 202);
  is_null(tenant.client.remove("/api/v1/session/logout?others=1", tenant.admin.token), 202);
  is_null(tenant.client.remove("/api/v1/session/logout", tenant.log_in(tenant.admin)), 202);
  is_null(tenant.remove("/account"), 202);
}
