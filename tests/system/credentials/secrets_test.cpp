// Passwords of credentials and tokens of gateways are not stored or logged in plain text.
#include <doctest/doctest.h>

#include <map>
#include <string>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/database.hpp"
#include "harness/kept.hpp"

using namespace gatehouse::testing;

TEST_CASE("credential secrets: none is found in responses, the database or the log") {
  Installation site({"--log-level", "debug"});
  Estate estate(site);
  const std::map<std::string, std::string> passwords{
      {"password", "the password of a credential"},
      {"password by PUT", "the password that was put"},
      {"password by PATCH", "the password that was patched"},
      {"refused password", "the password that was refused"},
      {"wrong password", "the password that was wrong"},
  };
  std::string answers;
  const auto send = [&](const std::string& method, const std::string& path,
                        const std::optional<std::string>& body) {
    const auto reply = estate.send(method, path, body);
    answers += reply.http.body;
    for (const auto& [name, value] : reply.http.headers) answers += name + value;
    return reply;
  };
  const auto ask = [&](const std::string& password) {
    const auto reply =
        estate.ask({.password = password, .headers = {{"Accept", "application/json"}}});
    answers += reply.http.body;
    for (const auto& [name, value] : reply.http.headers) answers += name + value;
    return reply.status;
  };
  const std::string access = "credentials/u1/access";
  check_done(send("POST", "credentials", credential_body("u1", passwords.at("password"))));
  check_done(send("PUT", access, access_body("Calculator")));
  CHECK(ask(passwords.at("password")) == 200);
  check_done(send("PUT", "credentials", credential_body("u1", passwords.at("password by PUT"))));
  CHECK(ask(passwords.at("password by PUT")) == 200);
  check_done(send("PATCH", "credentials/u1", password_body(passwords.at("password by PATCH"))));
  CHECK(ask(passwords.at("password by PATCH")) == 200);
  check_refused(
      send("POST", "credentials", credential_body("a:b", passwords.at("refused password"))), 400);
  check_refused(
      send("POST", "credentials",
           R"({"password":")" + passwords.at("refused password") + R"(","password":"twice"})"),
      400);
  CHECK(ask(passwords.at("wrong password")) == 401);
  check_listed(send("GET", "credentials", {}));
  check_listed(send("GET", access, {}));

  std::map<std::string, std::string> secrets = passwords;
  const std::string deleted = estate.gateway_id;
  secrets["gateway's token"] = estate.gateway;
  secrets["other gateway's token"] = estate.add_gateway();
  answers += estate.tenant.get("/gateways").http.body;
  answers += estate.tenant.remove("/gateways/" + deleted).http.body;
  // A failing storage: the values of statements must not be shown.
  run_sql(site.database(), "ALTER TABLE credentials RENAME TO gone");
  estate.gateway = secrets.at("other gateway's token");
  CHECK(send("POST", "credentials", credential_body("u2", passwords.at("password"))).status >= 500);
  CHECK(ask(passwords.at("wrong password")) >= 500);
  run_sql(site.database(), "ALTER TABLE gone RENAME TO credentials");

  std::string logs;
  for (const auto& entry : std::filesystem::directory_iterator(site.folder())) {
    if (entry.path().filename().string().starts_with("log")) logs += read_file(entry.path());
  }
  for (const auto& known : secrets) {
    const auto& name = known.first;
    const auto& secret = known.second;
    CHECK_MESSAGE(answers.find(secret) == std::string::npos, "an answer holds the " << name);
    CHECK_MESSAGE(answers.find(basic("u1", secret).substr(6)) == std::string::npos, name);
    for (const auto& kept : what_is_kept(site)) {
      const auto& place = kept.first;
      const auto& octets = kept.second;
      CHECK_MESSAGE(octets.find(secret) == std::string::npos, place << " holds the " << name);
      CHECK(octets.find(basic("u1", secret).substr(6)) == std::string::npos);
    }
  }
  CHECK(run_sql(site.database(), "SELECT password_hash FROM credentials")
            .starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
  // The failures were logged by the server that handled the request, without its content.
  CHECK(logs.find("/gate/{projectName}/{proxyName}") != std::string::npos);
}
