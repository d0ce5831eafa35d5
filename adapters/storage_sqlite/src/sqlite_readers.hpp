/// The pool of read connections. Each reading thread borrows one, which is then kept for the next.
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
  /// `files` are those of the open database, and must outlive this object.
  SqliteReaders(const SqliteOptions& options, const SqliteFiles& files);
  ~SqliteReaders();

  void run(Storage::ReadWork work);

 private:
  class Reader;

  [[nodiscard]] std::unique_ptr<Reader> take();
  [[nodiscard]] bool may_be_roomy();
  /// Returns the reader to the pool, or closes it when it is broken.
  void give_back(std::unique_ptr<Reader> reader);

  const SqliteOptions options_;
  const SqliteFiles& files_;
  std::mutex mutex_;
  /// How many more readers may have a large page cache: one for each processor in all.
  std::size_t roomy_left_;
  /// Readers are taken from the end: those with a large cache first, the most recently used first
  /// among them, so that few readers are in use and their caches are warm.
  std::vector<std::unique_ptr<Reader>> idle_;
};

}  // namespace gatehouse
