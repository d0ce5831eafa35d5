// Refresh tokens, introspection and metering in one process on SQLite, with durable commits. Also
// checks that the number of rows is independent of the number of refreshes.
//
//   bench_tokens DATABASE [REFRESHES [FAMILIES [THREADS]]]
//
// DATABASE must not exist. Rates are printed as absolute values and relative to the creation of
// consumers, which is one small insert each, by the same number of threads.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include <gatehouse/crypto_openssl/openssl_digest.hpp>
#include <gatehouse/crypto_openssl/openssl_signatures.hpp>
#include <gatehouse/ports/storage/scan.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/services.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>
#include <gatehouse/system/system_clock.hpp>
#include <gatehouse/system/system_entropy.hpp>
#include <gatehouse/testing/checked.hpp>
#include <gatehouse/testing/plain_password_hasher.hpp>
#include <gatehouse/testing/recording_mailer.hpp>

#include "population.hpp"

namespace {

using namespace gatehouse;
using bench::Population;
using testing::checked;

struct Installation {
  explicit Installation(const std::string& path) : storage(SqliteOptions{.path = path}) {}

  SystemClock clock;
  SystemEntropy entropy;
  OpensslDigest digest;
  OpensslSignatures signatures;
  testing::PlainPasswordHasher hasher;
  testing::RecordingMailer mailer;
  SqliteStorage storage;
  Services services{{storage, mailer, hasher, digest, clock, entropy, nullptr, &signatures},
                    {.items_per_service = 1'000'000'000'000}};
};

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().detail);
  return std::move(*result);
}

/// The rate per second of `work(thread, n)`, which is called `each` times by every thread.
double rate(std::size_t threads, std::size_t each,
            const std::function<void(std::size_t, std::size_t)>& work) {
  std::vector<std::exception_ptr> failures(threads);
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> all;
  for (std::size_t thread = 0; thread < threads; ++thread) {
    all.emplace_back([&, thread] {
      try {
        for (std::size_t n = 0; n < each; ++n) work(thread, n);
      } catch (...) {
        failures[thread] = std::current_exception();
      }
    });
  }
  for (std::thread& thread : all) thread.join();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  return static_cast<double>(threads * each) / took.count();
}

std::size_t count_families(Storage& storage) {
  return storage.read([](const Transaction& tx) {
    std::size_t count = 0;
    for_each_record<TokenFamily>(Scan::through(tx), 1000, [&](const TokenFamily&) { ++count; });
    return count;
  });
}

void say(const char* what, double rate, double against) {
  std::printf("%-42s %10.0f /s  %6.2f\n", what, rate, rate / against);
}

void run(const std::string& path, std::size_t refreshes, std::size_t families,
         std::size_t threads) {
  Installation site(path);
  const Population population(std::max(families, Population::per_account) /
                                  Population::per_account * Population::per_account,
                              "no hash");
  families = population.users();
  must(site.storage.transact([&](Transaction& tx) -> Result<Done> {
    population.insert_all(tx);
    return Done{};
  }));
  Services& services = site.services;

  const double inserts = rate(threads, 20'000 / threads, [&](std::size_t thread, std::size_t) {
    const Timestamp now = site.clock.now();
    const Consumer consumer{make_id<ConsumerId>(now, site.entropy), population.account(thread).id,
                            now};
    must(site.storage.transact([&](Transaction& tx) -> Result<Done> {
      if (!tx.consumers().insert(consumer)) return Unexpected(conflict("taken"));
      return Done{};
    }));
  });
  say("consumers created", inserts, inserts);

  std::vector<Secret> tokens(families);
  std::vector<Secret> access(families);
  const auto exchange = [&](std::size_t family, const Secret& token) {
    auto exchanged = must(services.token_exchange.exchange(
        checked<ExchangeToken>({.grant_type = "refresh_token", .refresh_token = token})));
    tokens[family] = std::move(exchanged.refresh_token);
    access[family] = std::move(exchanged.access_token);
  };
  const std::size_t share = families / threads;
  const double begun = rate(threads, share, [&](std::size_t thread, std::size_t n) {
    const std::size_t family = thread * share + n;
    exchange(family, Secret("token of consumer " + std::to_string(family)));
  });
  say("consumer tokens exchanged", begun, inserts);

  const std::size_t rows_before = count_families(site.storage);
  const double refreshed =
      rate(threads, refreshes / threads, [&](std::size_t thread, std::size_t n) {
        const std::size_t family = thread * share + n % share;
        exchange(family, Secret(tokens[family]));
      });
  say("refreshes", refreshed, inserts);

  const double introspected = rate(1, 20'000, [&](std::size_t, std::size_t n) {
    if (!services.introspection.introspect(access[n % (share * threads)].reveal())) {
      throw std::runtime_error("an access token is not good");
    }
  });
  say("access tokens introspected, by one thread", introspected, inserts);

  const auto service_token = [&](std::size_t account) {
    const IssuedToken issued = issue_token(site.entropy, site.digest);
    const Project project = population.project(account);
    must(site.storage.transact([&](Transaction& tx) -> Result<Done> {
      const Timestamp now = site.clock.now();
      tx.service_tokens().insert(
          {.id = make_id<ServiceTokenId>(site.clock.in_order(now), site.entropy),
           .digest = issued.digest,
           .account = project.account,
           .project = project.id,
           .created_at = now});
      return Done{};
    }));
    return must(services.service_tokens.authenticate(issued.text.reveal()));
  };
  const ServiceCaller caller = service_token(0);
  const double metered = rate(threads, 20'000 / threads, [&](std::size_t thread, std::size_t n) {
    must(services.usage.record(caller, caller.project, population.service().code,
                               std::to_string(thread) + "/" + std::to_string(n),
                               checked<RecordUsage>({.amount = 1, .event = "post_message"})));
  });
  say("usage recorded, all of one attachment", metered, inserts);

  std::printf("%zu refreshes of %zu families: %zu rows before, %zu after\n",
              refreshes / threads * threads, share * threads, rows_before,
              count_families(site.storage));
}

std::size_t number(int argc, char** argv, int place, std::size_t otherwise) {
  return argc > place ? std::strtoull(argv[place], nullptr, 10) : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 2 || std::filesystem::exists(argv[1])) {
      throw std::invalid_argument("give the path of a database that is not there yet");
    }
    run(argv[1], number(argc, argv, 2, 1'000'000), number(argc, argv, 3, 10'000),
        number(argc, argv, 4, 64));
  } catch (const std::exception& error) {
    std::cerr << "bench_tokens: " << error.what() << '\n';
    return 1;
  }
}
