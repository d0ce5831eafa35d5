#include <gatehouse/storage_sql/sql_transaction.hpp>

#include "records/accounts.hpp"
#include "records/api_proxies.hpp"
#include "records/api_proxy_groups.hpp"
#include "records/attachments.hpp"
#include "records/catalogue.hpp"
#include "records/consumer_tokens.hpp"
#include "records/consumers.hpp"
#include "records/credentials.hpp"
#include "records/gateways.hpp"
#include "records/grants.hpp"
#include "records/mail.hpp"
#include "records/members.hpp"
#include "records/password_resets.hpp"
#include "records/projects.hpp"
#include "records/registrations.hpp"
#include "records/sessions.hpp"
#include "records/users.hpp"

namespace gatehouse::sql {

struct SqlTransaction::Records {
  explicit Records(Connection& connection)
      : accounts(connection),
        registrations(connection),
        users(connection),
        sessions(connection),
        password_resets(connection),
        projects(connection),
        catalogue(connection),
        attachments(connection),
        consumers(connection),
        consumer_tokens(connection),
        mail(connection),
        members(connection),
        credentials(connection),
        grants(connection),
        api_proxies(connection),
        api_proxy_groups(connection),
        gateways(connection) {}

  Accounts accounts;
  Registrations registrations;
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
};

SqlTransaction::SqlTransaction(Connection& connection)
    : records_(std::make_unique<Records>(connection)) {}

SqlTransaction::~SqlTransaction() = default;

AccountRecords& SqlTransaction::accounts() { return records_->accounts; }
RegistrationRecords& SqlTransaction::registrations() { return records_->registrations; }
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

}  // namespace gatehouse::sql
