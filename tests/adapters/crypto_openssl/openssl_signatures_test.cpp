#include <gatehouse/crypto_openssl/openssl_signatures.hpp>

#include <openssl/err.h>

#include <array>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/ports/port_error.hpp>

#include "ed25519_vectors.hpp"
#include "octets.hpp"

using namespace gatehouse;

namespace {

constexpr std::array algorithms{SignatureAlgorithm::es256, SignatureAlgorithm::eddsa};

std::string from_digits(std::string_view digits) { return from_base64url(digits).value(); }

PublicKey p256(std::string octets) {
  return {.algorithm = SignatureAlgorithm::es256, .octets = std::move(octets)};
}

PublicKey ed25519(std::string octets) {
  return {.algorithm = SignatureAlgorithm::eddsa, .octets = std::move(octets)};
}

/// In hex.
Secret private_key(std::string_view hex) { return Secret(base64url(octets(hex))); }

std::shared_ptr<const Verifier> verifier(const PublicKey& key) {
  auto loaded = OpensslSignatures().load_verifier(key);
  REQUIRE(loaded != nullptr);
  return loaded;
}

bool is_key(const PublicKey& key) { return OpensslSignatures().load_verifier(key) != nullptr; }

/// A key pair, or a public key only.
bool is_pair(const Secret& private_key, const PublicKey& public_key) {
  try {
    return OpensslSignatures().load_signer(private_key, public_key) != nullptr;
  } catch (const PortError&) {
    return false;
  }
}

/// RFC 7515, appendix A.3, in base64url except for the text.
namespace rfc7515 {
const std::string text =
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const std::string private_key = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";
const std::string x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
const std::string y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
const std::string signature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

PublicKey public_key() { return p256(from_digits(x) + from_digits(y)); }
}  // namespace rfc7515

/// RFC 8037, appendices A.1 to A.5, in base64url except for the text.
namespace rfc8037 {
const std::string text = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
const std::string private_key = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
const std::string x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const std::string signature =
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

PublicKey public_key() { return ed25519(from_digits(x)); }
}  // namespace rfc8037

/// The order of P-256 (SP 800-186, section 3.2.1.3), its base point, and the negative of that.
constexpr std::string_view order =
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
constexpr std::string_view order_less_one =
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";
constexpr std::string_view order_and_one =
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552";
constexpr std::string_view zero =
    "0000000000000000000000000000000000000000000000000000000000000000";
constexpr std::string_view one = "0000000000000000000000000000000000000000000000000000000000000001";
const std::string base_point =
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
const std::string negative_base_point =
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "b01cbd1c01e58065711814b583f061e9d431cca994cea1313449bf97c840ae0a";

/// The texts that differ from it in one bit.
std::vector<std::string> with_a_bit_turned(const std::string& text) {
  std::vector<std::string> turned;
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    turned.push_back(text);
    turned.back()[bit / 8] = static_cast<char>(turned.back()[bit / 8] ^ (1 << (bit % 8)));
  }
  return turned;
}

}  // namespace

TEST_CASE("signatures: ES256 verifies the example of RFC 7515, and signs with its key") {
  const auto verifies = verifier(rfc7515::public_key());
  CHECK(verifies->verify(rfc7515::text, from_digits(rfc7515::signature)));
  const auto signer =
      OpensslSignatures().load_signer(Secret(rfc7515::private_key), rfc7515::public_key());
  CHECK(verifies->verify(rfc7515::text, signer->sign(rfc7515::text)));
}

TEST_CASE("signatures: EdDSA verifies and reproduces the example of RFC 8037") {
  const std::string signature = from_digits(rfc8037::signature);
  CHECK(verifier(rfc8037::public_key())->verify(rfc8037::text, signature));
  CHECK(OpensslSignatures()
            .load_signer(Secret(rfc8037::private_key), rfc8037::public_key())
            ->sign(rfc8037::text) == signature);
}

TEST_CASE("signatures: EdDSA verifies and reproduces those of RFC 8032") {
  const OpensslSignatures signatures;
  for (const Ed25519Vector& vector : ed25519_vectors) {
    CAPTURE(vector.name);
    const PublicKey public_key = ed25519(octets(vector.public_key));
    const auto signer = signatures.load_signer(private_key(vector.private_key), public_key);
    CHECK(signer->sign(octets(vector.text)) == octets(vector.signature));
    CHECK(verifier(public_key)->verify(octets(vector.text), octets(vector.signature)));
  }
}

TEST_CASE("signatures: generated keys are unique and verify their own signatures") {
  const OpensslSignatures signatures;
  std::set<std::string> seen;
  for (const SignatureAlgorithm algorithm : algorithms) {
    CAPTURE(name(algorithm));
    for (int round = 0; round < 50; ++round) {
      const auto keys = signatures.make_keys(algorithm);
      CHECK(from_base64url(keys.private_key.reveal()).value().size() == 32);
      CHECK(keys.public_key.algorithm == algorithm);
      CHECK(seen.insert(std::string(keys.private_key.reveal())).second);
      CHECK(seen.insert(keys.public_key.octets).second);
      const auto signer = signatures.load_signer(keys.private_key, keys.public_key);
      const auto verifies = verifier(keys.public_key);
      for (const std::string& text :
           {std::string(), std::string(3, '\0'), std::string(9999, 'x')}) {
        const std::string signature = signer->sign(text);
        CHECK(signature.size() == 64);
        CHECK(verifies->verify(text, signature));
      }
    }
  }
}

TEST_CASE("signatures: verification fails with any bit of text, signature or key flipped") {
  for (const auto& example :
       {std::tuple(rfc7515::public_key(), rfc7515::text, rfc7515::signature),
        std::tuple(rfc8037::public_key(), rfc8037::text, rfc8037::signature)}) {
    const auto& public_key = std::get<0>(example);
    const auto& text = std::get<1>(example);
    const auto& digits = std::get<2>(example);
    CAPTURE(name(public_key.algorithm));
    const std::string signature = from_digits(digits);
    const auto verifies = verifier(public_key);
    REQUIRE(verifies->verify(text, signature));
    int taken = 0;
    for (const std::string& turned : with_a_bit_turned(text)) {
      taken += verifies->verify(turned, signature) ? 1 : 0;
    }
    for (const std::string& turned : with_a_bit_turned(signature)) {
      taken += verifies->verify(text, turned) ? 1 : 0;
    }
    for (const std::string& turned : with_a_bit_turned(public_key.octets)) {
      const auto other = OpensslSignatures().load_verifier({public_key.algorithm, turned});
      taken += other != nullptr && other->verify(text, signature) ? 1 : 0;
    }
    CHECK(taken == 0);
  }
}

TEST_CASE("signatures: a signature does not verify with another key") {
  const OpensslSignatures signatures;
  for (const SignatureAlgorithm algorithm : algorithms) {
    const auto keys = signatures.make_keys(algorithm);
    const std::string signature =
        signatures.load_signer(keys.private_key, keys.public_key)->sign("text");
    CHECK(verifier(keys.public_key)->verify("text", signature));
    for (const SignatureAlgorithm another : algorithms) {
      const auto others = verifier(signatures.make_keys(another).public_key);
      CHECK_FALSE(others->verify("text", signature));
    }
  }
}

TEST_CASE("signatures: a signature has exactly 64 octets") {
  for (const auto& example :
       {std::tuple(rfc7515::public_key(), rfc7515::text, rfc7515::signature),
        std::tuple(rfc8037::public_key(), rfc8037::text, rfc8037::signature)}) {
    const auto& public_key = std::get<0>(example);
    const auto& text = std::get<1>(example);
    const auto& digits = std::get<2>(example);
    CAPTURE(name(public_key.algorithm));
    const std::string signature = from_digits(digits);
    const auto verifies = verifier(public_key);
    for (std::size_t size = 0; size < signature.size(); ++size) {
      CHECK_FALSE(verifies->verify(text, signature.substr(0, size)));
      CHECK_FALSE(verifies->verify(text, signature.substr(signature.size() - size)));
    }
    for (const std::string& more :
         {std::string(1, '\0'), std::string(1, 'x'), signature, std::string(1 << 20, 'x')}) {
      CHECK_FALSE(verifies->verify(text, signature + more));
      CHECK_FALSE(verifies->verify(text, more + signature));
    }
  }
}

TEST_CASE("signatures: ES256 uses no DER encoding, and r and s are from 1 to the order less one") {
  const auto verifies = verifier(rfc7515::public_key());
  const std::string signature = from_digits(rfc7515::signature);
  const std::string r = signature.substr(0, 32);
  const std::string s = signature.substr(32);
  // The first bit of r is clear, and that of s is set.
  CHECK_FALSE(verifies->verify(rfc7515::text, octets("30450220") + r + octets("022100") + s));
  CHECK_FALSE(verifies->verify(rfc7515::text, s + r));
  const std::string largest(32, '\xff');
  for (const std::string& bad : {octets(zero), octets(order), octets(order_and_one), largest}) {
    CHECK_FALSE(verifies->verify(rfc7515::text, bad + s));
    CHECK_FALSE(verifies->verify(rfc7515::text, r + bad));
    CHECK_FALSE(verifies->verify(rfc7515::text, bad + bad));
  }
  for (const std::string& in_range : {octets(one), octets(order_less_one)}) {
    CHECK_FALSE(verifies->verify(rfc7515::text, in_range + s));
    CHECK_FALSE(verifies->verify(rfc7515::text, r + in_range));
    CHECK_FALSE(verifies->verify(rfc7515::text, in_range + in_range));
  }
}

TEST_CASE("signatures: ES256 signatures are malleable, and EdDSA signatures are not") {
  // r and n - s.
  CHECK(verifier(rfc7515::public_key())
            ->verify(rfc7515::text, from_digits("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmU69fgrc8"
                                                "OPGycO0lD3tat_FoFp57SETepkeks4eL_QfA")));
  // R and S + L.
  CHECK_FALSE(
      verifier(rfc8037::public_key())
          ->verify(rfc8037::text,
                   from_digits("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6KLa6_pyZkOh9Vg8wk"
                               "iO1VhVsPt9g7sVvpAr_MuM0KEg")));
}

TEST_CASE("signatures: a public key of P-256 is the coordinates of a point of the curve") {
  const std::string x = from_digits(rfc7515::x);
  const std::string y = from_digits(rfc7515::y);
  CHECK(is_key(p256(x + y)));
  CHECK_FALSE(is_key(p256(y + x)));
  CHECK_FALSE(is_key(p256(std::string(64, '\0'))));
  CHECK_FALSE(is_key(p256(std::string(64, '\xff'))));
  int taken = 0;
  for (const std::string& turned : with_a_bit_turned(x + y)) taken += is_key(p256(turned)) ? 1 : 0;
  CHECK(taken == 0);

  // x is 0, and 0 plus the prime.
  const std::string y_at_0 =
      octets("66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4");
  CHECK(is_key(p256(octets(zero) + y_at_0)));
  CHECK_FALSE(is_key(
      p256(octets("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff") + y_at_0)));

  // Infinity, compressed and uncompressed points (SEC 1, section 2.3.3), and other lengths.
  for (const std::string& other : {std::string(), std::string(1, '\0'), "\x03" + x, "\x04" + x + y,
                                   x, x + y.substr(1), x + y + "x"}) {
    CHECK_FALSE(is_key(p256(other)));
  }
}

TEST_CASE("signatures: an Ed25519 public key is a curve point in canonical encoding") {
  const auto y_is = [](std::string_view first_octet) {
    return octets(std::string(first_octet) + std::string(62, '0'));
  };
  CHECK(is_key(ed25519(y_is("03"))));
  CHECK(is_key(ed25519(octets("03" + std::string(60, '0') + "80"))));
  // No point has this y coordinate.
  CHECK_FALSE(is_key(ed25519(y_is("02"))));
  // The prime plus 3, which OpenSSL reads as 3.
  CHECK_FALSE(is_key(ed25519(octets("f0" + std::string(60, 'f') + "7f"))));
  CHECK_FALSE(is_key(ed25519(std::string(32, '\xff'))));
  const std::string good = from_digits(rfc8037::x);
  for (const std::string& other : {std::string(), good.substr(1), good + "x", good + good}) {
    CHECK_FALSE(is_key(ed25519(other)));
  }
}

TEST_CASE("signatures: Ed25519 public keys of small order are rejected") {
  for (const std::string_view key : {
           "0000000000000000000000000000000000000000000000000000000000000000",
           "0000000000000000000000000000000000000000000000000000000000000080",
           "0100000000000000000000000000000000000000000000000000000000000000",
           "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
           "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
           "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
           "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           // The same points in non-canonical encodings.
           "0100000000000000000000000000000000000000000000000000000000000080",
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
       }) {
    CAPTURE(key);
    CHECK_FALSE(is_key(ed25519(octets(key))));
  }
}

TEST_CASE("signatures: a P-256 private key is from 1 to the order less one") {
  CHECK(is_pair(private_key(one), p256(octets(base_point))));
  CHECK(is_pair(private_key(order_less_one), p256(octets(negative_base_point))));
  CHECK_FALSE(is_pair(private_key(one), p256(octets(negative_base_point))));
  CHECK_FALSE(is_pair(private_key(order_less_one), p256(octets(base_point))));
  // With this private key the public key is the base point.
  CHECK_FALSE(is_pair(private_key(order_and_one), p256(octets(base_point))));
  for (const std::string& bad : {std::string(zero), std::string(order), std::string(64, 'f')}) {
    CHECK_FALSE(is_pair(private_key(bad), p256(octets(base_point))));
    CHECK_FALSE(is_pair(private_key(bad), p256(std::string(64, '\0'))));
  }
}

TEST_CASE("signatures: a private key has 32 octets in base64url and matches the public key") {
  const OpensslSignatures signatures;
  for (const SignatureAlgorithm algorithm : algorithms) {
    CAPTURE(name(algorithm));
    const auto keys = signatures.make_keys(algorithm);
    const std::string digits(keys.private_key.reveal());
    const std::string private_octets = from_digits(digits);
    REQUIRE(is_pair(keys.private_key, keys.public_key));

    std::string another_last_bit = digits;
    another_last_bit.back() = static_cast<char>(digits.back() + 1);
    std::string with_a_space = digits;
    with_a_space[7] = ' ';
    for (const std::string& bad :
         {std::string(), private_octets, digits + "=", digits + "\n", digits + "A",
          digits.substr(1), base64url(private_octets.substr(1)), base64url(private_octets + "x"),
          another_last_bit, with_a_space}) {
      CHECK_FALSE(is_pair(Secret(bad), keys.public_key));
    }

    const auto others = signatures.make_keys(algorithm);
    CHECK_FALSE(is_pair(others.private_key, keys.public_key));
    CHECK_FALSE(is_pair(keys.private_key, others.public_key));
    PublicKey altered = keys.public_key;
    altered.octets[0] ^= 1;
    CHECK_FALSE(is_pair(keys.private_key, altered));
    CHECK_FALSE(is_pair(keys.private_key, {.algorithm = algorithm, .octets = ""}));
    CHECK_FALSE(is_pair(keys.private_key,
                        {.algorithm = algorithm, .octets = keys.public_key.octets + "x"}));
    for (const SignatureAlgorithm another : algorithms) {
      if (another == algorithm) continue;
      CHECK_FALSE(is_pair(keys.private_key, {another, keys.public_key.octets}));
    }
  }
}

TEST_CASE("signatures: the error for an invalid private key does not contain the key") {
  const OpensslSignatures signatures;
  for (const PublicKey& public_key : {rfc7515::public_key(), rfc8037::public_key()}) {
    const auto load = [&](std::size_t size) {
      static_cast<void>(
          signatures.load_signer(Secret(base64url(std::string(size, 'x'))), public_key));
    };
    CHECK_THROWS_WITH_AS(load(31), "a private key must be 32 octets in base64url", PortError);
    CHECK_THROWS_WITH_AS(load(33), "a private key must be 32 octets in base64url", PortError);
    CHECK_THROWS_WITH_AS(
        load(32), "a private key is none of its algorithm, or not the public key's", PortError);
  }
}

TEST_CASE("signatures: failures leave the error queue of OpenSSL unchanged") {
  const auto refuse_all = [] {
    const OpensslSignatures signatures;
    for (const PublicKey& key : {rfc7515::public_key(), rfc8037::public_key()}) {
      const auto verifies = verifier(key);
      CHECK_FALSE(verifies->verify("text", std::string(64, '\0')));
      CHECK_FALSE(verifies->verify("text", std::string(64, '\xff')));
      CHECK_FALSE(verifies->verify("text", std::string(64, '\1')));
      CHECK_FALSE(verifies->verify("text", ""));
      CHECK_FALSE(is_pair(private_key(zero), key));
      CHECK_FALSE(is_pair(private_key(one), key));
      CHECK_FALSE(is_pair(Secret(""), key));
      CHECK_FALSE(is_key({.algorithm = key.algorithm, .octets = ""}));
      CHECK_FALSE(
          is_key({.algorithm = key.algorithm, .octets = std::string(key.octets.size(), '\xff')}));
    }
  };
  ERR_clear_error();
  refuse_all();
  CHECK(ERR_peek_error() == 0);

  ERR_raise(ERR_LIB_USER, 7);
  refuse_all();
  CHECK(ERR_GET_REASON(ERR_get_error()) == 7);
  CHECK(ERR_peek_error() == 0);
}

TEST_CASE("signatures: threads can share, generate and load keys concurrently") {
  const OpensslSignatures signatures;
  struct Shared {
    std::shared_ptr<const Signer> signer;
    std::shared_ptr<const Verifier> verifier;
  };
  std::vector<Shared> shared;
  for (const SignatureAlgorithm algorithm : algorithms) {
    const auto keys = signatures.make_keys(algorithm);
    shared.push_back({signatures.load_signer(keys.private_key, keys.public_key),
                      signatures.load_verifier(keys.public_key)});
  }
  std::vector<int> wrong(8);
  std::vector<std::thread> threads;
  for (int& mine : wrong) {
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        const std::string text = "text " + std::to_string(round);
        for (const Shared& each : shared) {
          std::string signature = each.signer->sign(text);
          if (!each.verifier->verify(text, signature)) ++mine;
          signature[0] ^= 1;
          if (each.verifier->verify(text, signature)) ++mine;
        }
        const auto keys = signatures.make_keys(algorithms[static_cast<std::size_t>(round % 2)]);
        const std::string signature =
            signatures.load_signer(keys.private_key, keys.public_key)->sign(text);
        if (!signatures.load_verifier(keys.public_key)->verify(text, signature)) ++mine;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(8, 0));
}
