#include <algorithm>
#include <cstddef>
#include <map>
#include <vector>

#include "fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {

TEST_CASE_FIXTURE(Fixture, "[ST-50] projects: names are unique in their account, byte for byte") {
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
                  "[ST-51] projects: a taken id or name refuses the insert, changes nothing") {
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

TEST_CASE_FIXTURE(Fixture, "[ST-52] projects: one account's project is nothing to another") {
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
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.projects().take_user(other, project.id); }));
  commit([&](Transaction& tx) { tx.projects().give_back_user(other, project.id); });
  CHECK_FALSE(commit([&](Transaction& tx) {
    return tx.projects().set_push_keys(other, project.id, {{}, {}, "planted"});
  }));
  CHECK(commit([&](Transaction& tx) { return tx.projects().erase_all(other); }) == 0);

  CHECK(look([&](auto& tx) { return tx.projects().find(project.account, project.id); }) == project);
  CHECK(look([&](auto& tx) { return tx.projects().push_keys(project.account, project.id); }) ==
        mine);
  CHECK(look([&](auto& tx) { return tx.projects().push_keys(other, project.id); }) ==
        SealedPushKeys{});
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-53] projects: an update replaces name and description, and no more") {
  const Project before = make.project(make.id<AccountId>());
  REQUIRE(commit([&](Transaction& tx) { return tx.projects().insert(before); }));
  Project given = make.project(before.account);
  given.id = before.id;
  given.user_limit = 1;
  given.user_used = 0;
  CHECK(commit([&](Transaction& tx) { return tx.projects().update(given); }) == Update::done);
  Project expected = before;
  expected.name = given.name;
  expected.description = given.description;
  CHECK(look([&](auto& tx) { return tx.projects().find(before.account, before.id); }) == expected);
}

TEST_CASE_FIXTURE(Fixture, "[ST-53] projects: an update keeps its own name, not another's") {
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

TEST_CASE_FIXTURE(Fixture, "[ST-54] projects: users are taken up to the limit and not beyond") {
  Project project = make.project(make.id<AccountId>());
  project.user_limit = 3;
  project.user_used = 1;
  Project full = make.project(project.account);
  full.user_limit = 0;
  full.user_used = 0;
  Project over = make.project(project.account);
  over.user_limit = 2;
  over.user_used = 5;
  REQUIRE(commit([&](Transaction& tx) {
    return tx.projects().insert(project) && tx.projects().insert(full) &&
           tx.projects().insert(over);
  }));
  const auto take = [&](const Project& from) {
    return commit([&](Transaction& tx) { return tx.projects().take_user(from.account, from.id); });
  };
  CHECK(take(project));
  CHECK(take(project));
  CHECK_FALSE(take(project));
  CHECK_FALSE(take(full));
  CHECK_FALSE(take(over));
  CHECK_FALSE(take(make.project(project.account)));
  project.user_used = 3;
  for (const Project& each : {project, full, over}) {
    CHECK(look([&](auto& tx) { return tx.projects().find(each.account, each.id); }) == each);
  }
}

TEST_CASE_FIXTURE(Fixture, "[ST-55] projects: users are given back down to zero and not below") {
  Project project = make.project(make.id<AccountId>());
  project.user_limit = 3;
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

TEST_CASE_FIXTURE(Fixture, "[ST-56] projects: push keys are nothing until set, and set as given") {
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
                  "[ST-57] projects: those of one account go, with their keys, no other's") {
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
  CHECK(commit([&](Transaction& tx) { return tx.projects().erase_all(account); }) == 2);
  CHECK(commit([&](Transaction& tx) { return tx.projects().erase_all(account); }) == 0);
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

TEST_CASE_FIXTURE(Fixture, "[ST-58] projects: the account's own is found by name, byte for byte") {
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

TEST_CASE_FIXTURE(
    Fixture, "[ST-59] projects: all push keys that were set, whosever, by account and project") {
  std::map<PushKeysPlace, SealedPushKeys> expected;
  for (const AccountId account :
       {make.id<AccountId>(), make.id<AccountId>(), make.id<AccountId>()}) {
    for (int i = 0; i < 3; ++i) {
      const Project project = make.project(account);
      const SealedPushKeys keys{
          .fcm_api_keys = "key of " + project.name, .fcm_project_number = {}, .apns_cert = ""};
      REQUIRE(commit([&](Transaction& tx) {
        return tx.projects().insert(project) && tx.projects().insert(make.project(account)) &&
               tx.projects().set_push_keys(account, project.id, keys);
      }));
      expected[{account, project.id}] = keys;
    }
  }
  std::vector<KeptPushKeys> all;
  for (const auto& [place, keys] : expected) all.push_back({place, keys});
  const auto list = [&](const Page<PushKeysPlace>& page) {
    return look([&](auto& tx) { return tx.projects().all_push_keys(page); });
  };
  CHECK(list({.after = {}, .limit = 100}) == all);
  CHECK(list({.after = {}, .limit = 0}).empty());
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(i);
    const auto rest = list({.after = all[i].place, .limit = 2});
    CHECK(rest ==
          std::vector(all.begin() + static_cast<std::ptrdiff_t>(i + 1),
                      all.begin() + static_cast<std::ptrdiff_t>(std::min(i + 3, all.size()))));
  }

  // Goes on where it was, when what it stood on is gone.
  const PushKeysPlace gone = all[2].place;
  commit([&](Transaction& tx) { tx.projects().erase_all(gone.account); });
  CHECK(list({.after = gone, .limit = 100}) == std::vector(all.begin() + 3, all.end()));
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
