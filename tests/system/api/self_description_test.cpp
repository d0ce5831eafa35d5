// Compares OPTIONS with the tables of the API's documentation.
#include <doctest/doctest.h>

#include <algorithm>
#include <boost/json/value.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "described_resources.hpp"
#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

const std::set<std::string> user_in_list{"id>",       "token>",     "email",
                                         "password<", "role>",      "firstName",
                                         "lastName",  "createdAt>", "updatedAt>"};
const std::set<std::string> user_fields{"email",    "password<", "role>",      "firstName",
                                        "lastName", "token>",    "createdAt>", "updatedAt>"};
const std::set<std::string> project_fields{"name",           "description",   "id>",
                                           "userLimit>:int", "userUsed>:int", "services>:list",
                                           "createdAt>",     "updatedAt>"};
const std::set<std::string> attachment_fields{"id>",       "itemLimit>:int", "itemUsed>:int",
                                              "name",      "description",    "serviceCatalogCode",
                                              "createdAt>"};
const std::set<std::string> consumer_fields{"id>", "externalId", "metadata:object", "createdAt>",
                                            "updatedAt>"};
const std::set<std::string> users_listing{"indent", "limit", "after", "email", "q"};

const std::vector<Resource> resources{
    {"/session", {"POST"}, "list", {"token>", "email<", "password<"}},
    {"/session/logout", {"DELETE"}, "object", {"token>"}, {"indent", "others"}},
    {"/forgot-password", {"POST"}, "list", {"email<"}},
    {"/reset-password", {"PUT"}, "object", {"resetToken<", "password<"}},
    {"/account",
     {"GET", "PUT", "PATCH", "DELETE"},
     "object",
     {"organizationName", "address", "phone", "email", "id>", "createdAt>", "updatedAt>"}},
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
    {"/admins/{admin_id}", {"GET", "PUT", "PATCH", "DELETE"}, "object", user_fields},
    {"/billings", {"GET", "POST"}, "list", user_in_list, users_listing},
    {"/billings/{billing_id}", {"GET", "PUT", "PATCH", "DELETE"}, "object", user_fields},
    {"/developers", {"GET", "POST"}, "list", user_in_list, users_listing},
    {"/developers/{developer_id}", {"GET", "PUT", "PATCH", "DELETE"}, "object", user_fields},
    {"/me",
     {"GET"},
     "object",
     {"id>", "email>", "role>", "firstName>", "lastName>", "organizationName>", "projects>:list",
      "createdAt>"}},
    {"/projects",
     {"GET", "POST"},
     "list",
     project_fields,
     {"indent", "limit", "after", "name", "q"}},
    {"/projects/{project_id}", {"GET", "PUT", "PATCH", "DELETE"}, "object", project_fields},
    {"/projects/{project_id}/api",
     {"GET", "PUT", "PATCH"},
     "object",
     {"fcmApiKeys", "fcmProjectNumber", "apnsCert", "id>", "updatedAt>"}},
    {"/services",
     {"GET", "POST"},
     "list",
     {"name", "description", "codeName", "createdAt>"},
     listing},
    {"/services/{service_catalog_code}",
     {"GET", "DELETE"},
     "object",
     {"name", "description", "codeName", "createdAt>"}},
    {"/projects/{project_id}/services", {"GET", "POST"}, "list", attachment_fields, listing},
    {"/projects/{project_id}/services/{service_catalog_code}",
     {"GET", "DELETE"},
     "object",
     attachment_fields},
    {"/consumers",
     {"GET", "POST"},
     "list",
     consumer_fields,
     {"indent", "limit", "after", "externalId", "q"}},
    {"/consumers/{consumer_id}", {"GET", "PATCH", "DELETE"}, "object", consumer_fields},
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
const std::set<std::string> gateway_fields{"id>", "name", "addressField", "token>", "createdAt>"};

const std::vector<Resource> security_resources{
    {"/projects/{project_id}/members", {"GET"}, "list", member_fields, listing},
    {"/projects/{project_id}/members/{user_id}",
     {"PUT", "PATCH", "DELETE"},
     "object",
     member_fields},
    {"/service-accounts", {"GET", "POST"}, "list", service_account_fields, listing},
    {"/service-accounts/{service_account_id}", {"GET", "DELETE"}, "object", service_account_fields},
    {"/service-accounts/{service_account_id}/secrets", {"POST"}, "list", client_secret_fields},
    {"/service-accounts/{service_account_id}/secrets/{secret_id}",
     {"DELETE"},
     "object",
     client_secret_fields},
    {"/gateways", {"GET", "POST"}, "list", gateway_fields, listing},
    {"/gateways/{gateway_id}", {"GET", "PUT", "PATCH", "DELETE"}, "object", gateway_fields},
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
    {"/admin/limits/default", {"GET", "PUT", "PATCH"}, "object", all_limits},
    {"/admin/limits/services/{service_catalog_code}",
     {"GET", "PUT", "PATCH"},
     "object",
     {"itemLimit:int"}},
    {"/admin/limits/accounts/{account_id}", {"GET", "PUT", "PATCH"}, "object", all_limits},
    {"/admin/limits/accounts/{account_id}/projects/{project_id}",
     {"GET", "PUT", "PATCH"},
     "object",
     {"userLimit:int"}},
    {"/admin/limits/accounts/{account_id}/projects/{project_id}/services/{service_catalog_code}",
     {"GET", "PUT", "PATCH"},
     "object",
     {"itemLimit:int"}},
};

/// The directory of the account API.
const std::vector<Resource> directory_resources{
    {"", {"GET"}, "list", {"name>", "path>", "details>", "methods>:list", "type>"}},
    {"/ping", {"GET"}, "object", {}},
};

/// The token endpoints, and the root of the host.
const std::vector<Resource> token_resources{
    {"/", {"GET"}, "list", {"name>", "path>", "details>", "methods>:list", "type>"}},
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

std::string allow_of(const Resource& resource) {
  std::string allow;
  for (const std::string& method : resource.methods) {
    allow += method + ", ";
    if (method == "GET" && !has_no_head(resource)) allow += "HEAD, ";
  }
  return allow + "OPTIONS";
}

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
