// The permissions of the roles: the table of the contract, row by row.
#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/described_roles.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

/// Builds a request from the ids of the tenant.
struct Ask {
  std::string path;
  std::string body{};
};

struct Row {
  std::string method;
  unsigned success;
  /// The roles with permission.
  std::set<std::string> roles;
  std::function<Ask(Tenant&)> ask;
};

const std::set<std::string> all{"root", "admin", "developer", "billing"};
const std::set<std::string> admin{"admin"};
const std::set<std::string> builders{"admin", "developer"};

std::string project(const Tenant& tenant) { return "/projects/" + tenant.project; }

/// Operations on records of other users.
std::vector<Row> users(const std::string& collection) {
  const std::string path = "/" + collection;
  const auto other = [collection, path](Tenant& tenant) {
    return path + "/" + tenant.add_user(collection).id;
  };
  return {
      {"GET", 200, admin, [path](Tenant&) { return Ask{path}; }},
      {"POST", 201, admin,
       [path](Tenant& tenant) {
         return Ask{path, user_body(tenant.site.fresh_email())};
       }},
      {"GET", 200, admin, [other](Tenant& tenant) { return Ask{other(tenant)}; }},
      {"PUT", 202, admin,
       [other](Tenant& tenant) {
         return Ask{other(tenant), user_body(tenant.site.fresh_email())};
       }},
      {"DELETE", 202, admin, [other](Tenant& tenant) { return Ask{other(tenant)}; }},
  };
}

/// Operations on the record of the developer, or of the billing user.
std::vector<Row> own(const std::string& role, const std::string& path,
                     std::function<Person(Tenant&)> person) {
  const std::set<std::string> roles{"admin", role};
  return {
      {"GET", 200, roles,
       [path, person](Tenant& tenant) { return Ask{path + "/" + person(tenant).id}; }},
      {"PUT", 202, roles,
       [path, person](Tenant& tenant) {
         return Ask{path + "/" + person(tenant).id, user_body(person(tenant).email)};
       }},
      {"DELETE", 202, admin,
       [path, person](Tenant& tenant) { return Ask{path + "/" + person(tenant).id}; }},
  };
}

/// Members of a project, service accounts and gateways: for admins only.
std::vector<Row> admins_alone() {
  const auto member = [](Tenant& tenant) {
    return project(tenant) + "/members/" + tenant.developer.id;
  };
  const std::string permissions = R"({"permissions":["MANAGE_API_SECURITY"]})";
  const auto service_account = [](Tenant& tenant) {
    const std::string body = name_body(tenant.site.fresh_code());
    return "/service-accounts/" + tenant.post("/service-accounts", body).text("id");
  };
  const auto gateway = [](Tenant& tenant) {
    return "/gateways/" + tenant.post("/gateways", name_body(tenant.site.fresh_code())).text("id");
  };
  return {
      {"GET", 200, admin, [](Tenant& tenant) { return Ask{project(tenant) + "/members"}; }},
      {"PUT", 202, admin,
       [=](Tenant& tenant) {
         return Ask{member(tenant), permissions};
       }},
      {"DELETE", 202, admin,
       [=](Tenant& tenant) {
         check_success(tenant.put(member(tenant), permissions), 202);
         return Ask{member(tenant)};
       }},
      {"GET", 200, admin, [](Tenant&) { return Ask{"/service-accounts"}; }},
      {"POST", 201, admin,
       [](Tenant& tenant) {
         return Ask{"/service-accounts", name_body(tenant.site.fresh_code())};
       }},
      {"GET", 200, admin, [=](Tenant& tenant) { return Ask{service_account(tenant)}; }},
      {"DELETE", 202, admin, [=](Tenant& tenant) { return Ask{service_account(tenant)}; }},
      {"POST", 201, admin,
       [=](Tenant& tenant) { return Ask{service_account(tenant) + "/secrets"}; }},
      {"DELETE", 202, admin,
       [=](Tenant& tenant) {
         const std::string secrets = service_account(tenant) + "/secrets";
         return Ask{secrets + "/" + tenant.post(secrets, "").text("secretId")};
       }},
      {"GET", 200, admin, [](Tenant&) { return Ask{"/gateways"}; }},
      {"POST", 201, admin,
       [](Tenant& tenant) {
         return Ask{"/gateways", name_body(tenant.site.fresh_code())};
       }},
      {"GET", 200, admin, [=](Tenant& tenant) { return Ask{gateway(tenant)}; }},
      {"PUT", 202, admin,
       [=](Tenant& tenant) {
         return Ask{gateway(tenant), name_body(tenant.site.fresh_code())};
       }},
      {"DELETE", 202, admin, [=](Tenant& tenant) { return Ask{gateway(tenant)}; }},
  };
}

/// Operations on the caller's own session and account.
std::vector<Row> own_account() {
  return {
      {"DELETE", 202, all, [](Tenant&) { return Ask{"/session/logout"}; }},
      {"GET", 200, all, [](Tenant&) { return Ask{"/me"}; }},

      {"GET", 200, builders, [](Tenant&) { return Ask{"/account"}; }},
      {"PUT", 202, admin,
       [](Tenant& tenant) {
         return Ask{"/account", registration_body(tenant.site.fresh_email())};
       }},
      {"DELETE", 202, admin, [](Tenant&) { return Ask{"/account"}; }},
  };
}

std::vector<Row> projects() {
  return {
      {"GET", 200, builders, [](Tenant&) { return Ask{"/projects"}; }},
      {"POST", 201, builders,
       [](Tenant&) {
         return Ask{"/projects", name_body("new")};
       }},
      {"GET", 200, builders, [](Tenant& tenant) { return Ask{project(tenant)}; }},
      {"PUT", 202, builders,
       [](Tenant& tenant) {
         return Ask{project(tenant), name_body("renamed")};
       }},
      {"DELETE", 202, builders,
       [](Tenant& tenant) {
         const auto added = tenant.post("/projects", name_body(tenant.site.fresh_code()));
         return Ask{"/projects/" + added.text("id")};
       }},
      {"GET", 200, builders, [](Tenant& tenant) { return Ask{project(tenant) + "/api"}; }},
      {"PUT", 202, builders,
       [](Tenant& tenant) {
         return Ask{project(tenant) + "/api", "{}"};
       }},
  };
}

std::vector<Row> services() {
  return {
      {"GET", 200, {"root", "admin", "developer"}, [](Tenant&) { return Ask{"/services"}; }},
      {"POST",
       201,
       {"root"},
       [](Tenant& tenant) {
         return Ask{"/services",
                    R"({"name":"Service","codeName":")" + tenant.site.fresh_code() + R"("})"};
       }},
      {"GET",
       200,
       {"root", "admin", "developer"},
       [](Tenant& tenant) { return Ask{"/services/" + tenant.service}; }},
      {"DELETE",
       202,
       {"root"},
       [](Tenant& tenant) { return Ask{"/services/" + tenant.site.add_service()}; }},
      {"GET", 200, builders, [](Tenant& tenant) { return Ask{project(tenant) + "/services"}; }},
      {"POST", 201, builders,
       [](Tenant& tenant) {
         return Ask{project(tenant) + "/services", attach_service_body(tenant.site.add_service())};
       }},
      {"GET", 200, builders,
       [](Tenant& tenant) { return Ask{project(tenant) + "/services/" + tenant.service}; }},
      {"DELETE", 202, builders,
       [](Tenant& tenant) { return Ask{project(tenant) + "/services/" + tenant.service}; }},

      {"GET", 200, builders,
       [](Tenant& tenant) { return Ask{project(tenant) + "/services-token"}; }},
      {"POST", 201, builders,
       [](Tenant& tenant) { return Ask{project(tenant) + "/services-token"}; }},
      {"DELETE", 202, builders,
       [](Tenant& tenant) { return Ask{project(tenant) + "/services-token"}; }},
      {"GET", 200, builders,
       [](Tenant& tenant) { return Ask{project(tenant) + "/services-tokens"}; }},
      {"GET", 200, builders,
       [](Tenant& tenant) {
         return Ask{project(tenant) + "/services/" + tenant.service + "/usage"};
       }},
  };
}

std::vector<Row> consumers() {
  return {
      {"GET", 200, builders, [](Tenant&) { return Ask{"/consumers"}; }},
      {"GET", 200, builders, [](Tenant& tenant) { return Ask{"/consumers/" + tenant.consumer}; }},
      {"DELETE", 202, builders,
       [](Tenant& tenant) { return Ask{"/consumers/" + tenant.add_consumer()}; }},
      {"GET", 200, builders, [](Tenant& tenant) { return Ask{project(tenant) + "/consumers"}; }},
      {"POST", 201, builders,
       [](Tenant&) {
         return Ask{"/consumers", "{}"};
       }},
      {"POST", 201, builders,
       [](Tenant& tenant) {
         return Ask{project(tenant) + "/consumers", attach_consumer_body(tenant.add_consumer())};
       }},
      {"DELETE", 202, builders,
       [](Tenant& tenant) { return Ask{project(tenant) + "/consumers/" + tenant.consumer}; }},
      {"POST", 201, builders,
       [](Tenant& tenant) {
         return Ask{"/consumer-tokens", mint_body(tenant.consumer, tenant.project, tenant.service)};
       }},
      {"DELETE", 202, builders,
       [](Tenant& tenant) {
         return Ask{"/consumer-tokens/" + tenant.consumer_token + project(tenant) + "/services/" +
                    tenant.service};
       }},
  };
}

/// For the operator only.
std::vector<Row> limits() {
  std::vector<Row> rows;
  const auto append_limits = [&rows](auto path) {
    rows.push_back({"GET", 200, {"root"}, [=](Tenant& tenant) { return Ask{path(tenant)}; }});
    rows.push_back({"PUT", 202, {"root"}, [=](Tenant& tenant) {
                      return Ask{path(tenant), R"({"itemLimit":null,"userLimit":null})"};
                    }});
  };
  const std::string under = "/admin/limits/";
  const auto of_account = [=](const Tenant& tenant) {
    return under + "accounts/" + tenant.account;
  };
  append_limits([=](const Tenant&) { return under + "default"; });
  append_limits([=](const Tenant& tenant) { return under + "services/" + tenant.service; });
  append_limits(of_account);
  append_limits([=](const Tenant& tenant) { return of_account(tenant) + project(tenant); });
  append_limits([=](const Tenant& tenant) {
    return of_account(tenant) + project(tenant) + "/services/" + tenant.service;
  });
  rows.push_back({"GET", 200, {"root"}, [](Tenant&) { return Ask{"/email-tracking"}; }});
  return rows;
}

std::vector<Row> table() {
  std::vector<Row> rows;
  const auto append = [&rows](const std::vector<Row>& more) {
    rows.insert(rows.end(), more.begin(), more.end());
  };
  append(own_account());
  append(projects());
  append(services());
  append(consumers());
  append(limits());
  for (const std::string collection : {"admins", "billings", "developers"}) {
    append(users(collection));
  }
  append(own("billing", "/billings", [](Tenant& tenant) { return tenant.billing; }));
  append(own("developer", "/developers", [](Tenant& tenant) { return tenant.developer; }));
  append(admins_alone());
  // The last one, because it ends the session of the installation's root user, which adds services.
  append({{"DELETE", 202, all, [](Tenant&) { return Ask{"/session/logout?others=True"}; }}});
  return rows;
}

std::string in_one_line(const std::set<std::string>& roles) {
  std::string line;
  for (const std::string& role : roles) line += role + " ";
  return line;
}

std::string token_of(Tenant& tenant, const std::string& role) {
  if (role == "root") {
    // A separate session: one row ends all other sessions of the user.
    return tenant.log_in(tenant.site.root());
  }
  if (role == "admin") return tenant.admin.token;
  return role == "developer" ? tenant.developer.token : tenant.billing.token;
}

ApiReply send(Tenant& tenant, const Row& row, const Ask& ask, const std::string& token) {
  ApiRequest request{.method = row.method, .target = "/api/v1" + ask.path, .token = token};
  if (!ask.body.empty()) request.body = ask.body;
  return tenant.client.send(request);
}

}  // namespace

TEST_CASE("roles: each operation is allowed for the roles of the table, and 403 for others") {
  // A separate installation, because one row ends all but one of root's sessions.
  Installation site;
  const auto rows = table();
  Tenant refused(site);
  refused.furnish();
  for (const Row& row : rows) {
    for (const std::string& role : all) {
      if (row.roles.contains(role)) {
        Tenant tenant(site);
        tenant.furnish();
        const Ask ask = row.ask(tenant);
        INFO(row.method << " " << ask.path << " by " << role);
        check_success(send(tenant, row, ask, token_of(tenant, role)), row.success);
      } else {
        const Ask ask = row.ask(refused);
        INFO(row.method << " " << ask.path << " by " << role);
        check_error(send(refused, row, ask, token_of(refused, role)), 403);
        // Errors in a request are only reported to callers with permission.
        Ask odd = ask;
        odd.path +=
            (ask.path.find('?') == std::string::npos ? "?" : "&") + std::string("indent=17");
        check_error(send(refused, row, odd, token_of(refused, role)), 403);
      }
    }
    const Ask ask = row.ask(refused);
    INFO(row.method << " " << ask.path << " without a token");
    check_error(send(refused, row, ask, ""), 401);
    check_error(send(refused, row, ask, "unknown"), 401);
  }
}

TEST_CASE("roles: each operation for users is in the table with its roles") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  struct Asked {
    std::string method;
    std::string path;
    std::set<std::string> roles;
  };
  std::vector<Asked> asked;
  for (const Row& row : table()) {
    asked.push_back({row.method, "/api/v1" + row.ask(tenant).path, row.roles});
  }
  for (const OperationOfRoles& operation : operations_of_roles(tenant.client)) {
    // The operations of the credential API are in tests/system/credentials/errors_test.cpp.
    if (operation.path.starts_with("/apiops/")) continue;
    std::set<std::string> roles;
    for (const Asked& one : asked) {
      if (operation.is_asked_by(one.method, one.path)) {
        roles.insert(one.roles.begin(), one.roles.end());
      }
    }
    INFO(operation.method << " " << operation.path);
    CHECK(in_one_line(roles) == in_one_line(operation.roles));
  }
}

TEST_CASE("roles: operations without authentication ignore tokens") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const std::string& token :
       {std::string(), std::string("unknown"), tenant.billing.token, tenant.site.root().token}) {
    CAPTURE(token);
    const std::string email = tenant.site.fresh_email();
    auto& client = tenant.client;
    check_success(client.post("/api/v1/register", registration_body(email), token), 201);
    check_success(client.post("/api/v1/register/approve-code", email_body(email), token), 202);
    check_success(
        client.post("/api/v1/session", login_body(tenant.admin.email, usual_password), token), 201);
    const auto reset = request_reset(tenant.site, tenant.admin.email);
    check_success(client.put("/api/v1/reset-password",
                             R"({"password":"123","resetToken":")" + reset + R"("})", token),
                  202);
  }
}

TEST_CASE("roles: a user's role is determined by the collection, not by the body") {
  Tenant tenant(shared_installation());
  const std::string email = tenant.site.fresh_email();
  const auto made = tenant.post("/developers", R"({"email":")" + email +
                                                   R"(","password":"123","firstName":"a",)"
                                                   R"("lastName":"b","role":"admin"})");
  check_success(made, 201);
  CHECK(made.text("role") == "developer");
  const Person developer = tenant.add_user("developers");
  CHECK(tenant.client.get("/api/v1/me", developer.token).text("role") == "developer");
}
