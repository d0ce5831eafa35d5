/// The formats of exports, and the differences between them.
///
/// Adding a kind of record, or adding or removing a field, makes a new format. Former formats can
/// still be read, so their kinds and fields stay here.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>

#include <gatehouse/records/all.hpp>

namespace gatehouse::transfer {

/// The format that is written, and the oldest that can be read.
///
/// 1  Projects and attachments have copies of the configured limits.
/// 2  Projects have their own limits, or null; attachments have none. Adds token families, service
///    tokens, signing keys, usage and limits.
/// 3  Service tokens have an id, a creator, a last use and an expiry. Token families have their
///    latest rotations. Adds limits on credentials.
/// 4  Gateways have an address field, or null. Approve codes are separate records; before, each
///    registration had one. Addresses of accounts, registrations and users have keys.
/// 5  Adds service accounts and their tokens, idempotency keys and the ledger of mails. Records
///    have the time of their latest change, or null; grants that of their creation. Consumers have
///    external ids and metadata. Usage counts its events.
inline constexpr std::int64_t newest_format = 5;
inline constexpr std::int64_t oldest_format = 1;

/// A kind of record, or a field of one, that was added after the oldest format.
struct Since {
  std::string_view kind;
  /// Empty for the kind itself.
  std::string_view field;
  std::int64_t format;
};

inline constexpr std::array additions{
    Since{"account", "email_key", 4},
    Since{"account", "updated_at", 5},
    Since{"approve_code", "", 4},
    Since{"consumer", "external_id", 5},
    Since{"consumer", "metadata", 5},
    Since{"consumer", "updated_at", 5},
    Since{"credential", "updated_at", 5},
    Since{"gateway", "address_field", 4},
    Since{"grant", "created_at", 5},
    Since{"idempotency_key", "", 5},
    Since{"limit_setting", "", 2},
    Since{"limit_setting", "credentials", 3},
    Since{"mail_entry", "", 5},
    Since{"project", "own_user_limit", 2},
    Since{"project", "updated_at", 5},
    Since{"project_push_keys", "updated_at", 5},
    Since{"registration", "email_key", 4},
    Since{"registration", "expires_at", 4},
    Since{"service_account", "", 5},
    Since{"service_account_token", "", 5},
    Since{"service_token", "", 2},
    Since{"service_token", "created_by", 3},
    Since{"service_token", "ends_at", 3},
    Since{"service_token", "id", 3},
    Since{"service_token", "last_used_at", 3},
    Since{"signing_key", "", 2},
    Since{"token_family", "", 2},
    Since{"token_family", "rotations", 3},
    Since{"usage_entry", "", 2},
    Since{"usage_entry", "times", 5},
    Since{"user", "email_key", 4},
    Since{"user", "updated_at", 5},
};

/// The first format that has the kind, or the field of it.
[[nodiscard]] constexpr std::int64_t first_format(std::string_view kind,
                                                  std::string_view field = {}) {
  for (const Since& addition : additions) {
    if (addition.kind == kind && addition.field == field) return addition.format;
  }
  return oldest_format;
}

/// A record as read from its line, with the fields of former formats, so that each line can be
/// checked octet for octet.
template <class Record>
struct AsRead : Record {};

/// The limits of format 1 were copies of the configured ones, and could not be set for a single
/// project or service: migrations drop them (see schema_004.hpp in storage_sql), and so does an
/// import.
template <>
struct AsRead<Project> : Project {
  std::int64_t user_limit = 0;
};

template <>
struct AsRead<Attachment> : Attachment {
  std::int64_t item_limit = 0;
};

/// Before format 4 a registration had one code. The count of wrong codes is dropped.
template <>
struct AsRead<Registration> : Registration {
  TokenDigest code_digest;
  int wrong_codes = 0;
};

/// A field that a kind had only in former formats.
template <class Record, class Member>
struct FormerField {
  std::string_view name;
  Member AsRead<Record>::*member;
  std::int64_t last_format;
  /// The name of the field after it.
  std::string_view before;
};

template <class Record>
inline constexpr std::tuple<> former_fields{};

template <>
inline constexpr auto former_fields<Project> = std::tuple{FormerField<Project, std::int64_t>{
    "user_limit", &AsRead<Project>::user_limit, 1, "own_user_limit"}};

template <>
inline constexpr auto former_fields<Attachment> = std::tuple{FormerField<Attachment, std::int64_t>{
    "item_limit", &AsRead<Attachment>::item_limit, 1, "item_used"}};

template <>
inline constexpr auto former_fields<Registration> =
    std::tuple{FormerField<Registration, TokenDigest>{
                   "code_digest", &AsRead<Registration>::code_digest, 3, "created_at"},
               FormerField<Registration, Timestamp>{
                   "code_expires_at", &AsRead<Registration>::expires_at, 3, "created_at"},
               FormerField<Registration, int>{"wrong_codes", &AsRead<Registration>::wrong_codes, 3,
                                              "created_at"}};

/// Fills in the fields that a record of that format lacks, as migrations of that time do.
template <class Record>
void bring_up_to_date(Record&, std::int64_t /*format*/) {}

/// Makes an id that sorts before all later ones, as in schema_005.hpp in storage_sql.
inline void bring_up_to_date(ServiceToken& token, std::int64_t format) {
  constexpr std::size_t begin = 4;
  if (format > 2) return;
  ServiceTokenId::Bytes id{};
  std::copy_n(token.digest.bytes.begin(), id.size() - begin, id.begin() + begin);
  token.id = ServiceTokenId(id);
}

/// Whether the line of `a` may come before that of `b`.
template <class Record>
bool comes_before(const Record& a, const Record& b, std::int64_t /*format*/) {
  return records::key_of(a) < records::key_of(b);
}

/// Up to format 2 a project had one service token.
inline bool comes_before(const ServiceToken& a, const ServiceToken& b, std::int64_t format) {
  if (format > 2) return records::key_of(a) < records::key_of(b);
  return std::tie(a.account, a.project) < std::tie(b.account, b.project);
}

}  // namespace gatehouse::transfer
