// The cost of the rules: services with the memory adapter and a password hasher that does not hash.

#include <benchmark/benchmark.h>

#include <optional>
#include <stdexcept>
#include <string>

#include <gatehouse/crypto_openssl/openssl_digest.hpp>
#include <gatehouse/schema/api_proxies.hpp>
#include <gatehouse/schema/consumer_tokens.hpp>
#include <gatehouse/schema/consumers.hpp>
#include <gatehouse/schema/credentials.hpp>
#include <gatehouse/schema/grants.hpp>
#include <gatehouse/schema/projects.hpp>
#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/schema/users.hpp>
#include <gatehouse/services/services.hpp>
#include <gatehouse/storage_memory/memory_storage.hpp>
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
using testing::checked_list;

const std::string password = "correct horse battery";

/// Services with a thousand users.
class House {
 public:
  House() {
    (void)storage_.transact([&](Transaction& tx) -> Result<Done> {
      population.insert_all(tx);
      return Done{};
    });
  }

  [[nodiscard]] Principal caller(std::size_t user) {
    return services.sessions.authenticate(population.session_token(user)).value();
  }
  [[nodiscard]] MintConsumerToken minting(std::size_t user) const {
    return {.consumer = population.consumer(user).id,
            .project = population.project(Population::account_of(user)).id,
            .service = population.service().code};
  }

 private:
  SystemClock clock_;
  SystemEntropy entropy_;
  OpensslDigest digest_;
  testing::PlainPasswordHasher hasher_;
  testing::RecordingMailer mailer_;
  MemoryStorage storage_;

 public:
  Population population{1000, hasher_.hash(Secret(password))};
  Services services{{storage_, mailer_, hasher_, digest_, clock_, entropy_}};
};

template <class T>
void expect(benchmark::State& state, const Result<T>& result) {
  if (!result) state.SkipWithError(result.error().detail.c_str());
}

void authenticate(benchmark::State& state) {
  House house;
  const std::string token = house.population.session_token(500);
  for (auto _ : state) expect(state, house.services.sessions.authenticate(token));
}
BENCHMARK(authenticate);

void refuse_an_unknown_token(benchmark::State& state) {
  House house;
  for (auto _ : state) {
    benchmark::DoNotOptimize(house.services.sessions.authenticate("a token of nobody"));
  }
}
BENCHMARK(refuse_an_unknown_token);

void log_in_but_for_the_hash(benchmark::State& state) {
  House house;
  const auto command = checked<LogIn>({house.population.user(500).email, Secret(password)});
  for (auto _ : state) expect(state, house.services.sessions.log_in(command));
}
BENCHMARK(log_in_but_for_the_hash);

void create_a_consumer(benchmark::State& state) {
  House house;
  const Principal caller = house.caller(500);
  for (auto _ : state)
    expect(state, house.services.consumers.create(caller, checked(CreateConsumer{})));
}
BENCHMARK(create_a_consumer);

void attach_and_detach_a_consumer(benchmark::State& state) {
  House house;
  const Principal caller = house.caller(500);
  const ProjectId project = house.population.project(5).id;
  const ConsumerId consumer =
      house.services.consumers.create(caller, checked(CreateConsumer{})).value().id;
  const auto attach = checked<AttachConsumer>({consumer});
  for (auto _ : state) {
    expect(state, house.services.consumers.attach(caller, project, attach));
    expect(state, house.services.consumers.detach(caller, project, consumer));
  }
}
BENCHMARK(attach_and_detach_a_consumer);

void mint_a_consumer_token(benchmark::State& state) {
  House house;
  const Principal caller = house.caller(500);
  const auto command = checked(house.minting(500));
  for (auto _ : state) expect(state, house.services.consumers.mint_token(caller, command));
}
BENCHMARK(mint_a_consumer_token);

void list_a_hundred_users(benchmark::State& state) {
  House house;
  const Principal caller = house.caller(500);
  for (auto _ : state) {
    expect(state, house.services.users.list(caller, Role::developer, {.limit = 98}));
  }
}
BENCHMARK(list_a_hundred_users);

/// A credential with access to an API proxy of its project, as in the request of a gateway.
class Guarded {
 public:
  Guarded() {
    const Principal admin = house_.caller(0);
    expect(house_.services.projects.create(admin, checked<DescribeProject>({"bench"})));
    expect(house_.services.api_proxies.create(admin, "bench",
                                              checked<RegisterApiProxy>({"calculator"})));
    expect(house_.services.credentials.create(
        admin, "bench",
        checked<CreateCredential>({{.username = "client",
                                    .password = secret_,
                                    .email = house_.population.user(0).email}})));
    expect(house_.services.grants.add(admin, "bench", "client",
                                      checked_list<GrantAccess>({{"calculator"}})));
    account_ = *admin.user.account;
  }

  [[nodiscard]] AccessQuestion question() const {
    return {.account = account_,
            .project = "bench",
            .proxy = "calculator",
            .username = "client",
            .secret = secret_,
            .address = std::nullopt};
  }
  Access& access() { return house_.services.access; }
  void forget() {
    // A change of the credential invalidates its entries: the next decision reads it again.
    expect(house_.services.credentials.save(
        house_.caller(0), "bench",
        checked<SaveCredential>({.username = "client", .email = house_.population.user(0).email})));
  }

 private:
  template <class T>
  static void expect(const Result<T>& result) {
    if (!result) throw std::logic_error(result.error().detail);
  }

  House house_;
  Secret secret_{"a secret of 32 characters or more"};
  AccountId account_;
};

void recall_a_decision(benchmark::State& state) {
  Guarded guarded;
  (void)guarded.access().decide(guarded.question());
  for (auto _ : state) {
    if (!guarded.access().lookup_cached(guarded.question())) state.SkipWithError("not remembered");
  }
}
BENCHMARK(recall_a_decision);

void decide_after_a_change(benchmark::State& state) {
  Guarded guarded;
  (void)guarded.access().decide(guarded.question());
  for (auto _ : state) {
    state.PauseTiming();
    guarded.forget();
    state.ResumeTiming();
    if (!guarded.access().decide_without_hashing(guarded.question()))
      state.SkipWithError("not remembered");
  }
}
BENCHMARK(decide_after_a_change);

schema::Value new_user(std::string email) {
  const auto text = [](std::string value) {
    schema::Value holder;
    holder.data = std::move(value);
    return holder;
  };
  schema::Object fields;
  fields.push_back({"email", text(std::move(email))});
  fields.push_back({"password", text(password)});
  fields.push_back({"firstName", text("Ada")});
  fields.push_back({"lastName", text("Lovelace")});
  schema::Value body;
  body.data = std::move(fields);
  return body;
}

void decode_a_new_user(benchmark::State& state) {
  for (auto _ : state) expect(state, schema::decode<CreateUser>(new_user("ada@example.com"), {}));
}
BENCHMARK(decode_a_new_user);

void refuse_a_new_user_with_a_bad_email(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(schema::decode<CreateUser>(new_user("ada at example.com"), {}));
  }
}
BENCHMARK(refuse_a_new_user_with_a_bad_email);

}  // namespace

BENCHMARK_MAIN();
