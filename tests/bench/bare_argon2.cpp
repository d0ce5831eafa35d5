// The upper bound for logins: only Argon2id by the reference library with the default parameters.
//
//   bare_argon2 [threads = processors] [seconds = 5]
//
// Prints the number of hashes per second.

#include <argon2.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <thread>
#include <vector>

#include <gatehouse/password_argon2/argon2_password_hasher.hpp>

namespace {

using Clock = std::chrono::steady_clock;

void hash_until(Clock::time_point end, std::atomic<std::size_t>& count) {
  const gatehouse::Argon2Options chosen;
  constexpr std::string_view password = "correct horse battery";
  std::vector<std::uint8_t> salt(chosen.salt_length);
  std::vector<std::uint8_t> hash(chosen.hash_length);
  while (Clock::now() < end) {
    const int code =
        argon2id_hash_raw(chosen.iterations, chosen.memory_kib, chosen.parallelism, password.data(),
                          password.size(), salt.data(), salt.size(), hash.data(), hash.size());
    if (code != ARGON2_OK) std::abort();
    salt[0] = hash[0];
    ++count;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t threads =
      argc > 1 ? std::strtoul(argv[1], nullptr, 10) : std::thread::hardware_concurrency();
  const std::chrono::duration<double> seconds(argc > 2 ? std::strtod(argv[2], nullptr) : 5.0);

  std::atomic<std::size_t> count = 0;
  const auto begin = Clock::now();
  {
    std::vector<std::jthread> all;
    for (std::size_t i = 0; i < threads; ++i) {
      all.emplace_back(hash_until, begin + std::chrono::duration_cast<Clock::duration>(seconds),
                       std::ref(count));
    }
  }
  const std::chrono::duration<double> taken = Clock::now() - begin;
  std::cout << static_cast<double>(count) / taken.count() << std::endl;
}
