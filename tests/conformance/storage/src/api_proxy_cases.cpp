#include "scoped_names.hpp"

namespace gatehouse::conformance {

TEST_CASE_FIXTURE(ScopedNames<Proxies>,
                  "[ST-110] API proxies: names are unique in account and scope, byte for byte") {
  expect_unique_names();
}

TEST_CASE_FIXTURE(ScopedNames<Proxies>, "[ST-110] API proxies: one and a group may share a name") {
  const ApiProxy proxy = inserted(account, here);
  ApiProxyGroup group = make.api_proxy_group(account, here);
  group.name = proxy.name;
  CHECK(commit([&](Transaction& tx) { return tx.api_proxy_groups().insert(group); }));
  CHECK(find(proxy) == proxy);
  CHECK(erase(proxy));
  CHECK(look([&](auto& tx) { return tx.api_proxy_groups().find(account, here, group.name); }) ==
        group);
}

TEST_CASE_FIXTURE(ScopedNames<Proxies>,
                  "[ST-111] API proxies: a taken id or name refuses, and changes nothing") {
  expect_refusal_of_what_is_taken();
}

TEST_CASE_FIXTURE(ScopedNames<Proxies>,
                  "[ST-112] API proxies: one is found in exactly its scope and account") {
  expect_finding_by_scope_and_account();
}

TEST_CASE_FIXTURE(ScopedNames<Proxies>,
                  "[ST-113] API proxies: a name exists in whichever scope of the account") {
  expect_existence_in_any_scope();
}

TEST_CASE_FIXTURE(ScopedNames<Proxies>,
                  "[ST-114] API proxies: a list is of one scope, or of all the account's") {
  expect_lists_by_scope();
}

TEST_CASE_FIXTURE(ScopedNames<Proxies>,
                  "[ST-381] API proxies: those of a scope, and those of an account, are counted") {
  expect_counts_by_scope();
}

TEST_CASE_FIXTURE(ScopedNames<Proxies>, "[ST-115] API proxies: one is erased, and no namesake") {
  expect_erasing_one();
}

TEST_CASE_FIXTURE(ScopedNames<Proxies>,
                  "[ST-115] API proxies: one is erased alone, out of no group and of no grant") {
  const ApiProxy proxy = inserted(account, here);
  const ApiProxyGroup group = make.api_proxy_group(account, here);
  const Credential credential = make.credential(account, here);
  const Grant direct = make.grant(credential, {.type = TargetType::api_proxy, .name = proxy.name});
  const Grant by_group =
      make.grant(credential, {.type = TargetType::api_proxy_group, .name = group.name});
  REQUIRE(commit([&](Transaction& tx) {
    return tx.api_proxy_groups().insert(group) &&
           tx.api_proxy_groups().add(account, here, group.name, proxy.name) &&
           tx.grants().insert(direct) && tx.grants().insert(by_group);
  }));
  CHECK(erase(proxy));
  CHECK(look([&](auto& tx) { return tx.api_proxy_groups().proxies(account, here, group.name); }) ==
        std::vector{proxy.name});
  CHECK(look([&](auto& tx) { return tx.grants().list(account, credential.id, here); }) ==
        std::vector{direct, by_group});
}

TEST_CASE_FIXTURE(ScopedNames<Proxies>, "[ST-116] API proxies: an account's go, and no other's") {
  expect_erasing_all();
}

TEST_CASE_FIXTURE(ScopedNames<Proxies>, "[ST-10] API proxies: pages of an account, of a scope") {
  expect_pages_of_account_and_scope();
}

}  // namespace gatehouse::conformance
