// The number of transactions of a request: one read that authenticates, and one change.
#include <cstddef>
#include <map>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/http_api/api.hpp>
#include <gatehouse/testing/counting_storage.hpp>

#include "estate.hpp"
#include "operation.hpp"

namespace gatehouse::testing {
namespace {

using http::Plan;
using http::Request;
using http::Response;
using http::api::Operation;
using http::api::ResourceRow;

struct Sent {
  std::string method;
  std::string path;
  std::string authorization;
  std::string body{};
  std::string content_type = "application/json";
  /// The Idempotency-Key; usage requires one.
  std::string key{};
};

/// An API whose storage counts. The records are those of an estate.
struct Site {
  explicit Site(bool lookups_are_direct)
      : api(services, {.log_failure = [](std::string_view line) { FAIL_CHECK(std::string(line)); },
                       .lookups_are_direct = lookups_are_direct}) {
    offer_services(world);
    estate.emplace(make_estate(world, "acme"));
    user = must(world.log_in("admin@acme.example")).token;
    root = must(world.log_in("operator@example.com")).token;
    service = must(world.services.service_tokens.issue(estate->admin, estate->project)).text;
  }

  /// Calls the API as the server does. Counts from here.
  Response send(const Sent& sent) {
    storage.reset();
    const std::string length = std::to_string(sent.body.size());
    Request request{.method = sent.method,
                    .path = sent.path,
                    .query = {},
                    .headers = {{"Authorization", sent.authorization}},
                    .body = sent.body,
                    .has_length = !sent.body.empty(),
                    .remote = "127.0.0.1",
                    .id = "id"};
    if (!sent.key.empty()) request.headers.push_back({"Idempotency-Key", sent.key});
    if (!sent.body.empty()) {
      request.headers.push_back({"Content-Length", length});
      request.headers.push_back({"Content-Type", sent.content_type});
    }
    std::variant<Plan, Response> outcome = api.plan(request);
    if (auto* plan = std::get_if<Plan>(&outcome); plan != nullptr && plan->admission) {
      if (auto refused = api.admit(request, *plan)) return *std::move(refused);
    }
    while (std::holds_alternative<Plan>(outcome)) {
      Plan plan = std::get<Plan>(std::move(outcome));
      outcome = api.handle(request, plan);
    }
    return std::get<Response>(std::move(outcome));
  }

  World world;
  CountingStorage storage{world.storage};
  Services services{{storage, world.mailer, world.hasher, world.digest, world.clock, world.entropy,
                     &world.cipher, &world.signatures, &world.text_forms}};
  http::api::Api api;
  std::optional<Estate> estate{};
  Secret user{};
  Secret root{};
  Secret service{};
};

std::string bearer(const Secret& token) { return "Bearer " + std::string(token.reveal()); }

struct Write {
  Sent sent;
  unsigned status;
};

std::vector<Write> good_writes(const Site& site) {
  const std::string user = bearer(site.user);
  const std::string service = bearer(site.service);
  const Estate& estate = *site.estate;
  const std::string security = "/apiops/projects/admin";
  const std::string person = R"(","firstName":"B","lastName":"B","password":"123"})";
  const std::string usage = "/api/v1/projects/" + estate.project.to_string() + "/services/push";
  const std::string developer = estate.developer.user.id.to_string();
  return {
      {{"PUT", security + "/credentials", user,
        R"({"username":"global","email":"a@b.c","password":"new"})"},
       200},
      {{"POST", security + "/credentials", user,
        R"({"username":"new","email":"a@b.c","password":"new"})"},
       200},
      {{"PATCH", security + "/credentials/global", user, R"({"password":"newer"})"}, 200},
      {{"PUT", security + "/credentials/global/access", user,
        R"([{"name":"Everywhere","type":"API_PROXY"}])"},
       200},
      {{"POST", security + "/apiProxies", user, R"({"name":"New"})"}, 200},
      {{"POST", "/api/v1/developers", user, R"({"email":"new@acme.example)" + person}, 201},
      {{"PUT", "/api/v1/developers/" + developer, user, R"({"email":"moved@acme.example)" + person},
       202},
      {{"PATCH", "/api/v1/developers/" + developer, user, R"({"firstName":"New"})"}, 202},
      {{"POST", "/api/v1/gateways", user, R"({"name":"New"})"}, 201},
      {{"POST", "/api/v1/service-accounts", user, R"({"name":"New"})"}, 201},
      {{"POST", "/api/v1/consumers", user, "{}"}, 201},
      {{.method = "POST",
        .path = usage + "/usage",
        .authorization = service,
        .body = R"({"amount":1,"event":"sent"})",
        .key = "new-key"},
       201},
      {{"POST", "/api/v1/service-event", service,
        R"({"serviceData":{")" + estate.project.to_string() + R"(__push__post_message":1}})"},
       201},
      {{"POST", "/oauth2/revoke", service, "token=" + estate.refresh_token,
        "application/x-www-form-urlencoded"},
       200},
  };
}

/// The answer without the time that the request took.
std::string without_time(const std::string& body) {
  return std::regex_replace(body, std::regex("\"responseTime\":[0-9]+"), "");
}

/// Long bodies are those that strangers are kept from sending.
TEST_CASE("transactions: a write takes one read, which authenticates, and one write") {
  for (const bool lookups_are_direct : {true, false}) {
    CAPTURE(lookups_are_direct);
    for (const bool is_long : {false, true}) {
      CAPTURE(is_long);
      Site site(lookups_are_direct);
      for (Write& write : good_writes(site)) {
        CAPTURE(write.sent.method + " " + write.sent.path);
        const bool is_form = write.sent.content_type != "application/json";
        if (is_long && is_form) write.sent.body += "&unknown=";
        if (is_long) write.sent.body += std::string(2000, is_form ? 'x' : ' ');
        const Response response = site.send(write.sent);
        CAPTURE(response.body);
        CHECK(response.status == write.status);
        CHECK(site.storage.reads() == 1);
        CHECK(site.storage.transactions() == 1);
      }
    }
  }
}

/// The keys of usage are part of its ledger.
TEST_CASE("transactions: an idempotency key takes one read more, and a repeat writes nothing") {
  Site site(true);
  for (Write& write : good_writes(site)) {
    const bool is_by_user = write.sent.authorization == bearer(site.user);
    if (write.sent.method != "POST" || !is_by_user) continue;
    CAPTURE(write.sent.path);
    write.sent.key = "key of " + write.sent.path;
    const Response first = site.send(write.sent);
    CHECK(first.status == write.status);
    // Those of the credential API look up the permission before.
    const bool asks_first = write.sent.path.starts_with("/apiops/");
    CHECK(site.storage.reads() <= (asks_first ? 3 : 2));
    CHECK(site.storage.transactions() == 1);

    const Response repeat = site.send(write.sent);
    const bool holds_secret = first.body.find("\"token\"") != std::string::npos ||
                              first.body.find("\"clientSecret\"") != std::string::npos;
    CHECK(repeat.status == (holds_secret ? 409 : first.status));
    if (!holds_secret) CHECK(without_time(repeat.body) == without_time(first.body));
    CHECK(site.storage.transactions() == 0);
  }
}

/// A path of the template with the names and ids of the estate.
std::string path_of(const ResourceRow& row, const Estate& estate) {
  const std::map<std::string_view, std::string> values{
      {"project_id", estate.project.to_string()},
      {"projectName", estate.project_name},
      {"username", "client"},
      {"consumer_id", estate.attached.to_string()},
      {"service_catalog_code", "push"},
      {"account_id", estate.account.to_string()},
      {"gateway_id", estate.gateway.to_string()},
      {"service_account_id", estate.service_account.id.to_string()},
      {"secret_id", estate.service_account.secrets.front().id.to_string()},
      {"user_id", estate.developer.user.id.to_string()},
      {"admin_id", estate.admin.user.id.to_string()},
      {"billing_id", estate.billing.user.id.to_string()},
      {"developer_id", estate.developer.user.id.to_string()}};
  std::string path;
  std::string_view rest = row.path;
  for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
    const auto close = rest.find('}');
    path += rest.substr(0, open);
    const auto found = values.find(rest.substr(open + 1, close - open - 1));
    for (const char c : found == values.end() ? "Stock" : found->second) {
      path += c == ' ' ? "%20" : std::string(1, c);
    }
    rest.remove_prefix(close + 1);
  }
  path += rest;
  return path;
}

TEST_CASE("transactions: no write of the table takes more than two, or writes in both") {
  for (const ResourceRow& row : http::api::all_resources()) {
    for (const Operation& operation : row.operations) {
      const bool is_open = std::holds_alternative<http::api::access::Open>(operation.access);
      const bool only_reads = operation.method == http::api::Method::get && operation.has_head;
      if (is_open || only_reads) continue;
      CAPTURE(std::string(operation.name));
      for (const std::size_t padding : {std::size_t{0}, std::size_t{2000}}) {
        Site site(true);
        const auto* user = std::get_if<http::api::access::User>(&operation.access);
        const bool by_root = user != nullptr && !require(Role::admin, user->action);
        const Secret& token = user == nullptr ? site.service : by_root ? site.root : site.user;
        const bool is_form = operation.work.body == http::api::BodyType::form;
        const bool has_body = operation.work.body != http::api::BodyType::none;
        (void)site.send({std::string(http::api::name(operation.method)), path_of(row, *site.estate),
                         bearer(token), has_body ? "{}" + std::string(padding, ' ') : std::string(),
                         is_form ? "application/x-www-form-urlencoded" : "application/json",
                         operation.takes_idempotency_key ? "new-key" : ""});
        CHECK(site.storage.reads() + site.storage.transactions() <= 2);
        CHECK(site.storage.transactions() <= 1);
      }
    }
  }
}

TEST_CASE("transactions: a client that authenticates twice is refused without a read") {
  for (const std::size_t padding : {std::size_t{0}, std::size_t{2000}}) {
    Site site(true);
    // Even if the first of both is wrong: the form is read before the client is looked up.
    const Response response = site.send({"POST", "/oauth2/token", "Basic eDp5",
                                         "client_secret=x&unknown=" + std::string(padding, 'x'),
                                         "application/x-www-form-urlencoded"});
    CHECK(response.status == 400);
    CHECK(site.storage.reads() == 0);
  }
}

TEST_CASE("transactions: a session that ends while its request waits changes nothing") {
  Site site(true);
  const std::string body = R"({"username":"new","email":"a@b.c","password":"new"})";
  site.world.hasher.on_next_call(
      [&] { must(site.services.sessions.log_out(site.world.principal(site.user))); });
  const Contents before = site.world.contents(site.estate->account);
  const Response response =
      site.send({"PUT", "/apiops/projects/admin/credentials", bearer(site.user), body});
  CHECK(response.status == 401);
  CHECK(site.world.contents(site.estate->account) == before);
}

}  // namespace
}  // namespace gatehouse::testing
