#include <gatehouse/storage_sql/sql_transaction.hpp>

#include <gatehouse/ports/storage/walk.hpp>

#include <limits>

#include "records/accounts.hpp"
#include "records/api_proxies.hpp"
#include "records/api_proxy_groups.hpp"
#include "records/approve_codes.hpp"
#include "records/attachments.hpp"
#include "records/catalogue.hpp"
#include "records/consumer_tokens.hpp"
#include "records/consumers.hpp"
#include "records/credentials.hpp"
#include "records/erasures.hpp"
#include "records/gateways.hpp"
#include "records/grants.hpp"
#include "records/limits.hpp"
#include "records/mail.hpp"
#include "records/members.hpp"
#include "records/newest.hpp"
#include "records/password_resets.hpp"
#include "records/projects.hpp"
#include "records/registrations.hpp"
#include "records/service_tokens.hpp"
#include "records/sessions.hpp"
#include "records/signing_keys.hpp"
#include "records/token_families.hpp"
#include "records/usage.hpp"
#include "records/users.hpp"

namespace gatehouse::sql {

struct SqlTransaction::Records final : Walk {
  explicit Records(Connection& connection)
      : erasures(connection),
        accounts(connection),
        registrations(connection),
        approve_codes(connection),
        users(connection, erasures),
        sessions(connection, erasures, users),
        password_resets(connection, erasures),
        projects(connection),
        catalogue(connection),
        attachments(connection),
        consumers(connection),
        consumer_tokens(connection, erasures),
        mail(connection),
        members(connection),
        credentials(connection, erasures),
        grants(connection, erasures),
        api_proxies(connection),
        api_proxy_groups(connection, erasures),
        gateways(connection, erasures),
        token_families(connection, erasures),
        service_tokens(connection, erasures),
        signing_keys(connection),
        usage(connection),
        limits(connection),
        newest_records(connection) {}

  Newest newest() const override { return newest_records.find(); }

  std::vector<Erasure> all_erasures() const override {
    return erasures.list(std::numeric_limits<std::size_t>::max());
  }
  std::vector<CatalogueItem> page(const Page<CatalogueItem>& page) const override {
    return catalogue.page(page);
  }
  std::vector<Account> page(const Page<Account>& page) const override {
    return accounts.page(page);
  }
  std::vector<Registration> page(const Page<Registration>& page) const override {
    return registrations.page(page);
  }
  std::vector<ApproveCode> page(const Page<ApproveCode>& page) const override {
    return approve_codes.page(page);
  }
  std::vector<User> page(const Page<User>& page) const override { return users.page(page); }
  std::vector<Session> page(const Page<Session>& page) const override {
    return sessions.page(page);
  }
  std::vector<PasswordReset> page(const Page<PasswordReset>& page) const override {
    return password_resets.page(page);
  }
  std::vector<Project> page(const Page<Project>& page) const override {
    return projects.page(page);
  }
  std::vector<ProjectPushKeys> page(const Page<ProjectPushKeys>& page) const override {
    return projects.page(page);
  }
  std::vector<Attachment> page(const Page<Attachment>& page) const override {
    return attachments.page(page);
  }
  std::vector<Consumer> page(const Page<Consumer>& page) const override {
    return consumers.page(page);
  }
  std::vector<AttachedConsumer> page(const Page<AttachedConsumer>& page) const override {
    return consumers.page(page);
  }
  std::vector<ConsumerToken> page(const Page<ConsumerToken>& page) const override {
    return consumer_tokens.page(page);
  }
  std::vector<ProjectMember> page(const Page<ProjectMember>& page) const override {
    return members.page(page);
  }
  std::vector<ApiProxy> page(const Page<ApiProxy>& page) const override {
    return api_proxies.page(page);
  }
  std::vector<ApiProxyGroup> page(const Page<ApiProxyGroup>& page) const override {
    return api_proxy_groups.page(page);
  }
  std::vector<GroupedApiProxy> page(const Page<GroupedApiProxy>& page) const override {
    return api_proxy_groups.page(page);
  }
  std::vector<Credential> page(const Page<Credential>& page) const override {
    return credentials.page(page);
  }
  std::vector<Grant> page(const Page<Grant>& page) const override { return grants.page(page); }
  std::vector<Gateway> page(const Page<Gateway>& page) const override {
    return gateways.page(page);
  }
  std::vector<TokenFamily> page(const Page<TokenFamily>& page) const override {
    return token_families.page(page);
  }
  std::vector<ServiceToken> page(const Page<ServiceToken>& page) const override {
    return service_tokens.page(page);
  }
  std::vector<SigningKey> page(const Page<SigningKey>& page) const override {
    return signing_keys.page(page);
  }
  std::vector<UsageEntry> page(const Page<UsageEntry>& page) const override {
    return usage.page(page);
  }
  std::vector<LimitSetting> page(const Page<LimitSetting>& page) const override {
    return limits.page(page);
  }
  std::vector<OutgoingMail> page(const Page<OutgoingMail>& page) const override {
    return mail.page(page);
  }

  Erasures erasures;
  Accounts accounts;
  Registrations registrations;
  ApproveCodes approve_codes;
  Users users;
  Sessions sessions;
  PasswordResets password_resets;
  Projects projects;
  Catalogue catalogue;
  Attachments attachments;
  Consumers consumers;
  ConsumerTokens consumer_tokens;
  Mail mail;
  Members members;
  Credentials credentials;
  Grants grants;
  ApiProxies api_proxies;
  ApiProxyGroups api_proxy_groups;
  Gateways gateways;
  TokenFamilies token_families;
  ServiceTokens service_tokens;
  SigningKeys signing_keys;
  Usage usage;
  LimitSettings limits;
  NewestRecords newest_records;
};

SqlTransaction::SqlTransaction(Connection& connection)
    : records_(std::make_unique<Records>(connection)) {}

SqlTransaction::~SqlTransaction() = default;

AccountRecords& SqlTransaction::accounts() { return records_->accounts; }
RegistrationRecords& SqlTransaction::registrations() { return records_->registrations; }
ApproveCodeRecords& SqlTransaction::approve_codes() { return records_->approve_codes; }
UserRecords& SqlTransaction::users() { return records_->users; }
SessionRecords& SqlTransaction::sessions() { return records_->sessions; }
PasswordResetRecords& SqlTransaction::password_resets() { return records_->password_resets; }
ProjectRecords& SqlTransaction::projects() { return records_->projects; }
CatalogueRecords& SqlTransaction::catalogue() { return records_->catalogue; }
AttachmentRecords& SqlTransaction::attachments() { return records_->attachments; }
ConsumerRecords& SqlTransaction::consumers() { return records_->consumers; }
ConsumerTokenRecords& SqlTransaction::consumer_tokens() { return records_->consumer_tokens; }
MailRecords& SqlTransaction::mail() { return records_->mail; }
MemberRecords& SqlTransaction::members() { return records_->members; }
CredentialRecords& SqlTransaction::credentials() { return records_->credentials; }
GrantRecords& SqlTransaction::grants() { return records_->grants; }
ApiProxyRecords& SqlTransaction::api_proxies() { return records_->api_proxies; }
ApiProxyGroupRecords& SqlTransaction::api_proxy_groups() { return records_->api_proxy_groups; }
GatewayRecords& SqlTransaction::gateways() { return records_->gateways; }
TokenFamilyRecords& SqlTransaction::token_families() { return records_->token_families; }
ServiceTokenRecords& SqlTransaction::service_tokens() { return records_->service_tokens; }
SigningKeyRecords& SqlTransaction::signing_keys() { return records_->signing_keys; }
UsageRecords& SqlTransaction::usage() { return records_->usage; }
LimitRecords& SqlTransaction::limits() { return records_->limits; }
ErasureRecords& SqlTransaction::erasures() { return records_->erasures; }

const Walk& SqlTransaction::walk() const { return *records_; }

}  // namespace gatehouse::sql
