#include "fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {

TEST_CASE_FIXTURE(Fixture,
                  "[ST-70] consumers: an id in use refuses the insert and changes nothing") {
  const Consumer consumer = make.consumer(make.id<AccountId>());
  Consumer twin = make.consumer(make.id<AccountId>());
  twin.id = consumer.id;
  CHECK(commit([&](Transaction& tx) { return tx.consumers().insert(consumer); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.consumers().insert(consumer); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.consumers().insert(twin); }));
  CHECK(look([&](auto& tx) { return tx.consumers().find(consumer.account, consumer.id); }) ==
        consumer);
  CHECK_FALSE(look([&](auto& tx) { return tx.consumers().find(twin.account, twin.id); }));
  CHECK(look([&](auto& tx) {
          return tx.consumers().list(twin.account, {.after = {}, .limit = many});
        }).empty());
}

TEST_CASE_FIXTURE(Fixture, "[ST-71] consumers: those of one account are invisible to another") {
  const Consumer consumer = make.consumer(make.id<AccountId>());
  const AccountId other = make.id<AccountId>();
  REQUIRE(commit([&](Transaction& tx) { return tx.consumers().insert(consumer); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.consumers().find(other, consumer.id); }));
  CHECK_FALSE(
      look([&](auto& tx) { return tx.consumers().find(consumer.account, make.id<ConsumerId>()); }));
  CHECK(commit([&](Transaction& tx) { return tx.consumers().erase_all(other, many); }) == 0);
  CHECK(look([&](auto& tx) { return tx.consumers().find(consumer.account, consumer.id); }) ==
        consumer);
}

TEST_CASE_FIXTURE(Fixture, "[ST-460] consumers: an external id is unique in its account") {
  const Consumer consumer = make.consumer(make.id<AccountId>());
  Consumer twin = make.consumer(consumer.account);
  twin.external_id = consumer.external_id;
  Consumer foreign = make.consumer(make.id<AccountId>());
  foreign.external_id = consumer.external_id;
  Consumer other_case = make.consumer(consumer.account);
  other_case.external_id = "C" + consumer.external_id->substr(1);
  Consumer nameless = make.consumer(consumer.account);
  Consumer also_nameless = make.consumer(consumer.account);
  nameless.external_id = also_nameless.external_id = std::nullopt;
  const auto insert = [&](const Consumer& one) {
    return commit([&](Transaction& tx) { return tx.consumers().insert(one); });
  };
  CHECK(insert(consumer));
  CHECK_FALSE(insert(twin));
  CHECK_FALSE(look([&](auto& tx) { return tx.consumers().find(twin.account, twin.id); }));
  for (const Consumer* one : {&foreign, &other_case, &nameless, &also_nameless}) {
    CHECK(insert(*one));
    CHECK(look([&](auto& tx) { return tx.consumers().find(one->account, one->id); }) == *one);
  }
}

TEST_CASE_FIXTURE(Fixture, "[ST-461] consumers: a lookup by external id stays in its account") {
  const Consumer consumer = make.consumer(make.id<AccountId>());
  Consumer foreign = make.consumer(make.id<AccountId>());
  foreign.external_id = consumer.external_id;
  Consumer nameless = make.consumer(consumer.account);
  nameless.external_id = std::nullopt;
  REQUIRE(commit([&](Transaction& tx) {
    return tx.consumers().insert(consumer) && tx.consumers().insert(foreign) &&
           tx.consumers().insert(nameless);
  }));
  const auto find = [&](AccountId account, std::string_view external_id) {
    return look([&](auto& tx) { return tx.consumers().find_by_external_id(account, external_id); });
  };
  CHECK(find(consumer.account, *consumer.external_id) == consumer);
  CHECK(find(foreign.account, *foreign.external_id) == foreign);
  CHECK_FALSE(find(make.id<AccountId>(), *consumer.external_id));
  CHECK_FALSE(find(consumer.account, *consumer.external_id + "0"));
  CHECK_FALSE(find(consumer.account, ""));
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-462] consumers: an update with a taken external id changes nothing") {
  const Consumer first = make.consumer(make.id<AccountId>());
  const Consumer second = make.consumer(first.account);
  Consumer foreign = make.consumer(make.id<AccountId>());
  REQUIRE(commit([&](Transaction& tx) {
    return tx.consumers().insert(first) && tx.consumers().insert(second) &&
           tx.consumers().insert(foreign);
  }));
  const auto update = [&](const Consumer& one) {
    return commit([&](Transaction& tx) { return tx.consumers().update(one); });
  };
  const auto stored = [&](const Consumer& one) {
    return look([&](auto& tx) { return tx.consumers().find(one.account, one.id); });
  };
  Consumer changed = second;
  changed.metadata = {{"plan", "silver"}};
  changed.external_id = first.external_id;
  CHECK(update(changed) == Update::taken);
  CHECK(stored(second) == second);
  foreign.external_id = first.external_id;
  CHECK(update(foreign) == Update::done);
  changed.external_id = second.external_id;
  CHECK(update(changed) == Update::done);
  CHECK(stored(second) == changed);
  changed.external_id = std::nullopt;
  CHECK(update(changed) == Update::done);
  CHECK(stored(second) == changed);
  CHECK_FALSE(look([&](auto& tx) {
    return tx.consumers().find_by_external_id(second.account, *second.external_id);
  }));
  changed.external_id = first.external_id;
  CHECK(update(changed) == Update::taken);
  CHECK(stored(second)->external_id == std::nullopt);
  CHECK(stored(first) == first);
  changed.id = make.id<ConsumerId>();
  CHECK(update(changed) == Update::missing);
}

TEST_CASE_FIXTURE(Fixture, "[ST-10] consumers: pages of one account, in the order of ids") {
  const AccountId account = make.id<AccountId>();
  const PagedIds<ConsumerId> ids(make);
  for (const ConsumerId id : ids.shuffled()) {
    Consumer consumer = make.consumer(account);
    consumer.id = id;
    REQUIRE(commit([&](Transaction& tx) { return tx.consumers().insert(consumer); }));
  }
  const Consumer foreign = make.consumer(make.id<AccountId>());
  REQUIRE(commit([&](Transaction& tx) { return tx.consumers().insert(foreign); }));
  const auto list = [&](const Page<ConsumerId>& page) {
    return keys_of(look([&](auto& tx) { return tx.consumers().list(account, page); }),
                   &Consumer::id);
  };
  expect_pages(ids.sorted, list);
  expect_pages_after_absent(ids.sorted, ids.before, ids.between, ids.behind, list);
}

TEST_CASE_FIXTURE(Fixture, "[ST-72] consumers: a consumer is attached to a project once") {
  const Project project = make.project(make.id<AccountId>());
  const Project sibling = make.project(project.account);
  const Consumer consumer = make.consumer(project.account);
  const Consumer other = make.consumer(project.account);
  REQUIRE(commit([&](Transaction& tx) {
    return tx.projects().insert(project) && tx.projects().insert(sibling) &&
           tx.consumers().insert(consumer) && tx.consumers().insert(other);
  }));
  const auto attach = [&](const Project& to, const Consumer& who) {
    return commit(
        [&](Transaction& tx) { return tx.consumers().attach(to.account, to.id, who.id); });
  };
  const auto attached = [&](AccountId account, const Project& to, const Consumer& who) {
    return look([&](auto& tx) { return tx.consumers().is_attached(account, to.id, who.id); });
  };
  CHECK_FALSE(attached(project.account, project, consumer));
  CHECK(attach(project, consumer));
  CHECK_FALSE(attach(project, consumer));
  CHECK(attached(project.account, project, consumer));
  CHECK_FALSE(attached(project.account, sibling, consumer));
  CHECK_FALSE(attached(project.account, project, other));
  CHECK_FALSE(attached(make.id<AccountId>(), project, consumer));
  CHECK(attach(sibling, consumer));
  CHECK(attach(project, other));
}

TEST_CASE_FIXTURE(Fixture, "[ST-73] consumers: one that is not attached cannot be detached") {
  const Project project = make.project(make.id<AccountId>());
  const Project sibling = make.project(project.account);
  const Consumer consumer = make.consumer(project.account);
  REQUIRE(commit([&](Transaction& tx) {
    return tx.projects().insert(project) && tx.projects().insert(sibling) &&
           tx.consumers().insert(consumer) &&
           tx.consumers().attach(project.account, project.id, consumer.id);
  }));
  const auto detach = [&](AccountId account, ProjectId from, ConsumerId who) {
    return commit([&](Transaction& tx) { return tx.consumers().detach(account, from, who); });
  };
  const auto attached = [&] {
    return look([&](auto& tx) {
      return tx.consumers().is_attached(project.account, project.id, consumer.id);
    });
  };
  CHECK_FALSE(detach(make.id<AccountId>(), project.id, consumer.id));
  CHECK_FALSE(detach(project.account, sibling.id, consumer.id));
  CHECK_FALSE(detach(project.account, project.id, make.id<ConsumerId>()));
  CHECK(attached());
  CHECK(detach(project.account, project.id, consumer.id));
  CHECK_FALSE(attached());
  CHECK_FALSE(detach(project.account, project.id, consumer.id));
  CHECK(look([&](auto& tx) { return tx.consumers().find(consumer.account, consumer.id); }) ==
        consumer);
  CHECK(commit([&](Transaction& tx) {
    return tx.consumers().attach(project.account, project.id, consumer.id);
  }));
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-74] consumers: those of one account are erased with their attachments") {
  const Project project = make.project(make.id<AccountId>());
  const Project foreign = make.project(make.id<AccountId>());
  const Consumer one = make.consumer(project.account);
  const Consumer two = make.consumer(project.account);
  const Consumer other = make.consumer(foreign.account);
  REQUIRE(commit([&](Transaction& tx) {
    return tx.projects().insert(project) && tx.projects().insert(foreign) &&
           tx.consumers().insert(one) && tx.consumers().insert(two) &&
           tx.consumers().insert(other) &&
           tx.consumers().attach(project.account, project.id, one.id) &&
           tx.consumers().attach(foreign.account, foreign.id, other.id);
  }));
  const auto erase_all = [&] {
    return commit([&](Transaction& tx) { return tx.consumers().erase_all(project.account, many); });
  };
  // One of them is attached.
  CHECK(erase_all() == 3);
  CHECK(erase_all() == 0);
  CHECK_FALSE(look([&](auto& tx) { return tx.consumers().find(one.account, one.id); }));
  CHECK_FALSE(look(
      [&](auto& tx) { return tx.consumers().is_attached(project.account, project.id, one.id); }));
  CHECK(look([&](auto& tx) { return tx.consumers().find(other.account, other.id); }) == other);
  CHECK(look(
      [&](auto& tx) { return tx.consumers().is_attached(foreign.account, foreign.id, other.id); }));
}

}  // namespace gatehouse::conformance
