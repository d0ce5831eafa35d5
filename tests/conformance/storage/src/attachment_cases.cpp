#include <cstdint>
#include <limits>

#include "fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {

TEST_CASE_FIXTURE(Fixture, "[ST-62] attachments: a service is attached to a project once") {
  const Project project = make.project(make.id<AccountId>());
  const Project sibling = make.project(project.account);
  const ServiceCode service = make.new_code();
  const Attachment attachment = make.attachment(project, service);
  const Attachment again = make.attachment(project, service);
  Attachment same_id = make.attachment(project, make.new_code());
  same_id.id = attachment.id;
  const Attachment to_sibling = make.attachment(sibling, service);
  const Attachment another = make.attachment(project, make.new_code());
  const auto insert = [&](const Attachment& what) {
    return commit([&](Transaction& tx) { return tx.attachments().insert(what); });
  };
  CHECK(insert(attachment));
  CHECK_FALSE(insert(again));
  CHECK_FALSE(insert(same_id));
  CHECK(look([&](auto& tx) { return tx.attachments().codes(project.account, project.id); }) ==
        std::vector{service});
  CHECK(look([&](auto& tx) {
          return tx.attachments().find(project.account, project.id, service);
        }) == attachment);
  CHECK(insert(to_sibling));
  CHECK(insert(another));
}

TEST_CASE_FIXTURE(Fixture, "[ST-63] attachments: those of one account are invisible to another") {
  const Project project = make.project(make.id<AccountId>());
  const Project sibling = make.project(project.account);
  const AccountId other = make.id<AccountId>();
  const ServiceCode service = make.new_code();
  const Attachment attachment = make.attachment(project, service);
  REQUIRE(commit([&](Transaction& tx) { return tx.attachments().insert(attachment); }));
  const auto find = [&](AccountId account, ProjectId of, const ServiceCode& what) {
    return look([&](auto& tx) { return tx.attachments().find(account, of, what); });
  };
  const auto erase = [&](AccountId account, ProjectId of, const ServiceCode& what) {
    return commit([&](Transaction& tx) { return tx.attachments().erase(account, of, what); });
  };
  CHECK_FALSE(find(other, project.id, service));
  CHECK_FALSE(find(project.account, sibling.id, service));
  CHECK_FALSE(find(project.account, project.id, make.new_code()));
  CHECK(look([&](auto& tx) { return tx.attachments().codes(other, project.id); }).empty());
  CHECK(look([&](auto& tx) {
          return tx.attachments().codes(other, project.id, project.id);
        }).empty());
  CHECK_FALSE(erase(other, project.id, service));
  CHECK_FALSE(erase(project.account, sibling.id, service));
  CHECK_FALSE(erase(project.account, project.id, make.new_code()));
  CHECK(find(project.account, project.id, service) == attachment);

  CHECK(erase(project.account, project.id, service));
  CHECK_FALSE(erase(project.account, project.id, service));
  CHECK_FALSE(find(project.account, project.id, service));
  CHECK(commit([&](Transaction& tx) { return tx.attachments().insert(attachment); }));
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-64] attachments: the codes of a project, in the order of attachment") {
  const Project project = make.project(make.id<AccountId>());
  const Project sibling = make.project(project.account);
  std::vector<Attachment> attachments;
  for (const char* name : {"zulu", "alpha", "mike"}) {
    attachments.push_back(make.attachment(project, code(name)));
  }
  const Attachment elsewhere = make.attachment(sibling, code("beta"));
  REQUIRE(commit([&](Transaction& tx) {
    return tx.attachments().insert(attachments[1]) && tx.attachments().insert(elsewhere) &&
           tx.attachments().insert(attachments[2]) && tx.attachments().insert(attachments[0]);
  }));
  const auto codes = [&](ProjectId of) {
    return look([&](auto& tx) { return tx.attachments().codes(project.account, of); });
  };
  CHECK(codes(project.id) == std::vector{code("zulu"), code("alpha"), code("mike")});
  CHECK(codes(sibling.id) == std::vector{code("beta")});
  CHECK(codes(make.id<ProjectId>()).empty());
}

TEST_CASE_FIXTURE(
    Fixture, "[ST-65] attachments: the codes of a range of projects, in the order of attachment") {
  const Project project = make.project(make.id<AccountId>());
  const Project sibling = make.project(project.account);
  const Project foreign = make.project(make.id<AccountId>());
  const std::vector<Attachment> attachments = {
      make.attachment(sibling, code("zulu")), make.attachment(project, code("zulu")),
      make.attachment(sibling, code("alpha")), make.attachment(project, code("beta"))};
  const Attachment elsewhere = make.attachment(foreign, code("gamma"));
  REQUIRE(commit([&](Transaction& tx) {
    return tx.attachments().insert(attachments[3]) && tx.attachments().insert(elsewhere) &&
           tx.attachments().insert(attachments[0]) && tx.attachments().insert(attachments[2]) &&
           tx.attachments().insert(attachments[1]);
  }));
  std::vector<std::pair<ProjectId, ServiceCode>> expected;
  for (const Attachment& attachment : attachments) {
    expected.emplace_back(attachment.project, attachment.service);
  }
  const auto codes = [&](AccountId account, ProjectId first, ProjectId last) {
    return look([&](auto& tx) { return tx.attachments().codes(account, first, last); });
  };
  REQUIRE(project.id < sibling.id);
  CHECK(codes(project.account, project.id, sibling.id) == expected);
  CHECK(codes(project.account, project.id, foreign.id) == expected);
  CHECK(codes(foreign.account, project.id, foreign.id).size() == 1);
  CHECK(codes(make.id<AccountId>(), project.id, foreign.id).empty());
  CHECK(codes(project.account, sibling.id, project.id).empty());
  std::erase_if(expected, [&](const auto& one) { return one.first != sibling.id; });
  CHECK(expected.size() == 2);
  CHECK(codes(project.account, sibling.id, sibling.id) == expected);
}

namespace {

/// An attachment, two that differ from it in the project or the service only, and one of another
/// account.
class LimitedFixture : public Fixture {
 public:
  LimitedFixture() {
    REQUIRE(commit([&](Transaction& tx) {
      return tx.attachments().insert(attachment) && tx.attachments().insert(of_sibling) &&
             tx.attachments().insert(other_service);
    }));
  }

  bool take(AccountId account, ProjectId of, const ServiceCode& what, std::int64_t amount,
            std::int64_t limit) {
    return commit([&](Transaction& tx) {
      return tx.attachments().take_items(account, of, what, amount, limit);
    });
  }
  bool take(std::int64_t amount, std::int64_t limit) {
    return take(project.account, project.id, service, amount, limit);
  }

  void expect_as_they_are() {
    for (const Attachment& each : {attachment, of_sibling, other_service}) {
      CHECK(look([&](auto& tx) {
              return tx.attachments().find(each.account, each.project, each.service);
            }) == each);
    }
  }

  const Project project = make.project(make.id<AccountId>());
  const Project sibling = make.project(project.account);
  const AccountId other = make.id<AccountId>();
  const ServiceCode service = make.new_code();
  Attachment attachment = make.attachment(project, service);
  const Attachment of_sibling = make.attachment(sibling, service);
  const Attachment other_service = make.attachment(project, make.new_code());
};

constexpr std::int64_t largest_amount = std::numeric_limits<std::int64_t>::max();

}  // namespace

TEST_CASE_FIXTURE(LimitedFixture,
                  "[ST-68] attachments: items are used as long as the sum is within the limit") {
  REQUIRE(attachment.item_used == 10);
  CHECK_FALSE(take(1, 10));
  CHECK_FALSE(take(6, 15));
  expect_as_they_are();
  CHECK(take(5, 15));
  attachment.item_used = 15;
  expect_as_they_are();
  CHECK_FALSE(take(1, 15));
  CHECK(take(1, 16));
  attachment.item_used = 16;
  for (const std::int64_t limit : {16, 15, 1, 0, -1}) CHECK_FALSE(take(1, limit));
  expect_as_they_are();
}

TEST_CASE_FIXTURE(LimitedFixture, "[ST-68] attachments: no sum of items overflows") {
  for (const std::int64_t amount : {largest_amount, largest_amount - 9}) {
    CHECK_FALSE(take(amount, largest_amount));
    CHECK_FALSE(take(amount, 0));
    CHECK_FALSE(take(amount, std::numeric_limits<std::int64_t>::min()));
  }
  expect_as_they_are();
  CHECK(take(largest_amount - 10, largest_amount));
  attachment.item_used = largest_amount;
  CHECK_FALSE(take(1, largest_amount));
  CHECK_FALSE(take(largest_amount, largest_amount));
  expect_as_they_are();
}

TEST_CASE_FIXTURE(
    LimitedFixture,
    "[ST-68] attachments: items are used only by the right account, project and service together") {
  CHECK_FALSE(take(other, project.id, service, 1, largest_amount));
  CHECK_FALSE(take(project.account, make.id<ProjectId>(), service, 1, largest_amount));
  CHECK_FALSE(take(project.account, project.id, make.new_code(), 1, largest_amount));
  CHECK_FALSE(take(project.account, sibling.id, other_service.service, 1, largest_amount));
  expect_as_they_are();
}

TEST_CASE_FIXTURE(Fixture, "[ST-66] attachments: exactly those of one account are erased") {
  const Project project = make.project(make.id<AccountId>());
  const Project sibling = make.project(project.account);
  const Project foreign = make.project(make.id<AccountId>());
  const ServiceCode service = make.new_code();
  const Attachment kept = make.attachment(foreign, service);
  REQUIRE(commit([&](Transaction& tx) {
    return tx.attachments().insert(make.attachment(project, service)) &&
           tx.attachments().insert(make.attachment(sibling, service)) &&
           tx.attachments().insert(kept);
  }));
  const auto erase_all = [&] {
    return commit(
        [&](Transaction& tx) { return tx.attachments().erase_all(project.account, many); });
  };
  CHECK(erase_all() == 2);
  CHECK(erase_all() == 0);
  CHECK(look([&](auto& tx) {
          return tx.attachments().codes(project.account, project.id, project.id);
        }).empty());
  CHECK(look([&](auto& tx) {
          return tx.attachments().find(foreign.account, foreign.id, service);
        }) == kept);
}

}  // namespace gatehouse::conformance
