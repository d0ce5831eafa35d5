/// The Transaction of every SQL storage, on one connection.
#pragma once

#include <memory>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::sql {

struct Connection;

/// Owns the connection's prepared statements, so it lives as long as the connection and is used for
/// one transaction after another. The adapter begins and ends the transactions.
class SqlTransaction final : public Transaction {
 public:
  explicit SqlTransaction(Connection& connection);
  ~SqlTransaction() override;

  using Transaction::accounts;
  using Transaction::api_proxies;
  using Transaction::api_proxy_groups;
  using Transaction::approve_codes;
  using Transaction::attachments;
  using Transaction::catalogue;
  using Transaction::consumer_tokens;
  using Transaction::consumers;
  using Transaction::credentials;
  using Transaction::erasures;
  using Transaction::gateways;
  using Transaction::grants;
  using Transaction::limits;
  using Transaction::mail;
  using Transaction::members;
  using Transaction::password_resets;
  using Transaction::projects;
  using Transaction::registrations;
  using Transaction::service_tokens;
  using Transaction::sessions;
  using Transaction::signing_keys;
  using Transaction::token_families;
  using Transaction::usage;
  using Transaction::users;

  [[nodiscard]] AccountRecords& accounts() override;
  [[nodiscard]] RegistrationRecords& registrations() override;
  [[nodiscard]] ApproveCodeRecords& approve_codes() override;
  [[nodiscard]] UserRecords& users() override;
  [[nodiscard]] SessionRecords& sessions() override;
  [[nodiscard]] PasswordResetRecords& password_resets() override;
  [[nodiscard]] ProjectRecords& projects() override;
  [[nodiscard]] CatalogueRecords& catalogue() override;
  [[nodiscard]] AttachmentRecords& attachments() override;
  [[nodiscard]] ConsumerRecords& consumers() override;
  [[nodiscard]] ConsumerTokenRecords& consumer_tokens() override;
  [[nodiscard]] MailRecords& mail() override;
  [[nodiscard]] MemberRecords& members() override;
  [[nodiscard]] CredentialRecords& credentials() override;
  [[nodiscard]] GrantRecords& grants() override;
  [[nodiscard]] ApiProxyRecords& api_proxies() override;
  [[nodiscard]] ApiProxyGroupRecords& api_proxy_groups() override;
  [[nodiscard]] GatewayRecords& gateways() override;
  [[nodiscard]] TokenFamilyRecords& token_families() override;
  [[nodiscard]] ServiceTokenRecords& service_tokens() override;
  [[nodiscard]] SigningKeyRecords& signing_keys() override;
  [[nodiscard]] UsageRecords& usage() override;
  [[nodiscard]] LimitRecords& limits() override;
  [[nodiscard]] ErasureRecords& erasures() override;

 private:
  [[nodiscard]] const Scan& scan() const override;

  struct Records;
  std::unique_ptr<Records> records_;
};

}  // namespace gatehouse::sql
