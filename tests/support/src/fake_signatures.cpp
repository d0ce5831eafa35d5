#include <gatehouse/testing/fake_signatures.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/testing/fake_digest.hpp>

namespace gatehouse::testing {
namespace {

constexpr std::size_t private_size = 32;
constexpr std::size_t check_size = 8;

std::size_t public_size(SignatureAlgorithm algorithm) noexcept {
  return algorithm == SignatureAlgorithm::eddsa ? 32 : 64;
}

/// 32 octets.
std::string digest(std::string_view text) {
  const auto bytes = FakeDigest().sha256(text).bytes;
  return {bytes.begin(), bytes.end()};
}

/// The value of the last octets of a public key after the given ones, as a stand-in for the curve.
std::string check(SignatureAlgorithm algorithm, std::string_view octets) {
  return digest(std::string(name(algorithm)).append(octets)).substr(0, check_size);
}

PublicKey public_key_of(SignatureAlgorithm algorithm, std::string_view private_octets) {
  const std::string first = digest(std::string(name(algorithm)).append(private_octets));
  std::string octets = (first + digest(first)).substr(0, public_size(algorithm) - check_size);
  octets += check(algorithm, octets);
  return {.algorithm = algorithm, .octets = std::move(octets)};
}

bool is_key(const PublicKey& key) {
  const std::string_view octets = key.octets;
  if (octets.size() != public_size(key.algorithm)) return false;
  const std::size_t end = octets.size() - check_size;
  return octets.substr(end) == check(key.algorithm, octets.substr(0, end));
}

std::string signature_of(std::string_view text, const std::string& public_octets) {
  const std::string first = digest(std::string(public_octets).append(text));
  return first + digest(public_octets + first);
}

class FakeSigner final : public Signer {
 public:
  explicit FakeSigner(std::string public_octets) : public_octets_(std::move(public_octets)) {}

  [[nodiscard]] std::string sign(std::string_view text) const override {
    return signature_of(text, public_octets_);
  }

 private:
  std::string public_octets_;
};

class FakeVerifier final : public Verifier {
 public:
  explicit FakeVerifier(std::string public_octets) : public_octets_(std::move(public_octets)) {}

  [[nodiscard]] bool verify(std::string_view text, std::string_view signature) const override {
    return signature == signature_of(text, public_octets_);
  }

 private:
  std::string public_octets_;
};

}  // namespace

Signatures::KeyPair FakeSignatures::make_keys(SignatureAlgorithm algorithm) const {
  std::array<std::uint8_t, private_size> octets{};
  entropy_.fill(octets);
  return {.private_key = Secret(to_base64url(octets)),
          .public_key = public_key_of(
              algorithm, {reinterpret_cast<const char*>(octets.data()), octets.size()})};
}

std::shared_ptr<const Signer> FakeSignatures::load_signer(const Secret& private_key,
                                                          const PublicKey& public_key) const {
  const auto octets = from_base64url(private_key.reveal());
  if (!octets || octets->size() != private_size) {
    throw PortError("a private key must be 32 octets in base64url");
  }
  if (public_key_of(public_key.algorithm, *octets) != public_key) {
    throw PortError("the private key is another's than the public key");
  }
  return std::make_shared<FakeSigner>(public_key.octets);
}

std::shared_ptr<const Verifier> FakeSignatures::load_verifier(const PublicKey& public_key) const {
  if (!is_key(public_key)) return nullptr;
  return std::make_shared<FakeVerifier>(public_key.octets);
}

}  // namespace gatehouse::testing
