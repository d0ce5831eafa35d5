#include <iostream>
#include <stdexcept>

#include <gatehouse/crypto_openssl/key_file.hpp>
#include <gatehouse/system/system_entropy.hpp>

#include "commands.hpp"

namespace gatehouse::app {

int create_key(const Configuration& chosen) {
  SystemEntropy entropy;
  if (!create_key_file(chosen.new_key_file, entropy)) {
    throw std::runtime_error("there is a file \"" + chosen.new_key_file +
                             "\" already, which stays as it is");
  }
  std::cout << "made the encryption key file " << chosen.new_key_file << '\n';
  return 0;
}

}  // namespace gatehouse::app
