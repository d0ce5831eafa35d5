// The order and capacity of the queue of a pool, without threads.
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "fair_queue.hpp"

using namespace gatehouse;
using gatehouse::http::Claim;
using gatehouse::http::network_of;
using gatehouse::http::server::FairQueue;
using gatehouse::http::server::Work;

namespace {

struct Named final : Work {
  explicit Named(std::string given) : name(std::move(given)) {}
  void run() noexcept override {}
  void turn_away() noexcept override {}
  std::string name;
};

Claim stranger(std::string party, std::string matter = {}) {
  return {.party = std::move(party), .matter = std::move(matter)};
}

Claim known(std::string party, std::string matter = {}) {
  return {
      .standing = Claim::Standing::known, .party = std::move(party), .matter = std::move(matter)};
}

class Queue {
 public:
  explicit Queue(std::size_t capacity = 1000) : capacity_(capacity) {}

  bool push(const Claim& claim, std::string name) {
    return queue_.push(claim, std::make_shared<Named>(std::move(name)), capacity_);
  }
  bool push(const Claim& claim) { return push(claim, claim.party + claim.matter); }

  /// The number of accepted requests of the claim, up to `most`.
  std::size_t fill(const Claim& claim, std::size_t most) {
    std::size_t taken = 0;
    while (taken < most && push(claim)) ++taken;
    return taken;
  }

  /// The name of the next request; empty when the queue is empty.
  std::string pop() {
    const auto work = std::dynamic_pointer_cast<Named>(queue_.pop());
    return work ? work->name : std::string();
  }

  /// The names of all queued requests, or of the first ones, separated by spaces.
  std::string order(std::size_t most = 10'000) {
    std::string names;
    for (; most > 0 && !queue_.empty(); --most) names += pop() + " ";
    if (!names.empty()) names.pop_back();
    return names;
  }

  [[nodiscard]] std::size_t size() const { return queue_.size(); }

 private:
  std::size_t capacity_;
  FairQueue queue_;
};

std::optional<IpAddress> address(std::string_view text) { return IpAddress::parse(text); }

}  // namespace

TEST_CASE("fair queue: requests with the same claim are served in order of arrival") {
  Queue queue;
  CHECK(queue.pop().empty());
  for (const char* name : {"1", "2", "3", "4"}) CHECK(queue.push(known("a", "m"), name));
  CHECK(queue.size() == 4);
  CHECK(queue.order() == "1 2 3 4");
  CHECK(queue.size() == 0);
  CHECK(queue.pop().empty());
}

TEST_CASE("fair queue: parties take turns, whatever the number of their requests") {
  Queue queue;
  for (int i = 0; i < 100; ++i) REQUIRE(queue.push(known("a")));
  CHECK(queue.pop() == "a");
  REQUIRE(queue.push(known("b")));
  REQUIRE(queue.push(known("b")));
  REQUIRE(queue.push(known("c")));
  CHECK(queue.order(7) == "a b c a b a a");
  // A party that returns waits for one turn of each of the others.
  REQUIRE(queue.push(known("c")));
  CHECK(queue.order(4) == "a c a a");
}

TEST_CASE("fair queue: the matters of a party share the turns of the party") {
  Queue queue;
  for (int i = 0; i < 3; ++i) REQUIRE(queue.push(known("a", "1")));
  REQUIRE(queue.push(known("a", "2")));
  for (int i = 0; i < 3; ++i) REQUIRE(queue.push(known("b", "1")));
  CHECK(queue.order() == "a1 b1 a2 b1 a1 b1 a1");
}

TEST_CASE("fair queue: unknown parties of many networks share half of the turns") {
  Queue queue;
  for (int i = 0; i < 100; ++i) REQUIRE(queue.push(stranger("s" + std::to_string(i))));
  for (int i = 0; i < 3; ++i) REQUIRE(queue.push(known("k")));
  CHECK(queue.order(8) == "s0 k s1 k s2 k s3 s4");
}

TEST_CASE("fair queue: one network that attacks many accounts has the turns of one party") {
  Queue queue;
  for (int i = 0; i < 100; ++i) REQUIRE(queue.push(stranger("bad", std::to_string(i))));
  REQUIRE(queue.push(stranger("good", "ada")));
  CHECK(queue.order(3) == "bad0 goodada bad1");
}

TEST_CASE("fair queue: many networks that attack one account have the turns of a few parties") {
  Queue queue;
  for (int i = 0; i < 100; ++i) {
    REQUIRE(queue.push(stranger("n" + std::to_string(i), "ada"), "bad"));
  }
  REQUIRE(queue.push(stranger("good", "bob"), "good"));
  // Eight under their networks, and the others under a common one.
  CHECK(queue.order(10) == "bad bad bad bad bad bad bad bad bad good");
  REQUIRE(queue.push(stranger("good", "bob"), "good"));
  CHECK(queue.order(2) == "bad good");
  // The others are still served, and afterwards no state of the crowd is left.
  CHECK(queue.size() == 90);
  (void)queue.order();
  for (int i = 0; i < 8; ++i) REQUIRE(queue.push(stranger("n", "ada"), "n"));
  REQUIRE(queue.push(stranger("m", "ada"), "m"));
  CHECK(queue.order(2) == "n m");
}

TEST_CASE("fair queue: one network that floods an account does not block others from it") {
  Queue queue;
  for (int i = 0; i < 100; ++i) REQUIRE(queue.push(stranger("bad", "ada"), "bad"));
  REQUIRE(queue.push(stranger("good", "ada"), "good"));
  CHECK(queue.order(4) == "bad good bad bad");
}

TEST_CASE("fair queue: a continued attack from many networks is reduced to one turn") {
  Queue queue(10'000);
  const auto attack = [&queue](int requests) {
    for (int i = 0; i < requests; ++i) {
      REQUIRE(queue.push(stranger("n" + std::to_string(i % 20), "ada"), "bad"));
    }
  };
  attack(100);
  CHECK(queue.order(8) == "bad bad bad bad bad bad bad bad");
  attack(100);
  REQUIRE(queue.push(stranger("good", "bob"), "good"));
  CHECK(queue.order(2) == "bad good");
}

TEST_CASE("fair queue: an owner with a known network does not wait for an attack on the account") {
  Queue queue;
  for (int i = 0; i < 100; ++i) {
    REQUIRE(queue.push(stranger("n" + std::to_string(i), "ada"), "bad"));
  }
  REQUIRE(queue.push(known("home", "ada"), "owner"));
  CHECK(queue.order(2) == "bad owner");
}

TEST_CASE(
    "fair queue: a single party may use a part of the capacity, which leaves some for others") {
  Queue queue(1000);
  const std::size_t flood = queue.fill(stranger("bad", "ada"), 1000);
  CHECK(flood > 100);
  CHECK(flood < 500);
  CHECK_FALSE(queue.push(stranger("bad", "ada")));
  CHECK(queue.push(stranger("bad", "bob")));
  CHECK(queue.push(stranger("good", "bob")));
  CHECK(queue.push(known("good", "ada")));
  // Each served request frees capacity.
  (void)queue.order(20);
  CHECK(queue.fill(stranger("bad", "ada"), 1000) > 5);
}

TEST_CASE("fair queue: many busy parties leave capacity for a new one") {
  Queue queue(1000);
  for (int i = 0; i < 50; ++i) (void)queue.fill(known("k" + std::to_string(i)), 1000);
  for (int i = 0; i < 50; ++i) (void)queue.fill(stranger("s" + std::to_string(i)), 1000);
  CHECK(queue.size() <= 1000);
  // After a few turns of the first parties.
  (void)queue.order(20);
  CHECK(queue.push(known("good")));
  CHECK(queue.push(stranger("good")));
}

TEST_CASE("fair queue: requests without a party are served in order and may use all slots") {
  Queue queue(100);
  for (int i = 0; i < 100; ++i) REQUIRE(queue.push({}, std::to_string(i)));
  CHECK_FALSE(queue.push({}, "more"));
  CHECK(queue.order(3) == "0 1 2");
  CHECK(queue.push({}, "more"));
}

TEST_CASE("fair queue: the number of requests never exceeds the number of slots") {
  Queue none(0);
  CHECK_FALSE(none.push(known("a")));
  Queue one(1);
  CHECK(one.push(known("a")));
  CHECK_FALSE(one.push(known("b")));
  CHECK(one.pop() == "a");
  CHECK(one.push(known("b")));
  Queue many(100);
  std::size_t taken = 0;
  for (int i = 0; i < 1000; ++i) {
    taken += many.push(stranger(std::to_string(i))) ? 1U : 0U;
    taken += many.push(known(std::to_string(i))) ? 1U : 0U;
  }
  CHECK(taken == many.size());
  CHECK(taken <= 100);
  CHECK(taken > 90);
}

TEST_CASE("fair queue: every queued request is served once") {
  Queue queue(5000);
  std::size_t taken = 0;
  std::size_t given = 0;
  unsigned random = 1;
  const auto next = [&](unsigned below) {
    random = random * 1664525U + 1013904223U;
    return (random >> 16U) % below;
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::string party = std::to_string(next(30));
    const std::string matter = std::to_string(next(5));
    if (next(2) == 0) {
      taken += queue.push(next(2) == 0 ? known(party, matter) : stranger(party, matter)) ? 1U : 0U;
    } else {
      given += queue.pop().empty() ? 0U : 1U;
    }
    REQUIRE(queue.size() == taken - given);
  }
  while (!queue.pop().empty()) ++given;
  CHECK(given == taken);
  CHECK(queue.size() == 0);
}

TEST_CASE("networks: an IPv4 address is a network of its own, and an IPv6 network has 64 bits") {
  CHECK(network_of(address("192.0.2.1")) == network_of(address("::ffff:192.0.2.1")));
  CHECK(network_of(address("192.0.2.1")) != network_of(address("192.0.2.2")));
  CHECK(network_of(address("2001:db8:1:2::1")) == network_of(address("2001:db8:1:2:ffff::9")));
  CHECK(network_of(address("2001:db8:1:2::1")) != network_of(address("2001:db8:1:3::1")));
  CHECK(network_of(address("::1")) != network_of(address("0.0.0.0")));
  CHECK(network_of({}) == network_of({}));
  CHECK(network_of({}) != network_of(address("192.0.2.1")));
  CHECK_FALSE(network_of({}).empty());
}
