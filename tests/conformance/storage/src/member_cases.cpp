#include "fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {
namespace {

class MemberFixture : public Fixture {
 public:
  [[nodiscard]] Member member(ProjectId of, UserId who,
                              std::set<Permission> permissions = {
                                  Permission::manage_api_security}) const {
    return {.account = account, .project = of, .user = who, .permissions = std::move(permissions)};
  }
  void set(const Member& member) {
    commit([&](Transaction& tx) { tx.members().set(member); });
  }
  std::optional<Member> find(const Member& member) {
    return look(
        [&](auto& tx) { return tx.members().find(member.account, member.project, member.user); });
  }
  bool erase(const Member& member) {
    return commit([&](Transaction& tx) {
      return tx.members().erase(member.account, member.project, member.user);
    });
  }
  std::vector<Member> list(AccountId owner, ProjectId of) {
    return look(
        [&](auto& tx) { return tx.members().list(owner, of, {.after = {}, .limit = many}); });
  }

  const AccountId account = make.id<AccountId>();
  const AccountId other = make.id<AccountId>();
  const ProjectId project = make.id<ProjectId>();
  const ProjectId sibling = make.id<ProjectId>();
  const UserId user = make.id<UserId>();
  const UserId colleague = make.id<UserId>();
};

using Members = std::vector<Member>;

}  // namespace

TEST_CASE_FIXTURE(MemberFixture,
                  "[ST-130] members: permissions are replaced, and an empty set is valid") {
  const Member bystander = member(project, colleague);
  set(bystander);
  CHECK_FALSE(find(member(project, user)));
  for (const auto& permissions : {std::set{Permission::manage_api_security}, std::set<Permission>{},
                                  std::set{Permission::manage_api_security}}) {
    const Member given = member(project, user, permissions);
    set(given);
    CHECK(find(given) == given);
    set(given);
    CHECK(find(given) == given);
    CHECK(list(account, project) == Members{given, bystander});
  }
}

TEST_CASE_FIXTURE(MemberFixture,
                  "[ST-131] members: those of one account are invisible to another") {
  const Member mine = member(project, user);
  set(mine);
  Member foreign = mine;
  foreign.account = other;
  CHECK_FALSE(find(foreign));
  CHECK(list(other, project).empty());
  CHECK_FALSE(erase(foreign));
  foreign.permissions.clear();
  set(foreign);
  CHECK(find(mine) == mine);
  CHECK(find(foreign) == foreign);
  CHECK(list(account, project) == Members{mine});
  CHECK(erase(foreign));
  CHECK(find(mine) == mine);
}

TEST_CASE_FIXTURE(MemberFixture,
                  "[ST-131] members: one is found and erased in its own project only") {
  const Member mine = member(project, user);
  set(mine);
  CHECK_FALSE(find(member(sibling, user)));
  CHECK_FALSE(find(member(project, colleague)));
  CHECK_FALSE(erase(member(sibling, user)));
  CHECK_FALSE(erase(member(project, colleague)));
  CHECK(find(mine) == mine);
  CHECK(erase(mine));
  CHECK_FALSE(erase(mine));
  CHECK_FALSE(find(mine));
  set(mine);
  CHECK(find(mine) == mine);
}

TEST_CASE_FIXTURE(MemberFixture, "[ST-132] members: those of the project, by the id of the user") {
  const PagedIds<UserId> ids(make);
  for (const UserId id : ids.shuffled()) set(member(project, id));
  set(member(sibling, make.id<UserId>()));
  Member foreign = member(project, make.id<UserId>());
  foreign.account = other;
  set(foreign);
  const auto page_of = [&](const Page<UserId>& page) {
    return keys_of(look([&](auto& tx) { return tx.members().list(account, project, page); }),
                   &Member::user);
  };
  expect_pages(ids.sorted, page_of);
  expect_pages_after_absent(ids.sorted, ids.before, ids.between, ids.behind, page_of);
}

TEST_CASE_FIXTURE(MemberFixture, "[ST-133] members: a user is removed from all projects") {
  const Member kept = member(project, colleague);
  Member foreign = member(project, user);
  foreign.account = other;
  for (const Member& each : {member(project, user), member(sibling, user, {}), kept, foreign}) {
    set(each);
  }
  const auto erase_of_user = [&] {
    return commit([&](Transaction& tx) { return tx.members().erase_of_user(account, user, many); });
  };
  CHECK(erase_of_user() == 2);
  CHECK(erase_of_user() == 0);
  CHECK(list(account, project) == Members{kept});
  CHECK(list(account, sibling).empty());
  CHECK(find(foreign) == foreign);
}

TEST_CASE_FIXTURE(MemberFixture, "[ST-134] members: exactly those of one account are erased") {
  Member foreign = member(project, user);
  foreign.account = other;
  for (const Member& each :
       {member(project, user), member(sibling, user), member(project, colleague), foreign}) {
    set(each);
  }
  const auto erase_all = [&] {
    return commit([&](Transaction& tx) { return tx.members().erase_all(account, many); });
  };
  CHECK(erase_all() == 3);
  CHECK(erase_all() == 0);
  CHECK(list(account, project).empty());
  CHECK(find(foreign) == foreign);
}

}  // namespace gatehouse::conformance
