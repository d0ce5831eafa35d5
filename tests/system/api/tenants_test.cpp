// Requests with ids of another account.
#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

/// Sends requests of one account about records of another.
using Send = std::function<ApiReply(Tenant& mine, Tenant& theirs)>;

struct Try {
  std::string method;
  /// The template, as in openapi.json.
  std::string path;
  Send send;
};

using Add = std::function<void(const char* method, const std::string& path, const Send& send)>;

struct Body {
  std::string target;
  std::string text;
};

/// Adds a PUT, and the PATCH beside it with the same body.
void add_updates(const Add& add, const std::string& path,
                 const std::function<Body(Tenant& mine, Tenant& theirs)>& make) {
  add("put", path, [=](Tenant& mine, Tenant& theirs) {
    const Body body = make(mine, theirs);
    return mine.put(body.target, body.text);
  });
  add("patch", path, [=](Tenant& mine, Tenant& theirs) {
    const Body body = make(mine, theirs);
    return mine.patch(body.target, body.text);
  });
}

const std::string one_project = "/projects/{project_id}";
const std::string one_service = one_project + "/services/{service_catalog_code}";

std::string project(const Tenant& tenant) { return "/projects/" + tenant.project; }

std::string collection_of(const std::string& path) { return path.substr(1, path.find('/', 1) - 1); }

const Person& person_of(const Tenant& tenant, const std::string& collection) {
  if (collection == "admins") return tenant.admin;
  return collection == "developers" ? tenant.developer : tenant.billing;
}

void add_users(const Add& add) {
  for (const std::string path :
       {"/admins/{admin_id}", "/developers/{developer_id}", "/billings/{billing_id}"}) {
    const std::string collection = collection_of(path);
    const auto target = [collection](const Tenant& tenant) {
      return "/" + collection + "/" + person_of(tenant, collection).id;
    };
    add("get", path, [=](Tenant& mine, Tenant& theirs) { return mine.get(target(theirs)); });
    add_updates(add, path, [=](Tenant& mine, Tenant& theirs) {
      return Body{target(theirs), user_body(mine.site.fresh_email())};
    });
    add("delete", path, [=](Tenant& mine, Tenant& theirs) { return mine.remove(target(theirs)); });
  }
}

void add_projects(const Add& add) {
  add("get", one_project, [=](Tenant& mine, Tenant& theirs) { return mine.get(project(theirs)); });
  add_updates(add, one_project, [=](Tenant&, Tenant& theirs) {
    return Body{project(theirs), name_body("mine now")};
  });
  add("delete", one_project,
      [=](Tenant& mine, Tenant& theirs) { return mine.remove(project(theirs)); });
  add("get", one_project + "/api",
      [=](Tenant& mine, Tenant& theirs) { return mine.get(project(theirs) + "/api"); });
  add_updates(add, one_project + "/api", [=](Tenant&, Tenant& theirs) {
    return Body{project(theirs) + "/api", R"({"apnsCert":"mine"})"};
  });
}

void add_members(const Add& add) {
  const auto members = [=](const Tenant& tenant) { return project(tenant) + "/members"; };
  const std::string permissions = R"({"permissions":["MANAGE_API_SECURITY"]})";
  add("get", one_project + "/members",
      [=](Tenant& mine, Tenant& theirs) { return mine.get(members(theirs)); });
  add_updates(add, one_project + "/members/{user_id}", [=](Tenant&, Tenant& theirs) {
    return Body{members(theirs) + "/" + theirs.developer.id, permissions};
  });
  add_updates(add, one_project + "/members/{user_id}", [=](Tenant& mine, Tenant& theirs) {
    return Body{members(theirs) + "/" + mine.developer.id, permissions};
  });
  add_updates(add, one_project + "/members/{user_id}", [=](Tenant& mine, Tenant& theirs) {
    return Body{members(mine) + "/" + theirs.developer.id, permissions};
  });
  add("delete", one_project + "/members/{user_id}", [=](Tenant& mine, Tenant& theirs) {
    theirs.put(members(theirs) + "/" + theirs.developer.id, permissions);
    return mine.remove(members(theirs) + "/" + theirs.developer.id);
  });
}

void add_gateways(const Add& add) {
  const auto gateway = [](Tenant& tenant) {
    return "/gateways/" + tenant.post("/gateways", name_body(tenant.site.fresh_code())).text("id");
  };
  add("get", "/gateways/{gateway_id}",
      [=](Tenant& mine, Tenant& theirs) { return mine.get(gateway(theirs)); });
  add_updates(add, "/gateways/{gateway_id}", [=](Tenant&, Tenant& theirs) {
    return Body{gateway(theirs), name_body("mine")};
  });
  add("delete", "/gateways/{gateway_id}",
      [=](Tenant& mine, Tenant& theirs) { return mine.remove(gateway(theirs)); });
}

void add_service_accounts(const Add& add) {
  const auto account = [](Tenant& tenant) {
    const std::string body = name_body(tenant.site.fresh_code());
    return "/service-accounts/" + tenant.post("/service-accounts", body).text("id");
  };
  const auto secret = [=](Tenant& tenant, const std::string& of) {
    return of + "/secrets/" + tenant.post(of + "/secrets", "").text("secretId");
  };
  const std::string one = "/service-accounts/{service_account_id}";
  add("get", one, [=](Tenant& mine, Tenant& theirs) { return mine.get(account(theirs)); });
  add("delete", one, [=](Tenant& mine, Tenant& theirs) { return mine.remove(account(theirs)); });
  add("post", one + "/secrets",
      [=](Tenant& mine, Tenant& theirs) { return mine.post(account(theirs) + "/secrets", ""); });
  add("delete", one + "/secrets/{secret_id}",
      [=](Tenant& mine, Tenant& theirs) { return mine.remove(secret(theirs, account(theirs))); });
  // One's own service account with a secret of another's.
  add("delete", one + "/secrets/{secret_id}", [=](Tenant& mine, Tenant& theirs) {
    const std::string path = secret(theirs, account(theirs));
    return mine.remove(account(mine) + path.substr(path.find("/secrets/")));
  });
}

void add_services(const Add& add) {
  add("get", one_project + "/services",
      [=](Tenant& mine, Tenant& theirs) { return mine.get(project(theirs) + "/services"); });
  add("post", one_project + "/services", [=](Tenant& mine, Tenant& theirs) {
    return mine.post(project(theirs) + "/services", attach_service_body(mine.site.add_service()));
  });
  add("get", one_service, [=](Tenant& mine, Tenant& theirs) {
    return mine.get(project(theirs) + "/services/" + theirs.service);
  });
  add("delete", one_service, [=](Tenant& mine, Tenant& theirs) {
    return mine.remove(project(theirs) + "/services/" + theirs.service);
  });
}

void add_consumers(const Add& add) {
  const std::string consumer = one_project + "/consumers/{consumer_id}";
  add("get", "/consumers/{consumer_id}",
      [=](Tenant& mine, Tenant& theirs) { return mine.get("/consumers/" + theirs.consumer); });
  add("delete", "/consumers/{consumer_id}",
      [=](Tenant& mine, Tenant& theirs) { return mine.remove("/consumers/" + theirs.consumer); });
  add("get", one_project + "/consumers",
      [=](Tenant& mine, Tenant& theirs) { return mine.get(project(theirs) + "/consumers"); });
  add("patch", "/consumers/{consumer_id}", [=](Tenant& mine, Tenant& theirs) {
    return mine.patch("/consumers/" + theirs.consumer, R"({"externalId":"mine"})");
  });
  add("post", one_project + "/consumers", [=](Tenant& mine, Tenant& theirs) {
    return mine.post(project(theirs) + "/consumers", attach_consumer_body(mine.add_consumer()));
  });
  add("post", one_project + "/consumers", [=](Tenant& mine, Tenant& theirs) {
    return mine.post(project(theirs) + "/consumers", attach_consumer_body(theirs.consumer));
  });
  add("post", one_project + "/consumers", [=](Tenant& mine, Tenant& theirs) {
    return mine.post(project(mine) + "/consumers", attach_consumer_body(theirs.consumer));
  });
  add("delete", consumer, [=](Tenant& mine, Tenant& theirs) {
    return mine.remove(project(theirs) + "/consumers/" + theirs.consumer);
  });
  add("delete", consumer, [=](Tenant& mine, Tenant& theirs) {
    return mine.remove(project(mine) + "/consumers/" + theirs.consumer);
  });
  add("delete", consumer, [=](Tenant& mine, Tenant& theirs) {
    return mine.remove(project(theirs) + "/consumers/" + mine.consumer);
  });
}

void add_service_tokens(const Add& add) {
  const std::string service_token = "/services-token";
  add("get", one_project + service_token,
      [=](Tenant& mine, Tenant& theirs) { return mine.get(project(theirs) + service_token); });
  add("post", one_project + service_token,
      [=](Tenant& mine, Tenant& theirs) { return mine.post(project(theirs) + service_token, ""); });
  add("delete", one_project + service_token,
      [=](Tenant& mine, Tenant& theirs) { return mine.remove(project(theirs) + service_token); });
  add("get", one_project + "/services-tokens",
      [=](Tenant& mine, Tenant& theirs) { return mine.get(project(theirs) + "/services-tokens"); });
}

void add_usage(const Add& add) {
  const auto usage = [](const Tenant& of_project, const Tenant& of_service) {
    return "/projects/" + of_project.project + "/services/" + of_service.service + "/usage";
  };
  // With the service token of the caller's project.
  const auto count = [](Tenant& mine, const std::string& path) {
    const std::string proof =
        mine.get("/projects/" + mine.project + "/services-token").text("token");
    return mine.client.send({.method = "POST",
                             .target = "/api/v1" + path,
                             .token = proof,
                             .body = R"({"amount":1,"event":"theirs"})",
                             .headers = {{"Idempotency-Key", "key"}}});
  };
  add("get", one_service + "/usage",
      [=](Tenant& mine, Tenant& theirs) { return mine.get(usage(theirs, theirs)); });
  add("post", one_service + "/usage",
      [=](Tenant& mine, Tenant& theirs) { return count(mine, usage(theirs, theirs)); });
  add("post", one_service + "/usage",
      [=](Tenant& mine, Tenant& theirs) { return count(mine, usage(mine, theirs)); });
  add("post", one_service + "/usage",
      [=](Tenant& mine, Tenant& theirs) { return count(mine, usage(theirs, mine)); });
}

void add_consumer_tokens(const Add& add) {
  const std::string token =
      "/consumer-tokens/{token_id}/projects/{project_id}/services/{service_catalog_code}";
  add("post", "/consumer-tokens", [=](Tenant& mine, Tenant& theirs) {
    return mine.post("/consumer-tokens",
                     mint_body(theirs.consumer, theirs.project, theirs.service));
  });
  add("post", "/consumer-tokens", [=](Tenant& mine, Tenant& theirs) {
    return mine.post("/consumer-tokens", mint_body(mine.consumer, theirs.project, theirs.service));
  });
  add("post", "/consumer-tokens", [=](Tenant& mine, Tenant& theirs) {
    return mine.post("/consumer-tokens", mint_body(theirs.consumer, mine.project, mine.service));
  });
  const auto revoke = [](const Tenant& of_token, const Tenant& of_project,
                         const std::string& code) {
    return "/consumer-tokens/" + of_token.consumer_token + "/projects/" + of_project.project +
           "/services/" + code;
  };
  add("delete", token, [=](Tenant& mine, Tenant& theirs) {
    return mine.remove(revoke(theirs, theirs, theirs.service));
  });
  add("delete", token, [=](Tenant& mine, Tenant& theirs) {
    return mine.remove(revoke(theirs, mine, mine.service));
  });
  add("delete", token, [=](Tenant& mine, Tenant& theirs) {
    return mine.remove(revoke(mine, theirs, theirs.service));
  });
}

std::vector<Try> tries() {
  std::vector<Try> all;
  const Add add = [&all](const char* method, const std::string& path, const Send& send) {
    all.push_back({method, path, send});
  };
  add_users(add);
  add_projects(add);
  add_members(add);
  add_gateways(add);
  add_service_accounts(add);
  add_services(add);
  add_consumers(add);
  add_service_tokens(add);
  add_usage(add);
  add_consumer_tokens(add);
  return all;
}

}  // namespace

TEST_CASE("tenants: ids of another account are not found, and nothing is changed") {
  Tenant mine(shared_installation());
  Tenant theirs(shared_installation());
  mine.furnish();
  theirs.furnish();
  const std::string their_service_token =
      theirs.get("/projects/" + theirs.project + "/services-token").text("token");
  const std::string before = theirs.sight();
  for (const Try& one : tries()) {
    INFO(one.method << " " << one.path);
    check_error(one.send(mine, theirs), 404);
  }
  CHECK(theirs.sight() == before);
  CHECK(theirs.get("/gateways").items().size() == 4);
  const auto service_accounts = theirs.get("/service-accounts").items();
  CHECK(service_accounts.size() == 5);
  for (const auto& account : service_accounts) CHECK(account.at("secrets").as_array().size() > 0);
  CHECK(theirs.get("/projects/" + theirs.project + "/members").items().size() == 1);
  CHECK(theirs.get("/projects/" + theirs.project + "/services/" + theirs.service + "/usage")
            .items()
            .empty());
  // The sessions and tokens of both accounts are still valid.
  CHECK(theirs.client.send(form_request("/oauth2/introspect", "token=x", their_service_token))
            .status == 200);
  for (const Person* person : {&theirs.admin, &theirs.developer, &theirs.billing}) {
    check_success(theirs.client.get("/api/v1/me", person->token), 200);
    (void)theirs.log_in(*person);
  }
  for (Tenant* tenant : {&mine, &theirs}) {
    check_success(tenant->remove("/consumer-tokens/" + tenant->consumer_token + "/projects/" +
                                 tenant->project + "/services/" + tenant->service),
                  202);
  }
}

TEST_CASE("tenants: every operation with an id in its path is covered") {
  ApiClient client = shared_installation().connect();
  std::set<std::string> tried;
  for (const Try& one : tries()) tried.insert(one.method + " /api/v1" + one.path);
  // The id of a registration does not belong to an account yet, and its code is the proof.
  tried.insert("put /api/v1/register/{registration_id}");
  // The catalogue belongs to the installation.
  tried.insert("get /api/v1/services/{service_catalog_code}");
  tried.insert("delete /api/v1/services/{service_catalog_code}");
  const auto document = client.get("/openapi.json");
  for (const auto& [path, item] : document.body.at("paths").as_object()) {
    // Reserved for root, who belongs to no account.
    if (path.starts_with("/api/v1/admin/")) continue;
    if (!path.starts_with("/api/v1/") || path.find('{') == std::string_view::npos) continue;
    for (const char* method : {"get", "put", "post", "patch", "delete"}) {
      const std::string operation = std::string(method) + " " + std::string(path);
      if (item.as_object().contains(method)) CHECK_MESSAGE(tried.contains(operation), operation);
    }
  }
}

TEST_CASE("tenants: lists contain records of the caller's account only") {
  Tenant mine(shared_installation());
  Tenant theirs(shared_installation());
  theirs.furnish();
  for (const char* path : {"/developers", "/billings", "/projects", "/consumers", "/gateways"}) {
    CHECK_MESSAGE(mine.get(path).content().as_array().empty(), path);
  }
  CHECK(mine.get("/admins").content().as_array().size() == 1);
  // A position in another account's list reveals nothing about its records.
  CHECK(mine.get("/consumers?after=" + theirs.consumer).content().as_array().empty());
}

TEST_CASE("tenants: an id in the wrong collection is not found") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const std::string collection : {"admins", "developers", "billings"}) {
    for (const std::string other : {"admins", "developers", "billings"}) {
      if (collection == other) continue;
      const std::string path = "/" + collection + "/" + person_of(tenant, other).id;
      CAPTURE(path);
      check_error(tenant.get(path), 404);
      check_error(tenant.put(path, user_body(tenant.site.fresh_email())), 404);
      check_error(tenant.remove(path), 404);
    }
    for (const std::string& id : {tenant.project, tenant.consumer}) {
      check_error(tenant.get("/" + collection + "/" + id), 404);
    }
  }
  check_error(tenant.get("/projects/" + tenant.consumer), 404);
  check_error(tenant.post("/projects/" + tenant.project + "/consumers",
                          attach_consumer_body(tenant.project)),
              404);
}

TEST_CASE("tenants: root belongs to no account and has no access to any") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string root = tenant.site.root().token;
  for (const std::string& path :
       {std::string("/account"), std::string("/admins"), "/admins/" + tenant.admin.id,
        "/projects/" + tenant.project, std::string("/consumers")}) {
    CAPTURE(path);
    check_error(tenant.client.get("/api/v1" + path, root), 403);
  }
}
