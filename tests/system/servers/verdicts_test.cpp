// A change to a credential on one server applies on the other within --decision-lifetime, although
// that caches its verdicts.
#include <doctest/doctest.h>

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "pair.hpp"

using namespace gatehouse::testing;

namespace {

/// Changes are made on the first server, and decisions are requested from the second one.
struct Watched : Estate {
  Watched() : Estate(shared_pair()) {
    use(0);
    add_credential("u1");
  }

  /// Repeats the request until that is the verdict. Ten times the lifetime is sufficient on any
  /// machine.
  bool comes_to(const std::string& wanted) {
    use(1);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    bool is_there = verdict() == wanted;
    while (!is_there && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      is_there = verdict() == wanted;
    }
    use(0);
    return is_there;
  }

  void change(const std::string& method, const std::string& path,
              const std::optional<std::string>& body = {}) {
    check_done(send(method, path, body));
  }
  void save(const std::string& member) {
    change("PUT", "credentials", R"({"username":"u1","email":"a@b.c",)" + member + "}");
  }
  /// Replaces the grant on the proxy by a grant on a group with the proxy.
  void grant_group() {
    change("POST", "apiProxyGroups", name_body("g"));
    change("PUT", "apiProxyGroups/g/apiProxies", names_body("Calculator"));
    change("PUT", "credentials/u1/access", access_body("g", "API_PROXY_GROUP"));
    change("DELETE", "credentials/u1/access", access_body("Calculator"));
  }

 private:
  void use(std::size_t which) { tenant.client.connect_to(tenant.site.server(which).port()); }
};

struct Change {
  const char* what;
  std::function<void(Watched&)> make;
  const char* verdict;
  bool by_group = false;
};

const std::vector<Change>& changes() {
  static const std::vector<Change> all{
      {"another password",
       [](Watched& one) { one.change("PATCH", "credentials/u1", password_body("new")); },
       "wrong_secret"},
      {"disabled", [](Watched& one) { one.save(R"("enabled":false)"); }, "disabled"},
      {"expired", [](Watched& one) { one.save(R"("expireDate":"2023-08-14T00:00:00.000Z")"); },
       "expired"},
      {"other addresses", [](Watched& one) { one.save(R"("ipList":["10.0.0.1"])"); },
       "address_not_allowed"},
      {"deleted", [](Watched& one) { one.change("DELETE", "credentials/u1"); }, "wrong_secret"},
      {"grant revoked",
       [](Watched& one) {
         one.change("DELETE", "credentials/u1/access", access_body("Calculator"));
       },
       "not_granted"},
      {"proxy deleted", [](Watched& one) { one.change("DELETE", "apiProxies/Calculator"); },
       "not_granted"},
      {"proxy taken out of its group",
       [](Watched& one) {
         one.change("DELETE", "apiProxyGroups/g/apiProxies", names_body("Calculator"));
       },
       "not_granted", true},
      {"group deleted", [](Watched& one) { one.change("DELETE", "apiProxyGroups/g"); },
       "not_granted", true},
      {"project renamed",
       [](Watched& one) {
         check_success(one.tenant.put("/projects/" + one.project_id, name_body("New")), 202);
       },
       "not_granted"},
      // Without a valid gateway token no reason is returned.
      {"gateway deleted",
       [](Watched& one) { check_success(one.tenant.remove("/gateways/" + one.gateway_id), 202); },
       ""},
      {"account deleted", [](Watched& one) { check_success(one.tenant.remove("/account"), 202); },
       ""},
  };
  return all;
}

}  // namespace

TEST_CASE("servers: a permission removed on one is refused by the other within the lifetime") {
  std::deque<Watched> all(changes().size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (changes()[i].by_group) all[i].grant_group();
    CHECK(all[i].comes_to("allowed"));
  }
  // All verdicts are cached when the changes are made.
  for (Watched& one : all) CHECK(one.comes_to("allowed"));
  for (std::size_t i = 0; i < all.size(); ++i) changes()[i].make(all[i]);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(changes()[i].what);
    CHECK(all[i].comes_to(changes()[i].verdict));
  }
}

TEST_CASE("servers: a permission granted on one is allowed by the other within the lifetime") {
  Watched one;
  one.change("DELETE", "credentials/u1/access", access_body("Calculator"));
  CHECK(one.comes_to("not_granted"));
  one.change("PUT", "credentials/u1/access", access_body("Calculator"));
  CHECK(one.comes_to("allowed"));
}
