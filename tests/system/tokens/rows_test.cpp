// The size of the database does not grow with the number of spent tokens.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/threads.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

/// The number of rows of every table.
std::string all_counts(const std::string& database) {
  std::string counts;
  for (const char* table :
       {"accounts", "attachments", "catalogue", "consumer_tokens", "consumers", "limit_settings",
        "mail_entries", "outgoing_mail", "password_resets", "project_consumers", "projects",
        "service_account_tokens", "service_accounts", "service_tokens", "sessions", "signing_keys",
        "token_families", "usage_entries", "users"}) {
    counts += std::string(table) + " " +
              run_sql(database, std::string("SELECT COUNT(*) FROM ") + table) + "\n";
  }
  return counts;
}

}  // namespace

TEST_CASE("rows: after thousands of refreshes there is one row per family") {
  constexpr std::size_t families = 4;
  constexpr int refreshes = 600;
  Installation site;
  Provider provider(site);
  std::vector<TokenPair> tokens;
  for (std::size_t i = 0; i < families; ++i) tokens.push_back(provider.begin());
  const std::string before = all_counts(site.database());
  all_at_once(families, [&](std::size_t i) {
    auto client = site.connect();
    for (int n = 0; n < refreshes; ++n) {
      const auto reply = client.send(exchange_request(tokens[i].refresh));
      if (reply.status != 200) throw std::runtime_error(reply.http.body);
      tokens[i] = {std::string(reply.body.at("access_token").as_string()),
                   std::string(reply.body.at("refresh_token").as_string())};
    }
  });
  CHECK(all_counts(site.database()) == before);
  CHECK(run_sql(site.database(), "SELECT COUNT(*) FROM token_families") ==
        std::to_string(families));
  for (const TokenPair& pair : tokens) CHECK(provider.is_active(pair.refresh));
}
