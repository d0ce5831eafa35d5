/// Export of a whole storage as lines of JSON, and import into another storage.
///
/// The first line identifies the format, each record has a line, and the last line contains the
/// number of records of each type and the SHA-256 of all octets before it:
///
///     {"gatehouse":"export","format":4,"created":"2026-01-31T12:00:00.000Z"}
///     {"type":"account","id":"0190…","organization_name":"…",…,"created_at":1769860800000000}
///     {"gatehouse":"end","counts":{"catalogue_item":0,"account":1,…},"sha256":"9f86…"}
///
/// Types come in the order of RecordKinds, and the records of each type in the order of its key
/// (see records/kind.hpp), so that storages with equal contents yield equal lines. Times are
/// microseconds since 1970, ids and digests hex, public keys base64url; unset values are null. Each
/// line is UTF-8, ends with a line feed, and has one canonical form.
///
/// The lines contain hashes of passwords, and push keys and the private keys of signatures in the
/// form in which they are stored. Protect them like the storage.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/ports/password_hasher.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/ports/text_forms.hpp>

namespace gatehouse::transfer {

/// Writes all records, in one read transaction, and returns their number. Keeps 100 records in
/// memory at a time. Throws PortError when the storage fails, or restarts the read after lines were
/// written already; std::runtime_error when writing to `out` fails. The output then has no last
/// line, so it is recognised as incomplete.
[[nodiscard]] std::uint64_t export_all(Storage& storage, std::ostream& out, Timestamp created);

struct ImportOptions {
  /// Computes the keys of names for lines of a format without keys, as Ports::text_forms.
  const TextForms* text_forms = nullptr;
  /// Determines which hashes of passwords can be verified; null: hashes are not checked.
  const PasswordHasher* password_hasher = nullptr;
  /// Determines whether verifying a hash of a known form would cost more than a log-in may. Empty:
  /// no hash does.
  std::function<bool(std::string_view phc)> is_too_costly{};
  /// Whether users and credentials whose password cannot be verified are imported.
  bool keep_unusable_passwords = false;
};

struct Imported {
  /// The number of records of all types.
  std::uint64_t records = 0;
  /// The number of users and credentials whose password cannot be verified, by the form of the
  /// hash, e.g. `$2b$`, or `$argon2id$ (too costly)`.
  std::map<std::string, std::uint64_t> unusable_passwords;
};

/// The field named in the error when the password of a user or credential cannot be verified.
inline constexpr std::string_view password_hash_field = "password_hash";

/// Imports all records in one transaction: either all of them are stored or none.
///
/// Former formats are accepted too. The limits in format 1 are copies of the configured ones and
/// are dropped; the limits configured here apply. Names without keys get them; when two collide,
/// one has its own text as its key (see ports/text_forms.hpp).
///
/// `in` must be seekable to its beginning (`seekg(0)`), as a transaction may run more than once.
/// Refuses
///
///   failed_precondition   a storage that holds any record already; passwords that cannot be
///                         verified, unless they are to be kept: then the faults of
///                         Error::fields are of `password_hash_field`, one for each form of hash
///   invalid_argument      lines that export_all() never wrote: cut, changed, out of order, twice,
///                         with unknown, missing or malformed fields, or naming something that no
///                         earlier line holds; the detail begins with the number of the line
///
/// Throws PortError when the storage fails, CommitInDoubt when it is not known whether all records
/// are stored or none, std::runtime_error when `in` cannot be read.
[[nodiscard]] Result<Imported> import_all(Storage& storage, std::istream& in,
                                          const ImportOptions& options = {});

}  // namespace gatehouse::transfer
