#include "sqlite_integrity.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include <gatehouse/base/percent.hpp>
#include <gatehouse/ports/port_error.hpp>

#include "sqlite_handle.hpp"

namespace gatehouse {
namespace {

/// SQLite may repeat parts of a damaged schema, which may contain any octets.
std::string printable(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, ' ');
  return text;
}

/// Encodes a path for a "file:" URI.
std::string percent_encoded(const std::string& path) {
  std::string encoded;
  append_percent_encoded(encoded, path, [](char) { return false; });
  return encoded;
}

}  // namespace

std::optional<std::string> find_damage(sqlite3* database) {
  sqlite3_stmt* prepared = nullptr;
  sqlite3_prepare_v2(database, "PRAGMA integrity_check(1)", -1, &prepared, nullptr);
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared,
                                                                             sqlite3_finalize);
  if (!statement || sqlite3_step(prepared) != SQLITE_ROW) {
    // The low byte is the primary code.
    const int code = sqlite3_errcode(database) & 0xff;
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_NOMEM) {
      throw TransientPortError("the database could not be checked: " +
                               std::string(sqlite3_errstr(code)));
    }
    return printable(sqlite3_errmsg(database));
  }
  const auto* text = sqlite3_column_text(prepared, 0);
  std::string found = text == nullptr ? "" : reinterpret_cast<const char*>(text);
  if (found == "ok") return std::nullopt;
  return printable(std::move(found));
}

std::optional<std::string> find_damage_in_copy(const std::string& path) {
  sqlite3* opened = nullptr;
  const std::string absolute = std::filesystem::absolute(path).string();
  // With immutable=1, SQLite needs neither locks nor files beside this one.
  const int code = sqlite3_open_v2(("file:" + percent_encoded(absolute) + "?immutable=1").c_str(),
                                   &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  const SqliteHandle database(opened);
  if (code != SQLITE_OK) return sqlite3_errstr(code);
  return find_damage(database.get());
}

}  // namespace gatehouse
