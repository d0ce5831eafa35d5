#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "database.hpp"
#include "released_schema_1.hpp"

namespace gatehouse::testing {
namespace {

template <class AnyId>
AnyId id(std::string_view hex) {
  return AnyId::parse(hex).value();
}

Email email(std::string_view text) { return Email::parse(text).value(); }

TokenDigest digest(std::string_view hex) { return TokenDigest::parse(hex).value(); }

/// Microseconds after the account was made.
Timestamp after(std::int64_t microseconds) {
  return Timestamp(Duration(1'763'000'000'123'456 + microseconds));
}

/// What rows_of_schema_1 says.
struct Kept {
  Account account{.id = id<AccountId>("019a0000000070010102030405060708"),
                  .organization_name = "Örnek O'Neill A.Ş.",
                  .address = "Street 1",
                  .phone = "00905321234",
                  .email = email("Owner@Example.org"),
                  .created_at = after(0)};
  Registration registration{
      .id = id<AccountId>("019a0000000070020203040506070809"),
      .organization_name = "Applicant",
      .email = email("New@Example.org"),
      .code_digest = digest("25303b46515c67727d88939ea9b4bfcad5e0ebf6010c17222d38434e59646f7a"),
      .code_expires_at = after(900'000'000),
      .wrong_codes = 2,
      .created_at = after(1)};
  User developer{.id = id<UserId>("019a000000007003030405060708090a"),
                 .account = account.id,
                 .role = Role::developer,
                 .email = email("Dev@Example.org"),
                 .first_name = "Ayşe",
                 .last_name = "Yılmaz",
                 .password_hash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
                 .created_at = after(2)};
  User root{.id = id<UserId>("019a0000000070040405060708090a0b"),
            .account = {},
            .role = Role::root,
            .email = email("root@example.org"),
            .first_name = "Root",
            .last_name = "User",
            .password_hash = developer.password_hash,
            .created_at = after(3)};
  Session session{
      .digest = digest("4a55606b76818c97a2adb8c3ced9e4effa05101b26313c47525d68737e89949f"),
      .account = account.id,
      .user = developer.id,
      .created_at = after(4),
      .expires_at = after(5)};
  PasswordReset reset{
      .digest = digest("6f7a85909ba6b1bcc7d2dde8f3fe09141f2a35404b56616c77828d98a3aeb9c4"),
      .account = account.id,
      .user = developer.id,
      .created_at = after(6),
      .expires_at = after(7)};
  Project project{.id = id<ProjectId>("019a00000000700505060708090a0b0c"),
                  .account = account.id,
                  .name = "Project",
                  .description = "Description",
                  .user_limit = 100,
                  .user_used = 1,
                  .created_at = after(8)};
  // In the clear, and marked so.
  SealedPushKeys push_keys{.fcm_api_keys = "v0.key", .fcm_project_number = {}, .apns_cert = "v0."};
  CatalogueItem item{.code = ServiceCode::parse("push").value(),
                     .name = "Push",
                     .description = "Sends",
                     .created_at = after(9)};
  Attachment attachment{.id = id<AttachmentId>("019a000000007006060708090a0b0c0d"),
                        .account = account.id,
                        .project = project.id,
                        .service = item.code,
                        .name = "Push",
                        .description = "For us",
                        .item_limit = 1000,
                        .item_used = 10,
                        .created_at = after(10)};
  Consumer consumer{.id = id<ConsumerId>("019a0000000070070708090a0b0c0d0e"),
                    .account = account.id,
                    .created_at = after(11)};
  ConsumerToken token{
      .digest = digest("949faab5c0cbd6e1ecf7020d18232e39444f5a65707b86919ca7b2bdc8d3dee9"),
      .account = account.id,
      .project = project.id,
      .service = item.code,
      .consumer = consumer.id,
      .created_at = after(12),
      .expires_at = after(13)};
};

void make_released_1(const Database& database) {
  OtherHand(database.path()).run(std::string(released_schema_1) + rows_of_schema_1);
}

TEST_CASE("sqlite: a database of schema version 1 is refused when it is not to be migrated") {
  const Database database;
  make_released_1(database);
  SqliteOptions options = database.options();
  options.migrate = false;
  const std::string newest = std::to_string(SqliteStorage::schema_version());
  CHECK(refusal([&] { const SqliteStorage storage(options); }) ==
        "database " + database.path() + " has schema version 1, this program needs " + newest +
            ": migrate it first");
  OtherHand other(database.path());
  CHECK(other.number("SELECT max(version) FROM schema_version") == 1);
}

TEST_CASE("sqlite: a database of schema version 1 is migrated, and all that was in it is there") {
  const Database database;
  make_released_1(database);
  const auto migrated = SqliteStorage::migrate(database.options());
  CHECK(migrated.from == 1);
  CHECK(migrated.to == SqliteStorage::schema_version());

  const Kept kept;
  const AccountId account = kept.account.id;
  SqliteStorage storage(database.options());
  storage.read([&](const Transaction& tx) {
    CHECK(tx.accounts().find(account) == kept.account);
    CHECK(tx.accounts().find_by_email(email("OWNER@example.ORG")) == kept.account);
    CHECK(tx.registrations().find(kept.registration.id) == kept.registration);
    CHECK(tx.registrations().find_by_email(kept.registration.email) == kept.registration);
    CHECK(tx.users().find(account, kept.developer.id) == kept.developer);
    CHECK(tx.users().find_by_email(kept.developer.email) == kept.developer);
    CHECK(tx.users().find({}, kept.root.id) == kept.root);
    User signed_in = kept.developer;
    signed_in.password_hash.clear();
    CHECK(tx.sessions().find(kept.session.digest) == SignedIn{kept.session, signed_in});
    CHECK(tx.password_resets().find(kept.reset.digest) == kept.reset);
    CHECK(tx.projects().find(account, kept.project.id) == kept.project);
    CHECK(tx.projects().find_by_name(account, kept.project.name) == kept.project);
    CHECK(tx.projects().push_keys(account, kept.project.id) == kept.push_keys);
    CHECK(tx.catalogue().find(kept.item.code) == kept.item);
    CHECK(tx.attachments().find(account, kept.project.id, kept.item.code) == kept.attachment);
    CHECK(tx.consumers().find(account, kept.consumer.id) == kept.consumer);
    CHECK(tx.consumers().is_attached(account, kept.project.id, kept.consumer.id));
    CHECK(tx.consumer_tokens().find(kept.token.digest) == kept.token);
    CHECK(tx.mail().count() == 2);
    CHECK(tx.credentials().list(account, {}, {.after = {}, .limit = 1}).empty());
    return Done{};
  });
}

TEST_CASE("sqlite: a database that was migrated from version 1 takes what is new") {
  const Database database;
  make_released_1(database);
  SqliteStorage storage(database.options());
  const Kept kept;
  const ProjectMember member{.account = kept.account.id,
                             .project = kept.project.id,
                             .user = kept.developer.id,
                             .permissions = {Permission::manage_api_security}};
  const Result<Done> done = storage.transact([&](Transaction& tx) -> Result<Done> {
    tx.members().set(member);
    return Done{};
  });
  REQUIRE(done.has_value());
  CHECK(storage.read([&](const Transaction& tx) {
    return tx.members().find(member.account, member.project, member.user);
  }) == member);
}

TEST_CASE("sqlite: migrating a database of version 1 leads to the schema of a new one") {
  const Database database;
  make_released_1(database);
  SqliteStorage::migrate(database.options());
  SqliteOptions fresh = database.options();
  fresh.path = database.path("fresh.db");
  SqliteStorage::migrate(fresh);

  OtherHand other(database.path());
  other.run("ATTACH '" + fresh.path + "' AS fresh");
  CHECK(other.number("SELECT count(*) FROM sqlite_master") ==
        other.number("SELECT count(*) FROM fresh.sqlite_master"));
  CHECK(other.number("SELECT count(*) FROM (SELECT type, name, tbl_name, sql FROM sqlite_master"
                     " EXCEPT SELECT type, name, tbl_name, sql FROM fresh.sqlite_master)") == 0);
}

}  // namespace
}  // namespace gatehouse::testing
