#include <gatehouse/base/invariant.hpp>

#include <array>
#include <csignal>
#include <functional>
#include <string>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

namespace {

struct Outcome {
  int status;
  std::string standard_error;
};

/// Runs the function in a child process without a core dump.
Outcome in_child(const std::function<void()>& work) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    // The signal handler of doctest would report the signal as a failed test.
    (void)std::signal(SIGABRT, SIG_DFL);
    const rlimit none{};
    ::setrlimit(RLIMIT_CORE, &none);
    ::dup2(ends[1], STDERR_FILENO);
    work();
    ::_exit(0);
  }
  ::close(ends[1]);
  Outcome outcome{};
  std::array<char, 512> part{};
  for (ssize_t count = 0; (count = ::read(ends[0], part.data(), part.size())) > 0;) {
    outcome.standard_error.append(part.data(), static_cast<std::size_t>(count));
  }
  ::close(ends[0]);
  REQUIRE(::waitpid(child, &outcome.status, 0) == child);
  return outcome;
}

}  // namespace

TEST_CASE("invariant: an invariant that holds has no effect") {
  const Outcome outcome = in_child([] { gatehouse::invariant(true); });
  CHECK(WIFEXITED(outcome.status));
  CHECK(WEXITSTATUS(outcome.status) == 0);
  CHECK(outcome.standard_error.empty());
}

TEST_CASE("invariant: a violated invariant prints its location and terminates the program") {
  int line = 0;
  const Outcome outcome = in_child([&] { gatehouse::invariant(line != 0); });
  line = __LINE__ - 1;
  REQUIRE(WIFSIGNALED(outcome.status));
  CHECK(WTERMSIG(outcome.status) == SIGABRT);
  CHECK(outcome.standard_error.ends_with("invariant_test.cpp:" + std::to_string(line) + "\n"));
}
