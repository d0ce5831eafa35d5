#include <doctest/doctest.h>

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gatehouse/records/all.hpp>

namespace gatehouse::records {

/// Converts to any type of member except an optional. Never called, and so not defined, which clang
/// permits outside of an unnamed namespace only.
struct AnyValue {
  template <class T>
  operator T() const;
};

namespace {

/// The number of members of an aggregate whose first members are initialised by `Values`.
template <class Record, class... Values>
constexpr std::size_t member_count() {
  if constexpr (requires { Record{std::declval<Values>()..., std::declval<AnyValue>()}; }) {
    return member_count<Record, Values..., AnyValue>();
  } else if constexpr (requires { Record{std::declval<Values>()..., std::nullopt}; }) {
    return member_count<Record, Values..., std::nullopt_t>();
  } else {
    return sizeof...(Values);
  }
}

/// The number of members of the record that are part of the path of at least one field.
template <class Record>
std::size_t described_members() {
  Record record{};
  std::set<const void*> members;
  each_field<Record>([&](auto field) {
    members.insert(static_cast<const void*>(&(record.*std::get<0>(field.value.path))));
  });
  return members.size();
}

template <class Record>
std::string names_with(Change change) {
  std::string names;
  each_field<Record>([&](auto field) {
    if (field.value.change == change) names.append(field.value.name) += ' ';
  });
  return names;
}

TEST_CASE("records: each member of each kind is described") {
  each_kind([]<class Record>(KindOf<Record>) {
    CAPTURE(description<Record>.name);
    CHECK(described_members<Record>() == member_count<Record>());
  });
}

TEST_CASE("records: names of kinds are unique, and field names are unique within a kind") {
  std::set<std::string_view> kinds;
  each_kind([&]<class Record>(KindOf<Record>) {
    CAPTURE(description<Record>.name);
    CHECK(kinds.insert(description<Record>.name).second);
    std::set<std::string_view> fields;
    each_field<Record>([&](auto field) { CHECK(fields.insert(field.value.name).second); });
    CHECK(fields.size() == field_count<Record>);
  });
}

TEST_CASE("records: no update changes a field that is part of a key") {
  each_kind([]<class Record>(KindOf<Record>) {
    CAPTURE(description<Record>.name);
    std::set<std::string_view> lasting;
    bool has_identity = false;
    each_field<Record>([&](auto field) {
      has_identity |= field.value.change == Change::identity;
      if (field.value.change != Change::ordinary) lasting.insert(field.value.name);
    });
    CHECK(has_identity);
    const auto check = [&](std::string_view name) { CHECK(lasting.count(name) == 1); };
    std::apply([&](auto... members) { (check(name_of(members)), ...); },
               description<Record>.key.members);
  });
}

TEST_CASE("records: every kind with an account id belongs to its account") {
  each_kind([]<class Record>(KindOf<Record>) {
    CAPTURE(description<Record>.name);
    std::string owners;
    each_field<Record>([&](auto field) {
      if (field.value.is_owner) owners += field.value.name;
    });
    if constexpr (requires(Record record) { record.account; }) {
      CHECK(owners == "account");
    } else {
      CHECK(owners == (std::is_same_v<Record, Account> ? "id" : ""));
    }
  });
}

TEST_CASE("records: a field is read and written through its description") {
  Grant grant;
  grant.target.name = "before";
  bool found = false;
  each_field<Grant>([&](auto field) {
    if constexpr (field.value.name == std::string_view("target_name")) {
      CHECK(field.value.of(std::as_const(grant)) == "before");
      field.value.of(grant) = "after";
      found = true;
    }
  });
  CHECK(found);
  CHECK(grant.target.name == "after");
}

TEST_CASE("records: an update replaces the ordinary fields and keeps the others") {
  CHECK(names_with<Project>(Change::ordinary) == "name description updated_at ");
  CHECK(names_with<Project>(Change::separate) == "own_user_limit user_used ");
  const Project before{.id = ProjectId({1}),
                       .account = AccountId({2}),
                       .name = "before",
                       .description = "old",
                       .own_user_limit = 3,
                       .user_used = 2,
                       .created_at = Timestamp(Duration(1))};
  const Project update{.id = ProjectId({3}),
                       .account = AccountId({4}),
                       .name = "after",
                       .description = "new",
                       .own_user_limit = {},
                       .user_used = 9,
                       .created_at = Timestamp(Duration(2))};
  Project expected = before;
  expected.name = "after";
  expected.description = "new";
  CHECK(updated(before, update) == expected);
}

TEST_CASE("records: an update also sets the key of an address") {
  Account before;
  before.email = Email::parse("before@example.org").value();
  Account update;
  update.email = Email::parse("\u00fcber@example.org").value().with_key("key@example.org");
  const Account after = updated(before, update);
  CHECK(after.email.text() == update.email.text());
  CHECK(after.email.key() == "key@example.org");
}

TEST_CASE("records: keys order the records of a kind") {
  const Session first{.digest = {},
                      .account = {},
                      .user = {},
                      .created_at = {},
                      .expires_at = Timestamp(Duration(1))};
  Session second = first;
  second.expires_at = Timestamp(Duration(2));
  second.created_at = Timestamp(Duration(-5));
  CHECK(key_of(first) < key_of(second));
  CHECK(name_of(&Session::expires_at) == "expires_at");
}

}  // namespace
}  // namespace gatehouse::records
