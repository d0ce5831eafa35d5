#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <gatehouse/records/all.hpp>
#include <gatehouse/records/difference.hpp>

namespace gatehouse::records {
namespace {

Credential credential() {
  Credential made;
  made.id = CredentialId({1});
  made.account = AccountId({2});
  made.username = "client";
  made.password_hash = "$argon2id$former";
  made.email = Email::parse("Client@example.org").value();
  made.roles = {"tester"};
  made.created_at = Timestamp(Duration(1'000'000));
  return made;
}

TEST_CASE("difference: equal records have no differences") {
  each_kind([]<class Record>(KindOf<Record>) {
    CAPTURE(description<Record>.name);
    CHECK(difference(Record{}, Record{}).empty());
  });
}

TEST_CASE("difference: open fields show the old and new values in the order of the description") {
  const Credential before = credential();
  Credential after = before;
  after.scope = Scope::of(ProjectId({0xab}));
  after.full_name = "Someone";
  after.roles = {"tester", "operator"};
  after.enabled = false;
  after.ip_ranges = {IpRange::parse("192.0.2.0/24").value()};
  after.expires_at = Timestamp(Duration(2'000'000));
  const std::string project = "ab" + std::string(30, '0');
  CHECK(difference(before, after) ==
        std::vector<FieldDifference>{
            {.field = "scope", .before = {}, .after = project},
            {.field = "full_name", .before = "", .after = "Someone"},
            {.field = "roles", .before = "tester\n", .after = "tester\noperator\n"},
            {.field = "enabled", .before = "true", .after = "false"},
            {.field = "ip_ranges", .before = "", .after = "192.0.2.0/24\n"},
            {.field = "expires_at", .before = {}, .after = "1970-01-01T00:00:02.000Z"}});
}

TEST_CASE("difference: secret and sealed fields show that they changed, without their values") {
  const Credential before = credential();
  Credential after = before;
  after.password_hash = "$argon2id$latter";
  CHECK(
      difference(before, after) ==
      std::vector<FieldDifference>{
          {.field = "password_hash", .before = {}, .after = {}, .disclosure = Disclosure::secret}});
  ProjectPushKeys keys;
  keys.keys.apns_cert = "v0.certificate";
  CHECK(difference(ProjectPushKeys{}, keys) ==
        std::vector<FieldDifference>{
            {.field = "apns_cert", .before = {}, .after = {}, .disclosure = Disclosure::sealed}});
}

TEST_CASE("difference: a change sets the time of the latest one, which is no change by itself") {
  const Timestamp now(Duration(3'000'000));
  const Credential before = credential();
  Credential after = before;
  stamp_change(before, after, now);
  CHECK_FALSE(after.updated_at);
  after.email = Email::parse("client@example.org").value();
  stamp_change(before, after, now);
  CHECK(after.updated_at == now);
  CHECK(difference(before, after).size() == 1);
}

TEST_CASE("difference: an address in another spelling is a difference") {
  const Credential before = credential();
  Credential after = before;
  after.email = Email::parse("client@example.org").value();
  REQUIRE(before == after);
  CHECK(difference(before, after) ==
        std::vector<FieldDifference>{
            {.field = "email", .before = "Client@example.org", .after = "client@example.org"}});
}

TEST_CASE("difference: digests, hashes, salts and sealed texts are never shown") {
  each_kind([]<class Record>(KindOf<Record>) {
    each_field<Record>([](auto field) {
      using Value = std::remove_cvref_t<decltype(field.value.of(std::declval<const Record&>()))>;
      const std::string_view name = field.value.name;
      CAPTURE(name);
      const bool is_digest = std::is_same_v<Value, TokenDigest> || std::is_same_v<Value, Salt>;
      if (is_digest || name.ends_with("_hash") || name.starts_with("sealed_")) {
        CHECK(field.value.disclosure != Disclosure::open);
      }
    });
  });
}

}  // namespace
}  // namespace gatehouse::records
