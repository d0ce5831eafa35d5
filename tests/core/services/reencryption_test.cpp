#include <gatehouse/services/secrets/reencryption.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <string>
#include <thread>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
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

Reencryption::Report seal_all(Reencryption& secrets) {
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

TEST_CASE("kept secrets: after re-encryption the old key is not needed any more") {
  World world(roomy());
  Tenants tenants(world);
  world.cipher.replace_keys({"k2", "k1"});
  Reencryption secrets(world.storage, world.clock, world.cipher);
  const auto report = seal_all(secrets);
  CHECK(report.seen == all_push_keys);
  CHECK(report.reencrypted == all_push_keys);
  CHECK(report.faults.empty());
  world.cipher.replace_keys({"k2"});
  CHECK_FALSE(secrets.first_fault());
  for (const auto& [id, keys] : tenants.expected) CHECK(tenants.read(id) == keys);

  Reencryption again(world.storage, world.clock, world.cipher);
  const auto second = seal_all(again);
  CHECK(second.seen == all_push_keys);
  CHECK(second.reencrypted == 0);
}

TEST_CASE("kept secrets: plain text is encrypted too") {
  World world(roomy());
  Services careless(
      {world.storage, world.mailer, world.hasher, world.digest, world.clock, world.entropy});
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId id = world.project(admin, "Shop");
  must(careless.projects.update_push_keys(admin, id,
                                          checked<UpdatePushKeys>({.fcm_api_keys = "k"})));
  Reencryption secrets(world.storage, world.clock, world.cipher);
  CHECK_FALSE(secrets.any_is_sealed());
  CHECK(seal_all(secrets).reencrypted == 1);
  CHECK(secrets.any_is_sealed());
  CHECK(must(world.services.projects.push_keys(admin, id)) == PushKeys{"k", {}, {}});
}

TEST_CASE(
    "kept secrets: secrets that cannot be decrypted are reported and kept, the others "
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
  const auto report = seal_all(secrets);
  CHECK(report.reencrypted == all_push_keys - 2);
  REQUIRE(report.faults.size() == 2);
  for (const std::string& fault : report.faults) {
    CHECK(fault.find(lost.to_string()) != std::string::npos);
  }
  CHECK(secrets.first_fault().has_value());
  world.cipher.replace_keys({"forgotten"});
  CHECK(tenants.read(lost) == keys);
}

TEST_CASE("kept secrets: a failed step is retried, and an aborted run starts again") {
  World world(roomy());
  Tenants tenants(world);
  world.cipher.replace_keys({"k2", "k1"});
  Reencryption first(world.storage, world.clock, world.cipher);
  const auto begun = first.reencrypt();
  REQUIRE(begun.more);
  world.storage.fail_next_transactions(1, TransientPortError("the disk is full"));
  CHECK_THROWS_AS(first.reencrypt(), TransientPortError);
  Reencryption second(world.storage, world.clock, world.cipher);
  CHECK(seal_all(second).reencrypted == all_push_keys - begun.reencrypted);
  CHECK(seal_all(first).reencrypted == 0);
}

TEST_CASE("kept secrets: work that runs twice has the same result and is counted once") {
  World world(roomy());
  Tenants tenants(world);
  world.cipher.replace_keys({"k2", "k1"});
  world.storage.repeat_work(true);
  Reencryption secrets(world.storage, world.clock, world.cipher);
  CHECK(seal_all(secrets).reencrypted == all_push_keys);
  CHECK(tenants.read(tenants.expected.begin()->first) == tenants.expected.begin()->second);
}

TEST_CASE("kept secrets: a concurrent write during re-encryption is preserved") {
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
    const auto report = seal_all(secrets);
    faults.insert(faults.end(), report.faults.begin(), report.faults.end());
  }
  stop = true;
  writer.join();
  CHECK(faults.empty());
  for (const auto& [id, keys] : tenants.expected) CHECK(tenants.read(id) == keys);
}

}  // namespace
}  // namespace gatehouse::testing
