#include "newest.hpp"

#include <algorithm>
#include <array>

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

constexpr std::array tables{"accounts",     "registrations",    "users",         "projects",
                            "attachments",  "consumers",        "credentials",   "grants",
                            "api_proxies",  "api_proxy_groups", "gateways",      "token_families",
                            "signing_keys", "service_tokens",   "usage_entries", "outgoing_mail"};

}  // namespace

NewestRecords::NewestRecords(Connection& connection)
    : catalogue_(connection,
                 "SELECT created_at FROM catalogue ORDER BY created_at DESC, code DESC LIMIT 1") {
  for (const char* table : tables) {
    ids_.emplace_back(connection,
                      "SELECT id FROM " + std::string(table) + " ORDER BY id DESC LIMIT 1");
  }
}

Newest NewestRecords::find() const {
  Newest newest;
  for (auto& statement : ids_) {
    const auto id = statement.one(
        [](const std::string& text) { return to_id<Id<struct AnyRecordTag>>(text).bytes(); });
    newest.id = std::max(newest.id, id);
  }
  newest.catalogue_item = catalogue_.one([](long long created_at) { return to_time(created_at); });
  return newest;
}

}  // namespace gatehouse::sql
