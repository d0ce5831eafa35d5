// What the server does beside its requests.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>

#include "harness/checks.hpp"
#include "harness/smtp_server.hpp"
#include "harness/tenant.hpp"
#include "operations/site.hpp"

using namespace gatehouse::testing;

TEST_CASE("housekeeping: a mail server that does not answer holds up no erasing") {
  const SmtpServer silent;
  OperatedSite site(
      {"--mail", "smtp://" + silent.address(), "--smtp-starttls", "off", "--smtp-deadline", "1m"});
  // Mail for this address is never answered. It was left over; and sessions are over.
  run_sql(site.database(),
          "INSERT INTO outgoing_mail (id, kind, recipient, registration_id, account_id, user_id,"
          " created_at, leased_until) VALUES ('01900000000000000000000000000001', 'no_such_user',"
          " 'stuck@example.org', '', '', '', 9000000000000000, 1)");
  run_sql(site.database(), "UPDATE sessions SET expires_at = 1");
  // It begins with a step.
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
  // The mail still waits for its minute to be over.
  const std::string metrics = site.metrics();
  CHECK(value_of(metrics, "gatehouse_mail_failed_total") == "0");
  CHECK(value_of(metrics, "gatehouse_mail_queue") == "1");
  site.server().kill();
}
