#include <gatehouse/services/tokens/key_set.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/json.hpp>

namespace gatehouse {
namespace {

constexpr std::size_t coordinate_size = 32;

std::string to_jwk(const KeySet::Key& key) {
  const std::string_view octets = key.public_key.octets;
  JsonWriter jwk;
  switch (key.public_key.algorithm) {
    case SignatureAlgorithm::es256:
      jwk.add("kty", "EC")
          .add("crv", "P-256")
          .add("x", to_base64url(octets.substr(0, coordinate_size)))
          .add("y", to_base64url(octets.substr(coordinate_size)));
      break;
    case SignatureAlgorithm::eddsa:
      jwk.add("kty", "OKP").add("crv", "Ed25519").add("x", to_base64url(octets));
      break;
  }
  jwk.add("kid", key.id).add("use", "sig").add("alg", name(key.public_key.algorithm));
  return std::move(jwk).finish();
}

std::optional<std::string> decoded(const JsonObject& jwk, std::string_view member) {
  const auto text = jwk.text(member);
  return text ? from_base64url(*text) : std::nullopt;
}

/// Returns nothing for a key of another kind.
std::optional<PublicKey> public_key_of(const JsonObject& jwk) {
  const auto x = decoded(jwk, "x");
  if (!x || x->size() != coordinate_size) return std::nullopt;
  if (jwk.text("kty") == "OKP" && jwk.text("crv") == "Ed25519") {
    return PublicKey{.algorithm = SignatureAlgorithm::eddsa, .octets = *x};
  }
  const auto y = decoded(jwk, "y");
  if (jwk.text("kty") == "EC" && jwk.text("crv") == "P-256" && y && y->size() == coordinate_size) {
    return PublicKey{.algorithm = SignatureAlgorithm::es256, .octets = *x + *y};
  }
  return std::nullopt;
}

/// Whether the key may be used for verification with the algorithm: absent members do not restrict
/// it.
bool is_for_verifying(const JsonObject& jwk, SignatureAlgorithm algorithm) {
  return (!jwk.has("use") || jwk.text("use") == "sig") &&
         (!jwk.has("alg") || jwk.text("alg") == name(algorithm));
}

/// The ids that occur more than once.
std::set<std::string> ids_of_several(const std::vector<JsonObject>& jwks) {
  std::set<std::string> seen;
  std::set<std::string> twice;
  for (const JsonObject& jwk : jwks) {
    const auto id = jwk.text("kid");
    if (id && !seen.insert(*id).second) twice.insert(*id);
  }
  return twice;
}

}  // namespace

Result<KeySet> KeySet::parse(std::string_view json, const Signatures& signatures) {
  const auto object = JsonObject::parse(json);
  const auto jwks = object ? object->objects("keys") : std::nullopt;
  if (!jwks) return Unexpected(invalid_argument("The text is not a JSON Web Key Set."));

  const std::set<std::string> ambiguous = ids_of_several(*jwks);
  KeySet set;
  for (const JsonObject& jwk : *jwks) {
    auto id = jwk.text("kid");
    auto key = public_key_of(jwk);
    if (!id || id->empty() || ambiguous.contains(*id) || !key) continue;
    if (!is_for_verifying(jwk, key->algorithm)) continue;
    set.add(std::move(*id), std::move(*key), signatures);
  }
  return set;
}

void KeySet::add(std::string id, PublicKey public_key, const Signatures& signatures) {
  if (keys_.size() >= max_keys) return;
  auto verifier = signatures.load_verifier(public_key);
  if (verifier) keys_.push_back({std::move(id), std::move(public_key), std::move(verifier)});
}

const KeySet::Key* KeySet::find(std::string_view id) const noexcept {
  const auto found =
      std::find_if(keys_.begin(), keys_.end(), [&](const Key& key) { return key.id == id; });
  return found == keys_.end() ? nullptr : &*found;
}

std::string KeySet::to_json() const {
  std::vector<std::string> jwks;
  jwks.reserve(keys_.size());
  for (const Key& key : keys_) jwks.push_back(to_jwk(key));
  JsonWriter set;
  set.add("keys", jwks);
  return std::move(set).finish();
}

}  // namespace gatehouse
