// Access tokens: a token signed by a known key is read, and yields the same when it is signed again
// and read; an altered signature is refused. Signatures are those of the fake, so that inputs reach
// the claims: an input of two lines is header and claims, signed here.
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/services/tokens/access_token.hpp>
#include <gatehouse/testing/fake_signatures.hpp>

#include "fuzz.hpp"

namespace {

using namespace gatehouse;
using fuzz::require;

constexpr std::string_view issuer = "https://accounts.example.com";
constexpr std::string_view key_id = "es";
const Timestamp now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 24);

struct Key {
  Key() {
    const auto pair = signatures.make_keys(SignatureAlgorithm::es256);
    signer = signatures.load_signer(pair.private_key, pair.public_key);
    keys.add(std::string(key_id), pair.public_key, signatures);
  }

  testing::FakeSignatures signatures;
  std::shared_ptr<const Signer> signer;
  KeySet keys;
};

std::string token_of(std::string_view input, const Signer& signer) {
  const std::size_t end = input.find('\n');
  if (end == std::string_view::npos) return std::string(input);
  const std::string both =
      to_base64url(input.substr(0, end)) + "." + to_base64url(input.substr(end + 1));
  return both + "." + to_base64url(signer.sign(both));
}

void check_round_trip(const AccessToken& token, const Key& key) {
  const std::string text = sign_access_token(token, key_id, SignatureAlgorithm::es256, *key.signer);
  if (text.size() > max_access_token_size) return;
  const auto again = read_access_token(text, key.keys, issuer);
  require(again.has_value(), "a signed token is read");
  require(*again == token, "a signed token is read as the same");
}

void check_signature(std::string text, const Key& key) {
  // The last digit of 64 octets has four significant bits, so another letter may be equivalent.
  char& digit = text[text.rfind('.') + 1];
  digit = digit == 'A' ? 'B' : 'A';
  require(!read_access_token(text, key.keys, issuer), "an altered signature is refused");
}

void check_policy(std::string_view text, const AccessToken& read, const Key& key) {
  const auto valid = verify_any_access_token(text, key.keys, issuer, now);
  if (valid) {
    require(valid->issued_at <= now + usual_leeway, "a token from the future is refused");
    require(valid->expires_at > now - usual_leeway, "an expired token is refused");
  }
  const AccessTokenPolicy policy{.issuer = std::string(issuer),
                                 .service = *ServiceCode::parse("push"),
                                 .project = read.project};
  const auto accepted = verify_access_token(text, key.keys, policy, now);
  if (!accepted) return;
  require(valid.has_value(), "an accepted token is valid");
  require(accepted->service == policy.service, "a token of another service is refused");
  require(
      accepted->audience == policy.service.text() ||
          accepted->audience == audience_of(usual_audience_format, policy.service, policy.project),
      "a token for another audience is refused");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Key key;
  const std::string text = token_of(fuzz::text_of(data, size), *key.signer);
  const auto token = read_access_token(text, key.keys, issuer);
  if (!token) {
    require(!verify_any_access_token(text, key.keys, issuer, now),
            "what cannot be read is not accepted");
    return 0;
  }
  require(text.size() <= max_access_token_size, "a token is limited");
  require(key_named_by(text) == std::string(key_id), "the token names its key");
  check_round_trip(*token, key);
  check_signature(text, key);
  check_policy(text, *token, key);
  return 0;
}
