#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <gatehouse/storage_memory/memory_storage.hpp>
#include <gatehouse/testing/counting_storage.hpp>
#include <gatehouse/testing/fake_digest.hpp>
#include <gatehouse/testing/fake_signatures.hpp>
#include <gatehouse/testing/faulty_storage.hpp>
#include <gatehouse/testing/manual_clock.hpp>
#include <gatehouse/testing/plain_password_hasher.hpp>
#include <gatehouse/testing/recording_mailer.hpp>
#include <gatehouse/testing/sequence_entropy.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

namespace gatehouse::testing {
namespace {

Timestamp at(std::int64_t microseconds) { return Timestamp(Duration(microseconds)); }

TEST_CASE("manual clock: every reading is later, and the clock is never turned back") {
  ManualClock clock(at(100));
  CHECK(clock.now() == at(100));
  CHECK(clock.next() == at(101));
  CHECK(clock.now() == at(101));
  clock.advance(std::chrono::seconds(1));
  CHECK(clock.now() == at(1'000'102));
  clock.set(at(5));
  CHECK(clock.now() == at(1'000'103));
  clock.set(at(2'000'000));
  CHECK(clock.now() == at(2'000'000));
  CHECK(ManualClock().now() == at(1'577'836'800'000'000));
}

TEST_CASE("manual clock: a step changes the date while no time passes") {
  ManualClock clock(at(100));
  const auto elapsed = clock.elapsed();
  clock.step(-std::chrono::hours(1));
  CHECK(clock.elapsed() == elapsed);
  CHECK(clock.now() == at(100) - std::chrono::hours(1));
  CHECK(clock.elapsed() == elapsed + Duration(1));
  clock.advance(std::chrono::seconds(1));
  clock.step(std::chrono::hours(2));
  CHECK(clock.elapsed() == elapsed + std::chrono::seconds(1) + Duration(1));
  CHECK(clock.timeline() == ManualClock().timeline());
  CHECK(ManualClock(at(0), 2).timeline() == 2);
}

TEST_CASE("sequence entropy: reproducible in every run, and unique across threads") {
  std::mutex mutex;
  std::set<std::array<std::uint8_t, 16>> seen;
  SequenceEntropy entropy(7);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int step = 0; step < 500; ++step) {
        std::array<std::uint8_t, 16> bytes{};
        entropy.fill(bytes);
        const std::scoped_lock lock(mutex);
        seen.insert(bytes);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(seen.size() == 2000);

  std::array<std::uint8_t, 5> one{};
  std::array<std::uint8_t, 5> two{};
  SequenceEntropy(7).fill(one);
  SequenceEntropy(7).fill(two);
  CHECK(one == two);
  SequenceEntropy(8).fill(two);
  CHECK(one != two);
}

TEST_CASE("fake digest: the same text has the same digest, and other texts have others") {
  const FakeDigest digest;
  std::set<TokenDigest> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(digest.sha256(std::to_string(i)));
  seen.insert(digest.sha256(""));
  seen.insert(digest.sha256(std::string_view("\0", 1)));
  seen.insert(digest.sha256(std::string_view("\0\0", 2)));
  CHECK(seen.size() == 1003);
  CHECK(digest.sha256("abc") == digest.sha256("abc"));
}

TEST_CASE("fake signatures: keys have the form of real ones and are unique across threads") {
  const FakeSignatures signatures;
  std::mutex mutex;
  std::set<std::string> seen;
  std::vector<std::thread> threads;
  for (const auto algorithm : {SignatureAlgorithm::es256, SignatureAlgorithm::eddsa}) {
    threads.emplace_back([&, algorithm] {
      for (int step = 0; step < 500; ++step) {
        const auto keys = signatures.make_keys(algorithm);
        const std::scoped_lock lock(mutex);
        seen.insert(std::string(keys.private_key.reveal()));
        seen.insert(keys.public_key.octets);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(seen.size() == 2000);

  for (const auto algorithm : {SignatureAlgorithm::es256, SignatureAlgorithm::eddsa}) {
    const auto keys = FakeSignatures(7).make_keys(algorithm);
    CHECK(keys.private_key.reveal().size() == 43);
    CHECK(keys.public_key.algorithm == algorithm);
    CHECK(keys.public_key.octets.size() == (algorithm == SignatureAlgorithm::es256 ? 64 : 32));
    CHECK(keys.public_key == FakeSignatures(7).make_keys(algorithm).public_key);
    CHECK(keys.public_key != FakeSignatures(8).make_keys(algorithm).public_key);
    const auto signer = signatures.load_signer(keys.private_key, keys.public_key);
    CHECK(signer->sign("text").size() == 64);
    CHECK(signer->sign("text") == signer->sign("text"));
  }
}

TEST_CASE("fake signatures: a signature is valid for one text and one key") {
  const FakeSignatures signatures;
  for (const auto algorithm : {SignatureAlgorithm::es256, SignatureAlgorithm::eddsa}) {
    const auto keys = signatures.make_keys(algorithm);
    const std::string signature =
        signatures.load_signer(keys.private_key, keys.public_key)->sign("text");
    const auto verifier = signatures.load_verifier(keys.public_key);
    REQUIRE(verifier != nullptr);
    CHECK(verifier->verify("text", signature));
    CHECK_FALSE(verifier->verify("texts", signature));
    CHECK_FALSE(verifier->verify("text", signature + "x"));
    CHECK_FALSE(verifier->verify("text", ""));
    for (std::size_t i = 0; i < signature.size(); ++i) {
      std::string altered = signature;
      altered[i] ^= 1;
      CHECK_FALSE(verifier->verify("text", altered));
    }
    const auto other = signatures.make_keys(algorithm).public_key;
    CHECK_FALSE(signatures.load_verifier(other)->verify("text", signature));
  }
}

TEST_CASE("fake signatures: invalid and foreign keys are rejected") {
  const FakeSignatures signatures;
  for (const auto algorithm : {SignatureAlgorithm::es256, SignatureAlgorithm::eddsa}) {
    const auto keys = signatures.make_keys(algorithm);
    const PublicKey& good = keys.public_key;
    PublicKey altered = good;
    altered.octets[3] ^= 1;
    PublicKey of_another_algorithm = good;
    of_another_algorithm.algorithm = algorithm == SignatureAlgorithm::es256
                                         ? SignatureAlgorithm::eddsa
                                         : SignatureAlgorithm::es256;
    for (const PublicKey& bad : {altered, of_another_algorithm, PublicKey{algorithm, ""},
                                 PublicKey{algorithm, good.octets + "x"},
                                 PublicKey{algorithm, std::string(good.octets.size(), '\0')}}) {
      CHECK(signatures.load_verifier(bad) == nullptr);
      CHECK_THROWS_AS(static_cast<void>(signatures.load_signer(keys.private_key, bad)), PortError);
    }

    const std::string text(keys.private_key.reveal());
    for (const std::string& bad :
         {std::string(), text + "A", text.substr(1), "=" + text.substr(1), std::string(43, 'A')}) {
      CHECK_THROWS_AS(static_cast<void>(signatures.load_signer(Secret(bad), good)), PortError);
    }
    CHECK_THROWS_AS(static_cast<void>(
                        signatures.load_signer(signatures.make_keys(algorithm).private_key, good)),
                    PortError);
  }
}

TEST_CASE("plain password hasher: verifies its hashes, counts calls, and detects old parameters") {
  PlainPasswordHasher hasher(3);
  const std::string phc = hasher.hash(Secret("p\u015f$"));
  CHECK(phc == "$plain$v=1$3$70c59f24");
  CHECK(hasher.verify(Secret("p\u015f$"), phc));
  CHECK_FALSE(hasher.verify(Secret("p"), phc));
  CHECK_FALSE(hasher.verify(Secret(""), "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$"));
  CHECK_FALSE(hasher.verify(Secret(""), ""));
  CHECK_FALSE(hasher.needs_rehash(phc));
  hasher.set_parameter(4);
  CHECK(hasher.needs_rehash(phc));
  CHECK(hasher.verify(Secret("p\u015f$"), phc));
  CHECK(hasher.needs_rehash("$2b$12$x"));
  CHECK(hasher.hashes() == 1);
  CHECK(hasher.verifications() == 5);
}

TEST_CASE("plain password hasher: a hook is called once, by the next call") {
  PlainPasswordHasher hasher;
  int calls = 0;
  hasher.on_next_call([&] { ++calls; });
  CHECK(calls == 0);
  (void)hasher.verify(Secret("p"), "");
  (void)hasher.hash(Secret("p"));
  CHECK(calls == 1);
}

TEST_CASE("counting storage: counts reads, transactions and uses, and passes on their outcomes") {
  MemoryStorage memory;
  CountingStorage storage(memory);
  const auto count = [](const Transaction& tx) { return tx.users().find_by_email({}).has_value(); };
  CHECK_FALSE(storage.read(count));
  const auto change = [&](bool fails) {
    return storage.transact([&](Transaction& tx) -> Result<bool> {
      tx.sessions().erase({});
      if (fails) return Unexpected(conflict("refused"));
      return count(tx);
    });
  };
  CHECK(change(false).value() == false);
  CHECK(change(true).error().detail == "refused");
  CHECK(storage.reads() == 1);
  CHECK(storage.transactions() == 2);
  CHECK(storage.uses<UserRecords>() == 2);
  CHECK(storage.uses<SessionRecords>() == 2);
  CHECK(storage.uses<ProjectRecords>() == 0);
  CHECK(storage.all_uses().size() == 2);
  storage.reset();
  CHECK(storage.reads() + storage.transactions() == 0);
  CHECK(storage.all_uses().empty());
}

TEST_CASE("recording mailer: records delivered mails, and fails on demand") {
  RecordingMailer mailer;
  Mail mail;
  mail.subject = "one";
  std::vector<std::string> hooked;
  mailer.on_deliver([&](const Mail& seen) {
    hooked.push_back(seen.subject + std::to_string(mailer.delivered().size()));
  });
  CHECK_FALSE(mailer.last());
  mailer.deliver(mail);
  mailer.fail_next(2);
  CHECK_THROWS_AS(mailer.deliver(mail), TransientPortError);
  CHECK_THROWS_AS(mailer.deliver(mail), TransientPortError);
  mail.subject = "two";
  mailer.deliver(mail);
  mailer.fail_always(RecordingMailer::Failure::refused);
  for (int i = 0; i < 3; ++i) {
    bool refused = false;
    try {
      mailer.deliver(mail);
    } catch (const TransientPortError&) {
    } catch (const PortError&) {
      refused = true;
    }
    CHECK(refused);
  }
  mailer.work_again();
  mailer.deliver(mail);
  CHECK(mailer.delivered().size() == 3);
  CHECK(mailer.attempts() == 8);
  CHECK(mailer.last().value().subject == "two");
  CHECK(hooked ==
        std::vector<std::string>{"one0", "one1", "one1", "two1", "two2", "two2", "two2", "two2"});
  mailer.clear();
  CHECK(mailer.delivered().empty());
}

class Faults {
 public:
  Result<bool> insert() {
    return storage.transact([&](Transaction& tx) -> Result<bool> {
      ++runs;
      if (!tx.consumers().insert(consumer)) return Unexpected(conflict("taken"));
      return true;
    });
  }

  bool kept() {
    return memory.read([&](const Transaction& tx) {
      return tx.consumers().find(consumer.account, consumer.id).has_value();
    });
  }

  MemoryStorage memory;
  FaultyStorage storage{memory};
  Consumer consumer;
  int runs = 0;
};

TEST_CASE_FIXTURE(Faults, "faulty storage: forwards all calls without planned failures") {
  CHECK(insert().has_value());
  CHECK(kept());
  CHECK(insert().error() == conflict("taken"));
  CHECK(runs == 2);
}

TEST_CASE_FIXTURE(Faults, "faulty storage: a planned failure happens before any work") {
  storage.fail_next_transactions(2, TransientPortError("full"));
  storage.fail_next_reads(1, PortError("gone"));
  CHECK_THROWS_AS(static_cast<void>(insert()), TransientPortError);
  CHECK_THROWS_WITH_AS(static_cast<void>(insert()), "full", TransientPortError);
  CHECK(runs == 0);
  CHECK_FALSE(kept());
  CHECK_THROWS_AS(storage.read([](auto& tx) { return tx.mail().count(); }), PortError);
  CHECK(storage.read([](auto& tx) { return tx.mail().count(); }) == 0);
  CHECK(insert().has_value());
  storage.fail_next_transactions(1, PortError("full"));
  storage.heal();
  CHECK_FALSE(insert().has_value());
}

TEST_CASE_FIXTURE(Faults, "faulty storage: a commit in doubt is committed") {
  storage.leave_next_commits_in_doubt(1);
  CHECK_THROWS_AS(static_cast<void>(insert()), CommitInDoubt);
  CHECK(kept());
  storage.leave_next_commits_in_doubt(1);
  CHECK(insert().error() == conflict("taken"));
}

TEST_CASE_FIXTURE(Faults, "faulty storage: repeated work does not see its first run") {
  storage.repeat_work(true);
  CHECK(insert().has_value());
  CHECK(runs == 2);
  CHECK(kept());
  int reads = 0;
  CHECK(storage.read([&](const Transaction&) { return ++reads; }) == 2);
}

TEST_CASE("temporary folder: exists, is private, and is removed with its contents") {
  std::filesystem::path path;
  {
    const TemporaryFolder folder;
    const TemporaryFolder other;
    path = folder.path();
    CHECK(path != other.path());
    CHECK(std::filesystem::is_empty(path));
    CHECK(std::filesystem::status(path).permissions() == std::filesystem::perms::owner_all);
    std::filesystem::create_directory(path / "inner");
    std::ofstream(path / "inner" / "file") << "text";
  }
  CHECK_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace gatehouse::testing
