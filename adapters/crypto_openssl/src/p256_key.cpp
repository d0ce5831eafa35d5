#include "p256_key.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

#include <gatehouse/ports/port_error.hpp>

#include "octets.hpp"

namespace gatehouse {
namespace {

constexpr std::size_t scalar_size = 32;
constexpr std::size_t point_size = 64;
/// The octet before the coordinates (SEC 1, section 2.3.3).
constexpr char uncompressed = '\x04';

/// Converts between the octet order of keys and the native order of OpenSSL's parameters.
void swap_order(std::string& number) {
  if constexpr (std::endian::native == std::endian::little) {
    std::reverse(number.begin(), number.end());
  }
}

/// Loads a private key, or a public key without a scalar. Returns null when OpenSSL refuses it:
/// OpenSSL checks whether the point is on the curve, but does not check the scalar.
Key load(std::string_view public_octets, std::string* native_scalar) {
  std::string curve = "P-256";
  std::string point = std::string(1, uncompressed).append(public_octets);
  std::array<OSSL_PARAM, 4> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      native_scalar == nullptr
          ? OSSL_PARAM_construct_end()
          : OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, octets(*native_scalar),
                                    native_scalar->size()),
      OSSL_PARAM_construct_end()};
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1) {
    throw PortError("OpenSSL offers no elliptic curves");
  }
  EVP_PKEY* loaded = nullptr;
  const int selection = native_scalar == nullptr ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR;
  const int done = EVP_PKEY_fromdata(context.get(), &loaded, selection, parameters.data());
  Key key(loaded);
  if (done != 1) key.reset();
  return key;
}

}  // namespace

std::string make_p256_keys(Wiped& scalar) {
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  std::array<OSSL_PARAM, 2> wanted{
      OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, octets(scalar.text), scalar_size),
      OSSL_PARAM_construct_end()};
  std::string point(1 + point_size, '\0');
  std::size_t size = 0;
  if (!key || EVP_PKEY_get_params(key.get(), wanted.data()) != 1 ||
      EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY, octets(point),
                                      point.size(), &size) != 1 ||
      size != point.size() || point.front() != uncompressed) {
    throw PortError("OpenSSL could not make a key of P-256");
  }
  swap_order(scalar.text);
  return point.substr(1);
}

Key load_p256_private_key(std::string_view scalar, std::string_view public_octets) {
  if (public_octets.size() != point_size) return nullptr;
  Wiped native(scalar.size());
  std::copy(scalar.begin(), scalar.end(), native.text.begin());
  swap_order(native.text);
  Key key = load(public_octets, &native.text);
  if (!key) return key;
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  if (!context) throw PortError("OpenSSL could not check a key");
  // This checks the range of the scalar, and whether the point belongs to it.
  if (EVP_PKEY_check(context.get()) != 1) key.reset();
  return key;
}

Key load_p256_public_key(std::string_view public_octets) {
  if (public_octets.size() != point_size) return nullptr;
  return load(public_octets, nullptr);
}

}  // namespace gatehouse
