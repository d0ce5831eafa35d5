#include <gatehouse/crypto_openssl/openssl_signatures.hpp>

#include <openssl/evp.h>

#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/ports/port_error.hpp>

#include "ecdsa_signature.hpp"
#include "ed25519_key.hpp"
#include "error_mark.hpp"
#include "key.hpp"
#include "octets.hpp"
#include "p256_key.hpp"
#include "wiped.hpp"

namespace gatehouse {
namespace {

constexpr std::size_t private_size = 32;
constexpr std::size_t private_digits = 43;
constexpr std::size_t signature_size = 64;

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

/// Ed25519 includes its own digest.
const char* digest_of(SignatureAlgorithm algorithm) noexcept {
  return algorithm == SignatureAlgorithm::es256 ? "SHA256" : nullptr;
}

Context new_context() {
  Context context(EVP_MD_CTX_new());
  if (!context) throw std::bad_alloc();
  return context;
}

/// Each call needs its own context. Copying a prepared context is faster than preparing another,
/// which looks up algorithms by name under locks; reusing one per thread is no faster.
Context copy(const Context& prepared) {
  Context context = new_context();
  if (EVP_MD_CTX_copy_ex(context.get(), prepared.get()) != 1) throw std::bad_alloc();
  return context;
}

class OpensslSigner final : public Signer {
 public:
  OpensslSigner(SignatureAlgorithm algorithm, const Key& key)
      : algorithm_(algorithm), prepared_(new_context()) {
    if (EVP_DigestSignInit_ex(prepared_.get(), nullptr, digest_of(algorithm), nullptr, nullptr,
                              key.get(), nullptr) != 1) {
      throw PortError("OpenSSL cannot sign with a key");
    }
  }

  [[nodiscard]] std::string sign(std::string_view text) const override {
    const ErrorMark mark;
    std::string signature(largest_der_signature, '\0');
    std::size_t size = signature.size();
    if (EVP_DigestSign(copy(prepared_).get(), octets(signature), &size, octets(text),
                       text.size()) != 1) {
      throw PortError("OpenSSL could not sign");
    }
    signature.resize(size);
    return algorithm_ == SignatureAlgorithm::es256 ? from_der_signature(signature) : signature;
  }

 private:
  SignatureAlgorithm algorithm_;
  Context prepared_;
};

class OpensslVerifier final : public Verifier {
 public:
  OpensslVerifier(SignatureAlgorithm algorithm, const Key& key)
      : algorithm_(algorithm), prepared_(new_context()) {
    if (EVP_DigestVerifyInit_ex(prepared_.get(), nullptr, digest_of(algorithm), nullptr, nullptr,
                                key.get(), nullptr) != 1) {
      throw PortError("OpenSSL cannot verify with a key");
    }
  }

  [[nodiscard]] bool verify(std::string_view text, std::string_view signature) const override {
    if (signature.size() != signature_size) return false;
    const ErrorMark mark;
    std::string der;
    if (algorithm_ == SignatureAlgorithm::es256) signature = der = to_der_signature(signature);
    // OpenSSL also returns a value other than 1 when r or s is out of range.
    return EVP_DigestVerify(copy(prepared_).get(), octets(signature), signature.size(),
                            octets(text), text.size()) == 1;
  }

 private:
  SignatureAlgorithm algorithm_;
  Context prepared_;
};

/// Decodes the key into `private_octets`, which must be empty.
void decode(const Secret& private_key, Wiped& private_octets) {
  const std::string_view digits = private_key.reveal();
  auto decoded = digits.size() == private_digits ? from_base64url(digits) : std::nullopt;
  if (!decoded) throw PortError("a private key must be 32 octets in base64url");
  private_octets.text = std::move(*decoded);
}

}  // namespace

Signatures::KeyPair OpensslSignatures::make_keys(SignatureAlgorithm algorithm) const {
  const ErrorMark mark;
  Wiped private_octets(private_size);
  PublicKey public_key{.algorithm = algorithm,
                       .octets = algorithm == SignatureAlgorithm::es256
                                     ? make_p256_keys(private_octets)
                                     : make_ed25519_keys(private_octets)};
  Wiped digits(0);
  digits.text = to_base64url({octets(private_octets.text), private_octets.text.size()});
  return {.private_key = Secret(digits.text), .public_key = std::move(public_key)};
}

std::shared_ptr<const Signer> OpensslSignatures::load_signer(const Secret& private_key,
                                                             const PublicKey& public_key) const {
  const ErrorMark mark;
  Wiped private_octets(0);
  decode(private_key, private_octets);
  const Key key = public_key.algorithm == SignatureAlgorithm::es256
                      ? load_p256_private_key(private_octets.text, public_key.octets)
                      : load_ed25519_private_key(private_octets.text, public_key.octets);
  if (!key) throw PortError("a private key is none of its algorithm, or not the public key's");
  return std::make_shared<OpensslSigner>(public_key.algorithm, key);
}

std::shared_ptr<const Verifier> OpensslSignatures::load_verifier(
    const PublicKey& public_key) const {
  const ErrorMark mark;
  const Key key = public_key.algorithm == SignatureAlgorithm::es256
                      ? load_p256_public_key(public_key.octets)
                      : load_ed25519_public_key(public_key.octets);
  if (!key) return nullptr;
  return std::make_shared<OpensslVerifier>(public_key.algorithm, key);
}

}  // namespace gatehouse
