#include <gatehouse/base/detail/bounded_cache.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <list>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace gatehouse {
namespace {

/// The libstdc++ hash of an integer is the integer itself: keys a multiple of 16 share one part.
int same_part(int i) { return i * 16; }

TEST_CASE(
    "bounded cache: stored values are found, and storing under the same key replaces the value") {
  BoundedCache<std::string, int> cache(100);
  CHECK_FALSE(cache.find("a").has_value());
  cache.put("a", 1);
  cache.put("b", 2);
  CHECK(cache.find("a") == 1);
  CHECK(cache.find("b") == 2);
  cache.put("a", 3);
  CHECK(cache.find("a") == 3);
  CHECK(cache.size() == 2);
}

TEST_CASE("bounded cache: the size never exceeds the capacity") {
  for (const std::size_t capacity : {1U, 15U, 16U, 17U, 160U, 1000U}) {
    CAPTURE(capacity);
    BoundedCache<int, int> cache(capacity);
    for (int i = 0; i < 5000; ++i) cache.put(i, i);
    // Each of the 16 parts may round its share up.
    CHECK(cache.size() >= capacity);
    CHECK(cache.size() < capacity + 16);
    CHECK(cache.find(4999) == 4999);
    CHECK_FALSE(cache.find(0).has_value());
  }
}

TEST_CASE("bounded cache: a cache of capacity zero stores nothing") {
  BoundedCache<int, int> cache(0);
  cache.put(1, 1);
  CHECK_FALSE(cache.find(1).has_value());
  CHECK(cache.size() == 0);
}

TEST_CASE("bounded cache: the least recently used entry is evicted") {
  BoundedCache<int, int> cache(48);  // three for each part
  for (const int i : {1, 2, 3}) cache.put(same_part(i), i);
  CHECK(cache.find(same_part(1)) == 1);  // found: used
  cache.put(same_part(2), 20);           // replaced: used
  cache.put(same_part(4), 4);
  CHECK_FALSE(cache.find(same_part(3)).has_value());
  CHECK(cache.find(same_part(1)) == 1);
  CHECK(cache.find(same_part(2)) == 20);
  CHECK(cache.find(same_part(4)) == 4);
}

TEST_CASE("bounded cache: it behaves like a list with linear search") {
  constexpr unsigned seed = 16;
  CAPTURE(seed);
  std::mt19937 random(seed);
  BoundedCache<int, int> cache(64);  // four for each part
  std::list<std::pair<int, int>> model;
  for (int i = 0; i < 20'000; ++i) {
    const int key = same_part(static_cast<int>(random() % 7));
    const auto found = std::find_if(model.begin(), model.end(),
                                    [&](const auto& entry) { return entry.first == key; });
    if (random() % 2 == 0) {
      const auto expected = found == model.end() ? std::nullopt : std::optional<int>(found->second);
      if (cache.find(key) != expected) FAIL("step " << i);
      if (expected) model.splice(model.begin(), model, found);
    } else {
      if (found != model.end()) model.erase(found);
      model.emplace_front(key, i);
      if (model.size() > 4) model.pop_back();
      cache.put(key, i);
    }
  }
  CHECK(cache.size() == model.size());
}

TEST_CASE("bounded cache: concurrent readers find only stored values, within the capacity") {
  BoundedCache<int, std::string> cache(64);
  std::atomic<int> wrong = 0;
  std::atomic<int> found = 0;
  std::vector<std::thread> threads;
  for (unsigned thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      std::mt19937 random(thread);
      for (int i = 0; i < 5000; ++i) {
        const int key = static_cast<int>(random() % 128);
        const std::string value =
            "a value that is long enough to need memory " + std::to_string(key);
        if (random() % 2 == 0) {
          cache.put(key, value);
        } else if (const auto got = cache.find(key)) {
          ++found;
          if (*got != value) ++wrong;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(found > 0);
  CHECK(cache.size() <= 64);
}

}  // namespace
}  // namespace gatehouse
