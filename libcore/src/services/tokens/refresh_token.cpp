#include <gatehouse/services/tokens/detail/refresh_token.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/invariant.hpp>
#include <gatehouse/services/tokens/detail/rotations.hpp>

namespace gatehouse {
namespace {

constexpr std::size_t id_size = 16;
constexpr std::size_t generation_size = 4;
/// The generation and the secret; in tokens from before schema 5, only the secret.
constexpr std::size_t body_size = 32;
constexpr std::size_t check_size = 16;
using Octets = std::array<std::uint8_t, id_size + body_size + check_size>;

/// Wiped on destruction, since part of it is a secret.
struct Parts {
  Octets octets{};

  Parts() = default;
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  ~Parts() { wipe(octets); }

  [[nodiscard]] std::span<std::uint8_t> id() { return std::span(octets).first(id_size); }
  [[nodiscard]] std::span<std::uint8_t> body() {
    return std::span(octets).subspan(id_size, body_size);
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

/// A prefix of the check's input for tokens with a generation, so that it never equals the check of
/// a token without one.
constexpr std::string_view with_generation = "generation/";

KeyedDigest check_of(const TokenFamily& family, std::string_view begin,
                     std::span<const std::uint8_t> body, const Digest& digest) {
  std::string text(begin);
  text += to_hex(body);
  const KeyedDigest check = digest.hmac_sha256(Secret(to_hex(family.check_key)), text);
  wipe(text);
  return check;
}

void write_generation(std::uint32_t generation, std::span<std::uint8_t> to) {
  for (std::size_t i = 0; i < generation_size; ++i) {
    to[i] = static_cast<std::uint8_t>(generation >> (8 * (generation_size - 1 - i)));
  }
}

std::uint32_t read_generation(std::span<const std::uint8_t> from) {
  std::uint32_t generation = 0;
  for (std::size_t i = 0; i < generation_size; ++i) generation = (generation << 8U) | from[i];
  return generation;
}

}  // namespace

Secret make_refresh_token(const TokenFamily& family, std::string_view predecessor,
                          const Digest& digest) {
  Parts parts;
  const auto& id = family.id.bytes();
  std::copy(id.begin(), id.end(), parts.id().begin());
  KeyedDigest secret = digest.hmac_sha256(
      Secret(predecessor), "refresh token/" + family.id.to_string() + "/" + to_hex(family.salt));
  const auto body = parts.body();
  // A family that was last used with schema 4 must produce the same token again.
  const bool has_generation = !family.rotations.empty();
  const std::size_t begin = has_generation ? generation_size : 0;
  std::copy_n(secret.begin(), body_size - begin, body.begin() + static_cast<std::ptrdiff_t>(begin));
  if (has_generation) write_generation(current_generation(family.rotations), body);
  wipe(secret);
  const KeyedDigest check =
      check_of(family, has_generation ? with_generation : std::string_view(), body, digest);
  std::copy_n(check.begin(), check_size, parts.check().begin());

  std::string text = to_base64url(parts.octets);
  invariant(text.size() == refresh_token_length);
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

std::optional<Lineage> lineage_of(const TokenFamily& family, std::string_view token,
                                  const Digest& digest) {
  Parts parts;
  if (!read(token, parts)) return std::nullopt;
  const auto& id = family.id.bytes();
  const auto fits = [&](std::string_view begin) {
    const KeyedDigest check = check_of(family, begin, parts.body(), digest);
    return equal_in_constant_time(parts.check(), std::span(check).first(check_size));
  };
  // Both are computed every time, so that the time does not reveal which form was the closer match.
  const bool has_generation = fits(with_generation);
  const bool has_none = fits({});
  if (!std::equal(id.begin(), id.end(), parts.id().begin())) return std::nullopt;
  if (has_generation) return Lineage{.generation = read_generation(parts.body())};
  if (has_none) return Lineage{};
  return std::nullopt;
}

bool was_made_for(const TokenFamily& family, std::string_view token, const Digest& digest) {
  return lineage_of(family, token, digest).has_value();
}

}  // namespace gatehouse
