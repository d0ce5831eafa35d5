/// Stores an imported record. Throws Fault when a record that it refers to is missing, or when a
/// unique key is taken.
#pragma once

#include <optional>
#include <string>

#include <gatehouse/ports/storage/scan.hpp>

#include "fault.hpp"

namespace gatehouse::transfer {

inline void need(bool there, const char* what) {
  if (!there) throw Fault("names " + std::string(what) + " that no line before it holds");
}

inline void need_free(bool free, const char* what) {
  if (!free) throw Fault("has " + std::string(what) + " of another record");
}

inline void need_account(const Transaction& tx, AccountId account) {
  need(tx.accounts().find(account).has_value(), "an account");
}

inline void need_user(const Transaction& tx, Tenant tenant, UserId user) {
  need(tx.users().find(tenant, user).has_value(), "a user");
}

/// A user or a service account.
inline void need_actor(const Transaction& tx, const Tenant& tenant, UserId actor) {
  const bool is_service_account = tenant && tx.service_accounts().find(*tenant, actor);
  need(is_service_account || tx.users().find(tenant, actor), "a user or service account");
}

inline void need_project(const Transaction& tx, AccountId account, ProjectId project) {
  need(tx.projects().find(account, project).has_value(), "a project");
}

inline void need_service(const Transaction& tx, const ServiceCode& service) {
  need(tx.catalogue().find(service).has_value(), "a service");
}

/// `Token` is a ConsumerToken or a TokenFamily.
template <class Token>
void need_attached(const Transaction& tx, const Token& token) {
  need(tx.attachments().find(token.account, token.project, token.service).has_value(),
       "an attached service");
  need(tx.consumers().is_attached(token.account, token.project, token.consumer),
       "an attached consumer");
}

inline void need_scope(const Transaction& tx, AccountId account, const Scope& scope) {
  need_account(tx, account);
  if (scope.project()) need_project(tx, account, *scope.project());
}

/// Returns the id before `id` in their order, or std::nullopt for the first.
template <class AnyId>
std::optional<AnyId> id_before(const AnyId& id) {
  typename AnyId::Bytes bytes = id.bytes();
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
    if ((*byte)-- != 0) return AnyId(bytes);
  }
  return std::nullopt;
}

/// The port looks up credentials by username; by id, a page of one record is read.
inline bool has_credential(const Transaction& tx, AccountId account, CredentialId id) {
  const auto page =
      tx.credentials().list(account, std::nullopt, {.after = id_before(id), .limit = 1});
  return !page.empty() && page.front().id == id;
}

inline void keep(Transaction& tx, const CatalogueItem& item) {
  need_free(tx.catalogue().insert(item), "the code");
}

inline void keep(Transaction& tx, const Account& account) {
  need_free(tx.accounts().insert(account), "the id or e-mail");
}

inline void keep(Transaction& tx, const Registration& registration) {
  need_free(tx.registrations().insert(registration), "the id or e-mail");
}

/// Codes may outlive their registration for a while.
inline void keep(Transaction& tx, const ApproveCode& code) {
  need_free(!tx.approve_codes().find(code.registration, code.digest), "the digest");
  tx.approve_codes().insert(code);
}

inline void keep(Transaction& tx, const User& user) {
  if (user.account.has_value() == (user.role == Role::root)) {
    throw Fault("has a role that does not go with its account");
  }
  if (user.account) need_account(tx, *user.account);
  need_free(tx.users().insert(user), "the id or e-mail");
}

inline void keep(Transaction& tx, const Session& session) {
  need_user(tx, session.account, session.user);
  need_free(!tx.sessions().find(session.digest), "the digest");
  tx.sessions().insert(session);
}

inline void keep(Transaction& tx, const ServiceAccount& service_account) {
  need_account(tx, service_account.account);
  need_free(!tx.users().find(service_account.account, service_account.id), "the id");
  need_free(tx.service_accounts().insert(service_account), "the id or name");
}

/// Tokens may outlive their secret until they expire, without being valid.
inline void keep(Transaction& tx, const ServiceAccountToken& token) {
  need(tx.service_accounts().find(token.account, token.service_account).has_value(),
       "a service account");
  need_free(!tx.service_account_tokens().find(token.digest), "the digest");
  tx.service_account_tokens().insert(token);
}

inline void keep(Transaction& tx, const PasswordReset& reset) {
  // With hidden accounts, resets for unknown users have the nil id.
  if (!reset.user.is_nil()) need_user(tx, reset.account, reset.user);
  need_free(!tx.password_resets().find(reset.digest), "the digest");
  tx.password_resets().insert(reset);
}

inline void keep(Transaction& tx, const IdempotencyKey& key) {
  need_actor(tx, key.account, key.user);
  need_free(tx.idempotency_keys().insert(key), "the digest");
}

inline void keep(Transaction& tx, const Project& project) {
  need_account(tx, project.account);
  need_free(tx.projects().insert(project), "the id or name");
}

inline void keep(Transaction& tx, const ProjectPushKeys& keys) {
  need(tx.projects().set_push_keys(keys.account, keys.project, keys.keys), "a project");
}

inline void keep(Transaction& tx, const Attachment& attachment) {
  need_project(tx, attachment.account, attachment.project);
  need_service(tx, attachment.service);
  need_free(tx.attachments().insert(attachment), "the id or service");
}

inline void keep(Transaction& tx, const Consumer& consumer) {
  need_account(tx, consumer.account);
  need_free(tx.consumers().insert(consumer), "the id or external id");
}

inline void keep(Transaction& tx, const AttachedConsumer& attached) {
  need_project(tx, attached.account, attached.project);
  need(tx.consumers().find(attached.account, attached.consumer).has_value(), "a consumer");
  need_free(tx.consumers().attach(attached.account, attached.project, attached.consumer),
            "the consumer");
}

inline void keep(Transaction& tx, const ConsumerToken& token) {
  need_attached(tx, token);
  need_free(!tx.consumer_tokens().find(token.digest), "the digest");
  tx.consumer_tokens().insert(token);
}

inline void keep(Transaction& tx, const Member& member) {
  need_project(tx, member.account, member.project);
  need_actor(tx, member.account, member.user);
  tx.members().set(member);
}

inline void keep(Transaction& tx, const ApiProxy& proxy) {
  need_scope(tx, proxy.account, proxy.scope);
  need_free(tx.api_proxies().insert(proxy), "the id or name");
}

inline void keep(Transaction& tx, const ApiProxyGroup& group) {
  need_scope(tx, group.account, group.scope);
  need_free(tx.api_proxy_groups().insert(group), "the id or name");
}

inline void keep(Transaction& tx, const GroupedApiProxy& grouped) {
  need(tx.api_proxies().exists(grouped.account, grouped.proxy), "an API proxy");
  need(tx.api_proxy_groups().add(grouped.account, grouped.scope, grouped.group, grouped.proxy),
       "a group");
}

inline void keep(Transaction& tx, const Credential& credential) {
  need_scope(tx, credential.account, credential.scope);
  need_free(tx.credentials().insert(credential), "the id or username");
}

inline void keep(Transaction& tx, const Grant& grant) {
  need(has_credential(tx, grant.account, grant.credential), "a credential");
  need_scope(tx, grant.account, grant.scope);
  const std::string& target = grant.target.name;
  need(grant.target.type == TargetType::api_proxy
           ? tx.api_proxies().exists(grant.account, target)
           : tx.api_proxy_groups().exists(grant.account, target),
       "an API proxy or group");
  need_free(tx.grants().insert(grant), "the id or target");
}

inline void keep(Transaction& tx, const Gateway& gateway) {
  need_account(tx, gateway.account);
  need_free(!tx.gateways().find(gateway.digest), "the digest");
  need_free(tx.gateways().insert(gateway), "the id or name");
}

inline void keep(Transaction& tx, const TokenFamily& family) {
  need_attached(tx, family);
  need_free(
      !tx.token_families().find(family.id) && !tx.token_families().find_by_origin(family.origin),
      "the id or origin");
  tx.token_families().insert(family);
}

inline void keep(Transaction& tx, const ServiceToken& token) {
  need_project(tx, token.account, token.project);
  need_free(!tx.service_tokens().find(token.digest), "the digest");
  tx.service_tokens().insert(token);
}

inline void keep(Transaction& tx, const SigningKey& key) {
  need_free(tx.signing_keys().insert(key), "the id");
}

/// Entries may outlive the service in the catalogue, once it is detached.
inline void keep(Transaction& tx, const UsageEntry& entry) {
  need_project(tx, entry.account, entry.project);
  need_free(tx.usage().insert(entry), "the id or key");
}

/// The limit of a service in a project may outlive the service.
inline void keep(Transaction& tx, const LimitSetting& setting) {
  const bool of_a_project = setting.account && setting.service;
  if (setting.project.has_value() != of_a_project) {
    throw Fault("is not for an account, a service, or a service in a project of an account");
  }
  if (setting.account) need_account(tx, *setting.account);
  if (setting.project) need_project(tx, *setting.account, *setting.project);
  // Those in a project may outlive the service in the catalogue, once it is detached.
  if (setting.service && !setting.project) need_service(tx, *setting.service);
  // The storage would not store it.
  if (setting.limits.is_empty()) throw Fault("sets no limit");
  tx.limits().set(setting);
}

/// Entries may outlive the records they refer to; delivery then drops them.
inline void keep(Transaction& tx, const OutgoingMail& mail) { tx.mail().insert(mail); }

/// The account of an entry may be pending or gone.
inline void keep(Transaction& tx, const MailEntry& entry) { tx.mail_ledger().insert(entry); }

}  // namespace gatehouse::transfer
