/// The types of records in an export, and their fields, for writing and reading alike.
///
/// A type that is added, and a field that a record gets or loses, make a new format. Former ones
/// are still read, so what was in them stays here.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <gatehouse/ports/storage/walk.hpp>

#include "json_values.hpp"

namespace gatehouse::transfer {

/// The format that is written, and the oldest that is read.
///
/// 1  Projects and attachments had copies of the limits that were configured.
/// 2  Projects have limits of their own, or null, and attachments none. Token families, service
///    tokens, signing keys, usage and limits came.
/// 3  Service tokens have an id, a maker, a last use and an end. Token families tell their
///    rotations. Limits of credentials came.
/// 4  Gateways have an address field, or null. Registrations have approve codes of their own
///    records, where each had one before. Addresses of accounts, registrations and users have
///    their keys.
inline constexpr std::int64_t newest_format = 4;
inline constexpr std::int64_t oldest_format = 1;

/// A record as its line says it: with what it had in former formats alone, so that such a line is
/// read, and checked, to the octet.
template <class Record>
struct AsRead : Record {};

/// The limits of format 1 were copies of what was configured, which nobody could set for one
/// project or service alone: storages that come from that time let go of them (see schema_004.hpp
/// in storage_sql), and so does an import.
template <>
struct AsRead<Project> : Project {
  std::int64_t user_limit = 0;
};

template <>
struct AsRead<Attachment> : Attachment {
  std::int64_t item_limit = 0;
};

/// What a record of that format is to hold besides, as storages that come from that time do.
template <class Record>
void bring_up_to_date(Record&, std::int64_t /*format*/) {}

/// Ids come before all that are made later, as in schema_005.hpp in storage_sql.
inline void bring_up_to_date(ServiceToken& token, std::int64_t format) {
  constexpr std::size_t begin = 4;
  if (format > 2) return;
  ServiceTokenId::Bytes id{};
  std::copy_n(token.digest.bytes.begin(), id.size() - begin, id.begin() + begin);
  token.id = ServiceTokenId(id);
}

/// Whether a line may come before the other one.
template <class Record>
bool comes_before(const Record& a, const Record& b, std::int64_t /*format*/) {
  return walk_key(a) < walk_key(b);
}

/// Until format 2, a project had one service token.
inline bool comes_before(const ServiceToken& a, const ServiceToken& b, std::int64_t format) {
  if (format > 2) return walk_key(a) < walk_key(b);
  return std::tie(a.account, a.project) < std::tie(b.account, b.project);
}
/// Until format 4 a registration had one code. What was counted of wrong ones is let go of.
template <>
struct AsRead<Registration> : Registration {
  TokenDigest code_digest;
  int wrong_codes = 0;
};

template <class Given, class Record>
concept IsA = std::derived_from<std::remove_const_t<Given>, Record>;

/// The name of a type.
template <class Record>
inline constexpr std::string_view type_name = {};

template <>
inline constexpr std::string_view type_name<CatalogueItem> = "catalogue_item";
template <>
inline constexpr std::string_view type_name<Account> = "account";
template <>
inline constexpr std::string_view type_name<Registration> = "registration";
template <>
inline constexpr std::string_view type_name<ApproveCode> = "approve_code";
template <>
inline constexpr std::string_view type_name<User> = "user";
template <>
inline constexpr std::string_view type_name<Session> = "session";
template <>
inline constexpr std::string_view type_name<PasswordReset> = "password_reset";
template <>
inline constexpr std::string_view type_name<Project> = "project";
template <>
inline constexpr std::string_view type_name<ProjectPushKeys> = "project_push_keys";
template <>
inline constexpr std::string_view type_name<Attachment> = "attachment";
template <>
inline constexpr std::string_view type_name<Consumer> = "consumer";
template <>
inline constexpr std::string_view type_name<AttachedConsumer> = "attached_consumer";
template <>
inline constexpr std::string_view type_name<ConsumerToken> = "consumer_token";
template <>
inline constexpr std::string_view type_name<ProjectMember> = "project_member";
template <>
inline constexpr std::string_view type_name<ApiProxy> = "api_proxy";
template <>
inline constexpr std::string_view type_name<ApiProxyGroup> = "api_proxy_group";
template <>
inline constexpr std::string_view type_name<GroupedApiProxy> = "grouped_api_proxy";
template <>
inline constexpr std::string_view type_name<Credential> = "credential";
template <>
inline constexpr std::string_view type_name<Grant> = "grant";
template <>
inline constexpr std::string_view type_name<Gateway> = "gateway";
template <>
inline constexpr std::string_view type_name<TokenFamily> = "token_family";
template <>
inline constexpr std::string_view type_name<ServiceToken> = "service_token";
template <>
inline constexpr std::string_view type_name<SigningKey> = "signing_key";
template <>
inline constexpr std::string_view type_name<UsageEntry> = "usage_entry";
template <>
inline constexpr std::string_view type_name<LimitSetting> = "limit_setting";
template <>
inline constexpr std::string_view type_name<OutgoingMail> = "outgoing_mail";

template <class Record>
inline constexpr std::string_view type_name<AsRead<Record>> = type_name<Record>;

/// The format in which a type came.
template <class Record>
inline constexpr std::int64_t first_format = oldest_format;

template <>
inline constexpr std::int64_t first_format<ApproveCode> = 4;
template <>
inline constexpr std::int64_t first_format<TokenFamily> = 2;
template <>
inline constexpr std::int64_t first_format<ServiceToken> = 2;
template <>
inline constexpr std::int64_t first_format<SigningKey> = 2;
template <>
inline constexpr std::int64_t first_format<UsageEntry> = 2;
template <>
inline constexpr std::int64_t first_format<LimitSetting> = 2;

/// The key of an address, as a field of its own.
template <class Address>
struct KeyOf {
  Address& email;
};

template <class Address>
KeyOf<Address> key_of(Address& email) {
  return {email};
}

template <class Address>
[[nodiscard]] json::value to_json(const KeyOf<Address>& key) {
  return to_json(key.email.key());
}

inline void from_json(const json::value& value, const KeyOf<Email>& key) {
  std::string text = text_of(value);
  if (text.empty() || (key.email.is_ascii() && text != key.email.key())) {
    throw Fault("must be the key of the e-mail address");
  }
  key.email = key.email.with_key(std::move(text));
}

/// Each of these calls `field(name, member)` with every member of a record, in the order of a line.
template <IsA<CatalogueItem> Record, class Field>
void each_field(Record& r, Field&& field) {
  field("code", r.code);
  field("name", r.name);
  field("description", r.description);
  field("created_at", r.created_at);
}

template <IsA<Account> Record, class Field>
void each_field(Record& r, std::int64_t format, Field&& field) {
  field("id", r.id);
  field("organization_name", r.organization_name);
  field("address", r.address);
  field("phone", r.phone);
  field("email", r.email);
  if (format >= 4) {
    auto key = key_of(r.email);
    field("email_key", key);
  }
  field("created_at", r.created_at);
}

template <IsA<Registration> Record, class Field>
void each_field(Record& r, std::int64_t format, Field&& field) {
  field("id", r.id);
  field("organization_name", r.organization_name);
  field("email", r.email);
  if (format >= 4) {
    auto key = key_of(r.email);
    field("email_key", key);
  }
  if constexpr (IsA<Record, AsRead<Registration>>) {
    if (format < 4) {
      field("code_digest", r.code_digest);
      field("code_expires_at", r.expires_at);
      field("wrong_codes", r.wrong_codes);
    }
  }
  field("created_at", r.created_at);
  if (format >= 4) field("expires_at", r.expires_at);
}

template <IsA<ApproveCode> Record, class Field>
void each_field(Record& r, Field&& field) {
  field("registration", r.registration);
  field("digest", r.digest);
  field("organization_name", r.organization_name);
  field("mail", r.mail);
  field("created_at", r.created_at);
  field("expires_at", r.expires_at);
}

template <IsA<User> Record, class Field>
void each_field(Record& r, std::int64_t format, Field&& field) {
  field("id", r.id);
  field("account", r.account);
  field("role", r.role);
  field("email", r.email);
  if (format >= 4) {
    auto key = key_of(r.email);
    field("email_key", key);
  }
  field("first_name", r.first_name);
  field("last_name", r.last_name);
  field("password_hash", r.password_hash);
  field("created_at", r.created_at);
}

template <class Record, class Field>
requires IsA<Record, Session> || IsA<Record, PasswordReset>
void each_field(Record& r, Field&& field) {
  field("digest", r.digest);
  field("account", r.account);
  field("user", r.user);
  field("created_at", r.created_at);
  field("expires_at", r.expires_at);
}

template <IsA<Project> Record, class Field>
void each_field(Record& r, std::int64_t format, Field&& field) {
  field("id", r.id);
  field("account", r.account);
  field("name", r.name);
  field("description", r.description);
  if (format > 1) {
    field("own_user_limit", r.own_user_limit);
  } else if constexpr (IsA<Record, AsRead<Project>>) {
    field("user_limit", r.user_limit);
  }
  field("user_used", r.user_used);
  field("created_at", r.created_at);
}

template <IsA<ProjectPushKeys> Record, class Field>
void each_field(Record& r, Field&& field) {
  field("account", r.account);
  field("project", r.project);
  field("fcm_api_keys", r.keys.fcm_api_keys);
  field("fcm_project_number", r.keys.fcm_project_number);
  field("apns_cert", r.keys.apns_cert);
}

template <IsA<Attachment> Record, class Field>
void each_field(Record& r, std::int64_t format, Field&& field) {
  field("id", r.id);
  field("account", r.account);
  field("project", r.project);
  field("service", r.service);
  field("name", r.name);
  field("description", r.description);
  if constexpr (IsA<Record, AsRead<Attachment>>) {
    if (format == 1) field("item_limit", r.item_limit);
  }
  field("item_used", r.item_used);
  field("created_at", r.created_at);
}

template <IsA<Consumer> Record, class Field>
void each_field(Record& r, Field&& field) {
  field("id", r.id);
  field("account", r.account);
  field("created_at", r.created_at);
}

template <IsA<AttachedConsumer> Record, class Field>
void each_field(Record& r, Field&& field) {
  field("account", r.account);
  field("project", r.project);
  field("consumer", r.consumer);
}

template <IsA<ConsumerToken> Record, class Field>
void each_field(Record& r, Field&& field) {
  field("digest", r.digest);
  field("account", r.account);
  field("project", r.project);
  field("service", r.service);
  field("consumer", r.consumer);
  field("created_at", r.created_at);
  field("expires_at", r.expires_at);
}

template <IsA<ProjectMember> Record, class Field>
void each_field(Record& r, Field&& field) {
  field("account", r.account);
  field("project", r.project);
  field("user", r.user);
  field("permissions", r.permissions);
}

template <class Record, class Field>
requires IsA<Record, ApiProxy> || IsA<Record, ApiProxyGroup>
void each_field(Record& r, Field&& field) {
  field("id", r.id);
  field("account", r.account);
  field("scope", r.scope);
  field("name", r.name);
  field("description", r.description);
  field("created_at", r.created_at);
}

template <IsA<GroupedApiProxy> Record, class Field>
void each_field(Record& r, Field&& field) {
  field("account", r.account);
  field("scope", r.scope);
  field("group", r.group);
  field("proxy", r.proxy);
}

template <IsA<Credential> Record, class Field>
void each_field(Record& r, Field&& field) {
  field("id", r.id);
  field("account", r.account);
  field("scope", r.scope);
  field("username", r.username);
  field("password_hash", r.password_hash);
  field("full_name", r.full_name);
  field("email", r.email);
  field("description", r.description);
  field("roles", r.roles);
  field("enabled", r.enabled);
  field("ip_ranges", r.ip_ranges);
  field("expires_at", r.expires_at);
  field("created_at", r.created_at);
}

template <IsA<Grant> Record, class Field>
void each_field(Record& r, Field&& field) {
  field("id", r.id);
  field("account", r.account);
  field("credential", r.credential);
  field("scope", r.scope);
  field("target_type", r.target.type);
  field("target_name", r.target.name);
  field("expires_at", r.expires_at);
}

template <IsA<Gateway> Record, class Field>
void each_field(Record& r, std::int64_t format, Field&& field) {
  field("id", r.id);
  field("account", r.account);
  field("name", r.name);
  field("digest", r.digest);
  field("created_at", r.created_at);
  if (format > 3) field("address_field", r.address_field);
}

template <IsA<TokenFamily> Record, class Field>
void each_field(Record& r, std::int64_t format, Field&& field) {
  field("id", r.id);
  field("account", r.account);
  field("project", r.project);
  field("service", r.service);
  field("consumer", r.consumer);
  field("origin", r.origin);
  field("current", r.current);
  field("previous", r.previous);
  field("salt", r.salt);
  field("check_key", r.check_key);
  field("created_at", r.created_at);
  field("rotated_at", r.rotated_at);
  field("expires_at", r.expires_at);
  field("ends_at", r.ends_at);
  if (format > 2) field("rotations", r.rotations);
}

template <IsA<ServiceToken> Record, class Field>
void each_field(Record& r, std::int64_t format, Field&& field) {
  if (format > 2) field("id", r.id);
  field("digest", r.digest);
  field("account", r.account);
  field("project", r.project);
  field("created_at", r.created_at);
  if (format > 2) {
    field("created_by", r.created_by);
    field("last_used_at", r.last_used_at);
    field("ends_at", r.ends_at);
  }
}

template <IsA<SigningKey> Record, class Field>
void each_field(Record& r, Field&& field) {
  field("id", r.id);
  field("public_key", r.public_key);
  field("sealed_private_key", r.sealed_private_key);
  field("created_at", r.created_at);
  field("signs_from", r.signs_from);
}

template <IsA<UsageEntry> Record, class Field>
void each_field(Record& r, Field&& field) {
  field("id", r.id);
  field("account", r.account);
  field("project", r.project);
  field("service", r.service);
  field("event", r.event);
  field("amount", r.amount);
  field("key", r.key);
  field("created_at", r.created_at);
}

template <IsA<LimitSetting> Record, class Field>
void each_field(Record& r, std::int64_t format, Field&& field) {
  field("account", r.account);
  field("project", r.project);
  field("service", r.service);
  field("projects", r.limits.projects);
  field("users", r.limits.users);
  field("items", r.limits.items);
  if (format > 2) field("credentials", r.limits.credentials);
}

template <IsA<OutgoingMail> Record, class Field>
void each_field(Record& r, Field&& field) {
  field("id", r.id);
  field("kind", r.kind);
  field("recipient", r.recipient);
  field("registration", r.registration);
  field("account", r.account);
  field("user", r.user);
  field("created_at", r.created_at);
  field("leased_until", r.leased_until);
}

/// Records that are the same in every format.
template <class Record, class Field>
void each_field(Record& r, std::int64_t, Field&& field) {
  each_field(r, field);
}

}  // namespace gatehouse::transfer
