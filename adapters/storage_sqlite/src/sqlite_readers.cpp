#include "sqlite_readers.hpp"

#include "sqlite_file.hpp"

namespace gatehouse {

class SqliteReaders::Reader {
 public:
  explicit Reader(const SqliteOptions& options)
      : connection_(open_for_reading(options)),
        begin_(connection_->sql(), connection_->sql().dialect.begin_read()),
        end_(connection_->sql(), "COMMIT") {}

  void run(Storage::ReadWork work) {
    begin_.run();
    try {
      work(connection_->transaction());
    } catch (...) {
      broken_ = connection_->sql().failed || !end_.try_run();
      throw;
    }
    broken_ = true;
    if (connection_->sql().failed) throw PortError("a statement of the transaction failed");
    end_.run();
    broken_ = false;
  }

  /// True when only closing the connection is sure to end its transaction.
  [[nodiscard]] bool is_broken() const noexcept { return broken_; }

 private:
  std::unique_ptr<SqliteConnection> connection_;
  sql::Command begin_;
  sql::Command end_;
  bool broken_ = false;
};

SqliteReaders::SqliteReaders(const SqliteOptions& options) : options_(options) {}

SqliteReaders::~SqliteReaders() = default;

void SqliteReaders::run(Storage::ReadWork work) {
  std::unique_ptr<Reader> reader = take();
  try {
    reader->run(work);
  } catch (...) {
    if (!reader->is_broken()) give_back(std::move(reader));
    throw;
  }
  give_back(std::move(reader));
}

std::unique_ptr<SqliteReaders::Reader> SqliteReaders::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Reader> reader = std::move(idle_.back());
      idle_.pop_back();
      return reader;
    }
  }
  return std::make_unique<Reader>(options_);
}

void SqliteReaders::give_back(std::unique_ptr<Reader> reader) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(reader));
}

}  // namespace gatehouse
