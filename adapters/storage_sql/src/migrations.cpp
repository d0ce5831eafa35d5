#include <gatehouse/storage_sql/migrations.hpp>

#include <array>
#include <string>

#include <gatehouse/ports/storage_error.hpp>

#include "names_in_form.hpp"
#include "schema_001.hpp"
#include "schema_002.hpp"
#include "schema_003.hpp"
#include "schema_004.hpp"
#include "schema_005.hpp"
#include "schema_006.hpp"
#include "schema_007.hpp"
#include "schema_008.hpp"
#include "schema_010.hpp"
#include "schema_011.hpp"

namespace gatehouse::sql {
namespace {

constexpr std::array known{
    Migration{1, "accounts, users, projects, services, consumers, tokens, mail", schema_001},
    Migration{2, "credentials, grants, API proxies, members, gateways", schema_002},
    Migration{3, "push keys say whether they are sealed", schema_003},
    Migration{4, "token families, service tokens, signing keys, usage, limits", schema_004},
    Migration{5, "several service tokens of a project, uses of refresh tokens", schema_005},
    Migration{6, "a limit on credentials", schema_006},
    Migration{7, "gateways name the header field of their clients' addresses", schema_007},
    Migration{8, "several approve codes of a registration", schema_008},
    Migration{9, "names compared in one form of Unicode", {}, &bring_names_into_form},
    Migration{10, "erasures in steps, sums of usage", schema_010},
    Migration{11, "what clients of the account API need", schema_011},
};

std::string replace_all(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
  return text;
}

std::string in_words(std::string_view statement, const DialectWords& words) {
  std::string text = replace_all(std::string(statement), "@key", words.key);
  text = replace_all(std::move(text), "@text", words.text);
  return replace_all(std::move(text), "@clustered", words.clustered);
}

void run(Connection& connection, std::string_view statement) {
  Command(connection, in_words(statement, connection.dialect.words())).run();
}

void apply(Connection& connection, const Migration& migration, const TextForms* forms) {
  for (const std::string_view statement : migration.statements) run(connection, statement);
  if (migration.finish != nullptr) migration.finish(connection, forms);
  Statement<In<long long, std::string>>(
      connection, "INSERT INTO schema_version (version, name) VALUES (:version, :name)")
      .change(migration.number, std::string(migration.name));
}

/// Applies the next migration. Returns false when all are applied.
bool apply_next(Connection& connection, std::string_view name, const TextForms* forms) {
  const int version = schema_version(connection, name);
  if (version == newest_schema_version()) return false;
  if (version == 0) {
    run(connection,
        "CREATE TABLE IF NOT EXISTS schema_version "
        "(version @key PRIMARY KEY, name @text NOT NULL)");
  }
  apply(connection, known.at(static_cast<std::size_t>(version)), forms);
  return true;
}

}  // namespace

std::span<const Migration> migrations() noexcept { return known; }

int newest_schema_version() noexcept { return known.back().number; }

int schema_version(Connection& connection, std::string_view name) {
  Statement<In<std::string>, Out<long long>> tables(connection, connection.dialect.count_tables());
  // The order matters: another process may be making the tables now, in one transaction.
  const bool has_tables = tables.value("accounts") > 0;
  long long version = 0;
  if (tables.value("schema_version") > 0) {
    Statement<In<>, Out<long long>> newest(connection,
                                           "SELECT coalesce(max(version), 0) FROM schema_version");
    version = newest.value();
  }
  if (version == 0 && has_tables) {
    throw StorageDamaged("database " + std::string(name) +
                         " is damaged: it has tables, and its schema version is lost");
  }
  if (version > newest_schema_version()) {
    throw PortError("database " + std::string(name) + " has schema version " +
                    std::to_string(version) + ", this program knows up to " +
                    std::to_string(newest_schema_version()) + ": upgrade gatehouse");
  }
  if (version < 0) throw PortError("database " + std::string(name) + " has a damaged version");
  return static_cast<int>(version);
}

void migrate(Connection& connection, std::string_view name, const TextForms* forms) {
  // The first check takes no write lock, which another process may hold for a long time.
  bool more = schema_version(connection, name) < newest_schema_version();
  while (more) {
    Command(connection, connection.dialect.begin_write()).run();
    try {
      more = apply_next(connection, name, forms);
      Command(connection, "COMMIT").run();
    } catch (...) {
      Command(connection, "ROLLBACK").try_run();
      connection.failed = false;
      throw;
    }
  }
}

}  // namespace gatehouse::sql
