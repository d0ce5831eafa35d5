// Changes and decisions at the same time.
#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "asking.hpp"

namespace gatehouse::testing {
namespace {

/// While `write` makes the change number n for each n from 1, and says so when it was acknowledged,
/// every reader checks that what it is told then is not older: `read` gives the number of the
/// change that the answer shows.
void race(int changes, const std::function<void(int)>& write, const std::function<int()>& read) {
  std::atomic<int> acknowledged = 0;
  std::atomic<int> stale = 0;
  std::atomic<std::size_t> answers = 0;
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&] {
      while (acknowledged < changes) {
        const int before = acknowledged;
        if (read() < before) ++stale;
        ++answers;
      }
    });
  }
  for (int change = 1; change <= changes; ++change) {
    write(change);
    acknowledged = change;
  }
  for (std::thread& reader : readers) reader.join();
  CHECK(stale == 0);
  CHECK(answers > 0);
  CHECK(read() == changes);
}

TEST_CASE("access races: a change that was acknowledged is seen by every decision after it") {
  World world({.verdict_lifetime = std::chrono::hours(1)});
  const Shop shop(world);
  SaveCredential command{.username = "client", .email = email("client@example.com")};
  race(
      1'000,
      [&](int change) {
        command.roles = std::vector<std::string>{std::to_string(change)};
        must(world.services.credentials.save(shop.admin, "Shop", command));
      },
      [&] {
        const Verdict verdict = asked(world, shop);
        return verdict.roles.empty() ? 0 : std::stoi(verdict.roles.front());
      });
}

TEST_CASE("access races: whoever was disabled does not enter, and whoever was revoked neither") {
  World world({.verdict_lifetime = std::chrono::hours(1)});
  const Shop shop(world);
  std::atomic<bool> over = false;
  std::atomic<int> phase = 0;  // odd: nobody may enter
  std::atomic<int> wrong = 0;
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&] {
      while (!over) {
        const int before = phase;
        const bool allowed = asked(world, shop).is_allowed();
        if (before % 2 == 1 && phase == before && allowed) ++wrong;
      }
    });
  }
  for (int i = 0; i < 300; ++i) {
    must(world.services.grants.remove(shop.admin, "Shop", "client", {{"Stock"}}));
    ++phase;
    for (int j = 0; j < 20; ++j) std::this_thread::yield();
    ++phase;
    world.grant(shop.admin, "Shop", "client", "Stock");
  }
  over = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(wrong == 0);
  CHECK(answer(world, shop) == "allowed");
}

TEST_CASE("access races: a former password does not enter once the new one was acknowledged") {
  World world({.verdict_lifetime = std::chrono::hours(1)});
  const Shop shop(world);
  std::atomic<bool> over = false;
  std::atomic<int> current = 0;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&] {
      while (!over) {
        const int before = current;
        const std::string former = "password " + std::to_string(before - 1);
        if (before > 1 && asked(world, shop, {.secret = former}).is_allowed()) ++wrong;
        const std::string latest = "password " + std::to_string(before);
        (void)asked(world, shop, {.secret = latest});
      }
    });
  }
  for (int i = 1; i <= 300; ++i) {
    must(world.services.credentials.set_password(shop.admin, "Shop", "client",
                                                 {Secret("password " + std::to_string(i))}));
    current = i;
  }
  over = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(wrong == 0);
  CHECK(answer(world, shop, {.secret = "password 300"}) == "allowed");
}

}  // namespace
}  // namespace gatehouse::testing
