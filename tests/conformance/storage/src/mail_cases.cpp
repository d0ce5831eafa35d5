#include "fixture.hpp"

namespace gatehouse::conformance {
namespace {

class MailFixture : public Fixture {
 public:
  OutgoingMail queue(OutgoingMail mail, std::int64_t leased_until = 0) {
    mail.leased_until = at(leased_until);
    commit([&](Transaction& tx) { tx.mail().insert(mail); });
    return mail;
  }

  std::vector<OutgoingMail> lease(std::int64_t now, std::int64_t until, std::size_t limit = many) {
    return commit([&](Transaction& tx) { return tx.mail().lease(at(now), at(until), limit); });
  }

  std::vector<OutgoingMailId> lease_ids(std::int64_t now, std::int64_t until,
                                        std::size_t limit = many) {
    return keys_of(lease(now, until, limit), &OutgoingMail::id);
  }

  std::size_t count() {
    return look([&](auto& tx) { return tx.mail().count(); });
  }
};

using Ids = std::vector<OutgoingMailId>;

}  // namespace

TEST_CASE_FIXTURE(MailFixture, "[ST-80] mail: an entry is returned as it was queued") {
  std::vector<OutgoingMail> queued = {queue(make.approval(make.id<AccountId>())),
                                      queue(make.reset_mail(make.user(make.id<AccountId>()))),
                                      queue(make.reset_mail(make.user({}, Role::root)))};
  for (const MailKind kind :
       {MailKind::already_registered, MailKind::nothing_to_approve, MailKind::no_such_user}) {
    OutgoingMail mail = make.approval({});
    mail.kind = kind;
    mail.registration = {};
    queued.push_back(queue(mail));
  }
  CHECK(count() == queued.size());
  std::vector<OutgoingMail> leased = lease(0, 10);
  REQUIRE(leased.size() == queued.size());
  for (std::size_t i = 0; i < queued.size(); ++i) {
    // Whether the old or the new lease is returned is unspecified.
    leased[i].leased_until = queued[i].leased_until;
    CHECK(leased[i] == queued[i]);
    CHECK(leased[i].recipient.text() == queued[i].recipient.text());
  }
  CHECK(count() == queued.size());
}

TEST_CASE_FIXTURE(MailFixture,
                  "[ST-80] mail: a leased entry is not returned until its lease has ended") {
  const OutgoingMail mail = queue(make.approval(make.id<AccountId>()), 10);
  CHECK(lease(9, 100).empty());
  CHECK(lease_ids(10, 100) == Ids{mail.id});
  CHECK(lease(10, 100).empty());
  CHECK(lease(99, 200).empty());
  CHECK(lease_ids(100, 200) == Ids{mail.id});
  CHECK(lease_ids(5000, 6000) == Ids{mail.id});
  CHECK(lease(5000, 7000).empty());
  CHECK(count() == 1);
}

TEST_CASE_FIXTURE(MailFixture,
                  "[ST-80] mail: the oldest entry is first, whichever lease ended first") {
  std::vector<OutgoingMail> mails;
  for (int i = 0; i < 5; ++i) mails.push_back(make.approval(make.id<AccountId>()));
  // Queued out of order; the oldest has the longest lease, and the third is still leased.
  queue(mails[3], 10);
  queue(mails[0], 40);
  queue(mails[4], 20);
  queue(mails[2], 90);
  queue(mails[1], 30);
  CHECK(lease(50, 100, 0).empty());
  CHECK(lease_ids(50, 100, 2) == Ids{mails[0].id, mails[1].id});
  CHECK(lease_ids(50, 100, 2) == Ids{mails[3].id, mails[4].id});
  CHECK(lease(50, 100, 2).empty());
  CHECK(lease_ids(90, 100) == Ids{mails[2].id});
  CHECK(lease_ids(100, 200) ==
        Ids{mails[0].id, mails[1].id, mails[2].id, mails[3].id, mails[4].id});
}

TEST_CASE_FIXTURE(MailFixture, "[ST-80] mail: with a slow clock no entry is returned too early") {
  const OutgoingMail early = queue(make.approval(make.id<AccountId>()), 10);
  const OutgoingMail late = queue(make.approval(make.id<AccountId>()), 20);
  CHECK(lease_ids(100, 15, 1) == Ids{early.id});
  CHECK(lease(5, 1000).empty());
  CHECK(lease_ids(15, 1000) == Ids{early.id});
  CHECK(lease_ids(20, 1000) == Ids{late.id});
}

TEST_CASE_FIXTURE(MailFixture, "[ST-80] mail: a lease that was rolled back has no effect") {
  const OutgoingMail mail = queue(make.approval(make.id<AccountId>()));
  const Result<Done> refused = storage().transact([&](Transaction& tx) -> Result<Done> {
    static_cast<void>(tx.mail().lease(at(0), at(100), many));
    return Unexpected(conflict("no"));
  });
  CHECK_FALSE(refused.has_value());
  CHECK(lease_ids(0, 100) == Ids{mail.id});
}

TEST_CASE_FIXTURE(MailFixture, "mail: a duplicate id aborts the transaction and changes nothing") {
  const OutgoingMail mail = queue(make.approval(make.id<AccountId>()));
  OutgoingMail twin = make.approval(make.id<AccountId>());
  twin.id = mail.id;
  CHECK_THROWS_AS(queue(twin), PortError);
  CHECK(count() == 1);
  const std::vector<OutgoingMail> leased = lease(0, 1);
  REQUIRE(leased.size() == 1);
  CHECK(leased[0].registration == mail.registration);
}

TEST_CASE_FIXTURE(MailFixture, "mail: an erased entry is not returned, leased or not") {
  const OutgoingMail one = queue(make.approval(make.id<AccountId>()));
  const OutgoingMail two = queue(make.approval(make.id<AccountId>()));
  CHECK(lease_ids(0, 100, 1) == Ids{one.id});
  const auto erase = [&](OutgoingMailId id) {
    return commit([&](Transaction& tx) { return tx.mail().erase(id); });
  };
  CHECK(erase(one.id));
  CHECK_FALSE(erase(one.id));
  CHECK_FALSE(erase(make.id<OutgoingMailId>()));
  CHECK(count() == 1);
  CHECK(lease_ids(1000, 2000) == Ids{two.id});
}

TEST_CASE_FIXTURE(MailFixture, "[ST-84] mail: the queue holds an entry until it is erased") {
  const OutgoingMail one = queue(make.approval(make.id<AccountId>()));
  const OutgoingMail two = queue(make.approval(make.id<AccountId>()));
  const auto holds = [&](OutgoingMailId id) {
    return look([&](auto& tx) { return tx.mail().holds(id); });
  };
  CHECK(holds(one.id));
  CHECK(lease_ids(0, 100, 1) == Ids{one.id});
  CHECK(holds(one.id));
  CHECK(commit([&](Transaction& tx) { return tx.mail().erase(one.id); }));
  CHECK_FALSE(holds(one.id));
  CHECK(holds(two.id));
  CHECK_FALSE(holds(make.id<OutgoingMailId>()));
}

TEST_CASE_FIXTURE(MailFixture, "[ST-81] mail: exactly the entries of one registration are erased") {
  const AccountId registration = make.id<AccountId>();
  queue(make.approval(registration));
  queue(make.approval(registration), 1000);
  const OutgoingMail other = queue(make.approval(make.id<AccountId>()));
  // The id of a registration becomes the id of the account: mail for the users of that account is
  // kept.
  const OutgoingMail of_user = queue(make.reset_mail(make.user(registration)));
  const auto erase = [&](AccountId of) {
    return commit([&](Transaction& tx) { return tx.mail().erase_of_registration(of); });
  };
  CHECK(erase(make.id<AccountId>()) == 0);
  CHECK(erase(registration) == 2);
  CHECK(erase(registration) == 0);
  CHECK(lease_ids(5000, 6000) == Ids{other.id, of_user.id});
}

TEST_CASE_FIXTURE(MailFixture, "[ST-82] mail: exactly the entries of one user are erased") {
  const AccountId account = make.id<AccountId>();
  const User user = make.user(account);
  const User colleague = make.user(account);
  const User root = make.user({}, Role::root);
  queue(make.reset_mail(user));
  queue(make.reset_mail(user), 1000);
  const OutgoingMail of_colleague = queue(make.reset_mail(colleague));
  const OutgoingMail of_root = queue(make.reset_mail(root));
  const OutgoingMail approval = queue(make.approval(make.id<AccountId>()));
  const auto erase = [&](Tenant tenant, UserId of) {
    return commit([&](Transaction& tx) { return tx.mail().erase_of_user(tenant, of, many); });
  };
  CHECK(erase(make.id<AccountId>(), user.id) == 0);
  CHECK(erase(std::nullopt, user.id) == 0);
  CHECK(erase(account, root.id) == 0);
  CHECK(erase(account, user.id) == 2);
  CHECK(erase(account, user.id) == 0);
  CHECK(lease_ids(5000, 6000) == Ids{of_colleague.id, of_root.id, approval.id});
  CHECK(erase(std::nullopt, root.id) == 1);
  CHECK(count() == 2);
}

TEST_CASE_FIXTURE(MailFixture,
                  "[ST-83] mail: exactly the entries of an account's users are erased") {
  const AccountId account = make.id<AccountId>();
  queue(make.reset_mail(make.user(account)));
  queue(make.reset_mail(make.user(account, Role::admin)), 1000);
  const OutgoingMail foreign = queue(make.reset_mail(make.user(make.id<AccountId>())));
  const OutgoingMail of_root = queue(make.reset_mail(make.user({}, Role::root)));
  const OutgoingMail approval = queue(make.approval(account));
  const auto erase_all = [&](AccountId of) {
    return commit([&](Transaction& tx) { return tx.mail().erase_all(of, many); });
  };
  CHECK(erase_all(make.id<AccountId>()) == 0);
  CHECK(erase_all(account) == 2);
  CHECK(erase_all(account) == 0);
  CHECK(lease_ids(5000, 6000) == Ids{foreign.id, of_root.id, approval.id});
}

}  // namespace gatehouse::conformance
