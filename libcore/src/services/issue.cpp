#include <gatehouse/services/issue.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <span>
#include <string>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/ports/storage/scan.hpp>

namespace gatehouse {
namespace {

IssuedToken issue(Entropy& entropy, const Digest& digest,
                  std::string (*encode)(std::span<const std::uint8_t>),
                  std::string_view prefix = {}) {
  std::array<std::uint8_t, 32> bytes;
  entropy.fill(bytes);
  std::string random = encode(bytes);
  std::string text(prefix);
  text += random;
  wipe(random);
  IssuedToken token{Secret(text), digest.sha256(text)};
  wipe(text);
  wipe(bytes);
  return token;
}

}  // namespace

namespace detail {

std::array<std::uint8_t, 16> make_uuid7(Timestamp now, Entropy& entropy) {
  using std::chrono::milliseconds;
  const Duration since_epoch = now.time_since_epoch();
  const auto whole = std::chrono::floor<milliseconds>(since_epoch);
  const auto ms = static_cast<std::uint64_t>(whole.count());
  // 4096 steps for 1000 microseconds: distinct microseconds stay distinct and ordered.
  const auto fraction = static_cast<std::uint64_t>((since_epoch - whole).count()) * 4096 / 1000;

  std::array<std::uint8_t, 16> id;
  entropy.fill(std::span(id).subspan(8));
  for (std::size_t i = 0; i < 6; ++i) id[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  id[6] = static_cast<std::uint8_t>(0x70U | (fraction >> 8U));
  id[7] = static_cast<std::uint8_t>(fraction);
  id[8] = static_cast<std::uint8_t>(0x80U | (id[8] & 0x3FU));
  return id;
}

std::optional<Timestamp> time_of_uuid7(const std::array<std::uint8_t, 16>& id) {
  constexpr std::uint8_t version = 0x70;
  constexpr std::chrono::sys_days out_of_reach = std::chrono::year(9000) / std::chrono::January / 1;
  if ((id[6] & 0xF0U) != version) return std::nullopt;
  std::uint64_t ms = 0;
  for (std::size_t i = 0; i < 6; ++i) ms = (ms << 8U) | id[i];
  const std::uint64_t fraction = ((id[6] & 0x0FU) << 8U) | std::uint64_t{id[7]};
  const Timestamp time(std::chrono::milliseconds(ms) + Duration((fraction * 1000 + 4095) / 4096));
  return time < out_of_reach ? std::optional(time) : std::nullopt;
}

}  // namespace detail

std::optional<Timestamp> newest_in_order(Operations& operations) {
  const Newest newest =
      operations.look_up([](const Transaction& tx) { return Scan::through(tx).newest(); });
  const auto of_id = newest.id ? detail::time_of_uuid7(*newest.id) : std::nullopt;
  return std::max(of_id, newest.catalogue_item);
}

IssuedToken issue_token(Entropy& entropy, const Digest& digest) {
  return issue(entropy, digest, to_base64url);
}

IssuedToken issue_prefixed_token(std::string_view prefix, Entropy& entropy, const Digest& digest) {
  return issue(entropy, digest, to_base64url, prefix);
}

IssuedToken issue_hex_token(Entropy& entropy, const Digest& digest) {
  return issue(entropy, digest, to_hex);
}

}  // namespace gatehouse
