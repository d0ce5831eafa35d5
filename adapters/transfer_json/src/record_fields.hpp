/// The fields of records in an export, for writing and reading alike.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include <gatehouse/ports/storage/walk.hpp>

#include "json_values.hpp"
#include "record_formats.hpp"

namespace gatehouse::transfer {

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

/// The address and, since format 4, its key.
template <class Address, class Field>
void address_fields(Address& email, std::int64_t format, Field&& field) {
  field("email", email);
  if (format < 4) return;
  auto key = key_of(email);
  field("email_key", key);
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
  address_fields(r.email, format, field);
  field("created_at", r.created_at);
}

template <IsA<Registration> Record, class Field>
void each_field(Record& r, std::int64_t format, Field&& field) {
  field("id", r.id);
  field("organization_name", r.organization_name);
  address_fields(r.email, format, field);
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
  address_fields(r.email, format, field);
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
