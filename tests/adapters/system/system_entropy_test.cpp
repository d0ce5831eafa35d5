#include <gatehouse/system/system_entropy.hpp>

#include <array>
#include <csignal>
#include <cstdint>
#include <set>
#include <span>
#include <vector>

#include <sys/mman.h>
#include <sys/time.h>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>

using gatehouse::SystemEntropy;

namespace {

/// Raises a signal every 200 µs during its lifetime.
class SignalStorm {
 public:
  SignalStorm() {
    struct sigaction action {};
    action.sa_handler = [](int) {};
    sigaction(SIGALRM, &action, &before_);
    const itimerval often{{0, 200}, {0, 200}};
    setitimer(ITIMER_REAL, &often, nullptr);
  }
  SignalStorm(const SignalStorm&) = delete;
  SignalStorm& operator=(const SignalStorm&) = delete;
  ~SignalStorm() {
    const itimerval never{};
    setitimer(ITIMER_REAL, &never, nullptr);
    sigaction(SIGALRM, &before_, nullptr);
  }

 private:
  struct sigaction before_ {};
};

}  // namespace

TEST_CASE("system entropy: the output does not repeat") {
  SystemEntropy entropy;
  std::set<std::array<std::uint8_t, 16>> seen;
  for (int i = 0; i < 10'000; ++i) {
    std::array<std::uint8_t, 16> bytes{};
    entropy.fill(bytes);
    seen.insert(bytes);
  }
  CHECK(seen.size() == 10'000);
}

TEST_CASE("system entropy: a large request is completed although signals interrupt it") {
  constexpr std::size_t chunk = 64;
  std::vector<std::uint8_t> bytes(8U << 20U);
  {
    const SignalStorm storm;
    SystemEntropy().fill(bytes);
  }
  std::size_t untouched = 0;
  for (std::size_t at = 0; at < bytes.size(); at += chunk) {
    bool zero = true;
    for (std::size_t i = 0; i < chunk; ++i) zero = zero && bytes[at + i] == 0;
    untouched += zero ? 1 : 0;
  }
  CHECK(untouched == 0);
}

TEST_CASE("system entropy: an empty request has no effect") {
  CHECK_NOTHROW(SystemEntropy().fill({}));
}

TEST_CASE("system entropy: a failure of the system is a PortError") {
  // Read-only memory makes getrandom(2) fail.
  constexpr std::size_t size = 4096;
  void* const page = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(page != MAP_FAILED);
  CHECK_THROWS_AS(SystemEntropy().fill(std::span(static_cast<std::uint8_t*>(page), size)),
                  gatehouse::PortError);
  munmap(page, size);
}
