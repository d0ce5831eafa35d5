// An acknowledged change applies to the next decision.
#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <ctime>
#include <functional>
#include <string>
#include <thread>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

/// An account where u1 is allowed, and the decision is cached.
struct Remembered : Estate {
  Remembered() : Estate(shared_installation()) {
    add_credential("u1");
    remember();
  }

  void remember() {
    for (int i = 0; i < 2; ++i) CHECK(verdict() == "allowed");
  }
  void save(const std::string& member) {
    check_done(send("PUT", "credentials", R"({"username":"u1","email":"a@b.c",)" + member + "}"));
  }
  void grant(const std::string& method, const std::string& body) {
    check_done(send(method, "credentials/u1/access", body));
  }
};

/// The time that many seconds from now, in the format of the API.
std::string time_in(std::chrono::seconds seconds) {
  const std::time_t time =
      std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + seconds);
  std::tm parts{};
  gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

/// Waits for that verdict; it must be "allowed" until then.
void check_becomes(Estate& estate, const std::string& wanted) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  std::string verdict = "allowed";
  while (verdict == "allowed" && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    verdict = estate.verdict();
  }
  CHECK(verdict == wanted);
}

}  // namespace

TEST_CASE("gate changes: a password, by PATCH and by PUT") {
  Remembered estate;
  check_done(estate.send("PATCH", "credentials/u1", password_body("second")));
  CHECK(estate.verdict() == "wrong_secret");
  CHECK(estate.verdict({.password = "second"}) == "allowed");
  estate.save(R"("password":"third")");
  CHECK(estate.verdict({.password = "second"}) == "wrong_secret");
  CHECK(estate.verdict({.password = "third"}) == "allowed");
  // The first one again.
  estate.save(R"("password":"pw")");
  CHECK(estate.verdict({.password = "third"}) == "wrong_secret");
  estate.remember();
}

TEST_CASE("gate changes: enabled, expireDate, ipList and roles") {
  Remembered estate;
  estate.save(R"("enabled":false)");
  CHECK(estate.verdict() == "disabled");
  estate.save(R"("enabled":true)");
  estate.remember();
  estate.save(R"("expireDate":"2023-08-14T00:00:00.000Z")");
  CHECK(estate.verdict() == "expired");
  estate.save(R"("expireDate":null)");
  estate.remember();
  estate.save(R"("ipList":["10.0.0.1"])");
  CHECK(estate.verdict() == "address_not_allowed");
  CHECK(estate.verdict({.headers = {{"X-Real-IP", "10.0.0.1"}}}) == "allowed");
  estate.save(R"("ipList":["10.0.0.2"])");
  CHECK(estate.verdict({.headers = {{"X-Real-IP", "10.0.0.1"}}}) == "address_not_allowed");
  estate.save(R"("ipList":[])");
  estate.remember();
  estate.save(R"("roleNameList":["new"])");
  CHECK(estate.ask().http.header("X-Gatehouse-Roles") == "new");
}

TEST_CASE("gate changes: grants") {
  Remembered estate;
  estate.grant("DELETE", access_body("Calculator"));
  CHECK(estate.verdict() == "not_granted");
  estate.grant("PUT", access_body("Calculator"));
  estate.remember();
}

TEST_CASE("gate changes: members of a group, and the group") {
  Remembered estate;
  estate.grant("DELETE", access_body("Calculator"));
  check_done(estate.send("POST", "apiProxyGroups", name_body("g")));
  estate.grant("PUT", access_body("g", "API_PROXY_GROUP"));
  CHECK(estate.verdict() == "not_granted");
  check_done(estate.send("PUT", "apiProxyGroups/g/apiProxies", names_body("Calculator")));
  estate.remember();
  check_done(estate.send("DELETE", "apiProxyGroups/g/apiProxies", names_body("Calculator")));
  CHECK(estate.verdict() == "not_granted");
  check_done(estate.send("PUT", "apiProxyGroups/g/apiProxies", names_body("Calculator")));
  estate.remember();
  check_done(estate.send("DELETE", "apiProxyGroups/g"));
  CHECK(estate.verdict() == "not_granted");
}

TEST_CASE("gate changes: a proxy that is deleted and registered again without the grant") {
  Remembered estate;
  check_done(estate.send("DELETE", "apiProxies/Calculator"));
  CHECK(estate.verdict() == "not_granted");
  estate.add_proxy("Calculator");
  CHECK(estate.verdict() == "not_granted");
  estate.grant("PUT", access_body("Calculator"));
  estate.remember();
}

TEST_CASE("gate changes: a credential that is deleted and created with another password") {
  Remembered estate;
  check_done(estate.send("DELETE", "credentials/u1"));
  CHECK(estate.verdict() == "wrong_secret");
  check_done(estate.send("POST", "credentials", credential_body("u1", "other")));
  CHECK(estate.verdict() == "wrong_secret");
  CHECK(estate.verdict({.password = "other"}) == "not_granted");
}

TEST_CASE("gate changes: a project that is renamed") {
  Remembered estate;
  check_success(estate.tenant.put("/projects/" + estate.project_id, name_body("New name")), 202);
  CHECK(estate.verdict() == "not_granted");
  estate.project = "New name";
  estate.remember();
  // Another project takes the old name, and is unrelated.
  estate.tenant.post("/projects", name_body("Aka Project"));
  estate.project = "Aka Project";
  estate.add_proxy("Calculator");
  CHECK(estate.verdict() == "not_granted");
}

TEST_CASE("gate changes: a gateway that is deleted") {
  Remembered estate;
  check_success(estate.tenant.remove("/gateways/" + estate.gateway_id), 202);
  const auto reply = estate.ask();
  CHECK(reply.status == 401);
  CHECK(reply.http.count("X-Gatehouse-Reason") == 0);
  estate.gateway = estate.add_gateway();
  estate.remember();
}

TEST_CASE("gate changes: a credential and a grant expire") {
  Remembered estate;
  estate.save(R"("expireDate":")" + time_in(std::chrono::seconds(2)) + "\"");
  check_becomes(estate, "expired");
  estate.save(R"("expireDate":null)");
  estate.grant("DELETE", access_body("Calculator"));
  estate.grant("PUT", R"([{"name":"Calculator","type":"API_PROXY","expireTime":")" +
                          time_in(std::chrono::seconds(2)) + R"("}])");
  check_becomes(estate, "grant_expired");
}
