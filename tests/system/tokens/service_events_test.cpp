// Events that services report, many in one request.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

const std::string path = "/api/v1/service-event";

ApiRequest request_of(const std::string& token, const json::object& events) {
  return {.method = "POST",
          .target = path,
          .token = token,
          .body = json::serialize(json::object{{"serviceData", events}})};
}

ApiReply send(ApiClient& client, const std::string& token, const json::object& events,
              const std::string& key = {}) {
  ApiRequest request = request_of(token, events);
  if (!key.empty()) request.headers.emplace_back("Idempotency-Key", key);
  return client.send(request);
}

ApiReply report(Provider& provider, const json::object& events, const std::string& key = {}) {
  return send(provider.tenant.client, provider.service_token, events, key);
}

std::string event_of(const Provider& provider, const std::string& event) {
  return provider.tenant.project + "__" + provider.tenant.service + "__" + event;
}

}  // namespace

TEST_CASE("service events: messages use items, other events none, and all are in the ledger") {
  Provider provider(shared_installation());
  const auto reply = report(provider, {{event_of(provider, "post_message"), 3},
                                       {event_of(provider, "post_push_message"), 4},
                                       {event_of(provider, "opened"), 500}});
  check_success(reply, 201);
  CHECK(reply.content().is_null());
  CHECK(provider.items_used() == 7);
  const auto opened = provider.tenant.get(provider.usage_path() + "?event=opened").items();
  REQUIRE(opened.size() == 1);
  CHECK(opened[0].at("amount") == 0);
  CHECK(opened[0].at("times") == 500);
  const auto all = provider.tenant.get(provider.usage_path()).items();
  REQUIRE(all.size() == 1);
  CHECK(all[0].at("amount") == 7);
  CHECK(all[0].at("times") == 507);
  CHECK(all[0].at("entries") == 3);
  // A closing slash makes no difference.
  check_success(provider.tenant.client.send(
                    {.method = "POST",
                     .target = path + "/",
                     .token = provider.service_token,
                     .body = R"({"serviceData":{")" + event_of(provider, "opened") + R"(":1}})"}),
                201);
}

TEST_CASE("service events: over the limit is a 402, and nothing of the request is done") {
  Provider provider(shared_installation());
  check_success(provider.limit(provider.attachment_limits(), R"({"itemLimit":5})"), 202);
  check_error(report(provider, {{event_of(provider, "opened"), 1},
                                {event_of(provider, "post_message"), 3},
                                {event_of(provider, "post_push_message"), 3}}),
              402);
  CHECK(provider.items_used() == 0);
  CHECK(provider.tenant.get(provider.usage_path()).items().empty());
  check_success(report(provider, {{event_of(provider, "post_message"), 5}}), 201);
  check_success(report(provider, {{event_of(provider, "opened"), 1}}), 201);
}

TEST_CASE("service events: malformed names and numbers are a 400 that names them all") {
  Provider provider(shared_installation());
  const std::string negative = event_of(provider, "post_message");
  check_faults(report(provider, {{"x", 1},
                                 {event_of(provider, "opened"), 1},
                                 {negative, -1},
                                 {provider.tenant.project + "__push", 1}}),
               {"serviceData.x", "serviceData." + negative,
                "serviceData." + provider.tenant.project + "__push"});
  check_faults(report(provider, {}), {"serviceData"});
  CHECK(provider.tenant.get(provider.usage_path()).items().empty());
}

TEST_CASE("service events: other projects and unknown services are a 404 that names them all") {
  Provider provider(shared_installation());
  Provider other(shared_installation());
  const std::string unknown = provider.tenant.project + "__unknown__opened";
  const auto reply = report(
      provider, {{event_of(provider, "opened"), 1}, {event_of(other, "opened"), 1}, {unknown, 1}});
  check_error(reply, 404);
  CHECK(reply.faults() == std::set<std::string>{"serviceData." + event_of(other, "opened"),
                                                "serviceData." + unknown});
  CHECK(provider.tenant.get(provider.usage_path()).items().empty());
  CHECK(other.tenant.get(other.usage_path()).items().empty());
}

TEST_CASE("service events: a service token is required") {
  Provider provider(shared_installation());
  ApiClient& client = provider.tenant.client;
  const json::object events{{event_of(provider, "opened"), 1}};
  for (const std::string& token :
       {std::string(), std::string("unknown"), provider.tenant.admin.token,
        provider.tenant.site.root().token, provider.tenant.consumer_token}) {
    check_error(send(client, token, events), 401);
  }
  provider.end_service_tokens();
  check_error(report(provider, events), 401);
  CHECK(provider.tenant.get(provider.usage_path()).items().empty());
}

TEST_CASE("service events: a repeated key counts nothing, and with other events it is a 409") {
  Provider provider(shared_installation());
  const json::object events{{event_of(provider, "post_message"), 2},
                            {event_of(provider, "opened"), 1}};
  for (int i = 0; i < 3; ++i) check_success(report(provider, events, "key"), 201);
  CHECK(provider.items_used() == 2);
  check_error(report(provider, {{event_of(provider, "post_message"), 2}}, "key"), 409);
  check_faults(report(provider, events, std::string(129, 'k')), {"Idempotency-Key"});
  const std::vector<std::vector<std::string>> unusable{{""}, {"key", "key"}};
  for (const std::vector<std::string>& keys : unusable) {
    ApiRequest request = request_of(provider.service_token, events);
    for (const std::string& key : keys) request.headers.emplace_back("Idempotency-Key", key);
    check_faults(provider.tenant.client.send(request), {"Idempotency-Key"});
  }
  // Without a key each request counts.
  for (int i = 0; i < 2; ++i) check_success(report(provider, events), 201);
  CHECK(provider.items_used() == 6);
}
