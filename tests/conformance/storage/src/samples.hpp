/// Sample records: each call returns a record with a unique id, digest, address and name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <gatehouse/model/account.hpp>
#include <gatehouse/model/api_proxy.hpp>
#include <gatehouse/model/api_proxy_group.hpp>
#include <gatehouse/model/attachment.hpp>
#include <gatehouse/model/catalogue_item.hpp>
#include <gatehouse/model/consumer.hpp>
#include <gatehouse/model/consumer_token.hpp>
#include <gatehouse/model/credential.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/model/idempotency_key.hpp>
#include <gatehouse/model/mail.hpp>
#include <gatehouse/model/mail_ledger.hpp>
#include <gatehouse/model/member.hpp>
#include <gatehouse/model/password_reset.hpp>
#include <gatehouse/model/project.hpp>
#include <gatehouse/model/registration.hpp>
#include <gatehouse/model/service_account.hpp>
#include <gatehouse/model/service_token.hpp>
#include <gatehouse/model/session.hpp>
#include <gatehouse/model/signing_key.hpp>
#include <gatehouse/model/token_family.hpp>
#include <gatehouse/model/usage.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse::conformance {

/// Parses the address or code; throws std::invalid_argument when it is malformed.
[[nodiscard]] Email email(std::string_view text);
[[nodiscard]] ServiceCode code(std::string_view text);

/// Parses the IP range; throws std::invalid_argument when it is malformed.
[[nodiscard]] IpRange ip_range(std::string_view text);

/// Microseconds since 1970.
[[nodiscard]] Timestamp at(std::int64_t microseconds);

class Samples {
 public:
  /// Ids and times increase from call to call, as in production.
  template <class AnyId>
  [[nodiscard]] AnyId id() {
    return AnyId(id_bytes());
  }
  [[nodiscard]] TokenDigest digest();
  [[nodiscard]] Salt salt() { return digest().bytes; }
  [[nodiscard]] Timestamp time();
  [[nodiscard]] Email new_email();
  [[nodiscard]] ServiceCode new_code();

  [[nodiscard]] Account account();
  [[nodiscard]] Registration registration();
  [[nodiscard]] ApproveCode approve_code(AccountId registration);
  [[nodiscard]] User user(Tenant account, Role role = Role::developer);
  [[nodiscard]] Session session(const User& user);
  [[nodiscard]] PasswordReset reset(const User& user);
  [[nodiscard]] IdempotencyKey idempotency_key(const User& user);
  [[nodiscard]] Project project(AccountId account);
  [[nodiscard]] CatalogueItem item();
  [[nodiscard]] Attachment attachment(const Project& project, const ServiceCode& service);
  [[nodiscard]] Consumer consumer(AccountId account);
  [[nodiscard]] ConsumerToken token(const Project& project, const ServiceCode& service,
                                    const Consumer& consumer);
  [[nodiscard]] OutgoingMail approval(AccountId registration);
  [[nodiscard]] OutgoingMail reset_mail(const User& user);
  [[nodiscard]] MailEntry mail_entry(const Tenant& account);
  [[nodiscard]] Credential credential(AccountId account, const Scope& scope = Scope::everywhere());
  /// In the scope of the credential.
  [[nodiscard]] Grant grant(const Credential& credential, GrantTarget target);
  [[nodiscard]] ApiProxy api_proxy(AccountId account, const Scope& scope = Scope::everywhere());
  [[nodiscard]] ApiProxyGroup api_proxy_group(AccountId account,
                                              const Scope& scope = Scope::everywhere());
  [[nodiscard]] Gateway gateway(AccountId account);
  [[nodiscard]] TokenFamily family(const Project& project, const ServiceCode& service,
                                   const Consumer& consumer);
  /// With two secrets, the first of which was used.
  [[nodiscard]] ServiceAccount service_account(AccountId account);
  /// Obtained with the first secret.
  [[nodiscard]] ServiceAccountToken service_account_token(const ServiceAccount& of);
  [[nodiscard]] ServiceToken service_token(const Project& project);
  [[nodiscard]] SigningKey signing_key();
  [[nodiscard]] UsageEntry usage(const Project& project, const ServiceCode& service);

 private:
  [[nodiscard]] std::array<std::uint8_t, 16> id_bytes();
  [[nodiscard]] std::string numbered(std::string_view word);

  std::uint64_t made_ = 0;
};

/// The result of a session lookup: the user without the password hash.
[[nodiscard]] SignedIn signed_in(const Session& session, User user);

}  // namespace gatehouse::conformance
