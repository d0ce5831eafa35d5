// Deletions with very many dependants: a server that is killed meanwhile, and other tenants.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <sstream>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

std::string hex_id(const std::string& number) {
  return on_postgresql() ? "lpad(to_hex(" + number + "), 32, '0')"
                         : "printf('%032x', " + number + ")";
}

std::string numbers_to(int count) {
  return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
         std::to_string(count) + ") ";
}

/// Inserts entries into the tenant's ledger directly, which would take too long through the server.
void use_often(Provider& provider, int count) {
  const Tenant& tenant = provider.tenant;
  run_sql(tenant.site.database(),
          numbers_to(count) +
              "INSERT INTO usage_entries (id, account_id, project_id, service, event, amount,"
              " entry_key, created_at) SELECT " +
              hex_id("i") + ", '" + tenant.account + "', '" + tenant.project + "', '" +
              tenant.service + "', 'sent', 1, 'key' || i, i FROM n");
}

/// Inserts plausible tokens of the tenant's service and consumer.
void mint_often(Tenant& tenant, int count) {
  run_sql(tenant.site.database(),
          numbers_to(count) +
              "INSERT INTO consumer_tokens (token_key, digest, account_id, project_id, service,"
              " consumer_id, created_at, expires_at) SELECT i, 'made up ' || i, '" +
              tenant.account + "', '" + tenant.project + "', '" + tenant.service + "', '" +
              tenant.consumer + "', 1, 9000000000000000 FROM n");
}

/// The number of rows of all tables that belong to the account.
int rows_of(const Tenant& tenant) {
  const std::string& database = tenant.site.database();
  std::istringstream tables(run_sql(
      database, on_postgresql()
                    ? "SELECT string_agg(table_name, ' ') FROM information_schema.columns"
                      " WHERE table_schema = 'public' AND column_name = 'account_id'"
                    : "SELECT group_concat(m.name, ' ') FROM sqlite_master m WHERE m.type = "
                      "'table' AND EXISTS"
                      " (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'account_id')"));
  int rows = 0;
  int seen = 0;
  for (std::string table; tables >> table; ++seen) {
    rows += std::stoi(run_sql(database, "SELECT count(*) FROM " + table + " WHERE account_id = '" +
                                            tenant.account + "'"));
  }
  REQUIRE(seen > 15);
  return rows + std::stoi(run_sql(
                    database, "SELECT count(*) FROM accounts WHERE id = '" + tenant.account + "'"));
}

void wait_until_gone(const Tenant& tenant) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  while (rows_of(tenant) > 0 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  CHECK(rows_of(tenant) == 0);
}

}  // namespace

TEST_CASE("erasures: all rows of a deleted account are removed although the server is killed") {
  Installation site;
  Provider gone(site);
  Provider stays(site);
  use_often(gone, 20'000);
  mint_often(gone.tenant, 5'000);
  const std::string before = stays.tenant.sight();
  check_success(gone.tenant.remove("/account"), 202);
  for (std::size_t i = 0; i < usual_servers(); ++i) site.server(i).kill();
  CHECK(rows_of(gone.tenant) > 0);
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < usual_servers(); ++i) site.start(i);
    gone.tenant.client.connect_to(site.server().port());
    stays.tenant.client.connect_to(site.server().port());
    CHECK(gone.tenant.get("/me").status == 401);
    CHECK(gone.tenant.client.send(gone.usage_request(1, "late")).status == 401);
    // In the middle of its steps, or at least after one.
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (round == 0) {
      for (std::size_t i = 0; i < usual_servers(); ++i) site.server(i).kill();
    }
  }
  wait_until_gone(gone.tenant);
  CHECK(stays.tenant.sight() == before);
  CHECK(run_sql(site.database(), "SELECT count(*) FROM erasures") == "0");
}

TEST_CASE("erasures: a large account is deleted at the first attempt while another tenant counts") {
  Installation site;
  Provider gone(site);
  Provider stays(site);
  use_often(gone, 20'000);
  std::atomic<int> counted = 0;
  std::atomic<int> refused = 0;
  {
    std::vector<std::jthread> clients;
    for (int which = 0; which < 2; ++which) {
      clients.emplace_back([&, which](const std::stop_token& stop) {
        auto client = site.connect();
        for (int i = 0; !stop.stop_requested(); ++i) {
          const std::string key = std::to_string(which) + "/" + std::to_string(i);
          const auto reply = client.send(stays.usage_request(1, key));
          ++(reply.status == 201 ? counted : refused);
        }
      });
    }
    while (counted < 20) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    check_success(gone.tenant.remove("/account"), 202);
    CHECK(gone.tenant.get("/me").status == 401);
    wait_until_gone(gone.tenant);
  }
  CHECK(refused == 0);
  CHECK(stays.items_used() == counted);
}

TEST_CASE("erasures: the address of a large deleted account can be registered at once") {
  Installation site;
  Provider gone(site);
  use_often(gone, 5'000);
  check_success(gone.tenant.remove("/account"), 202);
  const Registration again = register_account(site, gone.tenant.email);
  const auto approved = site.connect().put("/api/v1/register/" + again.id,
                                           approval_body(again.code, gone.tenant.admin.email));
  check_success(approved, 202);
  wait_until_gone(gone.tenant);
}

TEST_CASE("erasures: a service with very many tokens can be detached and attached again at once") {
  Installation site;
  Provider provider(site);
  Tenant& tenant = provider.tenant;
  const std::string old = tenant.mint_token();
  mint_often(tenant, 5'000);
  check_success(tenant.remove("/projects/" + tenant.project + "/services/" + tenant.service), 202);
  CHECK_FALSE(provider.is_active(old));
  tenant.attach_service(tenant.project, tenant.service);
  CHECK_FALSE(provider.is_active(old));
  const std::string fresh = tenant.mint_token();
  CHECK(provider.is_active(fresh));
  CHECK(run_sql(site.database(), "SELECT count(*) FROM consumer_tokens") == "1");
}
