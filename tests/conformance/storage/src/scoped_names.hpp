/// Common cases of API proxies and groups: records that have names inside a scope.
#pragma once

#include "fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {

struct Proxies {
  using Record = ApiProxy;
  using Key = ApiProxyId;
  static Record make(Samples& samples, AccountId account, const Scope& scope) {
    return samples.api_proxy(account, scope);
  }
  static const ApiProxyRecords& of(const Transaction& tx) { return tx.api_proxies(); }
  static ApiProxyRecords& of(Transaction& tx) { return tx.api_proxies(); }
};

struct Groups {
  using Record = ApiProxyGroup;
  using Key = ApiProxyGroupId;
  static Record make(Samples& samples, AccountId account, const Scope& scope) {
    return samples.api_proxy_group(account, scope);
  }
  static const ApiProxyGroupRecords& of(const Transaction& tx) { return tx.api_proxy_groups(); }
  static ApiProxyGroupRecords& of(Transaction& tx) { return tx.api_proxy_groups(); }
};

/// `Kind` is Proxies or Groups.
template <class Kind>
class ScopedNames : public Fixture {
 public:
  using Record = typename Kind::Record;
  using Key = typename Kind::Key;
  using Keys = std::vector<Key>;

  Record made(AccountId owner, const Scope& scope) { return Kind::make(make, owner, scope); }
  Record named(AccountId owner, const Scope& scope, std::string name) {
    Record record = made(owner, scope);
    record.name = std::move(name);
    return record;
  }
  bool insert(const Record& record) {
    return commit([&](Transaction& tx) { return Kind::of(tx).insert(record); });
  }
  Record inserted(AccountId owner, const Scope& scope) {
    const Record record = made(owner, scope);
    REQUIRE(insert(record));
    return record;
  }
  std::optional<Record> find(AccountId owner, const Scope& scope, const std::string& name) {
    return look([&](auto& tx) { return Kind::of(tx).find(owner, scope, name); });
  }
  std::optional<Record> find(const Record& record) {
    return find(record.account, record.scope, record.name);
  }
  bool exists(AccountId owner, const std::string& name) {
    return look([&](auto& tx) { return Kind::of(tx).exists(owner, name); });
  }
  Keys list(AccountId owner, const std::optional<Scope>& scope,
            const Page<Key>& page = {.after = {}, .limit = many}) {
    return keys_of(look([&](auto& tx) { return Kind::of(tx).list(owner, scope, page); }),
                   &Record::id);
  }
  bool erase(AccountId owner, const Scope& scope, const std::string& name) {
    return commit([&](Transaction& tx) { return Kind::of(tx).erase(owner, scope, name); });
  }
  bool erase(const Record& record) { return erase(record.account, record.scope, record.name); }
  std::size_t erase_all(AccountId owner) {
    return commit([&](Transaction& tx) { return Kind::of(tx).erase_all(owner, many); });
  }

  void expect_unique_names() {
    for (const char* name : {"Name", "name", "NAME", "Name ", " Name", "N\u00e4me", "Na\u0308me",
                             "İSİM", "isim", "N_me", "N%", "", "1", "01", "1.0"}) {
      CAPTURE(name);
      for (const Scope& scope : {here, there, everywhere}) {
        const Record record = named(account, scope, name);
        CHECK(insert(record));
        CHECK_FALSE(insert(named(account, scope, name)));
        CHECK(find(record) == record);
      }
    }
    CHECK(insert(named(other, here, "Name")));
  }

  void expect_refusal_of_what_is_taken() {
    const Record record = inserted(account, here);
    Record same_id = made(other, everywhere);
    same_id.id = record.id;
    CHECK_FALSE(insert(named(account, here, record.name)));
    CHECK_FALSE(insert(same_id));
    CHECK(find(record) == record);
    CHECK(list(account, {}) == Keys{record.id});
    CHECK(list(other, {}).empty());
    CHECK_FALSE(exists(other, same_id.name));
  }

  void expect_finding_by_scope_and_account() {
    const Record local = inserted(account, here);
    const Record global = named(account, everywhere, local.name);
    CHECK_FALSE(find(global));
    CHECK(insert(global));
    CHECK(find(local) == local);
    CHECK(find(global) == global);
    CHECK_FALSE(find(account, there, local.name));
    CHECK_FALSE(find(account, here, "another"));
    CHECK_FALSE(find(other, here, local.name));
    CHECK_FALSE(find(other, everywhere, local.name));
    CHECK(list(other, {}).empty());
    CHECK(list(other, here).empty());
    CHECK_FALSE(erase(other, here, local.name));
    CHECK(erase_all(other) == 0);
    CHECK(find(local) == local);
  }

  void expect_existence_in_any_scope() {
    CHECK_FALSE(exists(account, "name"));
    const Record local = named(account, here, "name");
    const Record global = named(account, everywhere, "name");
    REQUIRE(insert(local));
    CHECK(exists(account, "name"));
    CHECK_FALSE(exists(account, "Name"));
    CHECK_FALSE(exists(account, "nam"));
    CHECK_FALSE(exists(account, "name "));
    CHECK_FALSE(exists(other, "name"));
    REQUIRE(insert(global));
    REQUIRE(erase(local));
    CHECK(exists(account, "name"));
    REQUIRE(erase(global));
    CHECK_FALSE(exists(account, "name"));
  }

  void expect_lists_by_scope() {
    const Record first = inserted(account, here);
    const Record second = inserted(account, everywhere);
    const Record third = inserted(account, there);
    const Record fourth = inserted(account, here);
    inserted(other, here);
    inserted(other, everywhere);
    CHECK(list(account, {}) == Keys{first.id, second.id, third.id, fourth.id});
    CHECK(list(account, here) == Keys{first.id, fourth.id});
    CHECK(list(account, there) == Keys{third.id});
    CHECK(list(account, everywhere) == Keys{second.id});
    CHECK(list(account, Scope::of(make.id<ProjectId>())).empty());
    CHECK(look([&](auto& tx) {
            return Kind::of(tx).list(account, here, {.after = first.id, .limit = many});
          }) == std::vector{fourth});
  }

  void expect_counts_by_scope() {
    const auto count = [&](AccountId owner, const std::optional<Scope>& scope) {
      return look([&](auto& tx) { return Kind::of(tx).count(owner, scope); });
    };
    CHECK(count(account, {}) == 0);
    const Record first = inserted(account, here);
    inserted(account, here);
    inserted(account, everywhere);
    inserted(other, there);
    CHECK(count(account, {}) == 3);
    CHECK(count(account, here) == 2);
    CHECK(count(account, there) == 0);
    CHECK(count(account, everywhere) == 1);
    CHECK(count(other, {}) == 1);
    CHECK(erase(first));
    CHECK(count(account, {}) == 2);
    CHECK(count(account, here) == 1);
    CHECK(erase_all(account) == 2);
    CHECK(count(account, {}) == 0);
    CHECK(count(other, there) == 1);
  }

  void expect_erasing_one() {
    const Record local = inserted(account, here);
    const Record namesake = named(account, there, local.name);
    const Record foreign = named(other, here, local.name);
    REQUIRE(insert(namesake));
    REQUIRE(insert(foreign));
    CHECK_FALSE(erase(account, everywhere, local.name));
    CHECK(erase(local));
    CHECK_FALSE(erase(local));
    CHECK_FALSE(find(local));
    CHECK(find(namesake) == namesake);
    CHECK(find(foreign) == foreign);
    CHECK(insert(local));
  }

  void expect_erasing_all() {
    inserted(account, here);
    inserted(account, everywhere);
    const Record foreign = inserted(other, here);
    CHECK(erase_all(account) == 2);
    CHECK(erase_all(account) == 0);
    CHECK(list(account, {}).empty());
    CHECK(find(foreign) == foreign);
  }

  void expect_pages_of_account_and_scope() {
    const PagedIds<Key> ids(make);
    for (const Key id : ids.shuffled()) {
      Record record = made(account, here);
      record.id = id;
      REQUIRE(insert(record));
    }
    inserted(other, here);
    const auto expect_all = [&](const std::optional<Scope>& scope) {
      const auto page_of = [&](const Page<Key>& page) { return list(account, scope, page); };
      expect_pages(ids.sorted, page_of);
      expect_pages_after_absent(ids.sorted, ids.before, ids.between, ids.behind, page_of);
    };
    expect_all({});
    inserted(account, everywhere);
    expect_all(here);
  }

  const AccountId account = make.id<AccountId>();
  const AccountId other = make.id<AccountId>();
  const Scope here = Scope::of(make.id<ProjectId>());
  const Scope there = Scope::of(make.id<ProjectId>());
  const Scope everywhere = Scope::everywhere();
};

}  // namespace gatehouse::conformance
