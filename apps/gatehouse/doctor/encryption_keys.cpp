#include "doctor/encryption_keys.hpp"

#include <string>

#include <gatehouse/crypto_openssl/aes_gcm_cipher.hpp>
#include <gatehouse/crypto_openssl/key_file.hpp>
#include <gatehouse/services/secrets/reencryption.hpp>
#include <gatehouse/system/system_clock.hpp>
#include <gatehouse/system/system_entropy.hpp>

#include "configuration.hpp"
#include "doctor/findings.hpp"
#include "encryption.hpp"
#include "text_file.hpp"

namespace gatehouse::app {
namespace {

bool anything_sealed(Storage* storage, const Cipher& cipher) {
  SystemClock clock;
  return storage != nullptr && Reencryption(*storage, clock, cipher).any_is_sealed();
}

void check_missing_file(Findings& findings, const Configuration& chosen, const std::string& path,
                        bool needed) {
  const std::string what = "encryption: there is no key file " + path;
  if (needed) {
    return findings.error(what + ", and the database holds secrets that are sealed: bring the " +
                          "file back");
  }
  if (!chosen.encryption_key_file.empty()) {
    return findings.error(what + "; gatehouse create-key " + path + " makes one");
  }
  findings.ok(what + " yet; serve makes it");
}

}  // namespace

void check_encryption_keys(Findings& findings, const Configuration& chosen, Storage* storage) {
  SystemEntropy entropy;
  AesGcmCipher cipher({}, entropy);
  const std::string path = encryption_key_file(chosen);
  if (path.empty()) {
    const std::string what = "encryption: encryption-key-file is not given, so push keys can ";
    if (anything_sealed(storage, cipher)) {
      return findings.error(what + "not be read, of which the database holds some");
    }
    return findings.warn(what + "neither be kept nor read, and no access tokens handed out");
  }
  if (!file_exists(path)) {
    return check_missing_file(findings, chosen, path, anything_sealed(storage, cipher));
  }
  cipher.replace_keys(read_encryption_keys(chosen));
  if (storage == nullptr) return findings.ok("encryption: the key file can be read");
  SystemClock clock;
  if (const auto fault = Reencryption(*storage, clock, cipher).first_fault()) {
    return findings.error("encryption: the key file " + path +
                          " does not fit the database: " + *fault);
  }
  findings.ok("encryption: the key file can be read, and fits the database");
}

}  // namespace gatehouse::app
