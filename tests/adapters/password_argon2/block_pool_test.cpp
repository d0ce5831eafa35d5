#include <block_pool.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>

using gatehouse::TransientPortError;
using gatehouse::password_argon2::BlockPool;
using namespace std::chrono_literals;

namespace {

/// Returns when that many callers wait; limited by the timeout of the test program.
void wait_for_line(const BlockPool& pool, std::size_t length) {
  while (pool.waiting() != length) std::this_thread::yield();
}

std::unique_ptr<BlockPool::Lease> held_lease(BlockPool& pool, std::size_t kib) {
  return std::unique_ptr<BlockPool::Lease>(new BlockPool::Lease(pool.lease(kib)));
}

}  // namespace

TEST_CASE("block pool: a caller without memory waits until the deadline and no longer") {
  BlockPool pool(100, 10ms);
  const BlockPool::Lease held = pool.lease(60);
  CHECK_THROWS_AS((void)pool.lease(41), TransientPortError);
  CHECK(pool.waiting() == 0);
  CHECK(pool.leased_kib() == 60);
  CHECK_NOTHROW((void)pool.lease(40));
}

TEST_CASE("block pool: released memory is given to waiting callers") {
  BlockPool pool(100, 1min);
  auto held = held_lease(pool, 100);
  std::vector<std::thread> waiting;
  for (int i = 0; i < 4; ++i) waiting.emplace_back([&] { (void)pool.lease(50); });
  wait_for_line(pool, 4);
  held.reset();
  for (auto& thread : waiting) thread.join();
  CHECK(pool.leased_kib() == 0);
  CHECK(pool.peak_kib() == 100);
}

TEST_CASE("block pool: a small request does not overtake a large one that waits") {
  BlockPool pool(100, 1min);
  std::mutex mutex;
  std::vector<std::size_t> order;
  const auto take = [&](std::size_t kib) {
    const BlockPool::Lease lease = pool.lease(kib);
    const std::lock_guard lock(mutex);
    order.push_back(kib);
  };
  auto held = held_lease(pool, 60);
  std::thread large(take, 80);
  wait_for_line(pool, 1);
  std::thread small(take, 30);  // would fit in the remaining memory
  wait_for_line(pool, 2);
  held.reset();
  large.join();
  small.join();
  CHECK(order == std::vector<std::size_t>{80, 30});
}

TEST_CASE(
    "block pool: a request larger than the budget waits for all of it and is served exclusively") {
  BlockPool pool(100, 1min);
  auto held = held_lease(pool, 30);
  std::unique_ptr<BlockPool::Lease> large;
  std::thread waiting([&] { large = held_lease(pool, 250); });
  wait_for_line(pool, 1);
  CHECK(pool.leased_kib() == 30);
  held.reset();
  waiting.join();
  CHECK(pool.leased_kib() == 250);
  std::thread behind([&] { (void)pool.lease(1); });
  wait_for_line(pool, 1);
  CHECK(pool.leases() == 1);
  large.reset();
  behind.join();
  CHECK(pool.idle_kib() == 0);
  CHECK(pool.peak_kib() == 250);
}

TEST_CASE("block pool: blocks are reused, and none is kept while the pool is unused") {
  BlockPool pool(100, 1min);
  auto first = held_lease(pool, 50);
  auto second = held_lease(pool, 50);
  const std::uint8_t* const memory = first->block().data();
  first.reset();
  CHECK(pool.idle_kib() == 50);
  first = held_lease(pool, 50);
  CHECK(first->block().data() == memory);
  CHECK(pool.idle_kib() == 0);
  first.reset();
  second.reset();
  CHECK(pool.idle_kib() == 0);
  CHECK(pool.leased_kib() == 0);
}

TEST_CASE("block pool: idle memory is released for a block of another size") {
  BlockPool pool(100, 1min);
  auto first = held_lease(pool, 50);
  auto second = held_lease(pool, 50);
  second.reset();
  CHECK(pool.idle_kib() == 50);
  second = held_lease(pool, 40);
  CHECK(pool.idle_kib() == 0);
  CHECK(pool.peak_kib() == 100);
}
