// The system date is changed while the server runs, and between its runs: libfaketime gives the
// program another date, and leaves the monotonic clock unchanged.
#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tokens.hpp"
#include "operations/site.hpp"

using namespace gatehouse::testing;

namespace {

using namespace std::chrono_literals;

// The runtime of a sanitizer must be loaded before all other libraries.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool can_set_dates = false;
#else
constexpr bool can_set_dates = true;
#endif

/// During its lifetime, started programs see the date that was set last.
class MachineDate {
 public:
  MachineDate() {
    set("+0");
    for (const auto& [name, value] : variables()) ::setenv(name.c_str(), value.c_str(), 1);
  }
  MachineDate(const MachineDate&) = delete;
  MachineDate& operator=(const MachineDate&) = delete;
  ~MachineDate() {
    for (const auto& [name, value] : variables()) ::unsetenv(name.c_str());
  }

  /// E.g. "+366d" or "-1h": an offset from the correct date.
  void set(const std::string& offset) {
    const auto fresh = folder_.path() / "fresh";
    std::ofstream(fresh) << offset << '\n';
    std::filesystem::rename(fresh, file());
  }

 private:
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "offset"; }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> variables() const {
    return {{"LD_PRELOAD", FAKETIME_LIBRARY},
            {"FAKETIME_TIMESTAMP_FILE", file().string()},
            {"FAKETIME_NO_CACHE", "1"},
            {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}};
  }

  TemporaryFolder folder_;
};

/// Waits until the server has logged the text.
bool logs(const Installation& site, const std::string& text) {
  for (int i = 0; i < 300; ++i) {
    if (read_file(site.log()).find(text) != std::string::npos) return true;
    std::this_thread::sleep_for(100ms);
  }
  return false;
}

std::vector<std::string> names_of_projects(Tenant& tenant) {
  std::vector<std::string> all;
  for (const auto& project : tenant.get("/projects").items()) {
    all.emplace_back(project.at("name").as_string());
  }
  return all;
}

}  // namespace

TEST_CASE(
    "clock: a date that is set back does not extend the grace period, and dates are corrected" *
    doctest::skip(!can_set_dates)) {
  MachineDate date;
  Installation site({"--refresh-grace", "4s"}, 1);
  Provider provider(site);
  const TokenPair tokens = provider.begin();
  const TokenPair next = provider.exchanged(tokens.refresh);
  const auto before = part_of(next.access, 1).at("iat").as_int64();
  date.set("-1h");
  const TokenPair late = provider.begin();
  const auto issued_at = part_of(late.access, 1).at("iat").as_int64();
  CHECK(issued_at <= before - 3600 + 60);
  CHECK(issued_at >= before - 3600);
  CHECK(provider.is_active(late.access));
  std::this_thread::sleep_for(4100ms);
  check_oauth_refused(provider.exchange(tokens.refresh), 400, "invalid_grant");
  check_inactive(provider.introspect(next.refresh));
  CHECK(provider.is_active(late.refresh));
}

TEST_CASE("clock: a leap of a year for some seconds deletes nothing, and is logged and measured" *
          doctest::skip(!can_set_dates)) {
  MachineDate date;
  OperatedSite site;
  Provider provider(site);
  const std::string sessions = run_sql(site.database(), "SELECT count(*) FROM sessions");
  CHECK(value_of(site.metrics(), "gatehouse_clock_steady") == "1");
  date.set("+366d");
  CHECK(std::stod(value_of(site.metrics(), "gatehouse_clock_ahead_seconds")) > 365.0 * 86'400);
  CHECK(value_of(site.metrics(), "gatehouse_clock_steady") == "0");
  CHECK(logs(site, "ahead of the time that has passed"));
  check_error(provider.tenant.get("/me"), 401);

  date.set("+0");
  CHECK(logs(site, "agrees with the time that passes again"));
  check_success(provider.tenant.get("/me"), 200);
  CHECK(run_sql(site.database(), "SELECT count(*) FROM sessions") == sessions);
  CHECK(std::stod(value_of(site.metrics(), "gatehouse_clock_ahead_seconds")) < 5);
  CHECK(value_of(site.metrics(), "gatehouse_clock_steady") == "0");
  // Tokens issued from now on have the correct date.
  const auto issued_at = part_of(provider.begin().access, 1).at("iat").as_int64();
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  CHECK(issued_at <= now);
  CHECK(issued_at > now - 60);
}

TEST_CASE("clock: a start with a date that is a year ahead deletes nothing" *
          doctest::skip(!can_set_dates)) {
  MachineDate date;
  OperatedSite site;
  Tenant tenant(site);
  const std::string sessions = run_sql(site.database(), "SELECT count(*) FROM sessions");
  CHECK(site.server().stop() == 0);
  date.set("+366d");
  site.start();
  CHECK(logs(site, "long after the newest record"));
  CHECK(site.server().stop() == 0);
  date.set("+0");
  site.start();
  CHECK(run_sql(site.database(), "SELECT count(*) FROM sessions") == sessions);
  tenant.client.connect_to(site.server().port());
  check_success(tenant.get("/me"), 200);
}

TEST_CASE("clock: lists stay in the order of creation when the date is set back before a start" *
          doctest::skip(!can_set_dates)) {
  MachineDate date;
  Installation site({}, 1);
  Tenant tenant(site);
  std::vector<std::string> expected;
  const auto add = [&](const char* name) {
    expected.emplace_back(name);
    check_success(tenant.post("/projects", name_body(name)), 201);
  };
  add("e");
  date.set("+2d");
  add("d");
  date.set("-1h");
  add("c");
  CHECK(names_of_projects(tenant) == expected);
  site.server().kill();
  date.set("-1d");
  site.start();
  tenant.client.connect_to(site.server().port());
  add("b");
  add("a");
  CHECK(names_of_projects(tenant) == expected);
}
