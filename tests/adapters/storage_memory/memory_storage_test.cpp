/// Properties of the in-memory storage in addition to the port, which the conformance suite covers.
#include <gatehouse/storage_memory/memory_storage.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>
#include <vector>

namespace gatehouse {
namespace {

Result<Done> add_consumer(Transaction& tx, std::uint8_t number) {
  Consumer consumer;
  AccountId::Bytes bytes{};
  bytes[0] = number;
  consumer.id = ConsumerId(bytes);
  if (!tx.consumers().insert(consumer)) return Unexpected(conflict("taken"));
  return Done{};
}

std::size_t count_consumers(const Transaction& tx) {
  return tx.consumers().list({}, {.after = {}, .limit = 1000}).size();
}

TEST_CASE("a transaction inside a transaction is refused, and the outer one is rolled back") {
  MemoryStorage storage;
  const auto nested = [&](Transaction& tx) -> Result<Done> {
    static_cast<void>(add_consumer(tx, 1));
    return storage.transact([](Transaction& inner) { return add_consumer(inner, 2); });
  };
  CHECK_THROWS_AS(static_cast<void>(storage.transact(nested)), std::logic_error);
  CHECK(storage.read(count_consumers) == 0);
}

TEST_CASE("reads and transactions cannot be nested in any combination") {
  MemoryStorage storage;
  CHECK_THROWS_AS(storage.read([&](const Transaction&) { return storage.read(count_consumers); }),
                  std::logic_error);
  CHECK_THROWS_AS(storage.read([&](const Transaction&) {
    return storage.transact([](Transaction& tx) { return add_consumer(tx, 1); }).has_value();
  }),
                  std::logic_error);
  CHECK_THROWS_AS(static_cast<void>(storage.transact([&](Transaction&) -> Result<std::size_t> {
                    return storage.read(count_consumers);
                  })),
                  std::logic_error);
  CHECK(storage.read(count_consumers) == 0);
}

TEST_CASE("a transaction of one storage may start a transaction of another storage") {
  MemoryStorage one;
  MemoryStorage two;
  const auto both = [&](Transaction& tx) -> Result<Done> {
    static_cast<void>(add_consumer(tx, 1));
    return two.transact([](Transaction& inner) { return add_consumer(inner, 2); });
  };
  CHECK(one.transact(both).has_value());
  CHECK(one.read(count_consumers) == 1);
  CHECK(two.read(count_consumers) == 1);
}

TEST_CASE("two reads run concurrently") {
  MemoryStorage storage;
  std::latch both(2);
  const auto meet = [&](const Transaction& tx) {
    both.arrive_and_wait();
    return count_consumers(tx);
  };
  std::thread other([&] { storage.read(meet); });
  CHECK(storage.read(meet) == 0);
  other.join();
}

TEST_CASE("continuous readers do not starve a writer") {
  MemoryStorage storage({.longest_wait = std::chrono::seconds(60)});
  std::atomic<bool> written = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!written) {
        storage.read([](const Transaction& tx) {
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
          return tx.mail().count();
        });
      }
    });
  }
  const auto done = storage.transact([](Transaction& tx) { return add_consumer(tx, 1); });
  written = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(done.has_value());
}

TEST_CASE("transactions queued behind one that timed out still run") {
  MemoryStorage storage({.longest_wait = std::chrono::milliseconds(50)});
  std::latch inside(1);
  std::latch gave_up(1);
  std::thread reader([&] {
    storage.read([&](const Transaction& tx) {
      inside.count_down();
      gave_up.wait();
      return tx.mail().count();
    });
  });
  inside.wait();
  const auto write = [](Transaction& tx) { return add_consumer(tx, 1); };
  CHECK_THROWS_AS(static_cast<void>(storage.transact(write)), TransientPortError);
  CHECK(storage.read(count_consumers) == 0);
  gave_up.count_down();
  reader.join();
  CHECK(storage.transact(write).has_value());
}

TEST_CASE("a change refused after other changes is undone alone") {
  MemoryStorage storage;
  const auto done = storage.transact([](Transaction& tx) -> Result<bool> {
    const bool first = add_consumer(tx, 1).has_value();
    const bool second = add_consumer(tx, 1).has_value();
    return first && !second && add_consumer(tx, 2).has_value();
  });
  CHECK(done.value());
  CHECK(storage.read(count_consumers) == 2);
}

}  // namespace
}  // namespace gatehouse
