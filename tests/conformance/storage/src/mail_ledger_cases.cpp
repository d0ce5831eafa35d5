#include <string>
#include <vector>

#include "fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {
namespace {

using Ids = std::vector<OutgoingMailId>;

class MailLedgerFixture : public Fixture {
 public:
  MailEntry keep(MailEntry entry) {
    commit([&](Transaction& tx) { tx.mail_ledger().insert(entry); });
    return entry;
  }
  std::vector<MailEntry> list(const MailFilter& filter = {},
                              const Page<OutgoingMailId>& page = {.after = {}, .limit = many}) {
    return look([&](auto& tx) { return tx.mail_ledger().list(filter, page); });
  }
  Ids ids(const MailFilter& filter = {},
          const Page<OutgoingMailId>& page = {.after = {}, .limit = many}) {
    return keys_of(list(filter, page), &MailEntry::id);
  }

  const AccountId account = make.id<AccountId>();
};

}  // namespace

TEST_CASE_FIXTURE(MailLedgerFixture, "[ST-420] mail ledger: entries are listed as they were kept") {
  std::vector<MailEntry> kept;
  for (const MailStatus status :
       {MailStatus::queued, MailStatus::sent, MailStatus::failed, MailStatus::unconfirmed,
        MailStatus::expired, MailStatus::withdrawn}) {
    MailEntry entry = make.mail_entry(account);
    entry.status = status;
    kept.insert(kept.begin(), keep(entry));
  }
  MailEntry bare = make.mail_entry({});
  bare.provider_mail_id.clear();
  bare.kind = MailKind::no_such_user;
  kept.insert(kept.begin(), keep(bare));
  const std::vector<MailEntry> listed = list();
  CHECK(listed == kept);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    CHECK(listed[i].receiver.text() == kept[i].receiver.text());
  }
}

TEST_CASE_FIXTURE(MailLedgerFixture,
                  "[ST-420] mail ledger: pages begin with the greatest id, with every filter") {
  const PagedIds<OutgoingMailId> some(make);
  const MailEntry like = make.mail_entry(account);
  for (const OutgoingMailId id : some.shuffled()) {
    MailEntry entry = like;
    entry.id = id;
    keep(entry);
    // Entries in between that no filter matches.
    keep(make.mail_entry(make.id<AccountId>()));
  }
  const Ids newest_first(some.sorted.rbegin(), some.sorted.rend());
  for (const MailFilter& filter :
       std::vector<MailFilter>{{.account = account},
                               {.receiver = like.receiver},
                               {.provider_mail_id = like.provider_mail_id},
                               {.receiver = like.receiver, .account = account},
                               {like.receiver, account, like.provider_mail_id}}) {
    const auto paged = [&](const Page<OutgoingMailId>& page) { return ids(filter, page); };
    expect_pages(newest_first, paged);
    CHECK(paged({.after = some.behind, .limit = many}) == newest_first);
    CHECK(paged({.after = some.between, .limit = 2}) == Ids{newest_first[4], newest_first[5]});
    CHECK(paged({.after = some.before, .limit = many}).empty());
  }
  CHECK(list().size() == 14);
}

TEST_CASE_FIXTURE(MailLedgerFixture,
                  "[ST-420] mail ledger: a filter matches in all of its fields") {
  const MailEntry one = keep(make.mail_entry(account));
  MailEntry same_account = make.mail_entry(account);
  keep(same_account);
  MailEntry same_receiver = make.mail_entry({});
  same_receiver.receiver = one.receiver;
  keep(same_receiver);
  MailEntry same_provider = make.mail_entry(make.id<AccountId>());
  same_provider.provider_mail_id = one.provider_mail_id;
  keep(same_provider);
  CHECK(ids({.account = account}) == Ids{same_account.id, one.id});
  CHECK(ids({.receiver = one.receiver}) == Ids{same_receiver.id, one.id});
  CHECK(ids({.provider_mail_id = one.provider_mail_id}) == Ids{same_provider.id, one.id});
  CHECK(ids({.receiver = one.receiver, .account = account}) == Ids{one.id});
  CHECK(ids({.account = account, .provider_mail_id = one.provider_mail_id}) == Ids{one.id});
  CHECK(ids({.receiver = same_account.receiver, .provider_mail_id = one.provider_mail_id}).empty());
  CHECK(ids({.receiver = same_receiver.receiver, .account = make.id<AccountId>()}).empty());
  CHECK(ids({.provider_mail_id = one.provider_mail_id + " "}).empty());
  CHECK(ids({.provider_mail_id = ""}).empty());
}

TEST_CASE_FIXTURE(MailLedgerFixture, "[ST-420] mail ledger: receivers are compared by their keys") {
  MailEntry entry = make.mail_entry(account);
  entry.receiver = email("Ann@Example.org").with_key("the key");
  keep(entry);
  CHECK(ids({.receiver = email("other@example.org").with_key("the key")}) == Ids{entry.id});
  CHECK(ids({.receiver = email("Ann@Example.org")}).empty());
  CHECK(list().front().receiver.text() == "Ann@Example.org");
}

TEST_CASE_FIXTURE(MailLedgerFixture, "mail ledger: a duplicate id aborts the transaction") {
  const MailEntry entry = keep(make.mail_entry(account));
  MailEntry twin = make.mail_entry({});
  twin.id = entry.id;
  CHECK_THROWS_AS(keep(twin), PortError);
  CHECK(list() == std::vector{entry});
}

TEST_CASE_FIXTURE(MailLedgerFixture, "[ST-421] mail ledger: exactly one status is set") {
  MailEntry entry = keep(make.mail_entry(account));
  const MailEntry other = keep(make.mail_entry(account));
  const auto set = [&](OutgoingMailId id, MailStatus status) {
    return commit([&](Transaction& tx) { return tx.mail_ledger().set_status(id, status); });
  };
  CHECK(set(entry.id, MailStatus::expired));
  entry.status = MailStatus::expired;
  CHECK(list() == std::vector{other, entry});
  CHECK_FALSE(set(make.id<OutgoingMailId>(), MailStatus::sent));
  CHECK(list() == std::vector{other, entry});
}

TEST_CASE_FIXTURE(MailLedgerFixture,
                  "[ST-422] mail ledger: entries are erased by age, the oldest first") {
  const auto created = [&](std::int64_t when) {
    MailEntry entry = make.mail_entry(account);
    entry.created_at = at(when);
    return keep(entry).id;
  };
  const OutgoingMailId late = created(30);
  const OutgoingMailId middle = created(20);
  created(10);
  const auto erase = [&](std::int64_t before, std::size_t limit = many) {
    return commit(
        [&](Transaction& tx) { return tx.mail_ledger().erase_expired(at(before), limit); });
  };
  CHECK(erase(9) == 0);
  CHECK(erase(29, 0) == 0);
  CHECK(erase(29, 1) == 1);
  CHECK(ids() == Ids{middle, late});
  CHECK(erase(20) == 1);
  CHECK(ids() == Ids{late});
  CHECK(erase(30) == 1);
  CHECK(erase(30) == 0);
}

TEST_CASE_FIXTURE(MailLedgerFixture,
                  "[ST-423] mail ledger: the entries of one account are erased") {
  keep(make.mail_entry(account));
  keep(make.mail_entry(account));
  const MailEntry foreign = keep(make.mail_entry(make.id<AccountId>()));
  const MailEntry of_none = keep(make.mail_entry({}));
  const auto erase_all = [&](AccountId of, std::size_t limit) {
    return commit([&](Transaction& tx) { return tx.mail_ledger().erase_all(of, limit); });
  };
  CHECK(erase_all(make.id<AccountId>(), many) == 0);
  CHECK(erase_all(account, 0) == 0);
  CHECK(erase_all(account, 1) == 1);
  CHECK(erase_all(account, many) == 1);
  CHECK(erase_all(account, many) == 0);
  CHECK(ids() == Ids{of_none.id, foreign.id});
}

}  // namespace gatehouse::conformance
