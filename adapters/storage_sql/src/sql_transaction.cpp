#include <gatehouse/storage_sql/sql_transaction.hpp>

#include <gatehouse/ports/storage/scan.hpp>

#include <limits>

#include "record_statements.hpp"
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

namespace {

/// One scan for each kind of record.
template <class Kinds>
struct ScansOf;
template <class... Kinds>
struct ScansOf<std::tuple<Kinds...>> : TableScan<Kinds>... {
  explicit ScansOf(Connection& connection) : TableScan<Kinds>(connection)... {}
};

}  // namespace

struct SqlTransaction::Records final : ScanBy<SqlTransaction::Records> {
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
        newest_records(connection),
        scans(connection) {}

  Newest newest() const override { return newest_records.find(); }

  std::vector<Erasure> all_erasures() const override {
    return erasures.list(std::numeric_limits<std::size_t>::max());
  }

  template <class Record>
  std::vector<Record> page_of(const Page<Record>& page) const {
    return static_cast<const TableScan<Record>&>(scans).page(page);
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
  ScansOf<RecordKinds> scans;
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

const Scan& SqlTransaction::scan() const { return *records_; }

}  // namespace gatehouse::sql
