// The upper bound for writes: the statements for the creation of a consumer or a consumer token,
// through SQLite's own interface, committed durably.
//
//   bare_commits DATABASE consumers|consumer-tokens [group = 1] [seconds = 5]
//
// Commits `group` of them at a time and prints their number per second. DATABASE was created by
// bench_seed.

#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <random>
#include <string_view>

#include "bare_sqlite.hpp"

namespace {

using namespace gatehouse::bench;
using Clock = std::chrono::steady_clock;

double kept_per_second(const std::string& path, bool tokens, std::size_t group,
                       std::chrono::duration<double> seconds) {
  BareSqlite database(path);
  const auto samples = database.samples(path);
  std::minstd_rand random;
  std::uniform_int_distribution<std::size_t> any(0, samples.size() - 1);

  std::size_t count = 0;
  const auto begin = Clock::now();
  while (Clock::now() - begin < seconds) {
    database.begin();
    for (std::size_t i = 0; i < group; ++i) {
      const BareSample& caller = samples[any(random)];
      tokens ? database.mint_consumer_token(caller) : database.create_consumer(caller);
    }
    database.commit();
    count += group;
  }
  const std::chrono::duration<double> taken = Clock::now() - begin;
  return static_cast<double>(count) / taken.count();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 2 ? argv[2] : "";
  if (what != "consumers" && what != "consumer-tokens") {
    std::cerr << "bare_commits DATABASE consumers|consumer-tokens [group = 1] [seconds = 5]\n";
    return 2;
  }
  try {
    const std::size_t group = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 1;
    const std::chrono::duration<double> seconds(argc > 4 ? std::strtod(argv[4], nullptr) : 5.0);
    std::cout << kept_per_second(argv[1], what == "consumer-tokens", group, seconds) << std::endl;
  } catch (const std::exception& error) {
    std::cerr << "bare_commits: " << error.what() << '\n';
    return 1;
  }
}
