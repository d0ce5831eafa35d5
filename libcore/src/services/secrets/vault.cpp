#include <gatehouse/services/secrets/vault.hpp>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/ports/port_error.hpp>

namespace gatehouse {
namespace {

constexpr std::string_view in_the_clear = "v0.";

}  // namespace

std::string Vault::seal(std::string_view secret, std::string_view place) const {
  if (cipher_ == nullptr) return std::string(in_the_clear).append(secret);
  return cipher_->seal(secret, place);
}

Secret Vault::open(std::string_view kept, std::string_view place) const {
  if (is_in_the_clear(kept)) return Secret(kept.substr(in_the_clear.size()));
  try {
    if (cipher_ == nullptr) throw PortError("is sealed, and no cipher is available to open it");
    return cipher_->open(kept, place);
  } catch (const PortError& error) {
    throw PortError("the secret at " + std::string(place) + " " + error.what());
  }
}

SealedPushKeys Vault::seal(const PushKeys& keys, const PushKeysPlace& place) const {
  SealedPushKeys kept;
  for (const PushKeyField& field : push_key_fields) {
    if (const auto& text = keys.*field.clear)
      kept.*field.sealed = seal(*text, place_of(field, place));
  }
  return kept;
}

PushKeys Vault::open(const SealedPushKeys& kept, const PushKeysPlace& place) const {
  PushKeys keys;
  for (const PushKeyField& field : push_key_fields) {
    if (const auto& text = kept.*field.sealed) {
      keys.*field.clear = std::string(open(*text, place_of(field, place)).reveal());
    }
  }
  return keys;
}

bool Vault::is_in_the_clear(std::string_view kept) noexcept {
  return kept.starts_with(in_the_clear);
}

bool Vault::is_outdated(std::string_view kept) const {
  return cipher_ != nullptr && !cipher_->is_current(kept);
}

std::string place_of(const PushKeyField& field, const PushKeysPlace& place) {
  return "project_push_keys." + std::string(field.name) + "/" + place.account.to_string() + "/" +
         place.project.to_string();
}

std::string place_of(const SigningKey& key) {
  return "signing_keys.private_key/" + key.id.to_string() + "/" +
         std::string(name(key.public_key.algorithm)) + "/" + to_base64url(key.public_key.octets);
}

}  // namespace gatehouse
