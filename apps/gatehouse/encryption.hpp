/// The keys that encrypt secrets which the server must be able to decrypt.
#pragma once

#include <string>
#include <vector>

#include <gatehouse/crypto_openssl/aes_gcm_cipher.hpp>

#include "configuration.hpp"

namespace spdlog {
class logger;
}  // namespace spdlog

namespace gatehouse::app {

class Wiring;

/// Returns `--encryption-key-file`. Its default is PATH.key for the database sqlite:PATH, and empty
/// for others.
[[nodiscard]] std::string encryption_key_file(const Configuration& chosen);

/// Reads the keys of that file, which `chosen` must have. Throws BadOption if the file is unusable,
/// since restarting would not help.
[[nodiscard]] std::vector<EncryptionKey> read_encryption_keys(const Configuration& chosen);

/// Sets the keys of the cipher, and logs if they do not match the stored data. Creates a missing
/// key file at the default path unless the database already holds encrypted secrets. Without keys,
/// the server runs but refuses to store or read secrets. Throws like read_encryption_keys().
void load_encryption_keys(Wiring& wiring, const Configuration& chosen, spdlog::logger& logger);

/// Reads the keys again and logs the result. On failure, the previous keys stay in use.
void reload_encryption_keys(Wiring& wiring, const Configuration& chosen, spdlog::logger& logger);

}  // namespace gatehouse::app
