#include <gatehouse/kernel/stores/credentials.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace gatehouse::kernel {
namespace {

using Username = Indexes<Credential>::Username;
using Credentials = std::set<Credential, IndexOrder<Username, Credential>>;

constexpr AccountId one({1});
constexpr AccountId two({2});

Credential credential(AccountId account, std::string username) {
  Credential made;
  made.account = account;
  made.username = std::move(username);
  return made;
}

Credentials credentials() {
  return {credential(one, "a"), credential(one, "b"), credential(one, "c"), credential(two, "a")};
}

template <class Range>
std::string names(const Credentials& credentials, const Range& range) {
  std::string names;
  for (auto [place, end] = bounds(credentials, range); place != end; ++place) {
    names += place->account == one ? "1" : "2";
    names += place->username;
  }
  return names;
}

TEST_CASE("index: a key refers to the parts of the record, in their order") {
  const Credential record = credential(two, "name");
  const auto [account, username] = Username::key(record);
  CHECK(&account == &record.account);
  CHECK(&username == &record.username);
  CHECK(Counter<>::key(record) == std::tuple());
}

TEST_CASE("index: records are ordered by the first part that differs") {
  IndexOrder<Username, Credential> less;
  CHECK(less(credential(one, "b"), credential(two, "a")));
  CHECK_FALSE(less(credential(two, "a"), credential(one, "b")));
  CHECK(less(credential(one, "a"), credential(one, "b")));
  CHECK_FALSE(less(credential(one, "a"), credential(one, "a")));
}

TEST_CASE("index: a record is found by its key, and by a prefix of it") {
  const Credentials all = credentials();
  const std::string username = "b";
  CHECK(all.find(std::tie(one, username))->username == "b");
  CHECK(all.find(std::tie(two, username)) == all.end());
  CHECK(all.find(std::tie(two))->username == "a");
}

TEST_CASE("range: the records whose keys begin with the parts") {
  const Credentials all = credentials();
  CHECK(names(all, within(one)) == "1a1b1c");
  CHECK(names(all, within(two)) == "2a");
  CHECK(names(all, within(AccountId({3}))).empty());
  CHECK(names(all, within(one, std::string("b"))) == "1b");
  CHECK(names(all, within()) == "1a1b1c2a");
}

TEST_CASE("range: up to the last key that begins with the parts") {
  const Credentials all = credentials();
  CHECK(names(all, up_to(one)) == "1a1b1c");
  CHECK(names(all, up_to(one, std::string("b"))) == "1a1b");
  CHECK(names(all, up_to(two)) == "1a1b1c2a");
  CHECK(names(all, up_to(AccountId())).empty());
}

TEST_CASE("range: from a key on, and from behind it") {
  const Credentials all = credentials();
  const std::string username = "b";
  using Key = std::tuple<const AccountId&, const std::string&>;
  using Account = std::tuple<const AccountId&>;
  CHECK(names(all, Range<Key, Account>{{one, username}, {one}, false}) == "1b1c");
  CHECK(names(all, Range<Key, Account>{{one, username}, {one}, true}) == "1c");
  CHECK(names(all, Range<Key, Account>{{one, username}, {two}, true}) == "1c2a");
  CHECK(names(all, Range<Account, Account>{{one}, {two}, true}) == "2a");
}

}  // namespace
}  // namespace gatehouse::kernel
