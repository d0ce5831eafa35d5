/// All that a storage holds as lines of JSON, and back: how an installation moves from one storage
/// to another.
///
/// The first line says what the file is, then each record has a line, and the last line counts the
/// records of each type and holds the SHA-256 of all octets before it:
///
///     {"gatehouse":"export","format":4,"created":"2026-01-31T12:00:00.000Z"}
///     {"type":"account","id":"0190…","organization_name":"…",…,"created_at":1769860800000000}
///     {"gatehouse":"end","counts":{"catalogue_item":0,"account":1,…},"sha256":"9f86…"}
///
/// Types come in the order of RecordKinds, the records of one in that of its key (see
/// records/kind.hpp), so that storages which hold the same give the same lines. Times are
/// microseconds since 1970, ids and digests hex, public keys base64url; what is not set is null.
/// Each line is UTF-8, ends with a line feed, and is written in one way only.
///
/// The lines hold what the storage does: hashes of passwords, and push keys and the private keys of
/// signatures as the storage is given them. Keep them like the storage.
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

/// Writes everything, in one read, and returns how many records. Holds a page of 100 records in
/// memory. Throws PortError when the storage is broken, or had to begin the read anew after lines
/// were written already; std::runtime_error when `out` takes no more. What was written until then
/// has no last line, so nobody takes it for whole.
[[nodiscard]] std::uint64_t export_all(Storage& storage, std::ostream& out, Timestamp created);

struct ImportOptions {
  /// Gives the keys of names to lines of a format that had none; as Ports::text_forms.
  const TextForms* text_forms = nullptr;
  /// Says which hashes of passwords can be verified; null: they are not looked at.
  const PasswordHasher* password_hasher = nullptr;
  /// Says of a hash of a form that can be verified whether that would cost more than a log-in may.
  /// Empty: none does.
  std::function<bool(std::string_view phc)> is_too_costly{};
  /// Whether users and credentials whose password cannot be verified are taken.
  bool keep_unusable_passwords = false;
};

struct Imported {
  /// Of all types.
  std::uint64_t records = 0;
  /// How many users and credentials have a password that cannot be verified, by the form of its
  /// hash, e.g. `$2b$`, or `$argon2id$ (too costly)`.
  std::map<std::string, std::uint64_t> unusable_passwords;
};

/// The field of users and credentials that is at fault when a password cannot be verified.
inline constexpr std::string_view password_hash_field = "password_hash";

/// Keeps everything, in one transaction. Everything or nothing is kept, whatever happens meanwhile.
///
/// Lines of former formats are read too. What those of format 1 say of limits, copies of what was
/// configured then, is not kept: what is configured here holds. Their names get keys; when two have
/// the same, one keeps its name as its own key (see ports/text_forms.hpp).
///
/// `in` must be one that can be read from its beginning again (`seekg(0)`), as a transaction may
/// run more than once. Refuses
///
///   failed_precondition   a storage that holds any record already; passwords that cannot be
///                         verified, unless they are to be kept: then the faults of
///                         Error::fields are of `password_hash_field`, one for each form of hash
///   invalid_argument      lines that export_all() never wrote: cut, changed, out of order, twice,
///                         with unknown, missing or malformed fields, or naming something that no
///                         earlier line holds; the detail begins with the number of the line
///
/// Throws PortError when the storage is broken, CommitInDoubt when it is not known whether
/// everything or nothing is kept, std::runtime_error when `in` cannot be read.
[[nodiscard]] Result<Imported> import_all(Storage& storage, std::istream& in,
                                          const ImportOptions& options = {});

}  // namespace gatehouse::transfer
