// Compares responses about tokens and usage with openapi.json.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <string>

#include "harness/checks.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

TEST_CASE("self-description: responses about tokens and usage match their description") {
  Provider provider(shared_installation());
  auto& client = provider.tenant.client;
  const auto document = client.get("/openapi.json").body;
  // The described fields of the response to an operation.
  const auto described = [&](const std::string& path, const char* method, const char* status) {
    const auto& schemas = document.at("components").at("schemas");
    // Follows a reference to a component.
    const auto resolved = [&](const boost::json::value& schema) -> const boost::json::object& {
      const auto* reference = schema.as_object().if_contains("$ref");
      if (reference == nullptr) return schema.as_object();
      const std::string pointer(reference->as_string());
      return schemas.at(pointer.substr(pointer.rfind('/') + 1)).as_object();
    };
    const auto* schema = &resolved(document.at("paths")
                                       .at(path)
                                       .at(method)
                                       .at("responses")
                                       .at(status)
                                       .at("content")
                                       .at("application/json")
                                       .at("schema"));
    if (const auto* content = schema->at("properties").as_object().if_contains("content")) {
      schema = &resolved(*content);
      if (const auto* items = schema->if_contains("items")) schema = &resolved(*items);
    }
    return names(schema->at("properties"));
  };
  const std::string usage = "/api/v1/projects/{project_id}/services/{service_catalog_code}/usage";
  CHECK(names(provider.use(1, "key").content()) == described(usage, "post", "201"));
  const auto days = provider.tenant.get(provider.usage_path()).items();
  REQUIRE(days.size() == 1);
  CHECK(names(days[0]) == described(usage, "get", "200"));

  const auto exchanged = provider.exchange(provider.tenant.consumer_token);
  CHECK(names(exchanged.body) == described("/oauth2/token", "post", "200"));
  const TokenPair tokens = check_exchanged(exchanged);
  const auto refreshed =
      client.post("/v1/auth/token",
                  boost::json::serialize(boost::json::object{{"refreshToken", tokens.refresh}}));
  CHECK(names(refreshed.content()) == described("/v1/auth/token", "post", "201"));
  CHECK(names(provider.introspect(tokens.access).body) ==
        described("/oauth2/introspect", "post", "200"));
  for (const char* path : {"/.well-known/jwks.json", "/.well-known/oauth-authorization-server",
                           "/.well-known/openid-configuration"}) {
    CHECK(names(client.get(path).body) == described(path, "get", "200"));
  }
}
