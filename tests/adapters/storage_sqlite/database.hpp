/// A database in a separate folder, with direct access through SQLite.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>

#include <gatehouse/storage_sqlite/sqlite_storage.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

#include "support/numbered_consumers.hpp"

namespace gatehouse::testing {

class Database {
 public:
  [[nodiscard]] std::string path() const { return path("gatehouse.db"); }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  [[nodiscard]] SqliteOptions options() const { return {.path = path()}; }

 private:
  TemporaryFolder folder_;
};

/// A plain SQLite connection without Gatehouse. Throws std::runtime_error when a statement fails.
class OtherHand {
 public:
  explicit OtherHand(const std::string& path);
  OtherHand(const OtherHand&) = delete;
  OtherHand& operator=(const OtherHand&) = delete;
  ~OtherHand();

  void run(const std::string& statements);
  [[nodiscard]] std::int64_t number(const std::string& query);

 private:
  sqlite3* connection_ = nullptr;
};

}  // namespace gatehouse::testing
