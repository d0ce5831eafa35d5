/// The formats of exports: what they call the types of records, and what changed between them.
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

/// The limits of format 1 were copies of what was configured, and could not be set for one project
/// or service alone: storages that come from that time drop them (see schema_004.hpp in
/// storage_sql), and so does an import.
template <>
struct AsRead<Project> : Project {
  std::int64_t user_limit = 0;
};

template <>
struct AsRead<Attachment> : Attachment {
  std::int64_t item_limit = 0;
};

/// Before format 4 a registration had one code. The count of wrong ones is not kept.
template <>
struct AsRead<Registration> : Registration {
  TokenDigest code_digest;
  int wrong_codes = 0;
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

/// Up to format 2 a project had one service token.
inline bool comes_before(const ServiceToken& a, const ServiceToken& b, std::int64_t format) {
  if (format > 2) return walk_key(a) < walk_key(b);
  return std::tie(a.account, a.project) < std::tie(b.account, b.project);
}

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

}  // namespace gatehouse::transfer
