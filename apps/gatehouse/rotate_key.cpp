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
namespace {

Reencryption::Report seal_all_anew(Reencryption& secrets) {
  Reencryption::Report all;
  do {
    const Reencryption::Report step = secrets.reencrypt();
    for (const std::string& fault : step.faults) std::cerr << "gatehouse: " << fault << '\n';
    all.faults.insert(all.faults.end(), step.faults.begin(), step.faults.end());
    all.seen += step.seen;
    all.reencrypted += step.reencrypted;
    all.more = step.more;
  } while (all.more);
  return all;
}

}  // namespace

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
  const Reencryption::Report report = seal_all_anew(secrets);
  std::cout << "sealed " << report.reencrypted << " of " << report.seen
            << " secrets anew with the key \"" << id << "\"\n";
  if (report.faults.empty()) return 0;
  std::cerr << "gatehouse: left as they were: " << report.faults.size() << " of " << report.seen
            << ". Keep the other keys\n";
  return 1;
}

}  // namespace gatehouse::app
