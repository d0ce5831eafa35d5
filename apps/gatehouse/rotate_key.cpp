#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

#include <gatehouse/crypto_openssl/key_file.hpp>
#include <gatehouse/services/secrets/reencryption.hpp>
#include <gatehouse/system/system_clock.hpp>
#include <gatehouse/system/system_entropy.hpp>

#include "bad_option.hpp"
#include "commands.hpp"
#include "encryption.hpp"
#include "wiring.hpp"

namespace gatehouse::app {

int rotate_key(const Configuration& chosen) {
  if (encryption_key_file(chosen).empty()) throw BadOption("encryption-key-file", "is required");
  SystemEntropy entropy;
  auto keys = read_encryption_keys(chosen);
  const std::string id = keys.front().id;
  const AesGcmCipher cipher(std::move(keys), entropy);

  // Servers may be running, so their database is not migrated.
  Configuration as_it_is = chosen;
  as_it_is.migrate = as_it_is.create = false;
  const auto storage = open_storage(as_it_is);
  SystemClock clock;
  Reencryption secrets(*storage, clock, cipher);
  std::size_t seen = 0;
  std::size_t reencrypted = 0;
  std::size_t faults = 0;
  Reencryption::Report step;
  do {
    step = secrets.reencrypt();
    for (const std::string& fault : step.faults) std::cerr << "gatehouse: " << fault << '\n';
    seen += step.seen;
    reencrypted += step.reencrypted;
    faults += step.faults.size();
  } while (step.more);
  std::cout << "re-encrypted " << reencrypted << " of " << seen << " secrets with the key \"" << id
            << "\"\n";
  if (faults == 0) return 0;
  std::cerr << "gatehouse: left as they were: " << faults << " of " << seen
            << ". Keep the other keys\n";
  return 1;
}

}  // namespace gatehouse::app
