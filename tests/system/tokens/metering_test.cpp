// The usage of services, and the refusal when no items are left.
#include <doctest/doctest.h>

#include <chrono>
#include <ctime>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/database.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

/// The day in UTC, that many days before today.
std::string day(int before = 0) {
  const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() -
                                                                std::chrono::hours(24 * before));
  std::tm utc{};
  gmtime_r(&time, &utc);
  char text[sizeof "2026-11-24"];
  std::strftime(text, sizeof text, "%Y-%m-%d", &utc);
  return text;
}

ApiReply send_with_keys(Provider& provider, const std::vector<std::string>& keys,
                        const std::string& body = R"({"amount":1,"event":"e"})") {
  ApiRequest request = provider.usage_request(1, "");
  request.headers.clear();
  for (const std::string& key : keys) request.headers.emplace_back("Idempotency-Key", key);
  request.body = body;
  return provider.tenant.client.send(request);
}

json::value sums(Provider& provider, const std::string& query = {}) {
  const auto reply = provider.tenant.get(provider.usage_path() + query);
  return check_success(reply, 200).content();
}

json::object of_day(const std::string& which, int amount, int entries) {
  // Each entry made here is of one event.
  return {{"day", which}, {"amount", amount}, {"times", entries}, {"entries", entries}};
}

/// Moves all usage that many days into the past.
void age_entries(Provider& provider, int days) {
  run_sql(provider.tenant.site.database(),
          "UPDATE usage_entries SET created_at = created_at - " + std::to_string(days) +
              " * 86400000000 WHERE project_id = '" + provider.tenant.project + "'");
}

}  // namespace

TEST_CASE("metering: usage is counted and confirmed with a receipt") {
  Provider provider(shared_installation());
  const auto first = provider.use(3, "one", "post_message");
  check_success(first, 201);
  CHECK(names(first.content()) ==
        std::set<std::string>{"id", "event", "amount", "itemLimit", "itemUsed"});
  CHECK(first.text("id").size() == 32);
  CHECK(first.text("event") == "post_message");
  CHECK(first.content().at("amount") == 3);
  CHECK(first.content().at("itemUsed") == 3);
  CHECK(first.content().at("itemLimit") == 10'000);
  const auto second = provider.use(4, "two", "post_message");
  CHECK(check_success(second, 201).content().at("itemUsed") == 7);
  CHECK(second.text("id") != first.text("id"));
  CHECK(provider.items_used() == 7);
}

TEST_CASE("metering: a repeated key counts nothing and returns the first receipt") {
  Provider provider(shared_installation());
  const auto first = provider.use(3, "the-key");
  check_success(first, 201);
  check_success(provider.use(5, "another-key"), 201);
  for (int i = 0; i < 3; ++i) {
    const auto again = provider.use(3, "the-key");
    check_success(again, 201);
    CHECK(again.text("id") == first.text("id"));
    CHECK(again.content().at("itemUsed") == 8);
  }
  CHECK(provider.items_used() == 8);
  CHECK(sums(provider) == json::array{of_day(day(), 8, 2)});
}

TEST_CASE("metering: a key with other values is a conflict and counts nothing") {
  Provider provider(shared_installation());
  check_success(provider.use(3, "key", "event"), 201);
  check_error(provider.use(4, "key", "event"), 409);
  check_error(provider.use(3, "key", "other"), 409);
  CHECK(provider.items_used() == 3);
  check_success(provider.use(3, "KEY", "other"), 201);
}

TEST_CASE("metering: a key belongs to a service of a project") {
  Provider provider(shared_installation());
  Provider other(shared_installation());
  check_success(provider.use(1, "key", "a"), 201);
  check_success(other.use(2, "key", "b"), 201);
  Tenant& tenant = provider.tenant;
  const std::string first = tenant.service;
  tenant.service = tenant.site.add_service();
  tenant.attach_service(tenant.project, tenant.service);
  check_success(provider.use(3, "key", "c"), 201);
  CHECK(provider.items_used() == 3);
  tenant.service = first;
  CHECK(provider.items_used() == 1);
}

TEST_CASE("metering: an amount above the remaining items is refused, and its key stays unused") {
  Provider provider(shared_installation());
  check_success(provider.limit(provider.attachment_limits(), R"({"itemLimit":10})"), 202);
  check_success(provider.use(8, "first"), 201);
  for (int i = 0; i < 2; ++i) check_error(provider.use(3, "second"), 402);
  CHECK(provider.items_used() == 8);
  CHECK(check_success(provider.use(2, "second"), 201).content().at("itemUsed") == 10);
  check_error(provider.use(1, "third"), 402);
  check_error(provider.use(1'000'000'000, "fourth"), 402);
  CHECK(provider.items_used() == 10);
  // A repeated request for counted usage gets its receipt, even without items left.
  check_success(provider.use(8, "first"), 201);
  CHECK(sums(provider) == json::array{of_day(day(), 10, 2)});
  check_success(provider.limit(provider.attachment_limits(), R"({"itemLimit":11})"), 202);
  check_success(provider.use(1, "third"), 201);
}

TEST_CASE("metering: a key is required and has 1 to 128 visible ASCII characters") {
  Provider provider(shared_installation());
  for (const std::string& right :
       {std::string("a"), std::string(128, '~'), std::string("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}"),
        std::string("f47ac10b-58cc-4372-a567-0e02b2c3d479")}) {
    CAPTURE(right);
    check_success(send_with_keys(provider, {right}), 201);
  }
  // It may be surrounded by spaces, like any field.
  CHECK(send_with_keys(provider, {"  a\t"}).content().at("itemUsed") == 4);
  for (const std::string& wrong :
       {std::string(), std::string("  "), std::string(129, 'a'), std::string("a b"),
        std::string("a\tb"), std::string("ğ"), std::string("\xFF")}) {
    CAPTURE(wrong);
    check_faults(send_with_keys(provider, {wrong}), {"Idempotency-Key"});
  }
  check_faults(send_with_keys(provider, {}), {"Idempotency-Key"});
  check_faults(send_with_keys(provider, {"a", "a"}), {"Idempotency-Key"});
  check_faults(send_with_keys(provider, {"a", "b"}), {"Idempotency-Key"});
  CHECK(provider.items_used() == 4);
}

TEST_CASE("metering: all errors of a request are reported at once") {
  Provider provider(shared_installation());
  const std::string key = "Idempotency-Key";
  for (const auto& example : std::vector<std::pair<std::string, std::set<std::string>>>{
           {"{}", {"amount", "event"}},
           {R"({"amount":0,"event":""})", {"amount", "event"}},
           {R"({"amount":-1,"event":null})", {"amount", "event"}},
           {R"({"amount":1000000001,"event":5})", {"amount", "event"}},
           {R"({"amount":"1","event":["e"]})", {"amount", "event"}},
           {R"({"amount":1.5,"event":"e"})", {"amount"}},
           {R"({"amount":1e10,"event":"e"})", {"amount"}},
           {R"({"amount":9223372036854775808,"event":"e"})", {"amount"}},
           {R"({"amount":true,"event":"e\n"})", {"amount", "event"}},
           // Read-only fields are ignored.
           {R"({"amount":0,"event":"e","itemUsed":0,"id":"x"})", {"amount"}},
       }) {
    const auto& body = example.first;
    const auto& fields = example.second;
    CAPTURE(body);
    check_faults(send_with_keys(provider, {"key"}, body), fields);
    auto with_key = fields;
    with_key.insert(key);
    check_faults(send_with_keys(provider, {}, body), with_key);
  }
  check_faults(send_with_keys(provider, {"key"},
                              R"({"amount":1,"event":")" + std::string(65, 'e') + R"("})"),
               {"event"});
  check_error(send_with_keys(provider, {"key"}, "{"), 400);
  CHECK(provider.items_used() == 0);
  check_success(send_with_keys(provider, {"key"}, R"({"amount":1000,"event":"ğ字𝒆","x":1})"), 201);
}

TEST_CASE("metering: only the project's own services can report usage") {
  Provider provider(shared_installation());
  const Provider other(shared_installation());
  Tenant& tenant = provider.tenant;
  const TokenPair tokens = provider.begin();
  const std::string sibling =
      tenant.get("/projects/" + tenant.add_project() + "/services-token").text("token");
  ApiRequest request = provider.usage_request(1, "key");
  for (const std::string& token :
       {std::string(), std::string("unknown"), tenant.admin.token, tenant.developer.token,
        tenant.site.root().token, tokens.access, tokens.refresh, tenant.consumer_token,
        basic(other.tenant.project, provider.service_token)}) {
    CAPTURE(token);
    request.token = token;
    check_error(tenant.client.send(request), 401);
  }
  for (const std::string& token : {other.service_token, sibling}) {
    request.token = token;
    check_error(tenant.client.send(request), 404);
  }
  request.token = provider.service_token;
  const std::string path = "/api/v1/projects/" + tenant.project + "/services/";
  for (const std::string& target :
       {path + tenant.site.add_service() + "/usage", path + "unknown/usage", path + "UP/usage",
        "/api/v1/projects/" + std::string(32, '0') + "/services/" + tenant.service + "/usage",
        "/api/v1/projects/x/services/" + tenant.service + "/usage",
        "/api/v1/projects/" + other.tenant.project + "/services/" + other.tenant.service +
            "/usage"}) {
    CAPTURE(target);
    ApiRequest elsewhere = request;
    elsewhere.target = target;
    check_error(tenant.client.send(elsewhere), 404);
  }
  CHECK(provider.items_used() == 0);
  // The same request is accepted, by Bearer and by Basic.
  check_success(tenant.client.send(request), 201);
  request.token = basic(tenant.project, provider.service_token);
  check_success(tenant.client.send(request), 201);
  CHECK(provider.items_used() == 1);
}

TEST_CASE("metering: sums are grouped by day within the requested range, and by event") {
  Provider provider(shared_installation());
  CHECK(sums(provider) == json::array());
  check_success(provider.use(1, "1", "post"), 201);
  check_success(provider.use(2, "2", "read"), 201);
  age_entries(provider, 40);
  check_success(provider.use(4, "3", "post"), 201);
  age_entries(provider, 1);
  check_success(provider.use(8, "4", "read"), 201);
  check_success(provider.use(16, "5", "read"), 201);
  const auto today = of_day(day(), 24, 2);
  const auto yesterday = of_day(day(1), 4, 1);
  const auto long_ago = of_day(day(41), 3, 2);

  CHECK(sums(provider) == json::array{yesterday, today});
  CHECK(sums(provider, "?from=" + day(1)) == json::array{yesterday, today});
  CHECK(sums(provider, "?from=" + day()) == json::array{today});
  CHECK(sums(provider, "?from=" + day(365)) == json::array{long_ago, yesterday, today});
  CHECK(sums(provider, "?from=" + day(41) + "&to=" + day(41)) == json::array{long_ago});
  CHECK(sums(provider, "?to=" + day(1)) == json::array{yesterday});
  CHECK(sums(provider, "?to=" + day(2)) == json::array());
  CHECK(sums(provider, "?to=" + day(41)) == json::array{long_ago});
  CHECK(sums(provider, "?from=" + day(-1)) == json::array());
  CHECK(sums(provider, "?event=post&from=" + day(41)) ==
        json::array{of_day(day(41), 1, 1), of_day(day(1), 4, 1)});
  CHECK(sums(provider, "?event=read") == json::array{of_day(day(), 24, 2)});
  CHECK(sums(provider, "?event=unknown") == json::array());
  CHECK(sums(provider, "?event=%F0%9F%98%80") == json::array());
  // Usage is kept, and attaching the service again does not reset it.
  Tenant& tenant = provider.tenant;
  const auto used = provider.items_used();
  CHECK(used > 0);
  check_success(tenant.remove("/projects/" + tenant.project + "/services/" + tenant.service), 202);
  CHECK(sums(provider) == json::array{yesterday, today});
  tenant.attach_service(tenant.project, tenant.service);
  CHECK(provider.items_used() == used);
}

TEST_CASE("metering: attaching the service again resets neither limit nor keys") {
  Provider provider(shared_installation());
  Tenant& tenant = provider.tenant;
  check_success(provider.limit(provider.attachment_limits(), R"({"itemLimit":10})"), 202);
  check_success(provider.use(8, "first"), 201);
  check_success(tenant.remove("/projects/" + tenant.project + "/services/" + tenant.service), 202);
  check_error(provider.use(1, "meanwhile"), 404);
  tenant.attach_service(tenant.project, tenant.service);
  check_error(provider.use(3, "second"), 402);
  check_success(provider.use(2, "second"), 201);
  // A former key is still bound to its values.
  check_success(provider.use(8, "first"), 201);
  CHECK(provider.items_used() == 10);
}

TEST_CASE("metering: malformed days and ranges that are too long are rejected") {
  Provider provider(shared_installation());
  const auto get = [&](const std::string& query) {
    return provider.tenant.get(provider.usage_path() + query);
  };
  for (const char* wrong : {"x", "2026-13-01", "2026-02-29", "2026-00-10", "2026-1-1", "20261101",
                            "2026-11-01T00:00:00Z", "02026-11-01", "-2026-11-01", "%202026-11-01",
                            "2026-11-1a", "%D9%A2026-11-01"}) {
    CAPTURE(wrong);
    check_faults(get(std::string("?from=") + wrong), {"from"});
    check_faults(get(std::string("?to=") + wrong), {"to"});
  }
  check_faults(get("?from=x&to=y"), {"from", "to"});
  check_faults(get("?from=" + day(1) + "&to=" + day(2)), {"to"});
  check_faults(get("?from=" + day(366)), {"from"});
  check_success(get("?from=" + day(365)), 200);
  check_faults(get("?from=0001-01-01&to=9999-12-31"), {"from"});
  check_success(get("?from=9999-12-31"), 200);
  check_success(get("?to=0001-01-31"), 200);
  for (const char* name : {"from", "to", "event"}) {
    check_faults(get(std::string("?") + name + "="), {name});
    check_error(get(std::string("?") + name + "=a&" + name + "=a"), 400);
  }
  check_faults(get("?event=" + std::string(65, 'e')), {"event"});
}

TEST_CASE("metering: admins and developers can read the sums of their own projects") {
  Provider provider(shared_installation());
  Provider other(shared_installation());
  const std::string target = "/api/v1" + provider.usage_path();
  auto& client = provider.tenant.client;
  check_success(client.get(target, provider.tenant.developer.token), 200);
  check_error(client.get(target, provider.tenant.billing.token), 403);
  check_error(client.get(target, provider.tenant.site.root().token), 403);
  check_error(client.get(target), 401);
  check_error(client.get(target, other.tenant.admin.token), 404);
  const auto reply =
      client.get(target + "?from=" + day(3) + "&event=e", provider.tenant.admin.token);
  CHECK(reply.body.at("meta").at("params") ==
        json::value{{"indent", 0}, {"from", day(3)}, {"event", "e"}});
}
