#include "every_record.hpp"

#include <algorithm>

namespace gatehouse::conformance {
namespace {

Project project_with(AccountId account, ProjectId id) {
  return {.id = id,
          .account = account,
          .name = "Project",
          .description = {},
          .own_user_limit = {},
          .user_used = 0,
          .created_at = at(0)};
}

ApiProxyGroup group_with(AccountId account, const Scope& scope, const std::string& name) {
  return {.id = {},
          .account = account,
          .scope = scope,
          .name = name,
          .description = {},
          .created_at = at(0)};
}

template <class Records, class Id>
bool has_id(const Records& records, const Id& id) {
  return std::any_of(records.begin(), records.end(),
                     [&](const auto& record) { return record.id == id; });
}

}  // namespace

RecordKinds samples_of(const World& w) {
  const AccountId account = w.account.id;
  return {w.item,
          w.account,
          w.registration,
          w.approve_code,
          w.developer,
          w.session,
          w.service_account,
          w.service_account_token,
          w.reset,
          w.idempotency_key,
          w.project,
          {account, w.project.id, w.push_keys},
          w.attachment,
          w.consumer,
          {account, w.project.id, w.consumer.id},
          w.token,
          w.member,
          w.api_proxy,
          w.api_proxy_group,
          {account, w.api_proxy_group.scope, w.api_proxy_group.name, w.api_proxy.name},
          w.credential,
          w.grant,
          w.gateway,
          w.family,
          w.service_token,
          w.signing_key,
          w.usage,
          w.item_limits,
          w.reset_mail,
          w.mail_entry};
}

void put(Transaction& tx, const CatalogueItem& item) { REQUIRE(tx.catalogue().insert(item)); }
void put(Transaction& tx, const Account& account) { REQUIRE(tx.accounts().insert(account)); }
void put(Transaction& tx, const Registration& registration) {
  REQUIRE(tx.registrations().insert(registration));
}
void put(Transaction& tx, const ApproveCode& code) { tx.approve_codes().insert(code); }
void put(Transaction& tx, const User& user) { REQUIRE(tx.users().insert(user)); }
void put(Transaction& tx, const Session& session) { tx.sessions().insert(session); }
void put(Transaction& tx, const ServiceAccount& service_account) {
  REQUIRE(tx.service_accounts().insert(service_account));
}
void put(Transaction& tx, const ServiceAccountToken& token) {
  tx.service_account_tokens().insert(token);
}
void put(Transaction& tx, const PasswordReset& reset) { tx.password_resets().insert(reset); }
void put(Transaction& tx, const IdempotencyKey& key) { REQUIRE(tx.idempotency_keys().insert(key)); }
void put(Transaction& tx, const Project& project) { REQUIRE(tx.projects().insert(project)); }
void put(Transaction& tx, const ProjectPushKeys& keys) {
  REQUIRE(tx.projects().insert(project_with(keys.account, keys.project)));
  REQUIRE(tx.projects().set_push_keys(keys.account, keys.project, keys.keys));
}
void put(Transaction& tx, const Attachment& attachment) {
  REQUIRE(tx.attachments().insert(attachment));
}
void put(Transaction& tx, const Consumer& consumer) { REQUIRE(tx.consumers().insert(consumer)); }
void put(Transaction& tx, const AttachedConsumer& attached) {
  REQUIRE(tx.consumers().attach(attached.account, attached.project, attached.consumer));
}
void put(Transaction& tx, const ConsumerToken& token) { tx.consumer_tokens().insert(token); }
void put(Transaction& tx, const Member& member) { tx.members().set(member); }
void put(Transaction& tx, const ApiProxy& proxy) { REQUIRE(tx.api_proxies().insert(proxy)); }
void put(Transaction& tx, const ApiProxyGroup& group) {
  REQUIRE(tx.api_proxy_groups().insert(group));
}
void put(Transaction& tx, const GroupedApiProxy& grouped) {
  put(tx, group_with(grouped.account, grouped.scope, grouped.group));
  REQUIRE(tx.api_proxy_groups().add(grouped.account, grouped.scope, grouped.group, grouped.proxy));
}
void put(Transaction& tx, const Credential& credential) {
  REQUIRE(tx.credentials().insert(credential));
}
void put(Transaction& tx, const Grant& grant) { REQUIRE(tx.grants().insert(grant)); }
void put(Transaction& tx, const Gateway& gateway) { REQUIRE(tx.gateways().insert(gateway)); }
void put(Transaction& tx, const TokenFamily& family) { tx.token_families().insert(family); }
void put(Transaction& tx, const ServiceToken& token) { tx.service_tokens().insert(token); }
void put(Transaction& tx, const SigningKey& key) { REQUIRE(tx.signing_keys().insert(key)); }
void put(Transaction& tx, const UsageEntry& entry) { REQUIRE(tx.usage().insert(entry)); }
void put(Transaction& tx, const LimitSetting& setting) { tx.limits().set(setting); }
void put(Transaction& tx, const OutgoingMail& mail) { tx.mail().insert(mail); }
void put(Transaction& tx, const MailEntry& entry) { tx.mail_ledger().insert(entry); }

bool replace(Transaction& tx, const Account& account) {
  return tx.accounts().update(account) == Update::done;
}
bool replace(Transaction& tx, const Registration& registration) {
  return tx.registrations().update(registration);
}
bool replace(Transaction& tx, const User& user) { return tx.users().update(user) == Update::done; }
bool replace(Transaction& tx, const ServiceAccount& service_account) {
  return tx.service_accounts().update(service_account) == Update::done;
}
bool replace(Transaction& tx, const Project& project) {
  return tx.projects().update(project) == Update::done;
}
bool replace(Transaction& tx, const Credential& credential) {
  return tx.credentials().update(credential);
}
bool replace(Transaction& tx, const Gateway& gateway) {
  return tx.gateways().update(gateway) == Update::done;
}
bool replace(Transaction& tx, const TokenFamily& family) {
  return tx.token_families().update(family);
}
bool replace(Transaction& tx, const ServiceToken& token) {
  return tx.service_tokens().update(token);
}

bool is_found(const Transaction& tx, const User& user) {
  return tx.users().find(user.account, user.id).has_value();
}
bool is_found(const Transaction& tx, const ServiceAccount& service_account) {
  return tx.service_accounts().find(service_account.account, service_account.id).has_value();
}
bool is_found(const Transaction& tx, const Project& project) {
  return tx.projects().find(project.account, project.id).has_value();
}
bool is_found(const Transaction& tx, const ProjectPushKeys& keys) {
  return tx.projects().push_keys(keys.account, keys.project) != SealedPushKeys();
}
bool is_found(const Transaction& tx, const Attachment& attachment) {
  return tx.attachments()
      .find(attachment.account, attachment.project, attachment.service)
      .has_value();
}
bool is_found(const Transaction& tx, const Consumer& consumer) {
  return tx.consumers().find(consumer.account, consumer.id).has_value();
}
bool is_found(const Transaction& tx, const AttachedConsumer& attached) {
  return tx.consumers().is_attached(attached.account, attached.project, attached.consumer);
}
bool is_found(const Transaction& tx, const Member& member) {
  return tx.members().find(member.account, member.project, member.user).has_value();
}
bool is_found(const Transaction& tx, const ApiProxy& proxy) {
  return tx.api_proxies().find(proxy.account, proxy.scope, proxy.name).has_value();
}
bool is_found(const Transaction& tx, const ApiProxyGroup& group) {
  return tx.api_proxy_groups().find(group.account, group.scope, group.name).has_value();
}
bool is_found(const Transaction& tx, const GroupedApiProxy& grouped) {
  return !tx.api_proxy_groups().proxies(grouped.account, grouped.scope, grouped.group).empty();
}
bool is_found(const Transaction& tx, const Credential& credential) {
  return tx.credentials().find(credential.account, credential.username).has_value();
}
bool is_found(const Transaction& tx, const Grant& grant) {
  return has_id(tx.grants().list(grant.account, grant.credential, grant.scope), grant.id);
}
bool is_found(const Transaction& tx, const Gateway& gateway) {
  return tx.gateways().find(gateway.account, gateway.id).has_value();
}
bool is_found(const Transaction& tx, const ServiceToken& token) {
  return has_id(tx.service_tokens().list(token.account, token.project), token.id);
}
bool is_found(const Transaction& tx, const UsageEntry& entry) {
  return tx.usage().find(entry.account, entry.project, entry.service, entry.key).has_value();
}
bool is_found(const Transaction& tx, const LimitSetting& setting) {
  return !tx.limits().find(setting.account, setting.project, setting.service).is_empty();
}

}  // namespace gatehouse::conformance
