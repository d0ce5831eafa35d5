// Background work of the server.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>

#include "harness/checks.hpp"
#include "harness/smtp_server.hpp"
#include "harness/tenant.hpp"
#include "operations/site.hpp"

using namespace gatehouse::testing;

TEST_CASE("housekeeping: an unresponsive mail server does not delay deletions") {
  const SmtpServer silent;
  OperatedSite site(
      {"--mail", "smtp://" + silent.address(), "--smtp-starttls", "off", "--smtp-deadline", "1m"});
  // The server never answers mail for this address. A mail is queued, and there are expired
  // sessions.
  run_sql(site.database(),
          "INSERT INTO outgoing_mail (id, kind, recipient, registration_id, account_id, user_id,"
          " created_at, leased_until) VALUES ('01900000000000000000000000000001', 'no_such_user',"
          " 'stuck@example.org', '', '', '', 9000000000000000, 1)");
  run_sql(site.database(), "UPDATE sessions SET expires_at = 1");
  // The server begins with a step.
  CHECK(site.server().stop() == 0);
  site.start();
  const auto erased = [&] {
    return value_of(site.metrics(),
                    R"(gatehouse_housekeeping_records_erased_total{kind="sessions"})");
  };
  for (int i = 0; i < 400 && erased() == "0"; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  CHECK(erased() == "1");
  // The mail delivery is still waiting for its timeout of one minute.
  const std::string metrics = site.metrics();
  CHECK(value_of(metrics, "gatehouse_mail_failed_total") == "0");
  CHECK(value_of(metrics, "gatehouse_mail_queue") == "1");
  site.server().kill();
}
