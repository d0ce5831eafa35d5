#include "ecdsa_signature.hpp"

#include <openssl/ec.h>

#include <memory>

#include <gatehouse/ports/port_error.hpp>

#include "octets.hpp"

namespace gatehouse {
namespace {

constexpr int number_size = 32;

struct Free {
  void operator()(ECDSA_SIG* signature) const noexcept { ECDSA_SIG_free(signature); }
  void operator()(BIGNUM* number) const noexcept { BN_free(number); }
};
using Signature = std::unique_ptr<ECDSA_SIG, Free>;
using Number = std::unique_ptr<BIGNUM, Free>;

[[noreturn]] void fail() { throw PortError("OpenSSL could not convert a signature"); }

}  // namespace

std::string to_der_signature(std::string_view r_and_s) {
  const Signature signature(ECDSA_SIG_new());
  Number r(BN_bin2bn(octets(r_and_s), number_size, nullptr));
  Number s(BN_bin2bn(octets(r_and_s) + number_size, number_size, nullptr));
  if (!signature || !r || !s) fail();
  // The signature owns r and s from now on.
  if (ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) fail();
  static_cast<void>(r.release());
  static_cast<void>(s.release());

  std::string der(largest_der_signature, '\0');
  unsigned char* end = octets(der);
  const int size = i2d_ECDSA_SIG(signature.get(), &end);
  if (size <= 0) fail();
  der.resize(static_cast<std::size_t>(size));
  return der;
}

std::string from_der_signature(std::string_view der) {
  const unsigned char* end = octets(der);
  const Signature signature(d2i_ECDSA_SIG(nullptr, &end, static_cast<long>(der.size())));
  std::string r_and_s(std::size_t{2} * number_size, '\0');
  if (!signature ||
      BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), octets(r_and_s), number_size) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), octets(r_and_s) + number_size, number_size) <
          0) {
    fail();
  }
  return r_and_s;
}

}  // namespace gatehouse
