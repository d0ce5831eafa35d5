#include "fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {
namespace {

class CredentialFixture : public Fixture {
 public:
  bool insert(const Credential& credential) {
    return commit([&](Transaction& tx) { return tx.credentials().insert(credential); });
  }
  bool update(const Credential& credential) {
    return commit([&](Transaction& tx) { return tx.credentials().update(credential); });
  }
  bool erase(AccountId owner, CredentialId id) {
    return commit([&](Transaction& tx) { return tx.credentials().erase(owner, id); });
  }
  std::optional<Credential> find(AccountId owner, const std::string& username) {
    return look([&](auto& tx) { return tx.credentials().find(owner, username); });
  }
  std::optional<Credential> find(const Credential& credential) {
    return find(credential.account, credential.username);
  }
  std::vector<CredentialId> list(AccountId owner, const std::optional<Scope>& scope,
                                 const Page<CredentialId>& page = {.after = {}, .limit = many}) {
    return keys_of(look([&](auto& tx) { return tx.credentials().list(owner, scope, page); }),
                   &Credential::id);
  }

  const AccountId account = make.id<AccountId>();
  const AccountId other = make.id<AccountId>();
};

using Ids = std::vector<CredentialId>;

}  // namespace

TEST_CASE_FIXTURE(CredentialFixture,
                  "[ST-90] credentials: usernames are unique in their account, byte by byte") {
  const auto insert_named = [&](AccountId owner, const Scope& scope, std::string username) {
    Credential credential = make.credential(owner, scope);
    credential.username = std::move(username);
    return insert(credential);
  };
  const Scope here = Scope::of(make.id<ProjectId>());
  for (const char* username : {"Name", "name", "NAME", "Name ", " Name", "N\u00e4me", "Na\u0308me",
                               "İSİM", "isim", "N_me", "N%", "", "1", "01", "1.0"}) {
    CAPTURE(username);
    CHECK(insert_named(account, Scope::everywhere(), username));
    CHECK_FALSE(insert_named(account, Scope::everywhere(), username));
    CHECK_FALSE(insert_named(account, here, username));
    CHECK(find(account, username).value().username == username);
  }
  CHECK(insert_named(other, here, "Name"));
  CHECK_FALSE(find(account, "nAME"));
}

TEST_CASE_FIXTURE(CredentialFixture,
                  "[ST-91] credentials: an id or username in use is refused and changes nothing") {
  const Credential credential = make.credential(account);
  Credential same_username = make.credential(account);
  same_username.username = credential.username;
  Credential same_id = make.credential(other);
  same_id.id = credential.id;
  REQUIRE(insert(credential));
  CHECK_FALSE(insert(credential));
  CHECK_FALSE(insert(same_username));
  CHECK_FALSE(insert(same_id));
  CHECK(find(credential) == credential);
  CHECK_FALSE(find(same_id));
  CHECK(list(account, {}) == Ids{credential.id});
  CHECK(list(other, {}).empty());
}

TEST_CASE_FIXTURE(CredentialFixture,
                  "[ST-92] credentials: those of one account are invisible to another") {
  const Credential credential = make.credential(account);
  Credential stolen = make.credential(other);
  stolen.id = credential.id;
  REQUIRE(insert(credential));
  CHECK_FALSE(find(other, credential.username));
  CHECK(list(other, {}).empty());
  CHECK(list(other, credential.scope).empty());
  CHECK_FALSE(update(stolen));
  CHECK_FALSE(erase(other, credential.id));
  CHECK(commit([&](Transaction& tx) { return tx.credentials().erase_all(other, many); }) == 0);
  CHECK(find(credential) == credential);
}

TEST_CASE_FIXTURE(CredentialFixture,
                  "[ST-93] credentials: a list contains one scope, or the whole account") {
  const Scope here = Scope::of(make.id<ProjectId>());
  const Scope there = Scope::of(make.id<ProjectId>());
  const std::vector<Credential> credentials = {
      make.credential(account, here), make.credential(account),     make.credential(account, there),
      make.credential(account, here), make.credential(other, here), make.credential(other)};
  for (const Credential& credential : credentials) REQUIRE(insert(credential));
  const auto id = [&](std::size_t number) { return credentials[number].id; };
  CHECK(list(account, {}) == Ids{id(0), id(1), id(2), id(3)});
  CHECK(list(account, here) == Ids{id(0), id(3)});
  CHECK(list(account, there) == Ids{id(2)});
  CHECK(list(account, Scope::everywhere()) == Ids{id(1)});
  CHECK(list(account, Scope::of(make.id<ProjectId>())).empty());
  CHECK(look([&](auto& tx) {
          return tx.credentials().list(account, here, {.after = id(0), .limit = many});
        }) == std::vector{credentials[3]});
}

TEST_CASE_FIXTURE(CredentialFixture,
                  "[ST-231] credentials: those of a scope, and those of an account, are counted") {
  const Scope here = Scope::of(make.id<ProjectId>());
  const auto count = [&](AccountId owner, const std::optional<Scope>& scope) {
    return look([&](auto& tx) { return tx.credentials().count(owner, scope); });
  };
  CHECK(count(account, std::nullopt) == 0);
  const Credential first = make.credential(account, here);
  REQUIRE(insert(first));
  REQUIRE(insert(make.credential(account, here)));
  REQUIRE(insert(make.credential(account, Scope::everywhere())));
  REQUIRE(insert(make.credential(other, Scope::everywhere())));
  CHECK(count(account, std::nullopt) == 3);
  CHECK(count(account, here) == 2);
  CHECK(count(account, Scope::everywhere()) == 1);
  CHECK(count(other, here) == 0);
  CHECK(count(other, std::nullopt) == 1);
  CHECK(erase(account, first.id));
  CHECK(count(account, here) == 1);
  const Credential added = make.credential(account, here);
  CHECK(commit([&](Transaction& tx) -> std::size_t {
          (void)tx.credentials().insert(added);
          return tx.credentials().count(account, here);
        }) == 2);
}

TEST_CASE_FIXTURE(
    CredentialFixture,
    "[ST-94] credentials: an update replaces all fields but identity and creation time") {
  const Credential before = make.credential(account, Scope::of(make.id<ProjectId>()));
  const Credential bystander = make.credential(account);
  REQUIRE(insert(before));
  REQUIRE(insert(bystander));
  Credential given = make.credential(account, before.scope);
  given.id = before.id;
  given.enabled = false;
  given.roles = {"", "with spaces ", ""};
  given.ip_ranges = {ip_range("10.0.0.0/8")};
  const auto expected = [&] {
    Credential credential = given;
    credential.username = before.username;
    credential.created_at = before.created_at;
    return credential;
  };
  CHECK(update(given));
  CHECK(find(before) == expected());
  CHECK_FALSE(find(account, given.username));

  given.roles.clear();
  given.ip_ranges.clear();
  given.expires_at.reset();
  given.enabled = true;
  CHECK(update(given));
  CHECK(find(before) == expected());

  given.roles = {""};
  given.expires_at = at(-1);
  CHECK(update(given));
  CHECK(find(before) == expected());
  CHECK(list(account, before.scope) == Ids{before.id});

  CHECK_FALSE(update(make.credential(account)));
  CHECK(find(bystander) == bystander);
  CHECK(list(account, {}) == Ids{before.id, bystander.id});
}

TEST_CASE_FIXTURE(
    CredentialFixture,
    "[ST-380] credentials: an update with another scope moves one, and its grants stay") {
  const Scope here = Scope::of(make.id<ProjectId>());
  const Scope everywhere = Scope::everywhere();
  const Credential first = make.credential(account, everywhere);
  Credential moved = make.credential(account, here);
  const Credential stays = make.credential(account, here);
  const Credential last = make.credential(account, everywhere);
  const Grant grant = make.grant(moved, {.type = TargetType::api_proxy, .name = "proxy"});
  for (const Credential& credential : {first, moved, stays, last}) REQUIRE(insert(credential));
  REQUIRE(commit([&](Transaction& tx) { return tx.grants().insert(grant); }));
  const auto count = [&](const std::optional<Scope>& scope) {
    return look([&](auto& tx) { return tx.credentials().count(account, scope); });
  };

  moved.scope = everywhere;
  // What is rolled back has not moved.
  const Result<Done> undone = storage().transact([&](Transaction& tx) -> Result<Done> {
    CHECK(tx.credentials().update(moved));
    CHECK(tx.credentials().count(account, here) == 1);
    return Unexpected(conflict("undone"));
  });
  CHECK_FALSE(undone.has_value());
  CHECK(list(account, here) == Ids{moved.id, stays.id});
  CHECK(count(here) == 2);

  CHECK(update(moved));
  CHECK(find(moved) == moved);
  CHECK(list(account, here) == Ids{stays.id});
  CHECK(list(account, everywhere) == Ids{first.id, moved.id, last.id});
  CHECK(list(account, {}) == Ids{first.id, moved.id, stays.id, last.id});
  CHECK(count(here) == 1);
  CHECK(count(everywhere) == 3);
  CHECK(count(std::nullopt) == 4);
  CHECK(look([&](auto& tx) { return tx.grants().list(account, moved.id, here); }) ==
        std::vector{grant});
  CHECK(look([&](auto& tx) { return tx.grants().list(account, moved.id, everywhere); }).empty());

  moved.scope = here;
  CHECK(update(moved));
  CHECK(list(account, here) == Ids{moved.id, stays.id});
  CHECK(count(everywhere) == 2);
}

TEST_CASE_FIXTURE(CredentialFixture,
                  "[ST-95] credentials: erasing one keeps the others and releases its username") {
  const Credential credential = make.credential(account);
  const Credential bystander = make.credential(account);
  const Grant grant = make.grant(credential, {.type = TargetType::api_proxy, .name = "proxy"});
  REQUIRE(insert(credential));
  REQUIRE(insert(bystander));
  REQUIRE(commit([&](Transaction& tx) { return tx.grants().insert(grant); }));
  CHECK(erase(account, credential.id));
  CHECK_FALSE(erase(account, credential.id));
  CHECK_FALSE(find(credential));
  CHECK(find(bystander) == bystander);
  CHECK(look([&](auto& tx) {
          return tx.grants().list(account, credential.id, credential.scope);
        }) == std::vector{grant});
  Credential heir = make.credential(account);
  heir.username = credential.username;
  CHECK(insert(heir));
}

TEST_CASE_FIXTURE(CredentialFixture,
                  "[ST-96] credentials: exactly those of one account are erased") {
  const Credential foreign = make.credential(other);
  REQUIRE(insert(make.credential(account)));
  REQUIRE(insert(make.credential(account, Scope::of(make.id<ProjectId>()))));
  REQUIRE(insert(foreign));
  const auto erase_all = [&] {
    return commit([&](Transaction& tx) { return tx.credentials().erase_all(account, many); });
  };
  CHECK(erase_all() == 2);
  CHECK(erase_all() == 0);
  CHECK(list(account, {}).empty());
  CHECK(find(foreign) == foreign);
}

TEST_CASE_FIXTURE(CredentialFixture, "[ST-10] credentials: pages of an account, and of a scope") {
  const Scope here = Scope::of(make.id<ProjectId>());
  const PagedIds<CredentialId> ids(make);
  for (const CredentialId id : ids.shuffled()) {
    Credential credential = make.credential(account, here);
    credential.id = id;
    REQUIRE(insert(credential));
  }
  REQUIRE(insert(make.credential(other, here)));
  const auto expect_all = [&](const std::optional<Scope>& scope) {
    const auto page_of = [&](const Page<CredentialId>& page) { return list(account, scope, page); };
    expect_pages(ids.sorted, page_of);
    expect_pages_after_absent(ids.sorted, ids.before, ids.between, ids.behind, page_of);
  };
  expect_all({});
  REQUIRE(insert(make.credential(account)));
  expect_all(here);
}

}  // namespace gatehouse::conformance
