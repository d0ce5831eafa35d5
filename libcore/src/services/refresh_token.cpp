#include <gatehouse/services/refresh_token.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse {
namespace {

constexpr std::size_t id_size = 16;
constexpr std::size_t secret_size = 32;
constexpr std::size_t check_size = 16;
using Octets = std::array<std::uint8_t, id_size + secret_size + check_size>;

/// Wiped when it goes: part of it is a secret.
struct Parts {
  Octets octets{};

  Parts() = default;
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  ~Parts() { wipe({reinterpret_cast<char*>(octets.data()), octets.size()}); }

  [[nodiscard]] std::span<std::uint8_t> id() { return std::span(octets).first(id_size); }
  [[nodiscard]] std::span<std::uint8_t> secret() {
    return std::span(octets).subspan(id_size, secret_size);
  }
  [[nodiscard]] std::span<std::uint8_t> check() { return std::span(octets).last(check_size); }
};

bool read(std::string_view token, Parts& parts) {
  if (token.size() != refresh_token_length) return false;
  auto octets = from_base64url(token);
  const bool fits = octets && octets->size() == parts.octets.size();
  if (fits) std::copy(octets->begin(), octets->end(), parts.octets.begin());
  if (octets) wipe(*octets);
  return fits;
}

KeyedDigest check_of(const TokenFamily& family, std::span<const std::uint8_t> secret,
                     const Digest& digest) {
  std::string text = to_hex(secret);
  const KeyedDigest check = digest.hmac_sha256(Secret(to_hex(family.check_key)), text);
  wipe(text);
  return check;
}

}  // namespace

Secret make_refresh_token(const TokenFamily& family, std::string_view predecessor,
                          const Digest& digest) {
  Parts parts;
  const auto& id = family.id.bytes();
  std::copy(id.begin(), id.end(), parts.id().begin());
  KeyedDigest secret = digest.hmac_sha256(
      Secret(predecessor), "refresh token/" + family.id.to_string() + "/" + to_hex(family.salt));
  std::copy(secret.begin(), secret.end(), parts.secret().begin());
  wipe({reinterpret_cast<char*>(secret.data()), secret.size()});
  const KeyedDigest check = check_of(family, parts.secret(), digest);
  std::copy_n(check.begin(), check_size, parts.check().begin());

  std::string text = to_base64url(parts.octets);
  Secret token(text);
  wipe(text);
  return token;
}

std::optional<TokenFamilyId> family_named_by(std::string_view token) {
  Parts parts;
  if (!read(token, parts)) return std::nullopt;
  TokenFamilyId::Bytes id{};
  std::copy(parts.id().begin(), parts.id().end(), id.begin());
  return TokenFamilyId(id);
}

bool was_made_for(const TokenFamily& family, std::string_view token, const Digest& digest) {
  Parts parts;
  if (!read(token, parts)) return false;
  const auto& id = family.id.bytes();
  const KeyedDigest check = check_of(family, parts.secret(), digest);
  return std::equal(id.begin(), id.end(), parts.id().begin()) &&
         equal_in_constant_time(parts.check(), std::span(check).first(check_size));
}

}  // namespace gatehouse
