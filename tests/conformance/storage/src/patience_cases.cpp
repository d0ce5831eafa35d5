// The effect of the patience of a thread on a storage.
#include <chrono>
#include <thread>

#include <gatehouse/ports/storage_patience.hpp>

#include "fixture.hpp"

namespace gatehouse::conformance {
namespace {

using std::chrono::milliseconds;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "[ST-290] patience: when it is used up, no work is run") {
  bool has_run = false;
  {
    const StoragePatience none(milliseconds(0));
    CHECK_THROWS_AS(look([&](const Transaction&) { return has_run = true; }), TransientPortError);
    CHECK_THROWS_AS((void)storage().transact([&](Transaction&) -> Result<Done> {
      has_run = true;
      return Done{};
    }),
                    TransientPortError);
  }
  CHECK_FALSE(has_run);
  CHECK(look([&](const Transaction&) { return true; }));
}

TEST_CASE_FIXTURE(Fixture, "[ST-290] patience: all transactions of a thread share one budget") {
  constexpr milliseconds work(20);
  const StoragePatience patience(std::chrono::hours(1));
  look([&](const Transaction&) { return std::this_thread::sleep_for(work), true; });
  commit([&](Transaction&) { std::this_thread::sleep_for(work); });
  CHECK(patience.left() <= std::chrono::hours(1) - 2 * work);
  // Waits of other threads are not counted.
  const auto left = patience.left();
  std::thread([&] { look([](const Transaction&) { return true; }); }).join();
  CHECK(patience.left() == left);
}

}  // namespace gatehouse::conformance
