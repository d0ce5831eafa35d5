#include <gatehouse/password_argon2/argon2_password_hasher.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>

using gatehouse::Argon2Options;
using gatehouse::Argon2PasswordHasher;
using gatehouse::PortError;
using gatehouse::Secret;
using gatehouse::TransientPortError;
using namespace std::chrono_literals;

namespace {

/// Returns 0, 1, 2, …: salts are distinct and known.
class CountingEntropy final : public gatehouse::Entropy {
 public:
  void fill(std::span<std::uint8_t> out) override {
    std::generate(out.begin(), out.end(), [this] { return next_++; });
  }

 private:
  std::atomic<std::uint8_t> next_ = 0;
};

class BrokenEntropy final : public gatehouse::Entropy {
 public:
  void fill(std::span<std::uint8_t>) override { throw PortError("no entropy"); }
};

/// Parameters for fast hashing.
Argon2Options quick() {
  Argon2Options options;
  options.memory_kib = 64;
  options.iterations = 1;
  return options;
}

constexpr std::string_view password = "correct horse battery staple";

}  // namespace

TEST_CASE("argon2: hashes from the tests of the reference implementation are verified") {
  CountingEntropy entropy;
  Argon2PasswordHasher hasher({}, entropy);
  const Secret secret("password");
  const Secret wrong("Password");
  // phc-winner-argon2, src/test.c
  for (const std::string_view phc : {
           "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
           "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
           "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
           "$argon2i$v=19$m=256,t=2,p=2$c29tZXNhbHQ$T/XOJ2mh1/TIpJHfCdQan76Q5esCFVoT5MAeIM1Oq2E",
           "$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY",
       }) {
    CAPTURE(phc);
    CHECK(hasher.verify(secret, phc));
    CHECK_FALSE(hasher.verify(wrong, phc));
  }
}

TEST_CASE("argon2: a hash has the documented form and parameters, and is verified") {
  CountingEntropy entropy;
  Argon2PasswordHasher hasher({}, entropy);
  const std::string phc = hasher.hash(Secret(password));
  // The salt is 0 to 15 in base64.
  CHECK(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$"));
  CHECK(phc.size() == phc.rfind('$') + 1 + 43);
  CHECK(hasher.verify(Secret(password), phc));
  CHECK_FALSE(hasher.verify(Secret("correct horse battery stapl"), phc));
  CHECK_FALSE(hasher.verify(Secret(), phc));
  CHECK_FALSE(hasher.needs_rehash(phc));
  CHECK(hasher.hash(Secret(password)) != phc);
}

TEST_CASE("argon2: all options are encoded in the hash") {
  Argon2Options options = quick();
  options.memory_kib = 128;
  options.iterations = 3;
  options.parallelism = 4;
  options.salt_length = 8;
  options.hash_length = 64;
  CountingEntropy entropy;
  Argon2PasswordHasher hasher(options, entropy);
  const std::string phc = hasher.hash(Secret(password));
  CHECK(phc.starts_with("$argon2id$v=19$m=128,t=3,p=4$AAECAwQFBgc$"));
  CHECK(phc.size() == phc.rfind('$') + 1 + 86);
  CHECK(hasher.verify(Secret(password), phc));
}

TEST_CASE("argon2: a password may contain any bytes and have any length") {
  CountingEntropy entropy;
  Argon2PasswordHasher hasher(quick(), entropy);
  const std::vector<std::string> passwords = {
      "",  std::string(1, '\0'), std::string("a\0b", 3),      std::string("a\0c", 3),
      "a", "\xff\xfe",           std::string(1U << 20U, 'x'), std::string((1U << 20U) + 1, 'x')};
  std::vector<std::string> hashes;
  for (const auto& text : passwords) hashes.push_back(hasher.hash(Secret(text)));
  for (std::size_t i = 0; i < passwords.size(); ++i) {
    for (std::size_t j = 0; j < hashes.size(); ++j) {
      CAPTURE(i);
      CAPTURE(j);
      CHECK(hasher.verify(Secret(passwords[i]), hashes[j]) == (i == j));
    }
  }
}

TEST_CASE("argon2: a malformed hash verifies no password and needs a rehash") {
  CountingEntropy entropy;
  Argon2PasswordHasher hasher(quick(), entropy);
  const std::string good = hasher.hash(Secret(password));
  REQUIRE(hasher.verify(Secret(password), good));
  const std::string salt = "$AAECAwQFBgcICQoLDA0ODw";
  const std::string hash = "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  for (const std::string& phc : std::vector<std::string>{
           "",
           "$",
           "password",
           "$2b$12$GhvMmNVjRW29ulnudl.LbuAnUtN/LRfe1JsBm1Xu6LE3059z5Tr8m",
           "$argon2id",
           "$argon2id$",
           "$argon2$v=19$m=64,t=1,p=1" + salt + hash,
           "$ARGON2ID$v=19$m=64,t=1,p=1" + salt + hash,
           "argon2id$v=19$m=64,t=1,p=1" + salt + hash,
           " " + good,
           good + " ",
           good + "$",
           good + "\n",
           good + std::string(1, '\0'),
           good.substr(0, good.size() - 1) + "=",
           good.substr(0, good.rfind('$')),
           good.substr(0, good.rfind('$') + 1),
           "$argon2id$v=20$m=64,t=1,p=1" + salt + hash,
           "$argon2id$v=$m=64,t=1,p=1" + salt + hash,
           "$argon2id$v=m=64,t=1,p=1" + salt + hash,
           "$argon2id$v=19m=64,t=1,p=1" + salt + hash,
           "$argon2id$v=19$v=19$m=64,t=1,p=1" + salt + hash,
           "$argon2id$v=19$t=1,m=64,p=1" + salt + hash,
           "$argon2id$v=19$m=64,t=1" + salt + hash,
           "$argon2id$v=19$m=64,t=1,p=1,x=1" + salt + hash,
           "$argon2id$v=19$m=064,t=1,p=1" + salt + hash,
           "$argon2id$v=19$m=+64,t=1,p=1" + salt + hash,
           "$argon2id$v=19$m=-64,t=1,p=1" + salt + hash,
           "$argon2id$v=19$m= 64,t=1,p=1" + salt + hash,
           "$argon2id$v=19$m=7,t=1,p=1" + salt + hash,
           "$argon2id$v=19$m=64,t=1,p=9" + salt + hash,
           "$argon2id$v=19$m=64,t=0,p=1" + salt + hash,
           "$argon2id$v=19$m=64,t=1,p=0" + salt + hash,
           "$argon2id$v=19$m=4294967296,t=1,p=1" + salt + hash,
           "$argon2id$v=19$m=64,t=4294967297,p=1" + salt + hash,
           "$argon2id$v=19$m=4294967295,t=1,p=256" + salt + hash,
           "$argon2id$v=19$m=64,t=1,p=1$" + hash,
           "$argon2id$v=19$m=64,t=1,p=1$AAECAwQ" + hash,
           "$argon2id$v=19$m=64,t=1,p=1$" + std::string(80, 'A') + hash,
           "$argon2id$v=19$m=64,t=1,p=1$AAECAwQFBgcICQoLDA0ODx" + hash,
           "$argon2id$v=19$m=64,t=1,p=1$AAECAwQFBgcICQoLDA0-_w" + hash,
           "$argon2id$v=19$m=64,t=1,p=1" + salt + "$nf65",
           "$argon2id$v=19$m=64,t=1,p=1" + salt + "$" + std::string(120, 'A'),
           "$argon2id$v=19$m=64,t=1,p=1" + salt + "$" + std::string(1U << 20U, 'A'),
       }) {
    CAPTURE(phc.substr(0, 120));
    CHECK_FALSE(hasher.verify(Secret(password), phc));
    CHECK(hasher.needs_rehash(phc));
  }
}

TEST_CASE("argon2: a stored hash cannot exceed the resource limits of the options") {
  CountingEntropy entropy;
  Argon2PasswordHasher hasher(quick(), entropy);
  const std::string tail = "$AAECAwQFBgcICQoLDA0ODw$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  for (const std::string_view parameters :
       {"m=1048577,t=1,p=1", "m=4294967295,t=1,p=1", "m=64,t=33,p=1", "m=64,t=4294967295,p=1",
        "m=4096,t=1,p=17", "m=4096,t=1,p=255"}) {
    CAPTURE(parameters);
    const std::string phc = "$argon2id$v=19$" + std::string(parameters) + tail;
    CHECK_THROWS_AS((void)hasher.verify(Secret(password), phc), PortError);
    CHECK(hasher.needs_rehash(phc));
  }
  CHECK(hasher.peak_memory_kib() == 0);
}

TEST_CASE("argon2: a hash with more memory than the budget is verified exclusively") {
  CountingEntropy entropy;
  Argon2Options before = quick();
  before.memory_kib = 2048;
  const std::string phc = Argon2PasswordHasher(before, entropy).hash(Secret(password));
  CHECK(Argon2PasswordHasher::memory_of(phc) == 2048);

  Argon2Options after = quick();
  after.memory_budget_kib = 128;
  std::atomic<int> notes = 0;
  after.on_large_hash = [&notes](std::size_t kib) {
    CHECK(kib == 2048);
    ++notes;
  };
  Argon2PasswordHasher hasher(after, entropy);
  CHECK(hasher.needs_rehash(phc));
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      if (hasher.verify(Secret(password), phc)) ++right;
      if (!hasher.verify(Secret("wrong"), phc)) ++right;
      if (hasher.verify(Secret(password), hasher.hash(Secret(password)))) ++right;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(right == 12);
  CHECK(notes == 1);
  // One at a time: never two of them, nor one together with others.
  CHECK(hasher.peak_memory_kib() == 2048);
}

TEST_CASE("argon2: options with more memory than the limit raise the limit") {
  CountingEntropy entropy;
  Argon2Options options = quick();
  options.max_memory_kib = 32;
  Argon2PasswordHasher hasher(options, entropy);
  CHECK(hasher.verify(Secret(password), hasher.hash(Secret(password))));
}

TEST_CASE("argon2: only a valid hash has a memory requirement") {
  CHECK(!Argon2PasswordHasher::memory_of("$2b$12$abc"));
  CHECK(!Argon2PasswordHasher::memory_of(""));
}

TEST_CASE("argon2: a hash with other parameters than the current ones needs a rehash") {
  CountingEntropy entropy;
  const Argon2PasswordHasher hasher(quick(), entropy);
  const std::string salt = "$AAECAwQFBgcICQoLDA0ODw";
  const std::string hash = "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  CHECK_FALSE(hasher.needs_rehash("$argon2id$v=19$m=64,t=1,p=1" + salt + hash));
  for (const std::string& phc : std::vector<std::string>{
           "$argon2i$v=19$m=64,t=1,p=1" + salt + hash, "$argon2d$v=19$m=64,t=1,p=1" + salt + hash,
           "$argon2id$v=16$m=64,t=1,p=1" + salt + hash, "$argon2id$m=64,t=1,p=1" + salt + hash,
           "$argon2id$v=19$m=65,t=1,p=1" + salt + hash, "$argon2id$v=19$m=64,t=2,p=1" + salt + hash,
           "$argon2id$v=19$m=64,t=1,p=2" + salt + hash,
           "$argon2id$v=19$m=64,t=1,p=1" + salt + "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu"}) {
    CAPTURE(phc);
    CHECK(hasher.needs_rehash(phc));
  }
}

TEST_CASE("argon2: 32 concurrent threads stay within the memory budget, and all are served") {
  Argon2Options options;
  options.memory_kib = 1024;
  options.iterations = 1;
  options.memory_budget_kib = 3 * 1024 + 512;
  options.wait_deadline = 10min;
  CountingEntropy entropy;
  Argon2PasswordHasher hasher(options, entropy);
  // Hashes with older, smaller parameters share the budget.
  Argon2Options smaller = options;
  smaller.memory_kib = 300;
  const std::string old = Argon2PasswordHasher(smaller, entropy).hash(Secret(password));

  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 32; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 4; ++round) {
        const bool use_old = (i + round) % 4 == 0;
        const std::string phc = use_old ? old : hasher.hash(Secret(password));
        if (hasher.verify(Secret(password), phc)) ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(right == 32 * 4);
  CHECK(hasher.peak_memory_kib() <= options.memory_budget_kib);
  CHECK(hasher.peak_memory_kib() >= options.memory_kib);
}

TEST_CASE("argon2: a call that finds the budget exhausted fails at its deadline") {
  Argon2Options options;
  options.memory_kib = 4096;
  options.memory_budget_kib = 4096;
  options.wait_deadline = 1ms;
  CountingEntropy entropy;
  Argon2PasswordHasher hasher(options, entropy);
  const std::string phc = hasher.hash(Secret(password));

  // Two callers share memory for one: eventually one of them times out.
  std::atomic<bool> gave_up = false;
  const auto keep_calling = [&] {
    while (!gave_up) {
      try {
        (void)hasher.verify(Secret(password), phc);
      } catch (const TransientPortError&) {
        gave_up = true;
      }
    }
  };
  std::thread other(keep_calling);
  keep_calling();
  other.join();
  CHECK(gave_up);
  CHECK(hasher.verify(Secret(password), phc));
}

TEST_CASE("argon2: hashing fails without entropy") {
  BrokenEntropy entropy;
  Argon2PasswordHasher hasher(quick(), entropy);
  CHECK_THROWS_AS((void)hasher.hash(Secret(password)), PortError);
  CHECK(hasher.peak_memory_kib() == 0);
}

TEST_CASE("argon2: invalid options are rejected at once") {
  CountingEntropy entropy;
  using Change = void (*)(Argon2Options&);
  for (const Change change : std::initializer_list<Change>{
           [](Argon2Options& o) { o.memory_kib = 7; },
           [](Argon2Options& o) { o.parallelism = 0; },
           [](Argon2Options& o) { o.parallelism = 17; },
           [](Argon2Options& o) { o.parallelism = std::numeric_limits<std::uint32_t>::max(); },
           [](Argon2Options& o) { o.iterations = 0; },
           [](Argon2Options& o) { o.iterations = 33; },
           [](Argon2Options& o) { o.salt_length = 7; },
           [](Argon2Options& o) { o.salt_length = 49; },
           [](Argon2Options& o) { o.hash_length = 11; },
           [](Argon2Options& o) { o.hash_length = 65; },
           [](Argon2Options& o) { o.memory_budget_kib = o.memory_kib - 1; },
           [](Argon2Options& o) { o.wait_deadline = -1ms; },
           [](Argon2Options& o) { o.wait_deadline = 1h + 1ms; },
       }) {
    Argon2Options options;
    change(options);
    CHECK_THROWS_AS(Argon2PasswordHasher(options, entropy), std::invalid_argument);
  }
}
