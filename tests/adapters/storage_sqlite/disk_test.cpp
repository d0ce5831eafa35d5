#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "database.hpp"

namespace gatehouse::testing {
namespace {

/// While it lives, no file of this process grows beyond `bytes`.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    old_handler_ = ::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &old_limit_) == 0);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = old_limit_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &old_limit_);
    ::signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit old_limit_{};
  void (*old_handler_)(int) = SIG_DFL;
};

constexpr std::uint32_t many = 60'000;

Result<Done> add_many(Storage& storage) {
  return storage.transact([&](Transaction& tx) -> Result<Done> {
    for (std::uint32_t number = 1000; number < 1000 + many; ++number) {
      if (!tx.consumers().insert(consumer(number))) return Unexpected(conflict("there already"));
    }
    return Done{};
  });
}

TEST_CASE("sqlite: what does not fit on the disk is told and leaves nothing behind") {
  const Database database;
  SqliteStorage storage(database.options());
  add(storage, 1);
  {
    const FullDisk disk(std::filesystem::file_size(database.path() + "-wal"));
    CHECK_THROWS_AS(add(storage, 2), PortError);
    CHECK_THROWS_AS((void)add_many(storage), PortError);
    CHECK(has(storage, 1));
    CHECK_FALSE(has(storage, 2));
    CHECK_FALSE(has(storage, 1000));
  }
  add(storage, 2);
  CHECK(has(storage, 2));
  CHECK_FALSE(has(storage, 1000));
}

TEST_CASE("sqlite: work that fills the disk does not take along what would be committed with it") {
  const Database database;
  SqliteStorage storage(database.options());
  add(storage, 1);
  OtherHand other(database.path());
  other.run("BEGIN IMMEDIATE");

  const FullDisk disk(std::filesystem::file_size(database.path() + "-wal") + 1'000'000);
  std::atomic<int> kept = 0;
  std::atomic<bool> refused = false;
  const auto keep = [&](std::uint32_t number) {
    return std::thread([&storage, &kept, number] {
      add(storage, number);
      ++kept;
    });
  };
  std::thread before = keep(2);
  std::thread large([&] {
    try {
      (void)add_many(storage);
    } catch (const PortError&) {
      refused = true;
    }
  });
  std::thread after = keep(3);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  other.run("ROLLBACK");
  before.join();
  large.join();
  after.join();

  CHECK(refused);
  CHECK(kept == 2);
  CHECK(has(storage, 2));
  CHECK(has(storage, 3));
  CHECK_FALSE(has(storage, 1000));
}

}  // namespace
}  // namespace gatehouse::testing
