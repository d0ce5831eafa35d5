#include <gatehouse/services/tokens/signing_keys.hpp>

#include <atomic>
#include <barrier>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/services/secrets/detail/sealed_records.hpp>
#include <gatehouse/services/secrets/reencryption.hpp>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using Rotation = SigningKeys::Rotation;

constexpr auto es256 = SignatureAlgorithm::es256;
constexpr auto eddsa = SignatureAlgorithm::eddsa;

/// A token and its expiry.
std::string signed_by(Services& services, World& world) {
  const Timestamp now = world.clock.next();
  return services.signing_keys.handle().sign(
      {.issuer = services.settings.token_issuer(),
       .audience = audience_of(usual_audience_format, code("push"), ProjectId{}),
       .service = code("push"),
       .consumer = {},
       .account = {},
       .project = {},
       .family = {},
       .id = {},
       .issued_at = now,
       .expires_at = now + services.settings.access_token_lifetime});
}
std::string signed_by(World& world) { return signed_by(world.services, world); }

std::string signer_of(World& world) { return key_named_by(signed_by(world)).value(); }

/// The ids of the published keys, separated by spaces.
std::string published(Services& services) {
  std::string ids;
  for (const KeySet::Key& key : services.signing_keys.published()->keys()) {
    ids += (ids.empty() ? "" : " ") + key.id;
  }
  return ids;
}
std::string published(World& world) { return published(world.services); }

bool verifies(Services& services, World& world, const std::string& token) {
  return verify_any_access_token(token, *services.signing_keys.published_with(token),
                                 services.settings.token_issuer(), world.clock.next(), Duration(0))
      .has_value();
}
bool verifies(World& world, const std::string& token) {
  return verifies(world.services, world, token);
}

TEST_CASE("signing keys: the first key is created once, on demand, and signs at once") {
  World world;
  CHECK(published(world).empty());
  world.services.signing_keys.ensure();
  const auto keys = world.all<SigningKey>();
  REQUIRE(keys.size() == 1);
  CHECK(keys[0].public_key.algorithm == es256);
  CHECK(keys[0].signs_from == keys[0].created_at);
  CHECK(published(world) == keys[0].id.to_string());
  world.services.signing_keys.ensure();
  Services other(world.ports, {});
  other.signing_keys.ensure();
  CHECK(world.all<SigningKey>() == keys);
  CHECK(signer_of(world) == keys[0].id.to_string());
  CHECK(verifies(other, world, signed_by(world)));
}

TEST_CASE("signing keys: the algorithm of the first key is a setting") {
  World world({.signature_algorithm = eddsa});
  const std::string token = signed_by(world);
  CHECK(world.all<SigningKey>().at(0).public_key.algorithm == eddsa);
  CHECK(part_of(token, 0).text("alg") == "EdDSA");
  CHECK(verifies(world, token));
}

TEST_CASE("signing keys: two servers that start at the same time share the first key") {
  World world;
  Services one(world.ports, {});
  Services two(world.ports, {});
  // Both have looked for a key and found none.
  CHECK(published(one).empty());
  CHECK(published(two).empty());
  one.signing_keys.ensure();
  two.signing_keys.ensure();
  CHECK(world.all<SigningKey>().size() == 1);
  CHECK(key_named_by(signed_by(one, world)) == key_named_by(signed_by(two, world)));

  World busy;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      Services server(busy.ports, {});
      server.signing_keys.ensure();
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(busy.all<SigningKey>().size() == 1);
}

/// Delays its answers by different amounts.
class SlowStorage final : public Storage {
 public:
  explicit SlowStorage(Storage& inner) noexcept : inner_(inner) {}

 protected:
  void do_read(ReadWork work) override {
    pause();
    inner_.read([&](const Transaction& tx) {
      work(tx);
      return Done{};
    });
    pause();
  }
  void do_transact(Work work) override {
    static_cast<void>(inner_.transact([&](Transaction& tx) -> Result<Done> {
      if (work(tx) == Outcome::commit) return Done{};
      return Unexpected(conflict("was rolled back"));
    }));
    pause();
  }

 private:
  void pause() { std::this_thread::sleep_for(std::chrono::microseconds(100 * (turn_++ * 7 % 11))); }

  Storage& inner_;
  std::atomic<int> turn_ = 0;
};

TEST_CASE("signing keys: concurrent requests for the first key all get it") {
  constexpr int rounds = 40;
  constexpr std::size_t many = 16;
  for (int round = 0; round < rounds; ++round) {
    World world;
    SlowStorage slow(world.memory);
    Ports ports{slow,        world.mailer,  world.hasher,  world.digest,
                world.clock, world.entropy, &world.cipher, &world.signatures};
    Services services(ports);
    std::atomic<std::size_t> served = 0;
    std::barrier together(many);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < many; ++i) {
      threads.emplace_back([&] {
        together.arrive_and_wait();
        try {
          static_cast<void>(services.signing_keys.handle());
          ++served;
        } catch (const PortError&) {
          // Failed calls are counted as the difference to `many`.
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(served == many);
  }
}

TEST_CASE("signing keys: a new key is published at once and signs after its lead time") {
  World world;
  const std::string first = signer_of(world);
  const Timestamp now = world.clock.next();
  const SigningKey made = must(world.services.signing_keys.rotate(eddsa, Rotation::overlapping));
  const std::string second = made.id.to_string();
  CHECK(made.public_key.algorithm == eddsa);
  CHECK(made.created_at == now);
  CHECK(made.signs_from == now + minutes(10));
  CHECK(published(world) == first + " " + second);
  CHECK(signer_of(world) == first);
  world.clock.set(made.signs_from - Duration(100));
  CHECK(signer_of(world) == first);
  world.clock.set(made.signs_from);
  CHECK(signer_of(world) == second);
  CHECK(verifies(world, signed_by(world)));
}

TEST_CASE("signing keys: without a predecessor a new key signs at once") {
  World world;
  const SigningKey made = must(world.services.signing_keys.rotate(es256, Rotation::overlapping));
  CHECK(made.signs_from == made.created_at);
  CHECK(signer_of(world) == made.id.to_string());
  CHECK(world.all<SigningKey>().size() == 1);
}

TEST_CASE("signing keys: a former key is published until its last token expires, then deleted") {
  World world;
  const std::string first = signer_of(world);
  const SigningKey made = must(world.services.signing_keys.rotate(es256, Rotation::overlapping));
  world.clock.set(made.signs_from - Duration(10));
  const std::string last = signed_by(world);
  CHECK(key_named_by(last) == first);
  const auto housekeeping = [&] { return world.services.housekeeping.step().erased.signing_keys; };

  world.clock.set(made.signs_from + hours(3) - std::chrono::seconds(2));
  CHECK(verifies(world, last));
  CHECK(housekeeping() == 0);
  // For servers that read the new key late, or whose clocks are slow.
  const Duration margin = minutes(1) + world.services.settings.decision_lifetime;
  const Timestamp end = made.signs_from + hours(3) + margin;
  world.clock.set(end - std::chrono::milliseconds(1));
  CHECK(published(world) == first + " " + made.id.to_string());
  CHECK(housekeeping() == 0);
  CHECK(world.all<SigningKey>().size() == 2);

  // To the microsecond, for a reader without a cached set.
  Services early(world.ports, {});
  Services late(world.ports, {});
  world.clock.set(end - Duration(1));
  CHECK(published(early) == first + " " + made.id.to_string());
  CHECK(published(late) == made.id.to_string());
  CHECK(housekeeping() == 1);
  CHECK(published(world) == made.id.to_string());
  CHECK(world.all<SigningKey>() == std::vector{made});
  CHECK(housekeeping() == 0);
  world.clock.advance(hours(1000));
  CHECK(housekeeping() == 0);
  CHECK(signer_of(world) == made.id.to_string());
}

// Reading the set of keys must not hide expired keys from housekeeping.
TEST_CASE("signing keys: expired keys are deleted even if the set was read before") {
  World world;
  world.services.signing_keys.ensure();
  const SigningKey made = must(world.services.signing_keys.rotate(es256, Rotation::overlapping));
  world.clock.set(made.signs_from + hours(4));
  CHECK(published(world) == made.id.to_string());
  CHECK(world.services.housekeeping.step().erased.signing_keys == 1);
  CHECK(world.all<SigningKey>() == std::vector{made});
}

TEST_CASE("signing keys: successive keys are each kept until their last token expires") {
  World world;
  world.services.signing_keys.ensure();
  std::vector<SigningKey> made;
  for (int i = 0; i < 4; ++i) {
    made.push_back(must(
        world.services.signing_keys.rotate(i % 2 == 0 ? eddsa : es256, Rotation::overlapping)));
    world.clock.advance(minutes(1));
  }
  CHECK(world.services.signing_keys.published()->keys().size() == 5);
  for (std::size_t i = 0; i < made.size(); ++i) {
    world.clock.set(made[i].signs_from);
    CHECK(signer_of(world) == made[i].id.to_string());
  }
  const Duration kept = hours(3) + minutes(1) + world.services.settings.decision_lifetime;
  for (std::size_t i = 0; i < made.size(); ++i) {
    world.clock.set(made[i].signs_from + kept);
    CHECK(world.services.housekeeping.step().erased.signing_keys == 1);
    CHECK(world.services.signing_keys.published()->keys().size() == made.size() - i);
  }
  CHECK(world.all<SigningKey>() == std::vector{made.back()});
}

TEST_CASE(
    "signing keys: discarding creates a key that signs at once, and earlier ones are refused") {
  World world;
  const std::string before = signed_by(world);
  must(world.services.signing_keys.rotate(es256, Rotation::overlapping));
  CHECK(verifies(world, before));
  const SigningKey made = must(world.services.signing_keys.rotate(eddsa, Rotation::discarding));
  CHECK(made.signs_from == made.created_at);
  CHECK(world.all<SigningKey>() == std::vector{made});
  CHECK(published(world) == made.id.to_string());
  CHECK_FALSE(verifies(world, before));
  const std::string after = signed_by(world);
  CHECK(key_named_by(after) == made.id.to_string());
  CHECK(verifies(world, after));
}

TEST_CASE("signing keys: a change by another process applies within the lifetime of a verdict") {
  World world({.decision_lifetime = std::chrono::seconds(3)});
  const std::string first = signer_of(world);
  Services other(world.ports, world.services.settings);
  CHECK(published(other) == first);
  const SigningKey made = must(world.services.signing_keys.rotate(es256, Rotation::overlapping));
  const std::string both = first + " " + made.id.to_string();
  CHECK(published(world) == both);
  world.clock.advance(std::chrono::seconds(3));
  CHECK(published(other) == both);

  const SigningKey last = must(world.services.signing_keys.rotate(es256, Rotation::discarding));
  world.clock.advance(std::chrono::seconds(3));
  CHECK(published(other) == last.id.to_string());
  CHECK(key_named_by(signed_by(other, world)) == last.id.to_string());
}

TEST_CASE("signing keys: a verifier finds a new key at once") {
  World world;
  Services other(world.ports, {});
  CHECK(published(other).empty());
  CHECK(verifies(other, world, signed_by(world)));
  must(world.services.signing_keys.rotate(eddsa, Rotation::discarding));
  CHECK(verifies(other, world, signed_by(world)));
  must(world.services.signing_keys.rotate(es256, Rotation::discarding));
  CHECK(verifies(other, world, signed_by(world)));
}

TEST_CASE("signing keys: a token with an unknown key id or without one is refused") {
  World world;
  world.services.signing_keys.ensure();
  World stranger;
  stranger.clock.advance(minutes(1));
  const std::string token = signed_by(stranger);
  REQUIRE(world.services.signing_keys.published()->find(key_named_by(token).value()) == nullptr);
  CHECK_FALSE(verifies(world, token));
  CHECK(world.services.signing_keys.published_with("no token")->keys().size() == 1);
}

TEST_CASE("signing keys: the private key is sealed, and bound to its row and its public key") {
  World world;
  const SigningKey key = must(world.services.signing_keys.rotate(es256, Rotation::overlapping));
  const SigningKey other = must(world.services.signing_keys.rotate(eddsa, Rotation::overlapping));
  const Vault vault(&world.cipher);
  CHECK_FALSE(Vault::is_in_the_clear(key.sealed_private_key));
  const Secret clear = vault.open(key.sealed_private_key, place_of(key));
  CHECK(key.sealed_private_key.find(clear.reveal()) == std::string::npos);
  CHECK_NOTHROW((void)world.signatures.load_signer(clear, key.public_key));

  SigningKey moved = key;
  moved.id = other.id;
  CHECK_THROWS_AS((void)vault.open(key.sealed_private_key, place_of(moved)), PortError);
  moved = key;
  moved.public_key = other.public_key;
  CHECK_THROWS_AS((void)vault.open(key.sealed_private_key, place_of(moved)), PortError);
  moved = key;
  moved.public_key.octets.back() = static_cast<char>(moved.public_key.octets.back() ^ 1);
  CHECK_THROWS_AS((void)vault.open(key.sealed_private_key, place_of(moved)), PortError);
  moved = key;
  moved.public_key.algorithm = eddsa;
  CHECK_THROWS_AS((void)vault.open(key.sealed_private_key, place_of(moved)), PortError);
}

TEST_CASE("signing keys: a private key moved to another row cannot sign") {
  World world;
  world.services.signing_keys.ensure();
  const SigningKey key = world.all<SigningKey>().at(0);
  const SigningKey other = must(world.services.signing_keys.rotate(es256, Rotation::overlapping));
  must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
    (void)tx.signing_keys().update_private_key(key.id, other.sealed_private_key);
    return Done{};
  }));
  Services fresh(world.ports, {});
  CHECK_THROWS_AS((void)fresh.signing_keys.handle(), PortError);
}

TEST_CASE("signing keys: without an encryption key none is created or stored in plain text") {
  World world;
  world.cipher.replace_keys({});
  CHECK_THROWS_AS(world.services.signing_keys.ensure(), PortError);
  CHECK_THROWS_AS((void)world.services.signing_keys.handle(), PortError);
  CHECK_THROWS_AS((void)must(world.services.signing_keys.rotate(es256, Rotation::overlapping)),
                  PortError);
  CHECK(world.all<SigningKey>().empty());
  world.cipher.replace_keys({"k1"});
  CHECK(verifies(world, signed_by(world)));
}

TEST_CASE("signing keys: a server that cannot open the private key can still verify") {
  World world;
  const std::string token = signed_by(world);
  world.cipher.replace_keys({"another"});
  Services locked_out(world.ports, {});
  CHECK_THROWS_AS((void)locked_out.signing_keys.handle(), PortError);
  CHECK(verifies(locked_out, world, token));
}

TEST_CASE("signing keys: there are none when signatures are disabled") {
  World world;
  world.services.signing_keys.ensure();
  Ports ports = world.ports;
  ports.signatures = nullptr;
  Services services(ports, {});
  CHECK(services.signing_keys.published()->keys().empty());
  CHECK_THROWS_AS((void)services.signing_keys.handle(), PortError);
  CHECK_THROWS_AS((void)must(services.signing_keys.rotate(es256, Rotation::discarding)), PortError);
  CHECK(world.all<SigningKey>().size() == 1);
}

TEST_CASE("signing keys: a rotation that is not stored has no effect") {
  World world;
  const std::string first = signer_of(world);
  world.storage.fail_next_transactions(1, TransientPortError("the disk is full"));
  CHECK_THROWS_AS((void)must(world.services.signing_keys.rotate(es256, Rotation::discarding)),
                  TransientPortError);
  CHECK(published(world) == first);
  CHECK(signer_of(world) == first);
  world.storage.repeat_work(true);
  const SigningKey made = must(world.services.signing_keys.rotate(es256, Rotation::discarding));
  world.storage.heal();
  CHECK(world.all<SigningKey>() == std::vector{made});
}

TEST_CASE("signing keys: their number is limited to the size of a published set") {
  World world;
  const std::string first = signed_by(world);
  for (std::size_t i = 1; i < SigningKeys::max_keys; ++i) {
    must(world.services.signing_keys.rotate(es256, Rotation::overlapping));
  }
  CHECK(outcome(world.services.signing_keys.rotate(es256, Rotation::overlapping)) ==
        "failed_precondition");
  CHECK(world.all<SigningKey>().size() == SigningKeys::max_keys);
  CHECK(verifies(world, first));
  const SigningKey last = must(world.services.signing_keys.rotate(es256, Rotation::discarding));
  CHECK(world.all<SigningKey>() == std::vector{last});
}

TEST_CASE("signing keys: while a new key cannot be opened, its predecessor signs") {
  World world({.signing_key_lead = minutes(10)});
  const std::string former = signer_of(world);
  Services other(world.ports, world.services.settings);
  world.cipher.replace_keys({"k2", "k1"});
  const SigningKey next = must(other.signing_keys.rotate(es256, Rotation::overlapping));
  world.cipher.replace_keys({"k1"});
  world.clock.advance(minutes(20));
  CHECK(signer_of(world) == former);
  world.cipher.replace_keys({"k2", "k1"});
  CHECK(signer_of(world) == next.id.to_string());
}

TEST_CASE("signing keys: they are re-encrypted with all other secrets") {
  World world;
  const std::string token = signed_by(world);
  must(world.services.signing_keys.rotate(eddsa, Rotation::overlapping));
  world.cipher.replace_keys({"k2", "k1"});
  Reencryption secrets(world.storage, world.clock, world.cipher);
  CHECK(secrets.any_is_sealed());
  const auto report = secrets.reencrypt();
  CHECK(report.seen == 2);
  CHECK(report.reencrypted == 2);
  CHECK(report.faults.empty());
  CHECK(report.more);
  CHECK_FALSE(secrets.reencrypt().more);
  world.cipher.replace_keys({"k2"});
  CHECK_FALSE(secrets.first_fault().has_value());
  Services fresh(world.ports, {});
  CHECK(key_named_by(signed_by(fresh, world)) == key_named_by(token));
  CHECK(Reencryption(world.storage, world.clock, world.cipher).reencrypt().reencrypted == 0);
}

TEST_CASE(
    "signing keys: a key that cannot be opened is reported, and the others are re-encrypted") {
  World world;
  world.cipher.replace_keys({"forgotten"});
  const SigningKey lost = must(world.services.signing_keys.rotate(es256, Rotation::overlapping));
  world.cipher.replace_keys({"k1"});
  must(world.services.signing_keys.rotate(es256, Rotation::overlapping));
  world.cipher.replace_keys({"k2", "k1"});
  Reencryption secrets(world.storage, world.clock, world.cipher);
  CHECK(secrets.first_fault().has_value());
  const auto report = secrets.reencrypt();
  CHECK(report.seen == 2);
  CHECK(report.reencrypted == 1);
  REQUIRE(report.faults.size() == 1);
  CHECK(report.faults[0].find(lost.id.to_string()) != std::string::npos);
}

TEST_CASE("signing keys: a key stored in plain text is encrypted") {
  World world;
  Ports ports = world.ports;
  ports.cipher = nullptr;
  Services careless(ports, {});
  const std::string token = signed_by(careless, world);
  Reencryption secrets(world.storage, world.clock, world.cipher);
  CHECK_FALSE(secrets.any_is_sealed());
  CHECK(secrets.reencrypt().reencrypted == 1);
  CHECK(secrets.any_is_sealed());
  CHECK(key_named_by(signed_by(world)) == key_named_by(token));
}

}  // namespace
}  // namespace gatehouse::testing
