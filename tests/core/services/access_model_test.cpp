// Decisions, and the outcome of every change they depend on, against a reference model.
#include <chrono>
#include <map>
#include <string>

#include <doctest/doctest.h>

#include "access_model.hpp"
#include "asking.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("access: decisions on random estates equal those of a reference model") {
  std::map<std::string, std::size_t> answers;
  std::map<std::string, std::size_t> outcomes;
  std::size_t questions = 0;
  for (unsigned seed = 1; questions < 100'000; ++seed) {
    World world;
    RandomEstate estate(world, seed);
    for (int step = 0; step < 80; ++step) {
      const auto [done, expected] = estate.operate();
      ++outcomes[done];
      if (done != expected) {
        FAIL("seed " << seed << ", step " << step << ": " << done << ", not " << expected);
      }
      estate.wait();
      if (step < 20) continue;  // while there are few records
      for (int i = 0; i < 20; ++i) {
        const RandomEstate::Question question = estate.question();
        const std::string right = estate.expected(question);
        const std::string answer =
            told(world.services.access.decide(question.of(estate.account())));
        ++answers[answer];
        ++questions;
        if (answer != right) {
          FAIL("seed " << seed << ", step " << step << ": " << question.username << " to "
                       << question.project << "/" << question.proxy << " is " << answer << ", not "
                       << right);
        }
      }
    }
  }
  // The random operations have reached every outcome.
  for (const std::string answer : {"allowed", "wrong_secret", "disabled", "expired",
                                   "address_not_allowed", "not_granted", "grant_expired"}) {
    CAPTURE(answer);
    CHECK(answers[answer] > 300);
  }
  for (const std::string done : {"done", "already_exists", "failed_precondition"}) {
    CAPTURE(done);
    CHECK(outcomes[done] > 300);
  }
}

TEST_CASE("access: cached decisions never differ from those of a fresh process") {
  std::size_t recalled = 0;
  std::size_t questions = 0;
  for (unsigned seed = 10'001; questions < 20'000; ++seed) {
    World world({.decision_lifetime = std::chrono::seconds(3),
                 .secret_lifetime = std::chrono::seconds(20),
                 .cached_credentials = 64,
                 .cached_grants = 64});
    RandomEstate estate(world, seed);
    for (int step = 0; step < 200; ++step) {
      if (estate.roll(3) == 0) {
        (void)estate.operate();
        continue;
      }
      if (estate.roll(4) == 0) estate.wait();
      const RandomEstate::Question asked = estate.question();
      const AccessQuestion question = asked.of(estate.account());
      Services fresh(world.ports, {.cached_credentials = 0, .cached_grants = 0});
      const Verdict right = fresh.access.decide(question);
      ++questions;
      const auto remembered = world.services.access.lookup_cached(question);
      if (remembered) ++recalled;
      const auto known = world.services.access.decide_without_hashing(question);
      if ((remembered && *remembered != right) || (known && *known != right) ||
          world.services.access.decide(question) != right) {
        FAIL("seed " << seed << ", step " << step << ": " << asked.username << " to "
                     << asked.project << "/" << asked.proxy << " is " << told(right));
      }
    }
  }
  CHECK(recalled > 200);
}

}  // namespace
}  // namespace gatehouse::testing
