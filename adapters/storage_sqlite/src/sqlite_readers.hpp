/// The connections that read. One is lent to each thread that reads, and kept for the next.
#pragma once

#include <gatehouse/ports/storage.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "sqlite_files.hpp"

namespace gatehouse {

class SqliteReaders {
 public:
  /// `files` are those of the database that is open, and outlive this.
  SqliteReaders(const SqliteOptions& options, const SqliteFiles& files);
  ~SqliteReaders();

  void run(Storage::ReadWork work);

 private:
  class Reader;

  [[nodiscard]] std::unique_ptr<Reader> take();
  [[nodiscard]] bool may_be_roomy();
  /// Closes it when it is broken.
  void give_back(std::unique_ptr<Reader> reader);

  const SqliteOptions options_;
  const SqliteFiles& files_;
  std::mutex mutex_;
  /// How many more may be given much memory: as many as there are processors are.
  std::size_t roomy_left_;
  /// Lent from the end: roomy ones, the one that was used last before the others, so that few are
  /// kept busy and their pages are warm.
  std::vector<std::unique_ptr<Reader>> idle_;
};

}  // namespace gatehouse
