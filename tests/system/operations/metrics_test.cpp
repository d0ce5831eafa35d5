// The contents and the location of /metrics.
#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <sstream>
#include <string>
#include <thread>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tenant.hpp"
#include "operations/site.hpp"

using namespace gatehouse::testing;

namespace {

std::set<std::string> names_read_strictly(const std::string& metrics) {
  const auto outcome = run_gatehouse(
      {.arguments = {GATEHOUSE_METRICS_READER}, .input = metrics, .program = "/usr/bin/python3"});
  INFO(outcome.err);
  REQUIRE(outcome.status == 0);
  std::istringstream lines(outcome.out);
  std::set<std::string> names;
  for (std::string line; std::getline(lines, line);) names.insert(line);
  return names;
}

/// The first cells of tables, in backquotes.
std::set<std::string> documented_names() {
  std::istringstream guide(read_file(GATEHOUSE_SOURCE "/docs/guides/operations.md"));
  std::set<std::string> names;
  for (std::string line; std::getline(guide, line);) {
    for (const std::string begin : {"| `gatehouse_", "| `process_"}) {
      if (line.starts_with(begin)) names.insert(line.substr(3, line.find('`', 3) - 3));
    }
  }
  const std::string foreign =
      on_postgresql() ? "gatehouse_sqlite_" : "gatehouse_database_connections_";
  CHECK(std::erase_if(names, [&](const std::string& name) { return name.starts_with(foreign); }) ==
        (on_postgresql() ? 2 : 4));
  return names;
}

}  // namespace

TEST_CASE("metrics: Prometheus can parse them, and they are the ones listed in the guide") {
  OperatedSite site({"--access-log", "-"});
  Tenant tenant(site);
  tenant.furnish();
  check_error(site.connect().get("/nowhere"), 404);
  const auto reply = site.connect_admin().get("/metrics");
  CHECK(reply.status == 200);
  CHECK(reply.http.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(names_read_strictly(reply.http.body) == documented_names());
}

TEST_CASE("metrics: requests are counted by operation and status") {
  OperatedSite site;
  auto client = site.connect();
  for (int i = 0; i < 3; ++i) check_success(client.get("/api/v1/me", site.root().token), 200);
  check_error(client.get("/api/v1/me"), 401);
  check_error(client.get("/nowhere"), 404);
  (void)HttpClient(site.server().port()).exchange("nonsense\r\n\r\n");
  const std::string metrics = site.metrics();
  const auto count = [&](const std::string& labels) {
    return value_of(metrics, "gatehouse_http_requests_total{" + labels + "}");
  };
  CHECK(count(R"(operation="getMe",status="200")") == "3");
  CHECK(count(R"(operation="getMe",status="401")") == "1");
  CHECK(count(R"(operation="other",status="404")") == "1");
  CHECK(count(R"(operation="other",status="400")") == "1");
  CHECK(value_of(metrics, R"(gatehouse_http_request_duration_seconds_count{operation="getMe"})") ==
        "4");
  CHECK(value_of(metrics, "gatehouse_http_requests_in_flight") == "0");
}

TEST_CASE("metrics: they contain no data of tenants") {
  OperatedSite site;
  Tenant tenant(site);
  tenant.furnish();
  (void)site.connect().get("/api/v1/projects/" + tenant.project + "?x=hidden-word",
                           tenant.admin.token);
  const std::string metrics = site.metrics();
  for (const std::string& text :
       {tenant.email, tenant.admin.email, tenant.admin.token, tenant.admin.id, tenant.project,
        std::string("hidden-word"), std::string("127.0.0.1")}) {
    CAPTURE(text);
    CHECK(metrics.find(text) == std::string::npos);
  }
}

TEST_CASE("metrics: delivered mail is counted") {
  OperatedSite site;
  (void)register_account(site);
  const std::string metrics = site.metrics();
  CHECK(value_of(metrics, "gatehouse_mail_delivered_total") == "1");
  CHECK(value_of(metrics, "gatehouse_mail_failed_total") == "0");
  CHECK(value_of(metrics, "gatehouse_mail_queue") == "0");
  CHECK(value_of(metrics, "gatehouse_storage_up") == "1");
}

TEST_CASE("metrics: deleted expired records are counted by kind") {
  OperatedSite site;
  Tenant tenant(site);
  tenant.furnish();
  (void)site.connect().post("/api/v1/session", login_body(tenant.admin.email, usual_password));
  const auto erased = [&](const std::string& kind) {
    return value_of(site.metrics(),
                    "gatehouse_housekeeping_records_erased_total{kind=\"" + kind + "\"}");
  };
  for (const std::string kind :
       {"sessions", "consumer_tokens", "password_resets", "registrations", "mails"}) {
    CAPTURE(kind);
    CHECK(erased(kind) == "0");
  }
  const std::string sessions = run_sql(site.database(), "SELECT count(*) FROM sessions");
  REQUIRE(std::stoi(sessions) > 1);
  run_sql(site.database(),
          "UPDATE sessions SET expires_at = 1; UPDATE consumer_tokens SET expires_at = 1");
  // The server begins with a step.
  CHECK(site.server().stop() == 0);
  site.start();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (erased("consumer_tokens") != "1" && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  CHECK(erased("consumer_tokens") == "1");
  CHECK(erased("sessions") == sessions);
  CHECK(erased("registrations") == "0");
}

TEST_CASE("metrics: they are never on the API port, with or without an operations listener") {
  OperatedSite site;
  check_error(site.connect().get("/metrics", site.root().token), 404);
  check_error(shared_installation().connect().get("/metrics"), 404);
}
