// Every operation that takes an Idempotency-Key, as described by the running server.
#include <doctest/doctest.h>

#include <boost/json/object.hpp>
#include <regex>
#include <string>

#include "good_request.hpp"
#include "harness/checks.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

/// Whether the description of the operation has the header field, which a client may leave out.
bool takes_key(const json::value& description, const DescribedOperation& operation) {
  if (operation.method != "POST") return false;
  const json::object& post = description.at("paths").at(operation.path).at("post").as_object();
  const auto* parameters = post.if_contains("parameters");
  if (parameters == nullptr) return false;
  for (const json::value& parameter : parameters->as_array()) {
    const json::object& described = parameter.as_object();
    const auto* name = described.if_contains("name");
    if (name == nullptr || *name != "Idempotency-Key") continue;
    const auto* required = described.if_contains("required");
    return required == nullptr || !required->as_bool();
  }
  return false;
}

/// Whether a member that is named like a secret has a text as its value.
bool holds_secret(const std::string& body) {
  static const std::regex secret("\"\\w*([tT]oken|[sS]ecret|[pP]assword|[kK]ey)\":\"");
  return std::regex_search(body, secret);
}

}  // namespace

TEST_CASE("repeated: every creation of a user has its first answer, or none if that is secret") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const json::value description = tenant.client.get("/openapi.json").body;
  std::size_t kept = 0;
  std::size_t secret = 0;
  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    if (!takes_key(description, operation)) continue;
    INFO(operation.name());
    GoodRequest good = good_request(tenant, operation);
    good.request.headers.emplace_back("Idempotency-Key", tenant.site.fresh_code());
    const auto first = good.send(tenant.client);
    good.check_accepted(first);
    const std::string sight = tenant.sight();
    const auto again = good.send(tenant.client);
    CHECK(tenant.sight() == sight);
    if (holds_secret(first.http.body)) {
      ++secret;
      CHECK(again.status == 409);
      if (operation.is_of_account_api()) CHECK(again.faults() == std::set<std::string>{"id"});
    } else {
      ++kept;
      CHECK(again.status == first.status);
      // Answers of the credential API say how long their write took.
      if (operation.is_of_account_api()) CHECK(again.body == first.body);
    }
  }
  CHECK(kept >= 8);
  CHECK(secret >= 5);
}
