// What a client gets, it may change and put back.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <string>
#include <vector>

#include "described_operations.hpp"
#include "good_request.hpp"
#include "harness/checks.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

/// The operations of the account API that replace what GET shows at the same path.
std::vector<DescribedOperation> replacing_operations(ApiClient& client) {
  std::vector<DescribedOperation> found;
  const auto document = client.get("/openapi.json");
  for (const DescribedOperation& operation : described_operations(client)) {
    if (operation.method != "PUT" || !operation.is_of_account_api()) continue;
    if (!document.body.at("paths").at(operation.path).as_object().contains("get")) continue;
    found.push_back(operation);
  }
  return found;
}

/// The members that clients may set, apart from read-only ones such as times.
json::object writable(json::object content, const DescribedOperation& operation) {
  for (const std::string& name : operation.read_only) content.erase(name);
  return content;
}

}  // namespace

TEST_CASE("put back: the content of GET is accepted by PUT, and changes nothing") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const auto operations = replacing_operations(tenant.client);
  REQUIRE(operations.size() >= 12);
  for (const DescribedOperation& operation : operations) {
    INFO(operation.name());
    // Once with the initial values, many of which are empty or null, and once with others.
    const GoodRequest good = good_request(tenant, operation);
    const auto get = [&] { return tenant.client.get(good.request.target, good.request.token); };
    for (const bool is_filled : {false, true}) {
      CAPTURE(is_filled);
      if (is_filled) good.check_accepted(good.send(tenant.client));
      const auto shown = check_success(get(), 200).content().as_object();
      const auto put =
          tenant.client.put(good.request.target, json::serialize(shown), good.request.token);
      check_success(put, 202);
      CHECK(writable(check_success(get(), 200).content().as_object(), operation) ==
            writable(shown, operation));
    }
  }
}

TEST_CASE("put back: a changed member of the content of GET is stored, and the others stay") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const std::string& path :
       {std::string("/account"), "/developers/" + tenant.developer.id, "/admins/" + tenant.admin.id,
        "/projects/" + tenant.project, "/projects/" + tenant.project + "/api"}) {
    CAPTURE(path);
    json::object content = tenant.get(path).content().as_object();
    const char* name = content.contains("organizationName") ? "organizationName"
                       : content.contains("firstName")      ? "firstName"
                       : content.contains("apnsCert")       ? "apnsCert"
                                                            : "description";
    content[name] = "changed";
    check_success(tenant.put(path, json::serialize(content)), 202);
    const auto now = tenant.get(path).content().as_object();
    for (const char* member : {"email", "name", "lastName", "phone", "address", "fcmApiKeys"}) {
      if (content.contains(member)) CHECK(now.at(member) == content.at(member));
    }
    CHECK(now.at(name) == "changed");
  }
}
