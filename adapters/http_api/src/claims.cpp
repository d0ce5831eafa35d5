#include "claims.hpp"

#include <functional>
#include <utility>
#include <variant>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/model/email.hpp>

namespace gatehouse::http::api {
namespace {

/// Never 0.
std::uint64_t mark_of(std::string_view network) noexcept {
  return std::hash<std::string_view>()(network) | 1U;
}

/// Normalises the spelling of an e-mail address. Shortens other text, which is only compared.
std::string matter_of(std::string_view login) {
  constexpr std::size_t most = 64;
  const auto email = Email::parse(login);
  return email ? email->key() : std::string(login.substr(0, most));
}

}  // namespace

void KnownNetworks::remember(std::string_view network) noexcept {
  const std::uint64_t mark = mark_of(network);
  marks_[(mark >> 1U) % places].store(mark, std::memory_order_relaxed);
}

bool KnownNetworks::contains(std::string_view network) const noexcept {
  const std::uint64_t mark = mark_of(network);
  return marks_[(mark >> 1U) % places].load(std::memory_order_relaxed) == mark;
}

Claim claim_of(const Tenant& account, std::string matter) {
  return {.standing = Claim::Standing::known,
          .party = account ? account->to_string() : "installation",
          .matter = std::move(matter)};
}

Claim claim_of_stranger(const Request& request, const KnownNetworks& known,
                        std::string_view login) {
  Claim claim{.party = network_of(request.address), .matter = matter_of(login)};
  if (known.contains(claim.party)) claim.standing = Claim::Standing::known;
  return claim;
}

std::string_view text_of(const schema::Value& body, std::string_view member) noexcept {
  const auto* object = std::get_if<schema::Object>(&body.data);
  if (object == nullptr) return {};
  for (const auto& [name, value] : *object) {
    const auto* text = std::get_if<std::string>(&value.data);
    if (name == member && text != nullptr) return *text;
  }
  return {};
}

void wipe_texts(schema::Value& body) noexcept {
  auto* object = std::get_if<schema::Object>(&body.data);
  if (object == nullptr) return;
  for (auto& [name, value] : *object) {
    if (auto* text = std::get_if<std::string>(&value.data)) wipe(*text);
  }
}

}  // namespace gatehouse::http::api
