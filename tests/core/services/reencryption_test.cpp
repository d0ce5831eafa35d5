#include <gatehouse/services/secrets/reencryption.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/services/secrets/detail/sealed_records.hpp>

#include "world.hpp"

namespace gatehouse {
namespace testing {

/// A kind whose sealed fields are neither the first nor neighbours, and one of them is optional.
struct Note {
  std::string id;
  std::string text;
  std::string open;
  std::optional<std::string> answer;
};

}  // namespace testing

namespace records {

template <>
inline constexpr auto description<testing::Note> =
    kind("note", key(&testing::Note::id),
         std::tuple{
             identity("id", &testing::Note::id),
             sealed("notes.text", ordinary("text", &testing::Note::text)),
             ordinary("open", &testing::Note::open),
             sealed("notes.reply", ordinary("answer", &testing::Note::answer)),
         });

}  // namespace records

template <>
struct Sealing<testing::Note> {
  static std::string bound_to(const testing::Note& note) { return note.id; }
};

namespace testing {
namespace {

/// More projects with push keys than one step processes, in several accounts.
struct Tenants {
  static constexpr int accounts = 3;
  static constexpr int projects = 15;

  explicit Tenants(World& world) : world_(world) {
    for (int i = 0; i < accounts; ++i) {
      admins.push_back(world.registered_admin("a" + std::to_string(i) + "@example.com"));
      for (int j = 0; j < projects; ++j) {
        const ProjectId id = world.project(admins.back(), "P" + std::to_string(j));
        expected[id] = {.fcm_api_keys = "k" + std::to_string(j),
                        .fcm_project_number = {},
                        .apns_cert = "c" + std::to_string(i)};
        const PushKeys& keys = expected[id];
        must(world.services.projects.update_push_keys(
            admins.back(), id,
            checked<UpdatePushKeys>(
                {.fcm_api_keys = keys.fcm_api_keys, .apns_cert = keys.apns_cert})));
        owner.emplace(id, admins.size() - 1);
      }
    }
  }

  PushKeys read(ProjectId id) {
    return must(world_.services.projects.push_keys(admins[owner.at(id)], id));
  }

  std::vector<Principal> admins;
  std::map<ProjectId, PushKeys> expected;
  std::map<ProjectId, std::size_t> owner;

 private:
  World& world_;
};

Reencryption::Report reencrypt_all(Reencryption& secrets) {
  Reencryption::Report all;
  do {
    Reencryption::Report step = secrets.reencrypt();
    all.seen += step.seen;
    all.reencrypted += step.reencrypted;
    all.faults.insert(all.faults.end(), step.faults.begin(), step.faults.end());
    all.more = step.more;
  } while (all.more);
  return all;
}

Settings roomy() { return {.projects_per_account = Tenants::projects}; }

constexpr std::size_t all_push_keys = 2 * Tenants::accounts * Tenants::projects;

TEST_CASE("re-encryption: afterwards the old key is not needed any more") {
  World world(roomy());
  Tenants tenants(world);
  world.cipher.replace_keys({"k2", "k1"});
  Reencryption secrets(world.storage, world.clock, world.cipher);
  const auto report = reencrypt_all(secrets);
  CHECK(report.seen == all_push_keys);
  CHECK(report.reencrypted == all_push_keys);
  CHECK(report.faults.empty());
  world.cipher.replace_keys({"k2"});
  CHECK_FALSE(secrets.first_fault());
  for (const auto& [id, keys] : tenants.expected) CHECK(tenants.read(id) == keys);

  Reencryption again(world.storage, world.clock, world.cipher);
  const auto second = reencrypt_all(again);
  CHECK(second.seen == all_push_keys);
  CHECK(second.reencrypted == 0);
}

TEST_CASE("re-encryption: plain text is encrypted too") {
  World world(roomy());
  Services careless(
      {world.storage, world.mailer, world.hasher, world.digest, world.clock, world.entropy});
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId id = world.project(admin, "Shop");
  must(careless.projects.update_push_keys(admin, id,
                                          checked<UpdatePushKeys>({.fcm_api_keys = "k"})));
  Reencryption secrets(world.storage, world.clock, world.cipher);
  CHECK_FALSE(secrets.any_is_sealed());
  CHECK(reencrypt_all(secrets).reencrypted == 1);
  CHECK(secrets.any_is_sealed());
  CHECK(must(world.services.projects.push_keys(admin, id)) == PushKeys{"k", {}, {}});
}

TEST_CASE(
    "re-encryption: secrets that cannot be decrypted are reported and kept, the others "
    "re-encrypted") {
  World world(roomy());
  Tenants tenants(world);
  const ProjectId lost =
      world.storage
          .read([](const Transaction& tx) {
            return Scan::through(tx).page(Page<ProjectPushKeys>{.after = {}, .limit = 1});
          })
          .at(0)
          .project;
  const PushKeys keys = tenants.expected.at(lost);
  world.cipher.replace_keys({"forgotten", "k1"});
  must(world.services.projects.update_push_keys(
      tenants.admins[tenants.owner.at(lost)], lost,
      checked<UpdatePushKeys>({.fcm_api_keys = keys.fcm_api_keys})));
  world.cipher.replace_keys({"k2", "k1"});
  Reencryption secrets(world.storage, world.clock, world.cipher);
  const auto report = reencrypt_all(secrets);
  CHECK(report.reencrypted == all_push_keys - 2);
  REQUIRE(report.faults.size() == 2);
  for (const std::string& fault : report.faults) {
    CHECK(fault.find(lost.to_string()) != std::string::npos);
  }
  CHECK(secrets.first_fault().has_value());
  world.cipher.replace_keys({"forgotten"});
  CHECK(tenants.read(lost) == keys);
}

TEST_CASE("re-encryption: a failed step is retried, and an aborted run starts again") {
  World world(roomy());
  Tenants tenants(world);
  world.cipher.replace_keys({"k2", "k1"});
  Reencryption first(world.storage, world.clock, world.cipher);
  const auto begun = first.reencrypt();
  REQUIRE(begun.more);
  world.storage.fail_next_transactions(1, TransientPortError("the disk is full"));
  CHECK_THROWS_AS(first.reencrypt(), TransientPortError);
  Reencryption second(world.storage, world.clock, world.cipher);
  CHECK(reencrypt_all(second).reencrypted == all_push_keys - begun.reencrypted);
  CHECK(reencrypt_all(first).reencrypted == 0);
}

TEST_CASE("re-encryption: work that runs twice has the same result and is counted once") {
  World world(roomy());
  Tenants tenants(world);
  world.cipher.replace_keys({"k2", "k1"});
  world.storage.repeat_work(true);
  Reencryption secrets(world.storage, world.clock, world.cipher);
  CHECK(reencrypt_all(secrets).reencrypted == all_push_keys);
  CHECK(tenants.read(tenants.expected.begin()->first) == tenants.expected.begin()->second);
}

TEST_CASE("re-encryption: a concurrent write is preserved") {
  World world(roomy());
  Tenants tenants(world);
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int round = 0; !stop; ++round) {
      for (auto& [id, keys] : tenants.expected) {
        keys.fcm_api_keys = "round " + std::to_string(round);
        must(world.services.projects.update_push_keys(
            tenants.admins[tenants.owner.at(id)], id,
            checked<UpdatePushKeys>({.fcm_api_keys = keys.fcm_api_keys})));
      }
    }
  });
  std::vector<std::string> faults;
  for (int rotation = 2; rotation < 12; ++rotation) {
    const std::string key = "k" + std::to_string(rotation);
    world.cipher.replace_keys({key, "k" + std::to_string(rotation - 1)});
    Reencryption secrets(world.storage, world.clock, world.cipher);
    const auto report = reencrypt_all(secrets);
    faults.insert(faults.end(), report.faults.begin(), report.faults.end());
  }
  stop = true;
  writer.join();
  CHECK(faults.empty());
  for (const auto& [id, keys] : tenants.expected) CHECK(tenants.read(id) == keys);
}

/// Calls `visit(row, field, text)` for each sealed field with a value of all stored records.
template <class Visit>
void each_stored_text(World& world, Visit visit) {
  records::each_kind([&]<class Record>(records::KindOf<Record>) {
    for (const Record& row : world.all<Record>()) {
      records::each_field<Record>([&](auto field) {
        if constexpr (field.value.disclosure == records::Disclosure::sealed) {
          const std::optional<std::string> text = field.value.of(row);
          if (text) visit(row, field, *text);
        }
      });
    }
  });
}

/// The names to which the texts of all sealed fields are bound.
std::multiset<std::string> bound_names() {
  std::multiset<std::string> names;
  records::each_kind([&]<class Record>(records::KindOf<Record>) {
    records::each_field<Record>([&](auto field) {
      CHECK(field.value.bound_to.empty() ==
            (field.value.disclosure != records::Disclosure::sealed));
      if (!field.value.bound_to.empty()) names.emplace(field.value.bound_to);
    });
  });
  return names;
}

TEST_CASE("re-encryption: every sealed field of every kind is re-encrypted") {
  World world;
  world.services.signing_keys.ensure();
  const Principal admin = world.registered_admin("ann@example.com");
  must(world.services.projects.update_push_keys(
      admin, world.project(admin, "Shop"),
      checked<UpdatePushKeys>({.fcm_api_keys = "k", .fcm_project_number = "n", .apns_cert = "c"})));
  std::multiset<std::string> stored;
  each_stored_text(world, [&](const auto&, auto field, const std::string& text) {
    CAPTURE(field.value.name);
    CHECK(world.cipher.is_current(text));
    stored.emplace(field.value.bound_to);
  });
  // A kind of which no record is stored here would not be tested below.
  REQUIRE(stored == bound_names());

  world.cipher.replace_keys({"k2", "k1"});
  Reencryption secrets(world.storage, world.clock, world.cipher);
  const auto report = reencrypt_all(secrets);
  CHECK(report.seen == stored.size());
  CHECK(report.reencrypted == stored.size());
  world.cipher.replace_keys({"k2"});
  each_stored_text(world, [&](const auto&, auto field, const std::string& text) {
    CAPTURE(field.value.name);
    CHECK(world.cipher.is_current(text));
  });
}

TEST_CASE("re-encryption: the first fault may be in any sealed field") {
  World world;
  world.services.signing_keys.ensure();
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId id = world.project(admin, "Shop");
  Reencryption secrets(world.storage, world.clock, world.cipher);
  CHECK_FALSE(secrets.first_fault());
  const auto store = [&](const SealedPushKeys& keys, const std::string& private_key) {
    const SigningKeyId signing_key = world.all<SigningKey>().at(0).id;
    must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
      REQUIRE(tx.projects().set_push_keys(*admin.user.account, id, keys));
      REQUIRE(tx.signing_keys().update_private_key(signing_key, private_key));
      return Done{};
    }));
  };
  const std::string good = world.all<SigningKey>().at(0).sealed_private_key;
  const std::string lost = "v1.k0.lost";
  for (const SealedPushKeys& keys :
       {SealedPushKeys{lost, {}, {}}, SealedPushKeys{{}, lost, {}}, SealedPushKeys{{}, {}, lost}}) {
    store(keys, good);
    CHECK(secrets.first_fault().has_value());
  }
  store({}, good);
  CHECK_FALSE(secrets.first_fault());
  store({}, lost);
  CHECK(secrets.first_fault().has_value());
}

TEST_CASE("re-encryption: the names to which texts are bound are those of stored texts") {
  // A changed name makes the texts of existing installations unreadable.
  CHECK(bound_names() == std::multiset<std::string>{
                             "project_push_keys.apns_cert", "project_push_keys.fcm_api_keys",
                             "project_push_keys.fcm_project_number", "signing_keys.private_key"});
}

TEST_CASE("re-encryption: the sealed texts of a record follow from its description") {
  using Texts = std::vector<std::pair<std::string, std::string>>;
  const auto texts_of = [](const Note& note) {
    Texts texts;
    each_sealed_text(note, [&](const std::string& text, const std::string& place) {
      texts.emplace_back(place, text);
    });
    return texts;
  };
  Note note{.id = "7", .text = "", .open = "o", .answer = "a"};
  CHECK(texts_of(note) == Texts{{"notes.text/7", ""}, {"notes.reply/7", "a"}});
  each_sealed_text(note, [](std::string& text, const std::string&) { text += "!"; });
  CHECK(texts_of(note) == Texts{{"notes.text/7", "!"}, {"notes.reply/7", "a!"}});
  CHECK(note.open == "o");
  note.answer.reset();
  CHECK(texts_of(note) == Texts{{"notes.text/7", "!"}});
}

}  // namespace
}  // namespace testing
}  // namespace gatehouse
