#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/base/lazy.hpp>

namespace gatehouse {
namespace {

TEST_CASE("lazy: a value is created once, on first use") {
  Lazy<std::string> lazy;
  int made = 0;
  const auto make = [&] { return "value " + std::to_string(++made); };
  CHECK(lazy.get(make) == "value 1");
  CHECK(lazy.get(make) == "value 1");
  CHECK(made == 1);
}

TEST_CASE("lazy: after a failure the next caller tries again") {
  Lazy<std::string> lazy;
  const auto fail = []() -> std::string { throw std::runtime_error("broken"); };
  CHECK_THROWS_AS((void)lazy.get(fail), std::runtime_error);
  CHECK_THROWS_AS((void)lazy.get(fail), std::runtime_error);
  CHECK(lazy.get([] { return std::string("made"); }) == "made");
  CHECK(lazy.get(fail) == "made");
}

TEST_CASE("lazy: concurrent threads get the same value") {
  Lazy<int> lazy;
  std::atomic<int> made = 0;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      if (lazy.get([&] { return ++made; }) != 1) ++wrong;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(made == 1);
  CHECK(wrong == 0);
}

}  // namespace
}  // namespace gatehouse
