#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {

TEST_CASE_FIXTURE(Fixture, "[ST-50] projects: names are unique in their account, byte by byte") {
  const AccountId account = make.id<AccountId>();
  const auto insert = [&](AccountId owner, std::string name) {
    Project project = make.project(owner);
    project.name = std::move(name);
    return commit([&](Transaction& tx) { return tx.projects().insert(project); });
  };
  for (const char* name : {"Name", "name", "NAME", "Name ", " Name", "N\u00e4me", "Na\u0308me",
                           "İSİM", "isim", "N_me", "N%", "", "1", "01", "1.0"}) {
    CAPTURE(name);
    CHECK(insert(account, name));
    CHECK_FALSE(insert(account, name));
  }
  CHECK(insert(make.id<AccountId>(), "Name"));
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-51] projects: an id or name in use refuses the insert and changes nothing") {
  const AccountId account = make.id<AccountId>();
  const AccountId other = make.id<AccountId>();
  const Project project = make.project(account);
  Project same_name = make.project(account);
  same_name.name = project.name;
  Project same_id = make.project(other);
  same_id.id = project.id;
  REQUIRE(commit([&](Transaction& tx) { return tx.projects().insert(project); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.projects().insert(same_name); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.projects().insert(same_id); }));
  CHECK(look([&](auto& tx) { return tx.projects().find(account, project.id); }) == project);
  CHECK_FALSE(look([&](auto& tx) { return tx.projects().find(account, same_name.id); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.projects().find(other, project.id); }));
  CHECK(look([&](auto& tx) { return tx.projects().count(account); }) == 1);
  CHECK(look([&](auto& tx) { return tx.projects().count(other); }) == 0);
}

TEST_CASE_FIXTURE(Fixture, "[ST-52] projects: those of one account are invisible to another") {
  const Project project = make.project(make.id<AccountId>());
  const AccountId other = make.id<AccountId>();
  REQUIRE(commit([&](Transaction& tx) {
    return tx.projects().insert(project) &&
           tx.projects().set_push_keys(project.account, project.id, {"secret", {}, {}});
  }));
  const SealedPushKeys mine = {"secret", {}, {}};
  Project stolen = project;
  stolen.account = other;
  stolen.name = "Stolen";

  CHECK_FALSE(look([&](auto& tx) { return tx.projects().find(other, project.id); }));
  CHECK(look([&](auto& tx) { return tx.projects().push_keys(other, project.id); }) ==
        SealedPushKeys{});
  CHECK(commit([&](Transaction& tx) { return tx.projects().update(stolen); }) == Update::missing);
  CHECK_FALSE(commit([&](Transaction& tx) {
    return tx.projects().set_user_limit(other, project.id, std::nullopt);
  }));
  CHECK_FALSE(
      commit([&](Transaction& tx) { return tx.projects().take_user(other, project.id, many); }));
  commit([&](Transaction& tx) { tx.projects().give_back_user(other, project.id); });
  CHECK_FALSE(commit([&](Transaction& tx) {
    return tx.projects().set_push_keys(other, project.id, {{}, {}, "planted"});
  }));
  CHECK(commit([&](Transaction& tx) { return tx.projects().erase_all(other, many); }) == 0);

  CHECK(look([&](auto& tx) { return tx.projects().find(project.account, project.id); }) == project);
  CHECK(look([&](auto& tx) { return tx.projects().push_keys(project.account, project.id); }) ==
        mine);
  CHECK(look([&](auto& tx) { return tx.projects().push_keys(other, project.id); }) ==
        SealedPushKeys{});
}

TEST_CASE_FIXTURE(
    Fixture, "[ST-53] projects: an update replaces name, description and time of change only") {
  const Project before = make.project(make.id<AccountId>());
  REQUIRE(commit([&](Transaction& tx) { return tx.projects().insert(before); }));
  Project given = make.project(before.account);
  given.id = before.id;
  given.own_user_limit = 1;
  given.user_used = 0;
  CHECK(commit([&](Transaction& tx) { return tx.projects().update(given); }) == Update::done);
  Project expected = before;
  expected.name = given.name;
  expected.description = given.description;
  expected.updated_at = given.updated_at;
  CHECK(look([&](auto& tx) { return tx.projects().find(before.account, before.id); }) == expected);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-53] projects: an update may keep its own name, but not use another's") {
  const AccountId account = make.id<AccountId>();
  Project project = make.project(account);
  const Project other = make.project(account);
  const Project foreign = make.project(make.id<AccountId>());
  REQUIRE(commit([&](Transaction& tx) {
    return tx.projects().insert(project) && tx.projects().insert(other) &&
           tx.projects().insert(foreign);
  }));
  project.description = "Changed";
  CHECK(commit([&](Transaction& tx) { return tx.projects().update(project); }) == Update::done);
  Project thief = project;
  thief.description = "Thief";
  thief.name = other.name;
  CHECK(commit([&](Transaction& tx) { return tx.projects().update(thief); }) == Update::taken);
  CHECK(look([&](auto& tx) { return tx.projects().find(account, project.id); }) == project);
  project.name = foreign.name;
  CHECK(commit([&](Transaction& tx) { return tx.projects().update(project); }) == Update::done);
  CHECK(commit([&](Transaction& tx) { return tx.projects().update(make.project(account)); }) ==
        Update::missing);
  CHECK(look([&](auto& tx) { return tx.projects().count(account); }) == 2);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-49] projects: setting and removing its own limit changes no other field") {
  Project project = make.project(make.id<AccountId>());
  const Project sibling = make.project(project.account);
  REQUIRE(commit([&](Transaction& tx) {
    return tx.projects().insert(project) && tx.projects().insert(sibling);
  }));
  const auto set = [&](AccountId account, ProjectId id, std::optional<std::int64_t> limit) {
    return commit(
        [&](Transaction& tx) { return tx.projects().set_user_limit(account, id, limit); });
  };
  // A limit below the current usage, and the same limit again.
  for (const std::optional<std::int64_t> limit :
       {std::optional<std::int64_t>(0), {}, {}, {std::numeric_limits<std::int64_t>::max()}, {1}}) {
    CHECK(set(project.account, project.id, limit));
    project.own_user_limit = limit;
    CHECK(look([&](auto& tx) { return tx.projects().find(project.account, project.id); }) ==
          project);
  }
  CHECK_FALSE(set(make.id<AccountId>(), project.id, 7));
  CHECK_FALSE(set(project.account, make.id<ProjectId>(), 7));
  for (const Project& each : {project, sibling}) {
    CHECK(look([&](auto& tx) { return tx.projects().find(each.account, each.id); }) == each);
  }
}

TEST_CASE_FIXTURE(Fixture, "[ST-54] projects: users are added up to the limit and not beyond") {
  // The limit passed to the call applies, whatever the project's own limit is.
  Project project = make.project(make.id<AccountId>());
  project.own_user_limit = 0;
  project.user_used = 1;
  REQUIRE(commit([&](Transaction& tx) { return tx.projects().insert(project); }));
  const auto take = [&](const Project& from, std::int64_t limit) {
    return commit(
        [&](Transaction& tx) { return tx.projects().take_user(from.account, from.id, limit); });
  };
  CHECK_FALSE(take(project, 1));
  CHECK(take(project, 2));
  CHECK_FALSE(take(project, 2));
  CHECK(take(project, 3));
  for (const std::int64_t limit : {3, 2, 0, -1}) CHECK_FALSE(take(project, limit));
  CHECK_FALSE(take(make.project(project.account), 3));
  project.user_used = 3;
  CHECK(look([&](auto& tx) { return tx.projects().find(project.account, project.id); }) == project);
}

TEST_CASE_FIXTURE(Fixture, "[ST-55] projects: users are removed down to zero and not below") {
  Project project = make.project(make.id<AccountId>());
  project.user_used = 2;
  const Project bystander = make.project(project.account);
  REQUIRE(commit([&](Transaction& tx) {
    return tx.projects().insert(project) && tx.projects().insert(bystander);
  }));
  const auto used = [&] {
    return look([&](auto& tx) { return tx.projects().find(project.account, project.id); })
        .value()
        .user_used;
  };
  for (const std::int64_t expected : {1, 0, 0}) {
    commit([&](Transaction& tx) { tx.projects().give_back_user(project.account, project.id); });
    CHECK(used() == expected);
  }
  commit([&](Transaction& tx) {
    tx.projects().give_back_user(project.account, make.id<ProjectId>());
  });
  CHECK(look([&](auto& tx) { return tx.projects().find(bystander.account, bystander.id); }) ==
        bystander);
}

TEST_CASE_FIXTURE(Fixture, "[ST-56] projects: push keys are empty until set, and returned as set") {
  const Project project = make.project(make.id<AccountId>());
  const Project other = make.project(project.account);
  REQUIRE(commit([&](Transaction& tx) {
    return tx.projects().insert(project) && tx.projects().insert(other);
  }));
  const auto keys = [&](const Project& of) {
    return look([&](auto& tx) { return tx.projects().push_keys(of.account, of.id); });
  };
  const auto set = [&](const Project& of, const SealedPushKeys& given) {
    return commit(
        [&](Transaction& tx) { return tx.projects().set_push_keys(of.account, of.id, given); });
  };
  CHECK(keys(project) == SealedPushKeys{});
  CHECK(keys(make.project(project.account)) == SealedPushKeys{});
  CHECK_FALSE(set(make.project(project.account), {{}, {}, "x"}));

  for (const SealedPushKeys& given :
       {SealedPushKeys{.fcm_api_keys = "a", .fcm_project_number = "b", .apns_cert = "c"},
        SealedPushKeys{.fcm_api_keys = {}, .fcm_project_number = "", .apns_cert = {}},
        SealedPushKeys{.fcm_api_keys = "", .fcm_project_number = {}, .apns_cert = "d"},
        SealedPushKeys{},
        SealedPushKeys{.fcm_api_keys = std::string(256 * 1024, 'k'),
        .fcm_project_number = {},
        .apns_cert = "-----BEGIN\n" + std::string(256 * 1024, '\'') + "\n"}}) {
    CHECK(set(project, given));
    CHECK(keys(project) == given);
    CHECK(keys(other) == SealedPushKeys{});
  }
  CHECK(look([&](auto& tx) { return tx.projects().find(project.account, project.id); }) == project);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-57] projects: exactly those of one account are erased, with their keys") {
  const AccountId account = make.id<AccountId>();
  const Project one = make.project(account);
  const Project two = make.project(account);
  const Project foreign = make.project(make.id<AccountId>());
  const SealedPushKeys keys = {"key", {}, {}};
  REQUIRE(commit([&](Transaction& tx) {
    bool all = true;
    for (const Project& project : {one, two, foreign}) {
      all &= tx.projects().insert(project);
      all &= tx.projects().set_push_keys(project.account, project.id, keys);
    }
    return all;
  }));
  CHECK(commit([&](Transaction& tx) { return tx.projects().erase_all(account, many); }) == 4);
  CHECK(commit([&](Transaction& tx) { return tx.projects().erase_all(account, many); }) == 0);
  CHECK(look([&](auto& tx) { return tx.projects().count(account); }) == 0);
  CHECK_FALSE(look([&](auto& tx) { return tx.projects().find(account, one.id); }));
  CHECK(look([&](auto& tx) { return tx.projects().push_keys(account, one.id); }) ==
        SealedPushKeys{});
  CHECK(look([&](auto& tx) { return tx.projects().find(foreign.account, foreign.id); }) == foreign);
  CHECK(look([&](auto& tx) { return tx.projects().push_keys(foreign.account, foreign.id); }) ==
        keys);
  CHECK(commit([&](Transaction& tx) { return tx.projects().insert(one); }));
  CHECK(look([&](auto& tx) { return tx.projects().push_keys(account, one.id); }) ==
        SealedPushKeys{});
}

TEST_CASE_FIXTURE(Fixture, "[ST-58] projects: one is found by name in its account, byte by byte") {
  Project project = make.project(make.id<AccountId>());
  project.name = "Name";
  Project other_case = make.project(project.account);
  other_case.name = "name";
  Project foreign = make.project(make.id<AccountId>());
  foreign.name = "Name";
  Project elsewhere = make.project(foreign.account);
  elsewhere.name = "Elsewhere";
  REQUIRE(commit([&](Transaction& tx) {
    return tx.projects().insert(project) && tx.projects().insert(other_case) &&
           tx.projects().insert(foreign) && tx.projects().insert(elsewhere);
  }));
  const auto find = [&](AccountId account, const char* name) {
    return look([&](auto& tx) { return tx.projects().find_by_name(account, name); });
  };
  CHECK(find(project.account, "Name") == project);
  CHECK(find(project.account, "name") == other_case);
  CHECK(find(foreign.account, "Name") == foreign);
  for (const char* name : {"NAME", "Name ", " Name", "Nam", "N%", "Elsewhere", ""}) {
    CAPTURE(name);
    CHECK_FALSE(find(project.account, name));
  }
  project.name = "Renamed";
  REQUIRE(commit([&](Transaction& tx) { return tx.projects().update(project); }) == Update::done);
  CHECK_FALSE(find(project.account, "Name"));
  CHECK(find(project.account, "Renamed") == project);
}

TEST_CASE_FIXTURE(Fixture, "[ST-10] projects: pages of one account, in the order of ids") {
  const AccountId account = make.id<AccountId>();
  const PagedIds<ProjectId> ids(make);
  for (const ProjectId id : ids.shuffled()) {
    Project project = make.project(account);
    project.id = id;
    REQUIRE(commit([&](Transaction& tx) { return tx.projects().insert(project); }));
  }
  const Project foreign = make.project(make.id<AccountId>());
  REQUIRE(commit([&](Transaction& tx) { return tx.projects().insert(foreign); }));
  const auto list = [&](const Page<ProjectId>& page) {
    return keys_of(look([&](auto& tx) { return tx.projects().list(account, page); }), &Project::id);
  };
  expect_pages(ids.sorted, list);
  expect_pages_after_absent(ids.sorted, ids.before, ids.between, ids.behind, list);
  CHECK(look([&](auto& tx) { return tx.projects().count(account); }) == 7);
}

}  // namespace gatehouse::conformance
