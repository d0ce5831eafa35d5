// Servers that start, run background work and are killed concurrently.
#include <doctest/doctest.h>

#include <barrier>
#include <chrono>
#include <set>
#include <string>
#include <thread>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tenant.hpp"
#include "harness/threads.hpp"
#include "harness/writers.hpp"

using namespace gatehouse::testing;

namespace {

/// Generates the rows of a table in SQL: `row(i)` without the parentheses.
template <class Row>
void insert(const std::string& database, const std::string& table, int count, Row row) {
  std::string statement = "INSERT INTO " + table + " VALUES ";
  for (int i = 0; i < count; ++i) {
    statement += std::string(i == 0 ? "(" : ", (") + row(i) + ")";
  }
  run_sql(database, statement);
}

std::string quoted(const std::string& text) { return "'" + text + "'"; }

std::string numbered_id(int number) {
  std::string digits = std::to_string(number);
  return std::string(32 - digits.size(), '0') + digits;
}

/// Waits until the count returned by the SQL statement is 0.
bool becomes_empty(const std::string& database, const std::string& table,
                   const std::string& condition) {
  for (int i = 0; i < 6000; ++i) {
    if (run_sql(database, "SELECT COUNT(*) FROM " + table + " WHERE " + condition) == "0") {
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

bool has_delivered(Installation& site, std::size_t which) {
  return read_file(site.log(which)).find("mails that were left over") != std::string::npos;
}

}  // namespace

TEST_CASE("servers: all servers that start at once on an empty database are ready") {
  constexpr std::size_t servers = 4;
  for (int round = 0; round < 3; ++round) {
    const TemporaryFolder folder;
    const Database database(folder.path());
    std::barrier together(static_cast<std::ptrdiff_t>(servers));
    // A server ends with the thread that started it.
    const auto answers = all_at_once<unsigned>(servers, [&](std::size_t i) -> unsigned {
      unsigned status = 0;
      try {
        ServerProcess server({"--database", database.url(), "--mail",
                              "maildir:" + (folder.path() / "mail").string()},
                             folder.path() / ("log" + std::to_string(i)));
        ApiClient client(server.port());
        status =
            client
                .post("/api/v1/register", registration_body("a" + std::to_string(i) + "@b.example"))
                .status;
        together.arrive_and_wait();
      } catch (const std::exception& error) {
        together.arrive_and_drop();
        MESSAGE(error.what());
      }
      return status;
    });
    for (const unsigned status : answers) CHECK(status == 201);
    CHECK(run_sql(database.url(), "SELECT COUNT(*) FROM registrations") == std::to_string(servers));
  }
}

TEST_CASE("servers: queued mail is delivered once, by either server") {
  constexpr int mails = 300;
  Installation site({}, 2);
  // Until both have delivered some; usually in the first round.
  for (int round = 0; round < 10; ++round) {
    insert(site.database(), "outgoing_mail", mails, [&](int i) {
      const int number = round * mails + i;
      const std::string now =
          std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(
                             std::chrono::system_clock::now().time_since_epoch())
                             .count());
      return quoted(numbered_id(number)) + ", 'no_such_user', 'left" + std::to_string(number) +
             "@example.org', '', '', '', " + now + ", 0";
    });
    REQUIRE(becomes_empty(site.database(), "outgoing_mail", "1 = 1"));
    for (int i = 0; i < mails; ++i) {
      const std::string address = "left" + std::to_string(round * mails + i) + "@example.org";
      CAPTURE(address);
      CHECK(site.mailbox().to(address).size() == 1);
    }
    if (has_delivered(site, 0) && has_delivered(site, 1)) break;
  }
  CHECK(has_delivered(site, 0));
  CHECK(has_delivered(site, 1));
}

TEST_CASE("servers: two that concurrently delete expired records keep the others") {
  Installation site({}, 2);
  Tenant tenant(site);
  tenant.furnish();
  site.server(0).stop();
  site.server(1).stop();
  insert(site.database(), "consumer_tokens", 3000, [&](int i) {
    return std::to_string(i) + ", " + quoted(std::string(32, '0') + numbered_id(i)) + ", " +
           quoted(numbered_id(1)) + ", " + quoted(numbered_id(2)) + ", 'roc', " +
           quoted(numbered_id(3)) + ", 1, 2";
  });
  insert(site.database(), "password_resets", 3000, [&](int i) {
    return std::to_string(i) + ", " + quoted(std::string(32, '0') + numbered_id(i)) + ", " +
           quoted(numbered_id(1)) + ", " + quoted(numbered_id(2)) + ", 1, 2";
  });
  // Both run housekeeping as soon as they have started.
  site.start(0);
  site.start(1);
  tenant.client.connect_to(site.server(1).port());
  Writers writers(tenant);
  CHECK(becomes_empty(site.database(), "consumer_tokens", "expires_at = 2"));
  CHECK(becomes_empty(site.database(), "password_resets", "expires_at = 2"));
  writers.wait_for(100);
  writers.join();
  CHECK(writers.refusals() == 0);
  writers.check_kept();
  for (std::size_t which = 0; which < 2; ++which) {
    CHECK(read_file(site.log(which)).find("housekeeping") == std::string::npos);
  }
}

TEST_CASE("servers: when one is killed under load the other continues, and nothing is lost") {
  Installation site({}, 2);
  Tenant tenant(site);
  tenant.furnish();
  for (int round = 0; round < 4; ++round) {
    CAPTURE(round);
    const std::size_t victim = static_cast<std::size_t>(round) % 2;
    Writers writers(tenant);
    writers.wait_for(150);
    site.server(victim).kill();
    // Clients of the killed server have stopped or are about to.
    writers.wait_for(writers.count() + 150);
    writers.join();
    CHECK(writers.refusals() == 0);
    tenant.client.connect_to(site.server(1 - victim).port());
    writers.check_kept();
    site.start(victim);
  }
}
