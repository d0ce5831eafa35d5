/// The table of each kind of record, and its primary key. Users of a table include the description
/// of its kind (gatehouse/records/), which takes long to compile.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include <gatehouse/model/account.hpp>
#include <gatehouse/model/api_proxy.hpp>
#include <gatehouse/model/attachment.hpp>
#include <gatehouse/model/catalogue_item.hpp>
#include <gatehouse/model/consumer.hpp>
#include <gatehouse/model/credential.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/model/limits.hpp>
#include <gatehouse/model/mail.hpp>
#include <gatehouse/model/password_reset.hpp>
#include <gatehouse/model/project.hpp>
#include <gatehouse/model/project_member.hpp>
#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/model/registration.hpp>
#include <gatehouse/model/service_token.hpp>
#include <gatehouse/model/session.hpp>
#include <gatehouse/model/signing_key.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/token_family.hpp>
#include <gatehouse/model/usage.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse::sql {

/// The primary key is the identity of the record.
struct Table {
  std::string_view name;
};

/// The primary key is a column of 64 bits, the row_key() of one member.
template <class Record, class Member>
struct KeyedTable {
  std::string_view name;
  std::string_view key;
  Member Record::*keyed_by;
};

template <class Record>
inline constexpr int table = 0;

template <>
inline constexpr Table table<Account>{"accounts"};
template <>
inline constexpr Table table<ApiProxy>{"api_proxies"};
template <>
inline constexpr Table table<ApiProxyGroup>{"api_proxy_groups"};
template <>
inline constexpr Table table<ApproveCode>{"approve_codes"};
template <>
inline constexpr Table table<AttachedConsumer>{"project_consumers"};
template <>
inline constexpr Table table<Attachment>{"attachments"};
template <>
inline constexpr Table table<CatalogueItem>{"catalogue"};
template <>
inline constexpr Table table<Consumer>{"consumers"};
template <>
inline constexpr KeyedTable<ConsumerToken, TokenDigest> table<ConsumerToken>{
    "consumer_tokens", "token_key", &ConsumerToken::digest};
template <>
inline constexpr Table table<Credential>{"credentials"};
template <>
inline constexpr KeyedTable<Gateway, TokenDigest> table<Gateway>{"gateways", "token_key",
                                                                 &Gateway::digest};
template <>
inline constexpr Table table<Grant>{"grants"};
template <>
inline constexpr Table table<GroupedApiProxy>{"grouped_api_proxies"};
template <>
inline constexpr Table table<LimitSetting>{"limit_settings"};
template <>
inline constexpr Table table<OutgoingMail>{"outgoing_mail"};
template <>
inline constexpr KeyedTable<PasswordReset, TokenDigest> table<PasswordReset>{
    "password_resets", "token_key", &PasswordReset::digest};
template <>
inline constexpr Table table<Project>{"projects"};
template <>
inline constexpr Table table<ProjectMember>{"project_members"};
template <>
inline constexpr Table table<ProjectPushKeys>{"project_push_keys"};
template <>
inline constexpr Table table<Registration>{"registrations"};
template <>
inline constexpr KeyedTable<ServiceToken, TokenDigest> table<ServiceToken>{
    "service_tokens", "token_key", &ServiceToken::digest};
template <>
inline constexpr KeyedTable<Session, TokenDigest> table<Session>{"sessions", "token_key",
                                                                 &Session::digest};
template <>
inline constexpr Table table<SigningKey>{"signing_keys"};
template <>
inline constexpr KeyedTable<TokenFamily, TokenFamilyId> table<TokenFamily>{
    "token_families", "family_key", &TokenFamily::id};
template <>
inline constexpr Table table<UsageEntry>{"usage_entries"};
template <>
inline constexpr KeyedTable<User, UserId> table<User>{"users", "user_key", &User::id};

/// Fields whose columns are named differently.
inline constexpr auto renamed_columns =
    std::to_array<std::pair<std::string_view, std::string_view>>({
        {"account", "account_id"},
        {"consumer", "consumer_id"},
        {"credential", "credential_id"},
        {"credentials", "credential_limit"},
        {"current", "current_digest"},
        {"group", "group_name"},
        {"items", "item_limit"},
        {"key", "entry_key"},
        {"mail", "mail_id"},
        {"origin", "origin_digest"},
        {"previous", "previous_digest"},
        {"project", "project_id"},
        {"projects", "project_limit"},
        {"registration", "registration_id"},
        {"user", "user_id"},
        {"users", "user_limit"},
    });

[[nodiscard]] constexpr std::string_view column_name(std::string_view field) {
  for (const auto& [name, column] : renamed_columns) {
    if (name == field) return column;
  }
  return field;
}

}  // namespace gatehouse::sql
