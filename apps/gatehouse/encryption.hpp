/// The keys with which the server seals what must be read back.
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

/// `--encryption-key-file`; without it PATH.key for the database sqlite:PATH, and for others none.
[[nodiscard]] std::string encryption_key_file(const Configuration& chosen);

/// The keys of that file, which `chosen` must have. Throws BadOption for a file that cannot be
/// used: a start that is tried again finds it no better.
[[nodiscard]] std::vector<EncryptionKey> read_encryption_keys(const Configuration& chosen);

/// Gives the cipher its keys, and logs when they do not fit what is kept. A key file that was not
/// named is made when it is not there, unless something is sealed already, whose key it must have.
/// Without keys the server runs, and refuses to keep or read secrets. Throws as
/// read_encryption_keys().
void load_encryption_keys(Wiring& wiring, const Configuration& chosen, spdlog::logger& logger);

/// Reads them again, and logs how that went; when it goes wrong, they stay as they were.
void reload_encryption_keys(Wiring& wiring, const Configuration& chosen, spdlog::logger& logger);

}  // namespace gatehouse::app
