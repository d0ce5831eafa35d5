// Concurrent changes and decisions.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "asking.hpp"

namespace gatehouse::testing {
namespace {

/// Threads that request decisions repeatedly for the lifetime of this object. The requests must not
/// throw.
class Readers {
 public:
  explicit Readers(std::function<void()> ask) : ask_(std::move(ask)) {
    for (int i = 0; i < 2; ++i) {
      threads_.emplace_back([this] {
        while (!over_) {
          ask_();
          ++answers_;
          std::this_thread::yield();
        }
      });
    }
  }
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;
  ~Readers() {
    over_ = true;
    for (std::thread& thread : threads_) thread.join();
  }

  /// Waits until a request has been sent and answered after this call.
  void wait_for_answer() const {
    const std::size_t before = answers_;
    // A request of each reader may have been in progress before.
    while (answers_ < before + 2 * threads_.size()) std::this_thread::yield();
  }

 private:
  std::function<void()> ask_;
  std::atomic<bool> over_ = false;
  std::atomic<std::size_t> answers_ = 0;
  std::vector<std::thread> threads_;
};

TEST_CASE("access races: an acknowledged change is visible to every later decision") {
  World world({.decision_lifetime = std::chrono::hours(1)});
  const Shop shop(world);
  constexpr int changes = 1'000;
  std::atomic<int> acknowledged = 0;
  std::atomic<int> stale = 0;
  {
    // The roles show which change the decision is based on.
    const Readers readers([&] {
      const int before = acknowledged;
      const Verdict verdict = asked(world, shop);
      const int shown = verdict.roles.empty() ? 0 : std::stoi(verdict.roles.front());
      if (shown < before) ++stale;
    });
    SaveCredential command{.username = "client", .email = email("client@example.com")};
    for (int change = 1; change <= changes; ++change) {
      command.roles = std::vector<std::string>{std::to_string(change)};
      must(world.services.credentials.save(shop.admin, "Shop", checked(command)));
      acknowledged = change;
      if (change % 10 == 0) readers.wait_for_answer();
    }
    readers.wait_for_answer();
  }
  CHECK(stale == 0);
  CHECK(asked(world, shop).roles == std::vector<std::string>{std::to_string(changes)});
}

TEST_CASE("access races: a revoked client is denied access until access is granted again") {
  World world({.decision_lifetime = std::chrono::hours(1)});
  const Shop shop(world);
  std::atomic<int> phase = 0;  // odd: access denied
  std::atomic<int> wrong = 0;
  std::atomic<int> right = 0;
  {
    const Readers readers([&] {
      const int before = phase;
      const bool allowed = asked(world, shop).is_allowed();
      if (before % 2 == 0 || phase != before) return;
      ++(allowed ? wrong : right);
    });
    for (int i = 0; i < 100; ++i) {
      must(world.services.grants.remove(shop.admin, "Shop", "client",
                                        checked_list<RevokeAccess>({{"Stock"}})));
      ++phase;
      readers.wait_for_answer();
      ++phase;
      world.grant(shop.admin, "Shop", "client", "Stock");
      readers.wait_for_answer();
    }
  }
  CHECK(wrong == 0);
  CHECK(right > 0);
  CHECK(answer(world, shop) == "allowed");
}

TEST_CASE("access races: a former password is rejected once the new one is acknowledged") {
  World world({.decision_lifetime = std::chrono::hours(1)});
  const Shop shop(world);
  const auto secret = [](int number) { return "password " + std::to_string(number); };
  constexpr int changes = 300;
  std::atomic<int> current = 0;
  std::atomic<int> wrong = 0;
  std::atomic<int> right = 0;
  {
    const Readers readers([&] {
      const int before = current;
      const std::string former = secret(before - 1);
      const std::string latest = secret(before);
      if (before > 1 && asked(world, shop, {.secret = former}).is_allowed()) ++wrong;
      if (before > 0 && asked(world, shop, {.secret = latest}).is_allowed()) ++right;
    });
    for (int change = 1; change <= changes; ++change) {
      must(world.services.credentials.set_password(
          shop.admin, "Shop", "client", checked<SetCredentialPassword>({Secret(secret(change))})));
      current = change;
      if (change % 3 == 0) readers.wait_for_answer();
    }
    readers.wait_for_answer();
  }
  CHECK(wrong == 0);
  CHECK(right > 0);
  const std::string last = secret(changes);
  CHECK(answer(world, shop, {.secret = last}) == "allowed");
}

}  // namespace
}  // namespace gatehouse::testing
