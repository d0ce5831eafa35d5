#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "database.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::milliseconds;

/// The number of commits in a WAL since its last restart: frames that contain the size of the
/// database after a commit (https://www.sqlite.org/fileformat.html#the_write_ahead_log).
std::size_t commits_in(const std::string& wal) {
  constexpr std::size_t header = 32;
  constexpr std::size_t frame_header = 24;
  constexpr std::size_t page = 4096;
  std::ifstream file(wal, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  std::size_t commits = 0;
  for (std::size_t at = header; at + frame_header <= bytes.size(); at += frame_header + page) {
    if (bytes.compare(at + 4, 4, std::string(4, '\0')) != 0) ++commits;
  }
  return commits;
}

Session some_session() {
  Session session;
  session.digest.bytes = {1, 2, 3};
  session.user = UserId({7});
  return session;
}

TEST_CASE("sqlite: writers that wait at the same time are committed together") {
  const Database database;
  SqliteStorage storage(database.options());
  constexpr std::uint32_t writers = 16;
  // Which writers wait together depends on the scheduler; in this many rounds some do.
  bool together = false;
  for (std::uint32_t round = 0; round < 50 && !together; ++round) {
    OtherHand other(database.path());
    other.run("BEGIN IMMEDIATE");
    const std::size_t before = commits_in(database.path() + "-wal");
    std::atomic<std::uint32_t> started = 0;
    std::vector<std::thread> threads;
    for (std::uint32_t i = 0; i < writers; ++i) {
      threads.emplace_back([&, i] {
        ++started;
        add(storage, round * writers + i);
      });
    }
    while (started < writers) std::this_thread::yield();
    std::this_thread::sleep_for(milliseconds(20));
    other.run("ROLLBACK");
    for (std::thread& thread : threads) thread.join();
    const std::size_t after = commits_in(database.path() + "-wal");
    REQUIRE(after > before);
    together = after - before < writers;
    for (std::uint32_t i = 0; i < writers; ++i) CHECK(has(storage, round * writers + i));
  }
  CHECK(together);
}

TEST_CASE("sqlite: while another process writes, reads succeed and writes time out") {
  const Database database;
  SqliteOptions options = database.options();
  options.busy_deadline = milliseconds(50);
  SqliteStorage storage(options);
  add(storage, 1);

  OtherHand other(database.path());
  other.run("BEGIN IMMEDIATE");
  bool ran = false;
  CHECK_THROWS_AS((void)storage.transact([&](Transaction&) -> Result<Done> {
    ran = true;
    return Done{};
  }),
                  TransientPortError);
  CHECK(has(storage, 1));
  other.run("ROLLBACK");

  add(storage, 2);
  CHECK(has(storage, 2));
  CHECK_FALSE(ran);
}

TEST_CASE("sqlite: a transaction that ignores a failed statement is not committed") {
  const Database database;
  SqliteStorage storage(database.options());
  check_swallowed_failure(storage);
}

TEST_CASE("sqlite: exceptions do not contain stored data") {
  const Database database;
  SqliteStorage storage(database.options());
  const Session session = some_session();
  const std::string message = refusal([&] {
    (void)storage.transact([&](Transaction& tx) -> Result<Done> {
      tx.sessions().insert(session);
      tx.sessions().insert(session);
      return Done{};
    });
  });
  CHECK(message.find(session.digest.to_string()) == std::string::npos);
  CHECK(message.find(session.user.to_string()) == std::string::npos);
  CHECK(message.find("INSERT") == std::string::npos);
}

TEST_CASE("sqlite: after concurrent reads no file stays open") {
  const auto open_files = [] {
    const std::filesystem::directory_iterator files("/proc/self/fd");
    return std::distance(begin(files), end(files));
  };
  const Database database;
  SqliteStorage::migrate(database.options());
  const auto before = open_files();
  for (int round = 0; round < 3; ++round) {
    SqliteStorage storage(database.options());
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (std::uint32_t n = 0; n < 20; ++n) (void)has(storage, n);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  CHECK(open_files() == before);
}

}  // namespace
}  // namespace gatehouse::testing
