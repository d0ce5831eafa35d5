// Compares responses with OPTIONS and the description.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <set>
#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

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
  const std::string names = R"(,"organizationName":)" + text(me.at("organizationName")) +
                            R"(,"projects":)" + text(me.at("projects"));
  CHECK(text(me) == "{" + user + id + "," + name + names + "," + created + "}");
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
  it.holds(tenant.patch(one_consumer, R"({"externalId":"7"})").content(), one_consumer);
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
