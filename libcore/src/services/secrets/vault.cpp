#include <gatehouse/services/secrets/vault.hpp>

#include <utility>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/services/secrets/detail/sealed_records.hpp>

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

SealedPushKeys Vault::seal(const PushKeys& keys, AccountId account, ProjectId project) const {
  const auto& [fcm_api_keys, fcm_project_number, apns_cert] = keys;
  ProjectPushKeys row{account, project, {fcm_api_keys, fcm_project_number, apns_cert}};
  each_sealed_text(row, [&](std::string& text, const auto& place) { text = seal(text, place); });
  return std::move(row.keys);
}

PushKeys Vault::open(ProjectPushKeys row) const {
  each_sealed_text(
      row, [&](std::string& text, const auto& place) { text = open(text, place).reveal(); });
  SealedPushKeys& keys = row.keys;
  return {std::move(keys.fcm_api_keys), std::move(keys.fcm_project_number),
          std::move(keys.apns_cert)};
}

bool Vault::is_in_the_clear(std::string_view kept) noexcept {
  return kept.starts_with(in_the_clear);
}

bool Vault::is_outdated(std::string_view kept) const {
  return cipher_ != nullptr && !cipher_->is_current(kept);
}

}  // namespace gatehouse
