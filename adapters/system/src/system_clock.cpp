#include <gatehouse/system/system_clock.hpp>

#include <cerrno>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <system_error>

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse {
namespace {

/// FNV-1a (64 bits): it distinguishes names, and need not be cryptographic.
std::uint64_t hash_of(std::string_view text) noexcept {
  constexpr std::uint64_t basis = 14'695'981'039'346'656'037U;
  constexpr std::uint64_t prime = 1'099'511'628'211U;
  std::uint64_t hash = basis;
  for (const char octet : text) {
    hash ^= static_cast<unsigned char>(octet);
    hash *= prime;
  }
  return hash;
}

std::uint64_t random_name() {
  std::random_device random;
  return (std::uint64_t{random()} << 32U) | random();
}

std::uint64_t name_of_timeline() {
  std::string boot;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> boot;
  std::error_code error;
  const auto time_namespace = std::filesystem::read_symlink("/proc/self/ns/time", error);
  const std::uint64_t name =
      boot.empty() ? random_name() : hash_of(boot + " " + time_namespace.string());
  return name == 0 ? 1 : name;
}

}  // namespace

SystemClock::SystemClock() : timeline_(name_of_timeline()) {}

Timestamp SystemClock::now() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

Duration SystemClock::elapsed() {
  timespec reading{};
  if (clock_gettime(CLOCK_BOOTTIME, &reading) != 0) {
    throw PortError("the system does not tell the time since its start: " +
                    std::generic_category().message(errno));
  }
  return std::chrono::seconds(reading.tv_sec) +
         std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(reading.tv_nsec));
}

}  // namespace gatehouse
