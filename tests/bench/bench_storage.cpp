// The cost of the storage port: the SQLite adapter compared with the same statements through
// SQLite's own interface, and with the memory adapter with as many rows.
//
//   bench_storage [OPTION of Google Benchmark...] DATABASE...
//
// Each DATABASE was created by bench_seed. It is modified, so it should be a copy.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/services/issue.hpp>
#include <gatehouse/storage_memory/memory_storage.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>
#include <gatehouse/system/system_clock.hpp>
#include <gatehouse/testing/sequence_entropy.hpp>

#include "bare_sqlite.hpp"
#include "population.hpp"

namespace {

using namespace gatehouse;
using bench::BareSample;
using bench::BareSqlite;
using bench::Population;
using benchmark::State;

constexpr std::size_t page_size = 100;
constexpr std::size_t most_samples = 100'000;

struct Sample {
  TokenDigest session;
  Email email;
  ConsumerToken token;
};

/// A storage that is opened or filled on first use, and samples of its records.
class MeasuredStorage {
 public:
  using Open = std::function<std::unique_ptr<Storage>(const Population&)>;

  MeasuredStorage(std::size_t users, Open open)
      : population_(users, "no hash"), open_(std::move(open)) {}

  Storage& storage() {
    std::call_once(opened_, [this] {
      storage_ = open_(population_);
      const std::size_t step = std::max<std::size_t>(1, population_.users() / most_samples);
      for (std::size_t n = 0; n < population_.users(); n += step) {
        samples_.push_back({population_.session(n).digest, population_.user(n).email,
                            population_.consumer_token(n)});
      }
      std::shuffle(samples_.begin(), samples_.end(), std::minstd_rand());
    });
    return *storage_;
  }
  /// Valid after storage() was called.
  [[nodiscard]] const Sample& sample(std::size_t n) const { return samples_[n % samples_.size()]; }

 private:
  Population population_;
  Open open_;
  std::once_flag opened_;
  std::unique_ptr<Storage> storage_;
  std::vector<Sample> samples_;
};

std::unique_ptr<Storage> fill_memory(const Population& population) {
  auto storage = std::make_unique<MemoryStorage>();
  (void)storage->transact([&](Transaction& tx) -> Result<Done> {
    population.insert_all(tx);
    return Done{};
  });
  return storage;
}

/// Runs `ask(transaction, sample)`, which returns whether the expected record was found, in a read.
template <class Ask>
void read(State& state, MeasuredStorage& subject, Ask ask) {
  Storage& storage = subject.storage();
  std::size_t n = 0;
  for (auto _ : state) {
    const Sample& sample = subject.sample(n++);
    if (!storage.read([&](const Transaction& tx) { return ask(tx, sample); })) {
      state.SkipWithError("not found");
    }
  }
}

/// Runs `write(transaction, sample, now, entropy)` in a transaction.
template <class Write>
void write(State& state, MeasuredStorage& subject, SystemClock& clock, Write write) {
  Storage& storage = subject.storage();
  testing::SequenceEntropy entropy(std::random_device{}());
  std::size_t n = static_cast<std::size_t>(state.thread_index()) * 1'000;
  for (auto _ : state) {
    const Sample& sample = subject.sample(n++);
    const Timestamp now = clock.now();
    const auto done = storage.transact([&](Transaction& tx) -> Result<Done> {
      write(tx, sample, now, entropy);
      return Done{};
    });
    if (!done) state.SkipWithError("not written");
  }
}

void register_adapter(const std::string& adapter, const std::shared_ptr<MeasuredStorage>& subject,
                      const std::shared_ptr<SystemClock>& clock) {
  const auto name = [&](std::string_view promise) { return std::string(promise) + "/" + adapter; };
  const auto add = [](const std::string& what, auto function) {
    return benchmark::RegisterBenchmark(what.c_str(), function)->UseRealTime();
  };

  add(name("sessions.find"), [subject](State& state) {
    read(state, *subject, [](const Transaction& tx, const Sample& sample) {
      return tx.sessions().find(sample.session).has_value();
    });
  });
  add(name("users.find_by_email"), [subject](State& state) {
    read(state, *subject, [](const Transaction& tx, const Sample& sample) {
      return tx.users().find_by_email(sample.email).has_value();
    });
  });
  add(name("consumers.list of 100"), [subject](State& state) {
    read(state, *subject, [](const Transaction& tx, const Sample& sample) {
      return tx.consumers().list(sample.token.account, {std::nullopt, page_size}).size() ==
             page_size;
    });
  });
  add(name("consumers.insert, commit"),
      [subject, clock](State& state) {
        write(state, *subject, *clock,
              [](Transaction& tx, const Sample& sample, Timestamp now, Entropy& entropy) {
                (void)tx.consumers().insert(
                    {make_id<ConsumerId>(now, entropy), sample.token.account, now});
              });
      })
      ->Threads(1)
      ->Threads(8)
      ->Threads(32)
      ->Threads(64);
  add(name("consumer_tokens.insert, commit"),
      [subject, clock](State& state) {
        write(state, *subject, *clock,
              [](Transaction& tx, const Sample& sample, Timestamp now, Entropy& entropy) {
                ConsumerToken token = sample.token;
                entropy.fill(token.digest.bytes);
                token.created_at = now;
                tx.consumer_tokens().insert(token);
              });
      })
      ->Threads(1)
      ->Threads(64);
}

/// Runs `ask(database, sample)` on a separate connection.
template <class Ask>
void ask_bare(State& state, const std::string& path, Ask ask) {
  BareSqlite database(path);
  std::vector<BareSample> samples = database.samples(path);
  std::shuffle(samples.begin(), samples.end(), std::minstd_rand());
  std::size_t n = 0;
  for (auto _ : state) ask(database, samples[n++ % samples.size()]);
}

void register_bare(const std::string& path, const std::string& users) {
  const auto add = [&](std::string_view promise, auto ask) {
    benchmark::RegisterBenchmark((std::string(promise) + "/bare SQLite/" + users).c_str(),
                                 [path, ask](State& state) { ask_bare(state, path, ask); })
        ->UseRealTime();
  };
  add("sessions.find",
      [](BareSqlite& database, const BareSample& sample) { database.find_session(sample); });
  add("users.find_by_email",
      [](BareSqlite& database, const BareSample& sample) { database.find_user_by_email(sample); });
  add("consumers.list of 100", [](BareSqlite& database, const BareSample& sample) {
    database.list_consumers(sample, page_size);
  });
  add("consumers.insert, commit", [](BareSqlite& database, const BareSample& sample) {
    database.begin();
    database.insert_consumer(sample);
    database.commit();
  });
  add("consumer_tokens.insert, commit", [](BareSqlite& database, const BareSample& sample) {
    database.begin();
    database.insert_consumer_token(sample);
    database.commit();
  });
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc < 2) {
    std::cerr << "bench_storage [OPTION of Google Benchmark...] DATABASE...\n";
    return 2;
  }
  try {
    const auto clock = std::make_shared<SystemClock>();
    for (int i = 1; i < argc; ++i) {
      const std::string path = argv[i];
      const std::size_t users = BareSqlite(path).users();
      const std::string label = std::to_string(users);
      register_adapter("SQLite/" + label,
                       std::make_shared<MeasuredStorage>(users,
                                                         [path](const Population&) {
                                                           return std::make_unique<SqliteStorage>(
                                                               SqliteOptions{.path = path});
                                                         }),
                       clock);
      register_bare(path, label);
      register_adapter("memory/" + label, std::make_shared<MeasuredStorage>(users, fill_memory),
                       clock);
    }
    benchmark::RunSpecifiedBenchmarks();
  } catch (const std::exception& error) {
    std::cerr << "bench_storage: " << error.what() << '\n';
    return 1;
  }
}
