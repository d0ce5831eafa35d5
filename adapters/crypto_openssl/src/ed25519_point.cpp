#include "ed25519_point.hpp"

#include <openssl/bn.h>

#include <cstddef>
#include <memory>
#include <string>

#include <gatehouse/ports/port_error.hpp>

#include "octets.hpp"

namespace gatehouse {
namespace {

constexpr std::size_t key_size = 32;
constexpr unsigned char sign_of_x = 0x80;

/// The constants 2^255 - 19 and d of RFC 8032, section 5.1.
constexpr const char* prime =
    "57896044618658097711785492504343953926634992332820282019728792003956564819949";
constexpr const char* constant =
    "37095705934669439343138083508754565189542113879843219016388785533085940283555";

struct Free {
  void operator()(BIGNUM* number) const noexcept { BN_free(number); }
  void operator()(BN_CTX* context) const noexcept { BN_CTX_free(context); }
};
using Number = std::unique_ptr<BIGNUM, Free>;

void check(bool done) {
  if (!done) throw PortError("OpenSSL could not reckon with a public key");
}

Number parse(const char* digits) {
  BIGNUM* number = nullptr;
  const bool done = BN_dec2bn(&number, digits) > 0;
  Number owned(number);
  check(done);
  return owned;
}

Number empty() {
  Number number(BN_new());
  check(number != nullptr);
  return number;
}

/// Arithmetic modulo the prime.
class Field {
 public:
  Field() : room_(BN_CTX_new()), prime_(parse(prime)) { check(room_ != nullptr); }

  [[nodiscard]] bool holds(const Number& a) const { return BN_cmp(a.get(), prime_.get()) < 0; }

  [[nodiscard]] Number product(const Number& a, const Number& b) const {
    Number result = empty();
    check(BN_mod_mul(result.get(), a.get(), b.get(), prime_.get(), room_.get()) == 1);
    return result;
  }
  [[nodiscard]] Number sum(const Number& a, const Number& b) const {
    Number result = empty();
    check(BN_mod_add(result.get(), a.get(), b.get(), prime_.get(), room_.get()) == 1);
    return result;
  }
  [[nodiscard]] Number difference(const Number& a, const Number& b) const {
    Number result = empty();
    check(BN_mod_sub(result.get(), a.get(), b.get(), prime_.get(), room_.get()) == 1);
    return result;
  }
  [[nodiscard]] bool is_square(const Number& a) const {
    const int symbol = BN_kronecker(a.get(), prime_.get(), room_.get());
    check(symbol >= -1);
    return symbol >= 0;
  }

 private:
  std::unique_ptr<BN_CTX, Free> room_;
  Number prime_;
};

/// Returns y without the sign of x, whose both values are valid except for some points of small
/// order.
Number y_of(std::string_view key) {
  std::string littleendian(key);
  octets(littleendian)[key_size - 1] &= static_cast<unsigned char>(~sign_of_x);
  Number y(BN_lebin2bn(octets(littleendian), static_cast<int>(key_size), nullptr));
  check(y != nullptr);
  return y;
}

}  // namespace

bool is_ed25519_public_key(std::string_view key) {
  if (key.size() != key_size) return false;
  const Field field;
  const Number y = y_of(key);
  if (!field.holds(y)) return false;

  // The curve is -x^2 + y^2 = 1 + d x^2 y^2, or x^2 = u / v, where v is never 0.
  const Number one = parse("1");
  const Number y2 = field.product(y, y);
  const Number u = field.difference(y2, one);
  const Number v = field.sum(field.product(parse(constant), y2), one);
  // u / v is a square if and only if u v is, as u v = (u / v) v^2.
  if (!field.is_square(field.product(u, v))) return false;

  // (0, 1) and (0, -1) have order 1 and 2. Points with y = 0 double to (0, -1), and have order 4.
  // The numerator of y of the doubled point is y^2 + x^2; where it is 0, the order is 8.
  const bool is_of_order_1_or_2 = BN_is_zero(u.get()) == 1;
  const bool is_of_order_4 = BN_is_zero(y.get()) == 1;
  const bool is_of_order_8 = BN_is_zero(field.sum(field.product(y2, v), u).get()) == 1;
  return !is_of_order_1_or_2 && !is_of_order_4 && !is_of_order_8;
}

}  // namespace gatehouse
