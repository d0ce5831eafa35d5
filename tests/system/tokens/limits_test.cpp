// The limits set by root, from specific to general.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

std::string items(const std::string& value) { return R"({"itemLimit":)" + value + "}"; }
std::string users(const std::string& value) { return R"({"userLimit":)" + value + "}"; }
std::string projects(const std::string& value) { return R"({"projectLimit":)" + value + "}"; }

/// An account and the paths of its limits. Each test that changes those of the installation uses a
/// separate one.
struct Limited : Provider {
  explicit Limited(Installation& site) : Provider(site) {}

  [[nodiscard]] std::string of_account() const { return "accounts/" + tenant.account; }
  [[nodiscard]] std::string of_project() const {
    return of_account() + "/projects/" + tenant.project;
  }
  [[nodiscard]] std::string of_service() const { return "services/" + tenant.service; }

  void set(const std::string& path, const std::string& body) {
    INFO("limits of " << path << ": " << body);
    check_success(limit(path, body), 202);
  }
  json::value get(const std::string& path) {
    const auto reply = tenant.client.get("/api/v1/admin/limits/" + path, tenant.site.root().token);
    return check_success(reply, 200).content();
  }

  /// The effective limit, as shown to the tenant.
  std::int64_t item_limit() {
    return tenant.get("/projects/" + tenant.project + "/services/" + tenant.service)
        .content()
        .at("itemLimit")
        .as_int64();
  }
  std::int64_t user_limit() {
    return tenant.get("/projects/" + tenant.project).content().at("userLimit").as_int64();
  }
};

}  // namespace

TEST_CASE("limits: the most specific limit of items applies, also when one is removed") {
  Installation site({"--items-per-service", "1000"});
  Limited at(site);
  CHECK(at.item_limit() == 1000);
  const std::vector<std::pair<std::string, std::int64_t>> from_far_to_near{
      {"default", 900},
      {at.of_service(), 800},
      {at.of_account(), 700},
      {at.attachment_limits(), 600}};
  for (const auto& [path, limit] : from_far_to_near) {
    at.set(path, items(std::to_string(limit)));
    CHECK(at.item_limit() == limit);
  }
  // A more general limit has no effect.
  at.set("default", items("1"));
  CHECK(at.item_limit() == 600);
  at.set("default", items("900"));
  for (auto i = from_far_to_near.size(); i > 0; --i) {
    CHECK(at.item_limit() == from_far_to_near[i - 1].second);
    at.set(from_far_to_near[i - 1].first, items("null"));
  }
  CHECK(at.item_limit() == 1000);
}

TEST_CASE("limits: the configured limit of a service precedes that of all services") {
  Installation site({"--items-of-service", "code-1=50"});
  const std::string code = "code-1";
  site.add_service(code);
  Limited at(site);
  at.tenant.service = code;
  at.tenant.attach_service(at.tenant.project, code);
  at.set("default", items("900"));
  CHECK(at.item_limit() == 50);
  at.set(at.of_service(), items("40"));
  CHECK(at.item_limit() == 40);
}

TEST_CASE("limits: a raised or lowered limit applies to the next use") {
  Installation site;
  Limited at(site);
  int key = 0;
  const auto next_key = [&] { return "key-" + std::to_string(++key); };
  CHECK(at.use(10, next_key()).status == 201);
  for (const std::string& path :
       {std::string("default"), at.of_service(), at.of_account(), at.attachment_limits()}) {
    CAPTURE(path);
    const std::int64_t used = at.items_used();
    at.set(path, items(std::to_string(used + 2)));
    CHECK(at.use(3, next_key()).status == 402);
    CHECK(at.use(2, next_key()).status == 201);
    CHECK(at.use(1, next_key()).status == 402);
    // Below the current usage, which is kept; nothing more is granted.
    at.set(path, items("0"));
    CHECK(at.items_used() == used + 2);
    CHECK(at.use(1, next_key()).status == 402);
    check_error(at.tenant.post("/consumer-tokens",
                               mint_body(at.tenant.consumer, at.tenant.project, at.tenant.service)),
                402);
    at.set(path, items(std::to_string(used + 3)));
    (void)at.tenant.mint_token();
    CHECK(at.use(1, next_key()).status == 201);
  }
}

TEST_CASE("limits: of consumers, for the project, the account and the installation") {
  Installation site({"--consumers-per-project", "100"});
  Limited at(site);
  CHECK(at.user_limit() == 100);
  const auto attach = [&] {
    return at.tenant
        .post("/projects/" + at.tenant.project + "/consumers",
              attach_consumer_body(at.tenant.add_consumer()))
        .status;
  };
  // One is already attached.
  int attached = 1;
  for (const std::string& path : {std::string("default"), at.of_account(), at.of_project()}) {
    CAPTURE(path);
    at.set(path, users(std::to_string(attached)));
    CHECK(at.user_limit() == attached);
    CHECK(attach() == 402);
    at.set(path, users(std::to_string(attached + 1)));
    CHECK(attach() == 201);
    ++attached;
    CHECK(attach() == 402);
    at.set(path, users("0"));
    CHECK(at.tenant.get("/projects/" + at.tenant.project).content().at("userUsed") == attached);
  }
  for (const std::string& path : {at.of_project(), at.of_account(), std::string("default")}) {
    CHECK(at.user_limit() == 0);
    at.set(path, users("null"));
  }
  CHECK(at.user_limit() == 100);
  CHECK(attach() == 201);
}

TEST_CASE("limits: of projects, for the account and the installation") {
  Installation site({"--projects-per-account", "1"});
  Limited at(site);
  int made = 0;
  const auto create = [&] {
    return at.tenant.post("/projects", name_body("new " + std::to_string(++made))).status;
  };
  CHECK(create() == 402);
  at.set("default", projects("2"));
  CHECK(create() == 201);
  CHECK(create() == 402);
  at.set(at.of_account(), projects("3"));
  CHECK(create() == 201);
  CHECK(create() == 402);
  at.set(at.of_account(), projects("0"));
  CHECK(create() == 402);
  CHECK(at.tenant.get("/projects").items().size() == 3);
  at.set(at.of_account(), projects("null"));
  CHECK(create() == 402);
  at.set("default", projects("4"));
  CHECK(create() == 201);
}

TEST_CASE("limits: a limit of one account does not apply to others") {
  Limited one(shared_installation());
  Limited other(shared_installation());
  for (const auto& [path, body] : std::vector<std::pair<std::string, std::string>>{
           {one.of_account(), R"({"itemLimit":0,"userLimit":0,"projectLimit":0})"},
           {one.of_project(), users("0")},
           {one.attachment_limits(), items("0")},
           {one.of_service(), items("0")}}) {
    one.set(path, body);
  }
  CHECK(one.item_limit() == 0);
  CHECK(other.item_limit() == 10'000);
  CHECK(other.user_limit() == 1000);
  check_success(other.use(1, "key"), 201);
}

TEST_CASE("limits: set limits are shown, unset ones are null, and omitted ones are kept") {
  Installation site;
  Limited at(site);
  const json::value none{{"projectLimit", nullptr},
                         {"userLimit", nullptr},
                         {"itemLimit", nullptr},
                         {"credentialLimit", nullptr}};
  for (const std::string& path : {std::string("default"), at.of_account()}) {
    CAPTURE(path);
    CHECK(at.get(path) == none);
    at.set(path, R"({"projectLimit":7,"itemLimit":1000000000000})");
    const json::value set{{"projectLimit", 7},
                          {"userLimit", nullptr},
                          {"itemLimit", 1000000000000},
                          {"credentialLimit", nullptr}};
    CHECK(at.get(path) == set);
    CHECK(check_success(at.limit(path, "{}"), 202).content() == set);
    at.set(path, R"({"userLimit":0,"projectLimit":null})");
    CHECK(at.get(path) == json::value{{"projectLimit", nullptr},
                                      {"userLimit", 0},
                                      {"itemLimit", 1000000000000},
                                      {"credentialLimit", nullptr}});
    at.set(path, R"({"userLimit":null,"itemLimit":null})");
    CHECK(at.get(path) == none);
  }
  for (const std::string& path : {at.of_service(), at.attachment_limits()}) {
    CAPTURE(path);
    CHECK(at.get(path) == json::value{{"itemLimit", nullptr}});
    at.set(path, R"({"itemLimit":5,"userLimit":6})");
    CHECK(at.get(path) == json::value{{"itemLimit", 5}});
    check_error(at.limit(path, "{}"), 400);
    CHECK(at.get(path) == json::value{{"itemLimit", 5}});
  }
  at.set(at.of_project(), users("5"));
  CHECK(at.get(at.of_project()) == json::value{{"userLimit", 5}});
}

TEST_CASE("limits: only root may read and set them") {
  Limited at(shared_installation());
  const std::string prefix = "/api/v1/admin/limits/";
  for (const std::string& path : {std::string("default"), at.of_service(), at.of_account(),
                                  at.of_project(), at.attachment_limits()}) {
    CAPTURE(path);
    for (const Person* person : {&at.tenant.admin, &at.tenant.developer, &at.tenant.billing}) {
      check_error(at.tenant.client.get(prefix + path, person->token), 403);
      check_error(at.tenant.client.put(prefix + path, "{}", person->token), 403);
    }
    check_error(at.tenant.client.get(prefix + path, at.service_token), 401);
    check_error(at.tenant.client.put(prefix + path, "{}", at.service_token), 401);
    check_error(at.tenant.client.get(prefix + path), 401);
    check_error(at.tenant.client.put(prefix + path, "{}"), 401);
    for (const char* method : {"POST", "DELETE"}) {
      const auto refused = at.tenant.client.send({.method = method,
                                                  .target = prefix + path,
                                                  .token = at.tenant.site.root().token,
                                                  .body = "{}"});
      CHECK(check_error(refused, 405).http.header("Allow") == "GET, HEAD, PUT, PATCH, OPTIONS");
    }
  }
}

TEST_CASE("limits: unknown records and records of another account have none") {
  Limited at(shared_installation());
  const Limited other(shared_installation());
  const std::string nobody = std::string(32, '0');
  const std::string& project = at.tenant.project;
  const std::string& service = at.tenant.service;
  for (const std::string& path :
       {std::string("services/unknown"), std::string("services/UP"), "accounts/" + nobody,
        std::string("accounts/x"), "accounts/" + project, at.of_account() + "/projects/" + nobody,
        "accounts/" + nobody + "/projects/" + project,
        "accounts/" + other.tenant.account + "/projects/" + project,
        "accounts/" + other.tenant.account + "/projects/" + project + "/services/" + service,
        at.of_project() + "/services/unknown"}) {
    CAPTURE(path);
    check_error(at.limit(path, R"({"itemLimit":1,"userLimit":1})"), 404);
    check_error(at.tenant.client.get("/api/v1/admin/limits/" + path, at.tenant.site.root().token),
                404);
  }
}

TEST_CASE("limits: they are deleted with their account, and kept when a service is detached") {
  Limited at(shared_installation());
  Tenant& tenant = at.tenant;
  at.set(at.attachment_limits(), items("5"));
  check_success(tenant.remove("/projects/" + tenant.project + "/services/" + tenant.service), 202);
  tenant.attach_service(tenant.project, tenant.service);
  CHECK(at.get(at.attachment_limits()) == json::value{{"itemLimit", 5}});
  at.set(at.of_account(), items("5"));
  check_success(tenant.remove("/account"), 202);
  check_error(at.limit(at.of_account(), items("5")), 404);
}
