/// Families of refresh tokens: an exchanged consumer token and all of its successors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/moment.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/model/token.hpp>

namespace gatehouse {

/// The replacement of a used token of the family by its successor.
struct Rotation {
  /// The generation of the used token. The consumer token is generation 0.
  std::uint32_t generation = 0;
  Moment at;

  friend bool operator==(const Rotation&, const Rotation&) = default;
};

/// Formats rotations as `generation:date:elapsed:timeline` each, with times in microseconds,
/// separated by spaces. Parsing returns nothing for a malformed text.
[[nodiscard]] std::string to_text(const std::vector<Rotation>& rotations);
[[nodiscard]] std::optional<std::vector<Rotation>> parse_rotations(std::string_view text);

/// One record, however often its token is replaced (RFC 9700, section 4.14.2). No token can be
/// derived from it alone: the current token is derived from the previous one, which is not stored.
struct TokenFamily {
  TokenFamilyId id;
  AccountId account;
  ProjectId project;
  ServiceCode service;
  ConsumerId consumer;
  /// The digest of the consumer token that the family began with.
  TokenDigest origin;
  /// The digest of the currently valid refresh token.
  TokenDigest current;
  /// The digest of its predecessor: a refresh token, or the consumer token.
  TokenDigest previous;
  /// The salt with which the current token was derived from its predecessor, to derive it again.
  Salt salt{};
  /// Authenticates former refresh tokens of this family.
  Salt check_key{};
  Timestamp created_at;
  /// When the previous token was used.
  Timestamp rotated_at;
  /// The latest rotations, the newest last, as services/tokens/detail/rotations.hpp needs them to
  /// determine when a token of the family was used. Empty in families from before schema 5 until
  /// their next use.
  std::vector<Rotation> rotations{};
  /// Expires at this time unless it is used before.
  Timestamp expires_at;
  /// Expires at this time in any case.
  Timestamp ends_at;

  friend bool operator==(const TokenFamily&, const TokenFamily&) = default;
};

}  // namespace gatehouse
