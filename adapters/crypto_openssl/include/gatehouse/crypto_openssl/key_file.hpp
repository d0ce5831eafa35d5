/// The file with the keys for encryption at rest.
///
/// Each line is a key's id, a space, and its 32 octets as 64 lower-case hex digits. Empty lines,
/// and those that begin with `#`, are ignored. The first key seals, and all of them open.
#pragma once

#include <string>
#include <vector>

#include <gatehouse/crypto_openssl/aes_gcm_cipher.hpp>
#include <gatehouse/ports/entropy.hpp>

namespace gatehouse {

/// Throws PortError, with a message for the operator that reveals nothing of a key, when the file
/// cannot be read, is readable by all users of the machine or writable by anyone but its owner,
/// contains no key, has a malformed line, or two keys have the same id or octets.
[[nodiscard]] std::vector<EncryptionKey> read_key_file(const std::string& path);

/// Makes the file, with one new key, accessible to its owner only (mode 0600), atomically and
/// durably. Returns false, and changes nothing, when a file exists at `path`. Throws PortError when
/// it cannot be made.
[[nodiscard]] bool create_key_file(const std::string& path, Entropy& entropy);

}  // namespace gatehouse
