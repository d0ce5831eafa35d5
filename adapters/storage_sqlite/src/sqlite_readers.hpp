/// The connections that read. One is lent to each thread that reads, and kept for the next.
#pragma once

#include <gatehouse/ports/storage.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include <memory>
#include <mutex>
#include <vector>

namespace gatehouse {

class SqliteReaders {
 public:
  explicit SqliteReaders(const SqliteOptions& options);
  ~SqliteReaders();

  void run(Storage::ReadWork work);

 private:
  class Reader;

  [[nodiscard]] std::unique_ptr<Reader> take();
  void give_back(std::unique_ptr<Reader> reader);

  const SqliteOptions options_;
  std::mutex mutex_;
  /// The one that was used last is lent first: its pages are warm, and few are kept busy.
  std::vector<std::unique_ptr<Reader>> idle_;
};

}  // namespace gatehouse
