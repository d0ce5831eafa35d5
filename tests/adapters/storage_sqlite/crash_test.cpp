#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <thread>
#include <vector>

#include "database.hpp"

namespace gatehouse::testing {
namespace {

constexpr std::uint32_t writers = 4;

/// Writes until it is killed, and sends the number of each consumer through `acknowledged` after
/// its commit.
[[noreturn]] void write_until_killed(const SqliteOptions& options, int acknowledged) {
  SqliteStorage storage(options);
  std::vector<std::thread> threads;
  for (std::uint32_t first = 0; first < writers; ++first) {
    threads.emplace_back([&storage, acknowledged, first] {
      for (std::uint32_t number = first;; number += writers) {
        add(storage, number);
        if (::write(acknowledged, &number, sizeof number) != sizeof number) return;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ::_exit(1);
}

TEST_CASE("sqlite: acknowledged commits survive the death of the process") {
  const Database database;
  for (int round = 0; round < 3; ++round) {
    SqliteOptions options = database.options();
    options.path = database.path(std::to_string(round) + ".db");
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      ::close(pipe[0]);
      write_until_killed(options, pipe[1]);
    }
    ::close(pipe[1]);

    std::vector<std::uint32_t> acknowledged;
    std::uint32_t number = 0;
    const auto next = [&] { return ::read(pipe[0], &number, sizeof number) == sizeof number; };
    while (acknowledged.size() < 150 && next()) acknowledged.push_back(number);
    CHECK(acknowledged.size() == 150);
    REQUIRE(::kill(child, SIGKILL) == 0);
    while (next()) acknowledged.push_back(number);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    ::close(pipe[0]);

    SqliteStorage storage(options);
    for (const std::uint32_t one : acknowledged) CHECK(has(storage, one));
    add(storage, 1'000'000'000);
    CHECK(has(storage, 1'000'000'000));
  }
}

}  // namespace
}  // namespace gatehouse::testing
