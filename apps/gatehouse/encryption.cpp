#include "encryption.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <string_view>

#include <gatehouse/crypto_openssl/key_file.hpp>
#include <gatehouse/ports/port_error.hpp>

#include "bad_option.hpp"
#include "text_file.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

/// Returns false if the file does not exist and must not be created.
bool have_key_file(const std::string& path, Wiring& wiring, const Configuration& chosen,
                   spdlog::logger& logger) {
  if (!chosen.encryption_key_file.empty() || file_exists(path)) return true;
  if (wiring.reencryption().any_is_sealed()) {
    logger.error(
        "the database holds secrets that are sealed, and their encryption key file \"{}\" is not "
        "there: push keys can neither be read nor kept, and no access tokens handed out, until it "
        "is back",
        path);
    return false;
  }
  // If another server has created the file first, its key serves both.
  if (create_key_file(path, wiring.ports().entropy)) {
    logger.info("made the encryption key file \"{}\": keep a copy, apart from the database's",
                path);
  }
  return true;
}

}  // namespace

std::string encryption_key_file(const Configuration& chosen) {
  if (!chosen.encryption_key_file.empty()) return chosen.encryption_key_file;
  constexpr std::string_view sqlite = "sqlite:";
  if (!chosen.database.starts_with(sqlite)) return {};
  return chosen.database.substr(sqlite.size()) + ".key";
}

std::vector<EncryptionKey> read_encryption_keys(const Configuration& chosen) {
  try {
    return read_key_file(encryption_key_file(chosen));
  } catch (const PortError& error) {
    throw BadOption("encryption-key-file", std::string("cannot be used: ") + error.what());
  }
}

void load_encryption_keys(Wiring& wiring, const Configuration& chosen, spdlog::logger& logger) {
  const std::string path = encryption_key_file(chosen);
  if (path.empty()) {
    logger.warn(
        "--encryption-key-file is not given: push keys can neither be kept nor read, "
        "and no access tokens are handed out");
    return;
  }
  if (!have_key_file(path, wiring, chosen, logger)) return;
  wiring.cipher().replace_keys(read_encryption_keys(chosen));
  const auto fault = wiring.reencryption().first_fault();
  if (fault)
    logger.error("the encryption key file \"{}\" does not fit the database: {}", path, *fault);
}

void reload_encryption_keys(Wiring& wiring, const Configuration& chosen, spdlog::logger& logger) {
  const std::string path = encryption_key_file(chosen);
  if (path.empty()) return;
  try {
    wiring.cipher().replace_keys(read_key_file(path));
    logger.info("SIGHUP: the encryption keys are those that \"{}\" holds now", path);
  } catch (const std::exception& error) {
    logger.error("SIGHUP: the encryption keys stay as they were: {}", error.what());
  }
}

}  // namespace gatehouse::app
