#include <gatehouse/conformance/store.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

namespace gatehouse::conformance {
namespace {

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(const StoreSettings& settings)
      : options_{.path = (folder_.path() / "gatehouse.db").string(),
                 .busy_deadline = settings.longest_wait},
        storage_(std::make_unique<SqliteStorage>(options_)) {}

  Storage& storage() override { return *storage_; }

  bool reopen() override {
    storage_.reset();
    storage_ = std::make_unique<SqliteStorage>(options_);
    return true;
  }

 private:
  testing::TemporaryFolder folder_;
  const SqliteOptions options_;
  std::unique_ptr<SqliteStorage> storage_;
};

}  // namespace

std::unique_ptr<Store> fresh_store(const StoreSettings& settings) {
  return std::make_unique<SqliteStore>(settings);
}

}  // namespace gatehouse::conformance
