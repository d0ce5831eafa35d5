#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/crypto_openssl/key_file.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/tokens/signing_keys.hpp>

#include "bad_option.hpp"
#include "commands.hpp"
#include "encryption.hpp"
#include "no_mailer.hpp"
#include "wiring.hpp"

namespace gatehouse::app {

int rotate_signing_key(const Configuration& chosen) {
  const std::string path = encryption_key_file(chosen);
  if (path.empty()) throw BadOption("encryption-key-file", "is required");
  // Servers may be running, so their database is not migrated.
  Configuration as_it_is = chosen;
  as_it_is.migrate = false;
  as_it_is.create = false;
  Wiring wiring(as_it_is, std::make_unique<NoMailer>());
  wiring.cipher().replace_keys(read_encryption_keys(chosen));

  // With an encryption key that the servers do not have, they could not sign with the new key. When
  // former keys are discarded, their encryption key may be lost.
  const auto fault = wiring.reencryption().first_fault();
  if (fault && !chosen.discard_former) {
    throw std::runtime_error("the encryption key file \"" + path +
                             "\" does not fit the database: " + *fault);
  }
  Operations operations(wiring.ports().storage, wiring.ports().clock);
  SigningKeys keys(operations, ServicePorts(wiring.ports()), chosen.settings);
  const auto rotation = chosen.discard_former ? SigningKeys::Rotation::discarding
                                              : SigningKeys::Rotation::overlapping;
  const auto key = keys.rotate(chosen.settings.signature_algorithm, rotation);
  if (!key) {
    throw std::runtime_error(key.error().detail +
                             " Wait until they are over, or give --discard-former");
  }
  std::cout << "made the signing key " << key->id.to_string() << " ("
            << name(key->public_key.algorithm) << "), which signs from "
            << format_utc(key->signs_from) << " on\n";
  if (chosen.discard_former) {
    std::cout << "all former keys are gone: no token that they signed is taken any more\n";
  }
  return 0;
}

}  // namespace gatehouse::app
