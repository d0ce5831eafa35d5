// Compares responses with OPTIONS and the description.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <set>
#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

std::set<std::string> readable_fields(ApiClient& client, const std::string& path) {
  std::set<std::string> fields;
  const auto description = client.options(path);
  for (const auto& [name, field] : description.body.at("fields").as_object()) {
    if (!field.at("write_only").as_bool()) fields.emplace(name);
  }
  return fields;
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

TEST_CASE("self-description: responses about users and accounts have exactly the readable fields") {
  FurnishedTenant it;
  Tenant& tenant = it.tenant;
  const Registration pending = register_account(tenant.site);
  it.holds(tenant.post("/session", login_body(tenant.admin.email, usual_password)).content(),
           "/session");
  it.holds(tenant.get("/account").content(), "/account");
  it.holds(tenant.put("/account", registration_body(tenant.site.fresh_email())).content(),
           "/account");
  it.holds(tenant.patch("/account", "{}").content(), "/account");
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
  Tenant tenant(shared_installation());
  tenant.furnish();
  const auto text = [](const boost::json::value& content) {
    return boost::json::serialize(content);
  };
  const std::string user = R"("email":")" + tenant.admin.email + R"(","role":"admin",)";
  const std::string id = R"("id":")" + tenant.admin.id + '"';
  const auto me = tenant.get("/me").content();
  const std::string name =
      R"("firstName":)" + text(me.at("firstName")) + R"(,"lastName":)" + text(me.at("lastName"));
  const std::string created = R"("createdAt":)" + text(me.at("createdAt"));
  const std::string times = created + R"(,"updatedAt":null)";
  CHECK(text(me) == "{" + user + id + "," + name + "," + created + "}");
  CHECK(text(tenant.get("/admins/" + tenant.admin.id).content()) ==
        "{" + user + name + R"(,"token":null,)" + times + "}");
  CHECK(text(tenant.get("/admins").items().front()) ==
        "{" + id + R"(,"token":null,)" + user + name + "," + times + "}");
  CHECK(text(tenant.get("/projects/" + tenant.project + "/api").content()) ==
        R"({"fcmApiKeys":null,"fcmProjectNumber":null,"apnsCert":null,"id":")" + tenant.project +
            R"(","updatedAt":null})");
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
  it.holds(tenant.post(project_path + "/services", attach_service_body(code)).content(),
           project_path + "/services");
  it.holds(tenant.get(project_path + "/services/" + code).content(),
           project_path + "/services/" + code);
  const auto consumer = tenant.post("/consumers", "{}");
  it.holds(consumer.content(), "/consumers");
  for (const auto& one : tenant.get("/consumers").items()) it.holds(one, "/consumers");
  const std::string one_consumer = "/consumers/" + consumer.text("id");
  it.holds(tenant.patch(one_consumer, R"({"externalId":"7"})").content(), one_consumer);
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

TEST_CASE("self-description: responses about tokens and usage match their description") {
  Provider provider(shared_installation());
  auto& client = provider.tenant.client;
  const auto document = client.get("/openapi.json").body;
  // The described fields of the response to an operation.
  const auto described = [&](const std::string& path, const char* method, const char* status) {
    const auto* schema = &document.at("paths")
                              .at(path)
                              .at(method)
                              .at("responses")
                              .at(status)
                              .at("content")
                              .at("application/json")
                              .at("schema")
                              .as_object();
    if (const auto* members = schema->if_contains("properties")) {
      schema = &members->at("content").as_object();
      if (schema->contains("items")) schema = &schema->at("items").as_object();
    }
    const std::string reference(schema->at("$ref").as_string());
    const std::string name = reference.substr(reference.rfind('/') + 1);
    return names(document.at("components").at("schemas").at(name).at("properties"));
  };
  const std::string usage = "/api/v1/projects/{project_id}/services/{service_catalog_code}/usage";
  CHECK(names(provider.use(1, "key").content()) == described(usage, "post", "201"));
  const auto days = provider.tenant.get(provider.usage_path()).items();
  REQUIRE(days.size() == 1);
  CHECK(names(days[0]) == described(usage, "get", "200"));

  const auto exchanged = provider.exchange(provider.tenant.consumer_token);
  CHECK(names(exchanged.body) == described("/oauth2/token", "post", "200"));
  const TokenPair tokens = check_exchanged(exchanged);
  CHECK(names(provider.introspect(tokens.access).body) ==
        described("/oauth2/introspect", "post", "200"));
  for (const char* path : {"/.well-known/jwks.json", "/.well-known/oauth-authorization-server"}) {
    CHECK(names(client.get(path).body) == described(path, "get", "200"));
  }
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
