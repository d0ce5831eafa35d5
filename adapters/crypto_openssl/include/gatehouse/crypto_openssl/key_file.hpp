/// The file with the keys of encryption at rest.
///
/// Each line is a key's id, a space, and its 32 octets as 64 lower-case hex digits. Empty lines,
/// and those that begin with `#`, say nothing. The first key seals, and all of them open.
#pragma once

#include <string>
#include <vector>

#include <gatehouse/crypto_openssl/aes_gcm_cipher.hpp>
#include <gatehouse/ports/entropy.hpp>

namespace gatehouse {

/// Throws PortError, in words for the operator that show nothing of a key, when the file cannot be
/// read, all users of the machine may read or anybody but its owner may write it, it holds no key,
/// a line has not the form, or two keys have the same id or octets.
[[nodiscard]] std::vector<EncryptionKey> read_key_file(const std::string& path);

/// Makes the file, with one new key, readable for its owner alone (mode 0600). It is there whole
/// and for good when this returns, or not at all. False when there is a file at `path` already,
/// which stays as it is. Throws PortError when it cannot be made.
[[nodiscard]] bool create_key_file(const std::string& path, Entropy& entropy);

}  // namespace gatehouse
