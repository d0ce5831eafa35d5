#include "request_drafts.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/tokens.hpp"

namespace gatehouse::testing {
namespace {

namespace json = boost::json;

Drafts drafts_of_people() {
  Drafts all{
      {"POST /session",
       [](Tenant& t) {
         return Draft{"/session", login_body(t.admin.email, usual_password)};
       }},
      {"POST /forgot-password",
       [](Tenant& t) {
         return Draft{"/forgot-password", email_body(t.admin.email)};
       }},
      {"PUT /reset-password",
       [](Tenant& t) {
         const std::string token = request_reset(t.site, t.billing.email);
         return Draft{"/reset-password", R"({"password":"123","resetToken":")" + token + R"("})"};
       }},
      {"PUT /account",
       [](Tenant& t) {
         return Draft{"/account", R"({"organizationName":"X","address":"A","phone":"12345678901",)"
                                  R"("email":")" +
                                      t.site.fresh_email() + R"("})"};
       }},
      {"POST /register",
       [](Tenant& t) {
         return Draft{"/register", registration_body(t.site.fresh_email())};
       }},
      {"PUT /register/{registration_id}",
       [](Tenant& t) {
         const Registration pending = register_account(t.site);
         return Draft{"/register/" + pending.id, approval_body(pending.code, pending.email)};
       }},
      {"POST /register/approve-code",
       [](Tenant& t) {
         return Draft{"/register/approve-code", email_body(register_account(t.site).email)};
       }},
  };
  for (const std::string role : {"admin", "billing", "developer"}) {
    const std::string collection = "/" + role + "s";
    all["POST " + collection] = [=](Tenant& t) {
      return Draft{collection, user_body(t.site.fresh_email())};
    };
    all["PUT " + collection + "/{" + role + "_id}"] = [=](Tenant& t) {
      const Person person = t.add_user(role + "s");
      return Draft{collection + "/" + person.id, user_body(t.site.fresh_email())};
    };
  }
  return all;
}

std::string consumer_body(Tenant& t) {
  return R"({"externalId":")" + t.site.fresh_code() + R"(","metadata":{"plan":"gold"}})";
}

Drafts drafts_of_projects() {
  const auto project = [](const Tenant& t) { return "/projects/" + t.project; };
  const auto described = [](const std::string& name) {
    return R"({"name":")" + name + R"(","description":"d"})";
  };
  return {
      // In a separate account, because the number is limited to a few.
      {"POST /projects",
       [=](Tenant& t) {
         const Tenant other(t.site);
         return Draft{"/projects", described("new"), other.admin.token};
       }},
      {"PUT /projects/{project_id}",
       [=](Tenant& t) {
         return Draft{project(t), described(t.site.fresh_code())};
       }},
      {"PUT /projects/{project_id}/api",
       [=](Tenant& t) {
         return Draft{project(t) + "/api",
                      R"({"fcmApiKeys":"a","fcmProjectNumber":"b","apnsCert":"c"})"};
       }},
      {"POST /services",
       [=](Tenant& t) {
         return Draft{
             "/services",
             R"({"name":"n","description":"d","codeName":")" + t.site.fresh_code() + R"("})",
             t.site.root().token};
       }},
      {"POST /projects/{project_id}/services",
       [=](Tenant& t) {
         return Draft{project(t) + "/services",
                      R"({"name":"n","description":"d","serviceCatalogCode":")" +
                          t.site.add_service() + R"("})"};
       }},
      {"POST /consumers",
       [](Tenant& t) {
         return Draft{"/consumers", consumer_body(t)};
       }},
      {"PATCH /consumers/{consumer_id}",
       [](Tenant& t) {
         return Draft{"/consumers/" + t.add_consumer(), consumer_body(t)};
       }},
      {"POST /projects/{project_id}/consumers",
       [=](Tenant& t) {
         return Draft{project(t) + "/consumers", attach_consumer_body(t.add_consumer())};
       }},
      {"POST /consumer-tokens",
       [](Tenant& t) {
         return Draft{"/consumer-tokens", mint_body(t.consumer, t.project, t.service)};
       }},
  };
}

/// Sends the required requests first.
void prepare(Tenant& t, const std::string& method, const std::string& path,
             const std::string& body) {
  check_done(t.client.send(
      {.method = method, .target = "/apiops" + path, .token = t.admin.token, .body = body}));
}

/// Other requests rename projects.
const std::string protected_project = "/projects/admin";

std::string new_credential(Tenant& t) {
  std::string username = t.site.fresh_code();
  prepare(t, "POST", protected_project + "/credentials", credential_body(username));
  return username;
}

/// A new API proxy, or group.
std::string new_name(Tenant& t, const std::string& collection) {
  std::string name = t.site.fresh_code();
  prepare(t, "POST", protected_project + collection, name_body(name));
  return name;
}

std::string whole_credential(const std::string& username) {
  return R"({"password":"123","fullName":"n","email":"a@b.c","description":"d","username":")" +
         username + R"(","roleNameList":["r"],"enabled":false,"ipList":["10.0.0.0/8"],)" +
         R"("expireDate":"2023-08-14T00:00:00.000Z"})";
}

std::string gateway_body(const std::string& name) {
  return R"({"name":")" + name + R"(","addressField":"X-Forwarded-For"})";
}

/// So that any name is available.
void remove_gateways(Tenant& t) {
  for (const auto& gateway : t.get("/gateways").items()) {
    t.remove("/gateways/" + std::string(gateway.at("id").as_string()));
  }
}

void remove_service_accounts(Tenant& t) {
  for (const auto& account : t.get("/service-accounts").items()) {
    t.remove("/service-accounts/" + std::string(account.at("id").as_string()));
  }
}

Drafts drafts_of_security() {
  const std::string& project = protected_project;
  return {
      {"PUT /projects/{project_id}/members/{user_id}",
       [](Tenant& t) {
         const std::string member = "/projects/" + t.project + "/members/" + t.developer.id;
         const std::string permissions = R"({"permissions":["MANAGE_API_SECURITY"]})";
         // A PATCH needs a member.
         check_success(t.put(member, permissions), 202);
         return Draft{member, permissions};
       }},
      {"POST /gateways",
       [](Tenant& t) {
         return Draft{"/gateways", gateway_body(t.site.fresh_code())};
       }},
      {"PUT /gateways/{gateway_id}",
       [](Tenant& t) {
         remove_gateways(t);
         const auto made = t.post("/gateways", name_body(t.site.fresh_code()));
         return Draft{"/gateways/" + made.text("id"), gateway_body(t.site.fresh_code())};
       }},
      {"POST /service-accounts",
       [](Tenant& t) {
         remove_service_accounts(t);
         return Draft{"/service-accounts", name_body(t.site.fresh_code())};
       }},
      {"POST /auth/token",
       [](Tenant& t) {
         return Draft{"/auth/token", R"({"grant_type":"client_credentials","client_id":")" +
                                         t.admin.email + R"(","client_secret":"123"})"};
       }},
      {"POST /projects/{projectName}/credentials/",
       [=](Tenant& t) {
         return Draft{project + "/credentials/", whole_credential(t.site.fresh_code())};
       }},
      {"PUT /projects/{projectName}/credentials/",
       [=](Tenant& t) {
         return Draft{project + "/credentials/", whole_credential(new_credential(t))};
       }},
      {"PATCH /projects/{projectName}/credentials/{username}/",
       [=](Tenant& t) {
         return Draft{project + "/credentials/" + new_credential(t), password_body("new")};
       }},
  };
}

Drafts drafts_of_access() {
  const std::string& project = protected_project;
  const auto access = [=](const std::string& username) {
    return project + "/credentials/" + username + "/access/";
  };
  const auto in_group = [=](const std::string& group) {
    return project + "/apiProxyGroups/" + group + "/apiProxies/";
  };
  const auto described = [](Tenant& t) {
    return R"({"description":"d","name":")" + t.site.fresh_code() + R"("})";
  };
  return {
      {"PUT /projects/{projectName}/credentials/{username}/access/",
       [=](Tenant& t) {
         return Draft{access(new_credential(t)),
                      R"({"type":"API_PROXY","expireTime":"2099-01-01T00:00:00Z","name":")" +
                          new_name(t, "/apiProxies") + R"("})"};
       }},
      {"DELETE /projects/{projectName}/credentials/{username}/access/",
       [=](Tenant& t) {
         const std::string path = access(new_credential(t));
         const std::string name = new_name(t, "/apiProxies");
         prepare(t, "PUT", path, access_body(name));
         return Draft{path, R"({"type":"API_PROXY","name":")" + name + R"("})"};
       }},
      {"POST /projects/{projectName}/credentials/{username}/access/revoke/",
       [=](Tenant& t) {
         const std::string path = access(new_credential(t));
         const std::string name = new_name(t, "/apiProxies");
         prepare(t, "PUT", path, access_body(name));
         return Draft{path + "revoke/", R"({"type":"API_PROXY","name":")" + name + R"("})"};
       }},
      {"POST /projects/{projectName}/apiProxies/",
       [=](Tenant& t) {
         return Draft{project + "/apiProxies/", described(t)};
       }},
      {"POST /projects/{projectName}/apiProxyGroups/",
       [=](Tenant& t) {
         return Draft{project + "/apiProxyGroups/", described(t)};
       }},
      {"PUT /projects/{projectName}/apiProxyGroups/{name}/apiProxies/",
       [=](Tenant& t) {
         return Draft{in_group(new_name(t, "/apiProxyGroups")),
                      name_body(new_name(t, "/apiProxies"))};
       }},
      {"DELETE /projects/{projectName}/apiProxyGroups/{name}/apiProxies/",
       [=](Tenant& t) {
         const std::string path = in_group(new_name(t, "/apiProxyGroups"));
         const std::string name = new_name(t, "/apiProxies");
         prepare(t, "PUT", path, names_body(name));
         return Draft{path, name_body(name)};
       }},
  };
}

/// The only one of the project, which is limited to ten.
std::string service_token(Tenant& t) {
  const std::string path = "/projects/" + t.project + "/services-token";
  t.remove(path);
  return t.get(path).text("token");
}

std::string token_body(const std::string& token) {
  return R"({"token_type_hint":"access_token","token":")" + token + R"("})";
}

Drafts drafts_of_tokens() {
  return {
      {"POST /token",
       [](Tenant& t) {
         return Draft{"/token", R"({"grant_type":"refresh_token","scope":"","client_id":")" +
                                    t.project + R"(","refresh_token":")" + t.mint_token() +
                                    R"("})"};
       }},
      {"POST /introspect",
       [](Tenant& t) {
         return Draft{"/introspect", token_body(t.consumer_token), service_token(t)};
       }},
      {"POST /revoke",
       [](Tenant& t) {
         return Draft{"/revoke", token_body(t.mint_token()), service_token(t)};
       }},
      {"POST /v1/auth/token",
       [](Tenant& t) {
         return Draft{"/v1/auth/token", R"({"refreshToken":")" + t.mint_token() + R"("})"};
       }},
      // An event that uses no items.
      {"POST /service-event",
       [](Tenant& t) {
         return Draft{"/service-event",
                      R"({"serviceData":{")" + t.project + "__" + t.service + R"(__opened":1}})",
                      service_token(t)};
       }},
      // For a separate service, which has enough items for any amount.
      {"POST /projects/{project_id}/services/{service_catalog_code}/usage",
       [](Tenant& t) {
         const std::string code = t.site.add_service();
         t.attach_service(t.project, code);
         const std::string service = "/projects/" + t.project + "/services/" + code;
         check_success(t.client.put("/api/v1/admin/limits/accounts/" + t.account + service,
                                    R"({"itemLimit":1000000000000})", t.site.root().token),
                       202);
         return Draft{service + "/usage",
                      R"({"amount":1,"event":"message"})",
                      service_token(t),
                      {{"Idempotency-Key", t.site.fresh_code()}}};
       }},
  };
}

/// The current value, so that nothing else is changed for long.
Drafts drafts_of_limits() {
  const std::string all_limits =
      R"({"projectLimit":5,"userLimit":1000,"itemLimit":10000,"credentialLimit":100000})";
  const std::string item_limit = R"({"itemLimit":10000})";
  const std::string at = "/admin/limits";
  const std::string account = at + "/accounts/";
  return {
      {"PUT " + at + "/default",
       [=](Tenant& t) {
         return Draft{at + "/default", all_limits, t.site.root().token};
       }},
      {"PUT " + at + "/services/{service_catalog_code}",
       [=](Tenant& t) {
         return Draft{at + "/services/" + t.service, item_limit, t.site.root().token};
       }},
      {"PUT " + account + "{account_id}",
       [=](Tenant& t) {
         return Draft{account + t.account, all_limits, t.site.root().token};
       }},
      {"PUT " + account + "{account_id}/projects/{project_id}",
       [=](Tenant& t) {
         return Draft{account + t.account + "/projects/" + t.project, R"({"userLimit":1000})",
                      t.site.root().token};
       }},
      {"PUT " + account + "{account_id}/projects/{project_id}/services/{service_catalog_code}",
       [=](Tenant& t) {
         return Draft{account + t.account + "/projects/" + t.project + "/services/" + t.service,
                      item_limit, t.site.root().token};
       }},
  };
}

}  // namespace

Drafts all_drafts() {
  Drafts all = drafts_of_people();
  all.merge(drafts_of_projects());
  all.merge(drafts_of_security());
  all.merge(drafts_of_access());
  all.merge(drafts_of_tokens());
  all.merge(drafts_of_limits());
  return all;
}

}  // namespace gatehouse::testing
