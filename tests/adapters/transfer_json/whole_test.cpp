// Completeness of exports, including future additions to the storage port.
#include <sqlite3.h>

#include <fstream>
#include <map>
#include <memory>
#include <regex>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include <gatehouse/storage_memory/memory_storage.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>
#include <gatehouse/testing/plain_password_hasher.hpp>
#include <gatehouse/testing/temporary_folder.hpp>
#include <gatehouse/transfer_json/transfer.hpp>

#include "export_text.hpp"
#include "furnished.hpp"
#include "samples.hpp"

using namespace gatehouse;
using namespace gatehouse::testing;

namespace {

/// The first column of each row.
std::vector<std::string> query(const std::string& path, const std::string& sql) {
  sqlite3* opened = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &opened) == SQLITE_OK);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> connection(opened, sqlite3_close);
  std::vector<std::string> rows;
  const auto add = [](void* to, int, char** values, char**) {
    static_cast<std::vector<std::string>*>(to)->emplace_back(values[0]);
    return 0;
  };
  CAPTURE(sql);
  REQUIRE(sqlite3_exec(opened, sql.c_str(), add, &rows, nullptr) == SQLITE_OK);
  return rows;
}

std::set<std::string> found(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::set<std::string> names;
  for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end;
       ++match) {
    names.insert((*match)[1].str());
  }
  return names;
}

}  // namespace

TEST_CASE("whole: every table has rows in the sample database, and the same after a transfer") {
  const TemporaryFolder folder;
  const std::string source = (folder.path() / "source.db").string();
  const std::string target = (folder.path() / "target.db").string();
  {
    SqliteStorage from({.path = source});
    furnish(from);
    SqliteStorage to({.path = target});
    REQUIRE(import_text(to, export_of(from)).has_value());
  }
  // Records that are being erased are not exported, so the erasures are not needed.
  const auto tables = query(source,
                            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE "
                            "'sqlite_%' AND name NOT IN ('schema_version', 'erasures')");
  CHECK(tables.size() >= 26);
  for (const std::string& table : tables) {
    CAPTURE(table);
    CHECK(query(source, "SELECT count(*) > 0 FROM " + table).front() == "1");
    const std::string attach = "ATTACH '" + target + "' AS moved; ";
    const std::string here = "SELECT * FROM main." + table;
    const std::string there = "SELECT * FROM moved." + table;
    CHECK(query(source, attach + "SELECT count(*) FROM (" + here + " EXCEPT " + there + ")")
              .front() == "0");
    CHECK(query(source, attach + "SELECT count(*) FROM (" + there + " EXCEPT " + here + ")")
              .front() == "0");
  }
}

TEST_CASE("whole: every kind of record of the port has its types, and there are no others") {
  const std::map<std::string, std::set<std::string>> types_of{
      {"accounts", {"account"}},
      {"registrations", {"registration"}},
      {"approve_codes", {"approve_code"}},
      {"users", {"user"}},
      {"sessions", {"session"}},
      {"service_accounts", {"service_account"}},
      {"service_account_tokens", {"service_account_token"}},
      {"password_resets", {"password_reset"}},
      {"idempotency_keys", {"idempotency_key"}},
      {"projects", {"project", "project_push_keys"}},
      {"catalogue", {"catalogue_item"}},
      {"attachments", {"attachment"}},
      {"consumers", {"consumer", "attached_consumer"}},
      {"consumer_tokens", {"consumer_token"}},
      {"mail", {"outgoing_mail"}},
      {"members", {"project_member"}},
      {"credentials", {"credential"}},
      {"grants", {"grant"}},
      {"api_proxies", {"api_proxy"}},
      {"api_proxy_groups", {"api_proxy_group", "grouped_api_proxy"}},
      {"gateways", {"gateway"}},
      {"token_families", {"token_family"}},
      {"service_tokens", {"service_token"}},
      {"signing_keys", {"signing_key"}},
      {"usage", {"usage_entry"}},
      {"limits", {"limit_setting"}},
      {"mail_ledger", {"mail_entry"}},
  };
  std::ifstream header(GATEHOUSE_SOURCE "/libcore/include/gatehouse/ports/storage.hpp");
  std::ostringstream text;
  text << header.rdbuf();
  std::set<std::string> accessors;
  std::set<std::string> types;
  for (const auto& [accessor, own] : types_of) {
    accessors.insert(accessor);
    types.insert(own.begin(), own.end());
  }
  // Records that are being erased are not exported.
  accessors.insert("erasures");
  CHECK(found(text.str(), "Collection<\\w+Records> (\\w+);") == accessors);

  MemoryStorage storage;
  furnish(storage);
  const auto lines = lines_of(export_of(storage));
  CHECK(found(lines.back(), "\"(\\w+)\":[1-9]") == types);
  CHECK(found(joined(lines), "\\{\"type\":\"(\\w+)\"") == types);
}

TEST_CASE("whole: unsupported password hashes are refused, counted by format, unless kept") {
  MemoryStorage source;
  conformance::Samples make;
  const PlainPasswordHasher hasher;
  const Account account = make.account();
  const auto done = source.transact([&](Transaction& tx) -> Result<Done> {
    bool all = tx.accounts().insert(account);
    for (const char* hash : {"$plain$v=1$1$616263", "$2b$10$abc", "$2b$10$def", "{SSHA}abc", "",
                             "$a-name-that-is-much-too-long-for-one$x", "$6 $x"}) {
      User user = make.user(account.id);
      user.password_hash = hash;
      all &= tx.users().insert(user);
    }
    Credential credential = make.credential(account.id);
    credential.password_hash = "$2b$10$ghi";
    all &= tx.credentials().insert(credential);
    CHECK(all);
    return Done{};
  });
  REQUIRE(done.has_value());
  const std::string text = export_of(source);

  MemoryStorage target;
  MemoryStorage empty;
  std::istringstream in(text);
  const auto refused = transfer::import_all(target, in, {.password_hasher = &hasher});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == ErrorCode::failed_precondition);
  CHECK(refused.error().detail.find("3 of the form $2b$, 4 of the form unknown.") !=
        std::string::npos);
  CHECK(refused.error().fields ==
        std::vector<FieldFault>{{"password_hash", "cannot be verified: $2b$"},
                                {"password_hash", "cannot be verified: unknown"}});
  CHECK(export_of(target) == export_of(empty));

  const auto kept = transfer::import_all(
      target, in, {.password_hasher = &hasher, .keep_unusable_passwords = true});
  REQUIRE(kept.has_value());
  CHECK(kept->records == 9);
  CHECK(kept->unusable_passwords ==
        std::map<std::string, std::uint64_t>{{"$2b$", 3}, {"unknown", 4}});
  CHECK(export_of(target) == text);
}
