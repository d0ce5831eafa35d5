#include "released_installation.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/testing/fake_text_forms.hpp>

#include "released_schema_1.hpp"
#include "released_schema_3.hpp"

namespace gatehouse::testing {
namespace {

template <class AnyId>
AnyId id(std::string_view hex) {
  return AnyId::parse(hex).value();
}

Email email(std::string_view text) { return Email::parse(text).value(); }

TokenDigest digest(std::string_view hex) { return TokenDigest::parse(hex).value(); }

/// Microseconds after the creation of the account.
Timestamp after(std::int64_t microseconds) {
  return Timestamp(Duration(1'763'000'000'123'456 + microseconds));
}

/// The records of rows_of_schema_1 and rows_of_schema_3.
struct Kept {
  Account account{.id = id<AccountId>("019a0000000070010102030405060708"),
                  .organization_name = "Örnek O'Neill A.Ş.",
                  .address = "Street 1",
                  .phone = "00905321234",
                  .email = email("Owner@Example.org"),
                  .created_at = after(0)};
  Registration registration{.id = id<AccountId>("019a0000000070020203040506070809"),
                            .organization_name = "Applicant",
                            .email = email("New@Example.org"),
                            .created_at = after(1),
                            .expires_at = after(900'000'000)};
  // The mail that the code was made for was not stored.
  ApproveCode code{
      .registration = registration.id,
      .digest = digest("25303b46515c67727d88939ea9b4bfcad5e0ebf6010c17222d38434e59646f7a"),
      .organization_name = registration.organization_name,
      .mail = OutgoingMailId(registration.id.bytes()),
      .created_at = registration.created_at,
      .expires_at = registration.expires_at};
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
                  // A copy of the configured limit is not a separate limit.
                  .own_user_limit = {},
                  .user_used = 1,
                  .created_at = after(8)};
  // In plain text, and marked as such.
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
  Member member{.account = account.id,
                .project = project.id,
                .user = developer.id,
                .permissions = {Permission::manage_api_security}};
  ApiProxy api_proxy{.id = id<ApiProxyId>("019a00000000700a0a0b0c0d0e0f1011"),
                     .account = account.id,
                     .scope = Scope::everywhere(),
                     .name = "calculator",
                     .description = "",
                     .created_at = after(16)};
  ApiProxyGroup api_proxy_group{.id = id<ApiProxyGroupId>("019a00000000700b0b0c0d0e0f101112"),
                                .account = account.id,
                                .scope = Scope::everywhere(),
                                .name = "maths",
                                .description = "",
                                .created_at = after(17)};
  Credential credential{.id = id<CredentialId>("019a00000000700c0c0d0e0f10111213"),
                        .account = account.id,
                        .scope = Scope::everywhere(),
                        .username = "partner",
                        .password_hash = developer.password_hash,
                        .full_name = "Partner",
                        .email = email("it@partner.example"),
                        .description = "",
                        .roles = {"tester"},
                        .enabled = true,
                        .ip_ranges = {IpRange::parse("192.0.2.0/24").value()},
                        .expires_at = {},
                        .created_at = after(18)};
  Grant grant{.id = id<GrantId>("019a00000000700d0d0e0f1011121314"),
              .account = account.id,
              .credential = credential.id,
              .scope = Scope::everywhere(),
              .target = {.type = TargetType::api_proxy_group, .name = api_proxy_group.name},
              .expires_at = {}};
  Gateway gateway{
      .id = id<GatewayId>("019a00000000700e0e0f101112131415"),
      .account = account.id,
      .name = "edge",
      .digest = digest("b9c4cfdae5f0fb06111c27323d48535e69747f8a95a0abb6c1ccd7e2edf8030e"),
      .created_at = after(19)};
};

std::string replace_all(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
  return text;
}

void check_kept_of_schema_1(const Transaction& tx, const Kept& kept) {
  const AccountId account = kept.account.id;
  CHECK(tx.accounts().find(account) == kept.account);
  CHECK(tx.accounts().find_by_email(email("OWNER@example.ORG")) == kept.account);
  CHECK(tx.registrations().find(kept.registration.id) == kept.registration);
  CHECK(tx.registrations().find_by_email(kept.registration.email) == kept.registration);
  CHECK(tx.approve_codes().list(kept.registration.id) == std::vector{kept.code});
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
}

void check_kept_of_schema_3(const Transaction& tx, const Kept& kept) {
  const AccountId account = kept.account.id;
  const Scope everywhere = Scope::everywhere();
  const std::string& proxy = kept.api_proxy.name;
  const std::string& group = kept.api_proxy_group.name;
  CHECK(tx.members().find(account, kept.project.id, kept.developer.id) == kept.member);
  CHECK(tx.api_proxies().find(account, everywhere, proxy) == kept.api_proxy);
  CHECK(tx.api_proxy_groups().find(account, everywhere, group) == kept.api_proxy_group);
  CHECK(tx.api_proxy_groups().proxies(account, everywhere, group) == std::vector{proxy});
  CHECK(tx.credentials().find(account, kept.credential.username) == kept.credential);
  CHECK(tx.grants().reaching(account, kept.credential.id, kept.project.id, proxy) ==
        std::vector{kept.grant});
  CHECK(tx.gateways().find(kept.gateway.digest) == kept.gateway);
}

}  // namespace

std::string released_in_sqlite(int schema) {
  std::string statements = std::string(released_schema_1) + rows_of_schema_1;
  if (schema == 3) statements += std::string(released_schema_3) + rows_of_schema_3;
  return statements;
}

std::string released_in_postgresql(int schema) {
  std::string statements = released_in_sqlite(schema);
  const std::size_t pragma = statements.find("PRAGMA");
  statements.erase(pragma, statements.find('\n', pragma) - pragma);
  statements = replace_all(std::move(statements), "INTEGER PRIMARY KEY", "BIGINT PRIMARY KEY");
  statements = replace_all(std::move(statements), " WITHOUT ROWID", "");
  return replace_all(std::move(statements), " TEXT", " TEXT COLLATE \"C\"");
}

void check_kept(Storage& storage, int schema) {
  const Kept kept;
  storage.read([&](const Transaction& tx) {
    check_kept_of_schema_1(tx, kept);
    if (schema == 3) {
      check_kept_of_schema_3(tx, kept);
    } else {
      CHECK(tx.credentials().list(kept.account.id, {}, {.after = {}, .limit = 1}).empty());
    }
    CHECK(tx.signing_keys().list().empty());
    CHECK(tx.limits().reaching(kept.account.id, kept.project.id, kept.item.code).empty());
    return Done{};
  });
}

namespace {

/// A user in a released schema: the key is only case-folded.
std::string user_row(int number, const std::string& email, const std::string& key) {
  const std::string last = std::to_string(10 + number);
  return "INSERT INTO users (user_key, id, account_id, role, email, email_key, first_name,"
         " last_name, password_hash, created_at) VALUES (" +
         std::to_string(number) + ", '019a0000000071" + last + "0405060708090a0b', '', 'root', '" +
         email + "', '" + key + "', '', '', '$argon2id$', 1763000000123456);\n";
}

std::string credential_row(int number, const std::string& username) {
  return "INSERT INTO credentials (id, account_id, scope, username, password_hash, full_name,"
         " email, description, roles, enabled, ip_ranges, expires_at, created_at) VALUES"
         " ('019a0000000072" +
         std::to_string(10 + number) +
         "0405060708090a0b', '019a0000000070010102030405060708', '',"
         " '" +
         username +
         "', '$argon2id$', '', 'it@partner.example', '', '', 1, '', NULL,"
         " 1763000000123456);\n";
}

}  // namespace

std::string released_names() {
  return user_row(1, "ren\u00E9@example.org", "ren\u00E9@example.org") +
         user_row(2, "RENe\u0301@example.org", "rene\u0301@example.org") +
         user_row(3, "a@\u00E9.example", "a@\u00E9.example") +
         user_row(4, "a@xn--9ca.example", "a@xn--9ca.example") +
         user_row(5, "B\u00C9@Example.org", "b\u00E9@example.org") +
         user_row(6, "in\u200B@example.org", "in\u200B@example.org") +
         // Case folding replaced this letter by an s.
         user_row(7, "bo\u017Fs@example.org", "boss@example.org") +
         credential_row(1, "cafe\u0301") + credential_row(2, "th\u00E9") +
         credential_row(3, "the\u0301");
}

void check_names_in_form(Storage& storage) {
  const FakeTextForms forms;
  const auto found = [&](const std::string& address) {
    const Email asked = email(address);
    const auto key = forms.email_key(address);
    const auto user = storage.read([&](const Transaction& tx) {
      return tx.users().find_by_email(key ? asked.with_key(*key) : asked);
    });
    return user ? user->email.text() : std::string();
  };
  CHECK(found("ren\u00E9@example.org") == "ren\u00E9@example.org");
  CHECK(found("REN\u00C9@example.org") == "ren\u00E9@example.org");
  CHECK(found("rene\u0301@example.org") == "ren\u00E9@example.org");
  CHECK(found("RENe\u0301@example.org") == "RENe\u0301@example.org");
  CHECK(found("a@xn--9ca.example") == "a@xn--9ca.example");
  CHECK(found("A@\u00C9.example") == "a@xn--9ca.example");
  CHECK(found("a@\u00E9.example") == "a@\u00E9.example");
  CHECK(found("be\u0301@example.org") == "B\u00C9@Example.org");
  CHECK(found("in\u200B@example.org") == "in\u200B@example.org");
  CHECK(found("bo\u017Fs@example.org") == "bo\u017Fs@example.org");
  CHECK(found("boss@example.org").empty());

  const AccountId account = Kept().account.id;
  const auto has = [&](const char* username) {
    return storage.read([&](const Transaction& tx) {
      return tx.credentials().find(account, username).has_value();
    });
  };
  CHECK(has("caf\u00E9"));
  CHECK_FALSE(has("cafe\u0301"));
  CHECK(has("th\u00E9"));
  CHECK(has("the\u0301"));
}

namespace {

void check_takes_what_is_new_in_schema_11(Storage& storage) {
  const Kept kept;
  const AccountId account = kept.account.id;
  const ServiceAccount service_account{
      .id = id<ServiceAccountId>("019a0000000070121213141516171819"),
      .account = account,
      .name = "deploy",
      .secrets = {{.id = id<ServiceAccountSecretId>("019a000000007013131415161718191a"),
                   .digest = kept.reset.digest,
                   .created_at = after(28)}},
      .created_at = after(28)};
  const ServiceAccountToken token{.digest = kept.token.digest,
                                  .account = account,
                                  .service_account = service_account.id,
                                  .secret = service_account.secrets.front().id,
                                  .created_at = after(29),
                                  .expires_at = after(30)};
  const IdempotencyKey key{.digest = kept.session.digest,
                           .account = account,
                           .user = service_account.id,
                           .created_at = after(31),
                           .expires_at = after(32)};
  const MailEntry mail{.id = id<OutgoingMailId>("019a0000000070141415161718191a1b"),
                       .receiver = kept.developer.email,
                       .account = account,
                       .provider_mail_id = {},
                       .created_at = after(33)};
  Consumer consumer = kept.consumer;
  consumer.updated_at = after(34);
  consumer.external_id = "customer 7";
  consumer.metadata = {{"plan", "gold"}};
  const Result<bool> done = storage.transact([&](Transaction& tx) -> Result<bool> {
    tx.service_account_tokens().insert(token);
    tx.mail_ledger().insert(mail);
    return tx.service_accounts().insert(service_account) && tx.idempotency_keys().insert(key) &&
           tx.consumers().update(consumer) == Update::done;
  });
  REQUIRE(done.has_value());
  CHECK(*done);
  storage.read([&](const Transaction& tx) {
    CHECK(tx.service_accounts().find(service_account.id) == service_account);
    CHECK(tx.service_account_tokens().find(token.digest) == token);
    CHECK(tx.idempotency_keys().find(key.digest) == key);
    CHECK(tx.mail_ledger().list({}, {.after = {}, .limit = 2}) == std::vector{mail});
    CHECK(tx.consumers().find_by_external_id(account, "customer 7") == consumer);
    return Done{};
  });
}

}  // namespace

void check_takes_what_is_new(Storage& storage) {
  check_takes_what_is_new_in_schema_11(storage);
  const Kept kept;
  const AccountId account = kept.account.id;
  const ProjectId project = kept.project.id;
  const ServiceCode& service = kept.item.code;
  Member member = kept.member;
  member.permissions.clear();
  const TokenFamily family{.id = id<TokenFamilyId>("019a00000000700f0f10111213141516"),
                           .account = account,
                           .project = project,
                           .service = service,
                           .consumer = kept.consumer.id,
                           .origin = kept.token.digest,
                           .current = kept.session.digest,
                           .previous = kept.token.digest,
                           .salt = {1},
                           .check_key = {2},
                           .created_at = after(20),
                           .rotated_at = after(21),
                           .expires_at = after(22),
                           .ends_at = after(23)};
  const ServiceToken token{.id = id<ServiceTokenId>("019a00000000701112131415161718ff"),
                           .digest = kept.reset.digest,
                           .account = account,
                           .project = project,
                           .created_at = after(24),
                           .created_by = member.user};
  const SigningKey key{.id = id<SigningKeyId>("019a0000000070101011121314151617"),
                       .public_key = {.algorithm = SignatureAlgorithm::eddsa, .octets = "octets"},
                       .sealed_private_key = "v0.key",
                       .created_at = after(25),
                       .signs_from = after(26)};
  const UsageEntry usage{.id = id<UsageEntryId>("019a0000000070111112131415161718"),
                         .account = account,
                         .project = project,
                         .service = service,
                         .event = "sent",
                         .amount = 3,
                         .key = "key",
                         .created_at = after(27)};
  const LimitSetting limits{.account = account,
                            .project = {},
                            .service = {},
                            .limits = {.projects = 1, .users = 2, .items = 3}};
  const LimitSetting items{.account = account,
                           .project = project,
                           .service = service,
                           .limits = {.projects = {}, .users = {}, .items = 13}};
  const Result<bool> done = storage.transact([&](Transaction& tx) -> Result<bool> {
    tx.members().set(member);
    tx.token_families().insert(family);
    tx.service_tokens().insert(token);
    tx.limits().set(limits);
    tx.limits().set(items);
    return tx.signing_keys().insert(key) && tx.usage().insert(usage) &&
           tx.projects().set_user_limit(account, project, 5) &&
           tx.attachments().take_items(account, project, service, 3, 13);
  });
  REQUIRE(done.has_value());
  CHECK(*done);
  storage.read([&](const Transaction& tx) {
    CHECK(tx.members().find(account, project, member.user) == member);
    CHECK(tx.token_families().find(family.id) == family);
    CHECK(tx.service_tokens().find(token.digest) == token);
    CHECK(tx.signing_keys().list() == std::vector{key});
    CHECK(tx.usage().find(account, project, service, usage.key) == usage);
    CHECK(tx.usage().total(account, project, service) == 3);
    CHECK(tx.limits().find(account, {}, {}) == limits.limits);
    CHECK(tx.limits().find(account, project, service) == items.limits);
    CHECK(tx.projects().find(account, project).value().own_user_limit == 5);
    CHECK(tx.attachments().find(account, project, service).value().item_used == 13);
    return Done{};
  });
}

}  // namespace gatehouse::testing
