#include "samples.hpp"

#include <array>
#include <chrono>
#include <limits>
#include <stdexcept>
#include <utility>

namespace gatehouse::conformance {
namespace {

constexpr std::uint64_t first_millisecond = 1'577'836'800'000;  // 2020-01-01

/// Digests that look random: real ids and digests do, and adapters may rely on it.
constexpr std::uint64_t scatter(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

std::uint8_t byte_of(std::uint64_t number, std::size_t from_left) {
  return static_cast<std::uint8_t>(number >> (8 * (7 - from_left)));
}

}  // namespace

Email email(std::string_view text) {
  auto parsed = Email::parse(text);
  if (!parsed) throw std::invalid_argument("no e-mail address: " + std::string(text));
  return *std::move(parsed);
}

ServiceCode code(std::string_view text) {
  auto parsed = ServiceCode::parse(text);
  if (!parsed) throw std::invalid_argument("no service code: " + std::string(text));
  return *std::move(parsed);
}

IpRange ip_range(std::string_view text) {
  auto parsed = IpRange::parse(text);
  if (!parsed) throw std::invalid_argument("no IP range: " + std::string(text));
  return *std::move(parsed);
}

Timestamp at(std::int64_t microseconds) { return Timestamp(Duration(microseconds)); }

std::array<std::uint8_t, 16> Samples::id_bytes() {
  // UUID version 7 (RFC 9562): 48 bits of milliseconds, followed by random bits.
  const std::uint64_t number = ++made_;
  const std::uint64_t left = ((first_millisecond + number) << 16) | 0x7000U;
  const std::uint64_t right = (scatter(number) >> 2) | (std::uint64_t{1} << 63);
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[i] = byte_of(left, i);
    bytes[8 + i] = byte_of(right, i);
  }
  return bytes;
}

TokenDigest Samples::digest() {
  const std::uint64_t number = ++made_;
  TokenDigest digest;
  for (std::size_t i = 0; i < digest.bytes.size(); ++i) {
    digest.bytes[i] = byte_of(scatter(number * 4 + i / 8), i % 8);
  }
  return digest;
}

Timestamp Samples::time() {
  return at(static_cast<std::int64_t>((first_millisecond + ++made_) * 1000 + 7));
}

Email Samples::new_email() { return email(numbered("Person") + "@Example.org"); }

ServiceCode Samples::new_code() { return code(numbered("service")); }

Account Samples::account() {
  return {.id = id<AccountId>(),
          .organization_name = numbered("Organisation "),
          .address = numbered("Street "),
          .phone = "00905321234",
          .email = new_email(),
          .created_at = time()};
}

Registration Samples::registration() {
  const Timestamp now = time();
  return {.id = id<AccountId>(),
          .organization_name = numbered("Applicant "),
          .email = new_email(),
          .created_at = now,
          .expires_at = now + std::chrono::minutes(15)};
}

ApproveCode Samples::approve_code(AccountId registration) {
  const Timestamp now = time();
  return {.registration = registration,
          .digest = digest(),
          .organization_name = numbered("Applicant "),
          .mail = id<OutgoingMailId>(),
          .created_at = now,
          .expires_at = now + std::chrono::minutes(15)};
}

User Samples::user(Tenant account, Role role) {
  return {.id = id<UserId>(),
          .account = account,
          .role = role,
          .email = new_email(),
          .first_name = numbered("First "),
          .last_name = numbered("Last "),
          .password_hash = numbered("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$"),
          .created_at = time()};
}

Session Samples::session(const User& user) {
  const Timestamp now = time();
  return {.digest = digest(),
          .account = user.account,
          .user = user.id,
          .created_at = now,
          .expires_at = now + std::chrono::hours(12)};
}

PasswordReset Samples::reset(const User& user) {
  const Timestamp now = time();
  return {.digest = digest(),
          .account = user.account,
          .user = user.id,
          .created_at = now,
          .expires_at = now + std::chrono::hours(1)};
}

IdempotencyKey Samples::idempotency_key(const User& user) {
  const Timestamp now = time();
  return {.digest = digest(),
          .account = user.account,
          .user = user.id,
          .request = digest().bytes,
          .answer = numbered("{\"id\":") + "}",
          .created = numbered("created "),
          .created_at = now,
          .expires_at = now + std::chrono::hours(24)};
}

Project Samples::project(AccountId account) {
  return {.id = id<ProjectId>(),
          .account = account,
          .name = numbered("Project "),
          .description = numbered("Description "),
          .own_user_limit = 100,
          .user_used = 3,
          .created_at = time()};
}

CatalogueItem Samples::item() {
  return {.code = new_code(),
          .name = numbered("Service "),
          .description = numbered("What it does "),
          .created_at = time()};
}

Attachment Samples::attachment(const Project& project, const ServiceCode& service) {
  return {.id = id<AttachmentId>(),
          .account = project.account,
          .project = project.id,
          .service = service,
          .name = numbered("Attached "),
          .description = numbered("For "),
          .item_used = 10,
          .created_at = time()};
}

Consumer Samples::consumer(AccountId account) {
  return {.id = id<ConsumerId>(), .account = account, .created_at = time()};
}

ConsumerToken Samples::token(const Project& project, const ServiceCode& service,
                             const Consumer& consumer) {
  const Timestamp now = time();
  return {.digest = digest(),
          .account = project.account,
          .project = project.id,
          .service = service,
          .consumer = consumer.id,
          .created_at = now,
          .expires_at = now + std::chrono::minutes(5)};
}

OutgoingMail Samples::approval(AccountId registration) {
  const Timestamp now = time();
  return {.id = id<OutgoingMailId>(),
          .kind = MailKind::approval,
          .recipient = new_email(),
          .registration = registration,
          .account = {},
          .user = {},
          .created_at = now,
          .leased_until = now};
}

OutgoingMail Samples::reset_mail(const User& user) {
  const Timestamp now = time();
  return {.id = id<OutgoingMailId>(),
          .kind = MailKind::password_reset,
          .recipient = user.email,
          .registration = {},
          .account = user.account,
          .user = user.id,
          .created_at = now,
          .leased_until = now};
}

MailEntry Samples::mail_entry(const Tenant& account) {
  return {.id = id<OutgoingMailId>(),
          .kind = MailKind::approval,
          .receiver = new_email(),
          .account = account,
          .provider_mail_id = "<" + numbered("mail") + "@example.org>",
          .status = MailStatus::queued,
          .created_at = time()};
}

Credential Samples::credential(AccountId account, const Scope& scope) {
  const Timestamp now = time();
  return {.id = id<CredentialId>(),
          .account = account,
          .scope = scope,
          .username = numbered("client "),
          .password_hash = numbered("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$"),
          .full_name = numbered("Client "),
          .email = new_email(),
          .description = numbered("Calls from "),
          .roles = {numbered("role "), "tester"},
          .enabled = true,
          .ip_ranges = {ip_range("192.0.2.0/24"), ip_range("123.123.123"), ip_range("2001:DB8::1")},
          .expires_at = now + std::chrono::hours(24),
          .created_at = now};
}

Grant Samples::grant(const Credential& credential, GrantTarget target) {
  return {.id = id<GrantId>(),
          .account = credential.account,
          .credential = credential.id,
          .scope = credential.scope,
          .target = std::move(target),
          .expires_at = time()};
}

ApiProxy Samples::api_proxy(AccountId account, const Scope& scope) {
  return {.id = id<ApiProxyId>(),
          .account = account,
          .scope = scope,
          .name = numbered("Proxy "),
          .description = numbered("Leads to "),
          .created_at = time()};
}

ApiProxyGroup Samples::api_proxy_group(AccountId account, const Scope& scope) {
  return {.id = id<ApiProxyGroupId>(),
          .account = account,
          .scope = scope,
          .name = numbered("Group "),
          .description = numbered("Those of "),
          .created_at = time()};
}

Gateway Samples::gateway(AccountId account) {
  return {.id = id<GatewayId>(),
          .account = account,
          .name = numbered("Gateway "),
          .digest = digest(),
          .created_at = time(),
          .address_field = AddressField::forwarded_for};
}

TokenFamily Samples::family(const Project& project, const ServiceCode& service,
                            const Consumer& consumer) {
  const Timestamp now = time();
  return {.id = id<TokenFamilyId>(),
          .account = project.account,
          .project = project.id,
          .service = service,
          .consumer = consumer.id,
          .origin = digest(),
          .current = digest(),
          .previous = digest(),
          .salt = salt(),
          .check_key = salt(),
          .created_at = now,
          .rotated_at = now + std::chrono::hours(1),
          .rotations = {{.generation = 4'000'000'000U,
                         .at = {.date = time(),
                                .elapsed = std::chrono::hours(2),
                                .timeline = std::numeric_limits<std::uint64_t>::max()}},
                        {.generation = 4'000'000'001U, .at = {.date = time()}}},
          .expires_at = now + std::chrono::days(30),
          .ends_at = now + std::chrono::days(90)};
}

ServiceAccount Samples::service_account(AccountId account) {
  return {
      .id = id<ServiceAccountId>(),
      .account = account,
      .name = numbered("Service account "),
      .secrets = {{.id = id<ServiceAccountSecretId>(),
                   .digest = digest(),
                   .created_at = time(),
                   .last_used_at = time()},
                  {.id = id<ServiceAccountSecretId>(), .digest = digest(), .created_at = time()}},
      .created_at = time()};
}

ServiceAccountToken Samples::service_account_token(const ServiceAccount& of) {
  const Timestamp now = time();
  return {.digest = digest(),
          .account = of.account,
          .service_account = of.id,
          .secret = of.secrets.front().id,
          .created_at = now,
          .expires_at = now + std::chrono::hours(1)};
}

ServiceToken Samples::service_token(const Project& project) {
  return {.id = id<ServiceTokenId>(),
          .digest = digest(),
          .account = project.account,
          .project = project.id,
          .created_at = time(),
          .created_by = id<UserId>(),
          .last_used_at = time(),
          .ends_at = time()};
}

SigningKey Samples::signing_key() {
  const TokenDigest key = digest();
  const Timestamp now = time();
  return {.id = id<SigningKeyId>(),
          .public_key = {.algorithm = SignatureAlgorithm::eddsa,
                         .octets = std::string(key.bytes.begin(), key.bytes.end())},
          .sealed_private_key = numbered("v1.sealed "),
          .created_at = now,
          .signs_from = now + std::chrono::hours(24)};
}

UsageEntry Samples::usage(const Project& project, const ServiceCode& service) {
  return {.id = id<UsageEntryId>(),
          .account = project.account,
          .project = project.id,
          .service = service,
          .event = numbered("event "),
          .amount = 7,
          .times = 3,
          .key = numbered("key "),
          .created_at = time()};
}

std::string Samples::numbered(std::string_view word) {
  return std::string(word) + std::to_string(++made_);
}

SignedIn signed_in(const Session& session, User user) {
  user.password_hash.clear();
  return {session, std::move(user)};
}

}  // namespace gatehouse::conformance
