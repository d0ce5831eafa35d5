#include "sqlite_readers.hpp"

#include <algorithm>
#include <thread>

#include <gatehouse/base/invariant.hpp>

#include "sqlite_file.hpp"

namespace gatehouse {
namespace {

/// The page cache of a reader that is used often (8 MB): it holds the inner pages of a table with a
/// million sessions, so that a lookup reads only the page of its row. Other readers have SQLite's
/// default of 2 MB.
constexpr const char* much_memory = "PRAGMA cache_size = -8000";

}  // namespace

class SqliteReaders::Reader {
 public:
  explicit Reader(const SqliteOptions& options)
      : connection_(open_for_reading(options)),
        begin_(connection_->sql(), connection_->sql().dialect.begin_read()),
        end_(connection_->sql(), "COMMIT") {}

  void make_roomy() noexcept {
    is_roomy_ = true;
    // On failure the reader has a smaller cache, which is only slower.
    (void)sql::Command(connection_->sql(), much_memory).try_run();
  }

  void run(Storage::ReadWork work) {
    invariant(!broken_);
    begin_.run();
    try {
      work(connection_->transaction());
    } catch (...) {
      broken_ = connection_->sql().failed || !end_.try_run();
      throw;
    }
    broken_ = true;
    connection_->sql().require_no_failure();
    end_.run();
    broken_ = false;
  }

  /// True when the transaction could not be ended, so that the connection must be closed.
  [[nodiscard]] bool is_broken() const noexcept { return broken_; }
  [[nodiscard]] bool is_roomy() const noexcept { return is_roomy_; }

 private:
  std::unique_ptr<SqliteConnection> connection_;
  sql::Command begin_;
  sql::Command end_;
  bool broken_ = false;
  bool is_roomy_ = false;
};

SqliteReaders::SqliteReaders(const SqliteOptions& options, const SqliteFiles& files)
    : options_(options),
      files_(files),
      roomy_left_(std::max(1U, std::thread::hardware_concurrency())) {}

SqliteReaders::~SqliteReaders() = default;

void SqliteReaders::run(Storage::ReadWork work) {
  std::unique_ptr<Reader> reader = take();
  try {
    reader->run(work);
  } catch (...) {
    give_back(std::move(reader));
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
  // A new connection opens the file that has the name now. The check before keeps SQLite from
  // making a missing file; the check after detects that another database has replaced this one.
  files_.require_in_place();
  auto reader = std::make_unique<Reader>(options_);
  files_.require_in_place();
  if (may_be_roomy()) reader->make_roomy();
  return reader;
}

bool SqliteReaders::may_be_roomy() {
  const std::lock_guard lock(mutex_);
  if (roomy_left_ == 0) return false;
  --roomy_left_;
  return true;
}

void SqliteReaders::give_back(std::unique_ptr<Reader> reader) {
  const std::lock_guard lock(mutex_);
  if (reader->is_broken()) {
    if (reader->is_roomy()) ++roomy_left_;
    return;
  }
  const auto roomy_begin =
      std::find_if(idle_.begin(), idle_.end(), [](const auto& other) { return other->is_roomy(); });
  idle_.insert(reader->is_roomy() ? idle_.end() : roomy_begin, std::move(reader));
}

}  // namespace gatehouse
