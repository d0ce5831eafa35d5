#include <gatehouse/ports/storage/erased.hpp>

#include <utility>

#include <gatehouse/ports/storage/scan.hpp>

namespace gatehouse {
namespace {

using Keys = std::vector<ErasureKey>;

/// Adds the account's erasure, unless the record belongs to the installation itself.
Keys with_account(const Tenant& account, Keys keys) {
  if (account) keys.push_back(erasure_of::account(*account));
  return keys;
}

template <class Token>
Keys over_token(const Token& token) {
  return {erasure_of::account(token.account),
          erasure_of::service(token.account, token.project, token.service),
          erasure_of::consumer(token.account, token.project, token.consumer),
          erasure_of::project(token.account, token.project),
          erasure_of::consumer_everywhere(token.account, token.consumer)};
}

/// Adds the erasure of the project, unless the record is in the scope of every project.
Keys with_project(AccountId account, const Scope& scope, Keys keys) {
  if (scope.project()) keys.push_back(erasure_of::project(account, *scope.project()));
  return keys;
}

}  // namespace

Keys erasures_over(const User& user) {
  return with_account(user.account, {erasure_of::user(user.account, user.id)});
}

Keys erasures_over(const Session& session) {
  return with_account(session.account, {erasure_of::user(session.account, session.user),
                                        erasure_of::sessions(session.account, session.user)});
}

Keys erasures_over(const ServiceAccountToken& token) {
  return {erasure_of::account(token.account),
          erasure_of::user(token.account, token.service_account),
          erasure_of::sessions(token.account, token.service_account)};
}

Keys erasures_over(const PasswordReset& reset) {
  return with_account(reset.account, {erasure_of::user(reset.account, reset.user),
                                      erasure_of::resets(reset.account, reset.user)});
}

Keys erasures_over(const IdempotencyKey& key) {
  return with_account(key.account, {erasure_of::user(key.account, key.user)});
}

Keys erasures_over(const ConsumerToken& token) { return over_token(token); }

Keys erasures_over(const TokenFamily& family) { return over_token(family); }

Keys erasures_over(const Member& member) {
  return {erasure_of::account(member.account), erasure_of::user(member.account, member.user),
          erasure_of::project(member.account, member.project)};
}

Keys erasures_over(const Grant& grant) {
  return with_project(
      grant.account, grant.scope,
      {erasure_of::account(grant.account), erasure_of::credential(grant.account, grant.credential),
       erasure_of::grants_on(grant.account, grant.scope, grant.target),
       erasure_of::grants_on(grant.account, std::nullopt, grant.target)});
}

Keys erasures_over(const GroupedApiProxy& grouped) {
  return with_project(grouped.account, grouped.scope,
                      {erasure_of::account(grouped.account),
                       erasure_of::places_in_groups(grouped.account, grouped.scope, grouped.proxy),
                       erasure_of::places_in_groups(grouped.account, std::nullopt, grouped.proxy),
                       erasure_of::group_contents(grouped.account, grouped.scope, grouped.group)});
}

Keys erasures_over(const LimitSetting& setting) {
  Keys keys;
  if (setting.account && setting.project) {
    keys.push_back(erasure_of::project(*setting.account, *setting.project));
  }
  return with_account(setting.account, std::move(keys));
}

Keys erasures_over(const MailEntry& entry) { return with_account(entry.account, {}); }

Keys erasures_over(const OutgoingMail& mail) {
  if (!mail.user) return {};
  return with_account(mail.account, {erasure_of::user(mail.account, *mail.user),
                                     erasure_of::resets(mail.account, *mail.user)});
}

}  // namespace gatehouse
