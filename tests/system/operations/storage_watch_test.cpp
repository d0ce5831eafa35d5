// Detection of storage that is read-only or damaged, and of its recovery.
#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gatehouse/ports/storage_error.hpp>
#include <gatehouse/storage_memory/memory_storage.hpp>
#include <gatehouse/testing/faulty_storage.hpp>

#include "operations/readiness.hpp"
#include "operations/storage_watch.hpp"
#include "operations/watched_storage.hpp"

using namespace gatehouse;
using namespace gatehouse::app;

namespace {

/// More failures than any test uses.
constexpr std::size_t for_ever = 1'000'000;

class Log {
 public:
  void add(std::string_view line) {
    const std::lock_guard lock(mutex_);
    lines_.emplace_back(line);
  }
  [[nodiscard]] std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

/// A FaultyStorage that is shared with the test, to be owned by WatchedStorage.
class Passing final : public Storage {
 public:
  explicit Passing(Storage& inner) : inner_(inner) {}

 protected:
  void do_read(ReadWork work) override {
    inner_.read([&](const Transaction& tx) {
      work(tx);
      return Done{};
    });
  }
  void do_transact(Work work) override {
    const Result<Done> done = inner_.transact([&](Transaction& tx) -> Result<Done> {
      if (work(tx) == Outcome::commit) return Done{};
      return Unexpected(conflict("rolled back"));
    });
    static_cast<void>(done);
  }

 private:
  Storage& inner_;
};

struct Site {
  Log log;
  MemoryStorage memory;
  testing::FaultyStorage faulty{memory};
  std::shared_ptr<StorageCondition> condition =
      std::make_shared<StorageCondition>([this](std::string_view line) { log.add(line); });
  WatchedStorage storage{std::make_unique<Passing>(faulty), condition};

  Result<Done> write() {
    return storage.transact([](Transaction&) -> Result<Done> { return Done{}; });
  }
};

/// Whether the condition becomes true within a timeout that is long even on a busy machine.
template <class Condition>
bool comes_true(const Condition& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

}  // namespace

TEST_CASE("storage watch: a full disk is logged once at its beginning and once at its end") {
  Site site;
  StorageWatch watch(site.storage, *site.condition);
  CHECK(watch.read().is_writable);
  site.faulty.fail_next_transactions(for_ever, StorageUnwritable("the disk is full"));
  for (int i = 0; i < 100; ++i) CHECK_THROWS_AS((void)site.write(), StorageUnwritable);
  CHECK_FALSE(watch.read().is_writable);
  REQUIRE(site.log.lines().size() == 1);
  CHECK(site.log.lines()[0].find("the disk is full") != std::string::npos);
  CHECK(site.condition->explains("POST /api/v1/session [7]: the disk is full"));
  CHECK_FALSE(site.condition->explains("POST /api/v1/session [7]: something else"));
  CHECK(site.condition->failures() >= 100);

  // There are no more requests, and the recovery is detected nevertheless.
  site.faulty.heal();
  CHECK(comes_true([&] { return site.condition->is_writable(); }));
  CHECK(watch.read().is_writable);
  REQUIRE(site.log.lines().size() == 2);
  CHECK(site.log.lines()[1].find("can be written again") != std::string::npos);
  CHECK_FALSE(site.condition->explains("POST /api/v1/session [7]: the disk is full"));
}

TEST_CASE("storage watch: an unclear failure starts a trial write, which decides") {
  Site site;
  StorageWatch watch(site.storage, *site.condition);
  site.faulty.fail_next_transactions(1, CommitInDoubt("the connection was lost"));
  CHECK_THROWS_AS((void)site.write(), CommitInDoubt);
  CHECK(watch.read().is_writable);
  CHECK(site.log.lines().empty());

  site.faulty.fail_next_transactions(for_ever, TransientPortError("cannot execute INSERT"));
  CHECK_THROWS_AS((void)site.write(), TransientPortError);
  CHECK_FALSE(watch.read().is_writable);
  REQUIRE(site.log.lines().size() == 1);
  CHECK(site.log.lines()[0].find("cannot execute INSERT") != std::string::npos);
}

TEST_CASE("storage watch: damage persists and is logged once") {
  Site site;
  StorageWatch watch(site.storage, *site.condition);
  const auto read = [&] { return site.storage.read([](const Transaction&) { return 1; }); };
  site.faulty.fail_next_reads(2, StorageDamaged("page 7 is damaged"));
  CHECK_THROWS_AS((void)read(), StorageDamaged);
  CHECK_THROWS_AS((void)read(), StorageDamaged);
  site.faulty.fail_next_transactions(1, StorageDamaged("page 8 is damaged"));
  CHECK_THROWS_AS((void)site.write(), StorageDamaged);
  CHECK(read() == 1);
  CHECK(watch.read().is_damaged);
  CHECK(watch.read().is_writable);
  REQUIRE(site.log.lines().size() == 1);
  CHECK(site.log.lines()[0].find("page 7 is damaged") != std::string::npos);
  // Requests that encounter either damage log no more lines.
  CHECK(site.condition->explains("GET /me [1]: page 7 is damaged"));
  CHECK(site.condition->explains("GET /me [2]: page 8 is damaged"));
  CHECK_FALSE(site.condition->explains("GET /me [3]: the disk is full"));
}

TEST_CASE("storage watch: another persistent failure is a reason, and its end is detected") {
  Site site;
  std::mutex mutex;
  std::string fault;
  const auto set = [&](const std::string& text) {
    const std::lock_guard lock(mutex);
    fault = text;
  };
  StorageWatch watch(site.storage, *site.condition, [&] {
    const std::lock_guard lock(mutex);
    return fault;
  });
  set("the log cannot be moved");
  CHECK(comes_true([&] { return !site.condition->is_writable(); }));
  set("");
  CHECK(comes_true([&] { return site.condition->is_writable(); }));
  CHECK(site.log.lines().size() == 2);
}

TEST_CASE("storage watch: exceptions of the work itself are ignored") {
  Site site;
  StorageWatch watch(site.storage, *site.condition);
  const auto own = [&] {
    (void)site.storage.transact(
        [](Transaction&) -> Result<Done> { throw std::runtime_error("mine"); });
  };
  CHECK_THROWS_AS(own(), std::runtime_error);
  CHECK(site.condition->failures() == 0);
  CHECK(watch.read().is_writable);
}

TEST_CASE("storage watch: a trial write leaves no data behind") {
  Site site;
  try_writing(site.storage);
  CHECK(site.storage.read([](const Transaction& tx) { return tx.mail().count(); }) == 0);
}

TEST_CASE("readiness: a read-only or damaged storage is reported without the error message") {
  Site site;
  StorageProbe probe(site.storage, [](std::string_view) {});
  StorageWatch watch(site.storage, *site.condition);
  http::Server server(http::ServerOptions{.port = 0, .io_threads = 1});
  Readiness readiness(server, probe, watch);
  CHECK(readiness.faults().empty());
  site.faulty.fail_next_transactions(for_ever, StorageUnwritable("/srv/secret-place is full"));
  CHECK_THROWS_AS((void)site.write(), StorageUnwritable);
  auto faults = readiness.faults();
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].check == "writing");
  CHECK(faults[0].why == "The storage cannot be written; the server's log says why.");
  site.faulty.heal();
  CHECK(comes_true([&] { return readiness.faults().empty(); }));

  site.condition->note_damage("page 7 is damaged");
  faults = readiness.faults();
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].check == "damage");
}
