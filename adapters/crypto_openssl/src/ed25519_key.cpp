#include "ed25519_key.hpp"

#include <cstddef>

#include <gatehouse/ports/port_error.hpp>

#include "ed25519_point.hpp"
#include "octets.hpp"

namespace gatehouse {
namespace {

constexpr const char* algorithm = "ED25519";
constexpr std::size_t key_size = 32;

std::string public_octets_of(const Key& key) {
  std::string result(key_size, '\0');
  std::size_t size = result.size();
  if (EVP_PKEY_get_raw_public_key(key.get(), octets(result), &size) != 1 || size != key_size) {
    throw PortError("OpenSSL could not tell the public key of Ed25519");
  }
  return result;
}

}  // namespace

std::string make_ed25519_keys(Wiped& seed) {
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, algorithm));
  std::size_t size = seed.text.size();
  if (!key || EVP_PKEY_get_raw_private_key(key.get(), octets(seed.text), &size) != 1 ||
      size != key_size) {
    throw PortError("OpenSSL could not make a key of Ed25519");
  }
  return public_octets_of(key);
}

Key load_ed25519_private_key(std::string_view seed, std::string_view public_octets) {
  Key key(EVP_PKEY_new_raw_private_key_ex(nullptr, algorithm, nullptr, octets(seed), seed.size()));
  if (!key) throw PortError("OpenSSL offers no Ed25519");
  if (public_octets_of(key) != public_octets) key.reset();
  return key;
}

Key load_ed25519_public_key(std::string_view public_octets) {
  if (!is_ed25519_public_key(public_octets)) return nullptr;
  Key key(EVP_PKEY_new_raw_public_key_ex(nullptr, algorithm, nullptr, octets(public_octets),
                                         public_octets.size()));
  if (!key) throw PortError("OpenSSL offers no Ed25519");
  return key;
}

}  // namespace gatehouse
