/// Refresh tokens: a consumer token that was exchanged, and all that came out of it.
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

/// A token of the family was used, and the next one was made of it.
struct Rotation {
  /// Of the token that was used. The consumer token is generation 0.
  std::uint32_t generation = 0;
  Moment at;

  friend bool operator==(const Rotation&, const Rotation&) = default;
};

/// Rotations as text: `generation:date:elapsed:timeline` each, with times in microseconds,
/// separated by spaces. Nothing for a text of another form.
[[nodiscard]] std::string to_text(const std::vector<Rotation>& rotations);
[[nodiscard]] std::optional<std::vector<Rotation>> parse_rotations(std::string_view text);

/// One record however often its token is replaced (RFC 9700, section 4.14.2). No token can be made
/// of it alone: the one that may be used is made of the one before, which is not kept.
struct TokenFamily {
  TokenFamilyId id;
  AccountId account;
  ProjectId project;
  ServiceCode service;
  ConsumerId consumer;
  /// Of the consumer token that it began with.
  TokenDigest origin;
  /// Of the refresh token that may be used now.
  TokenDigest current;
  /// Of the token that was given for it: the refresh token before, or the consumer token.
  TokenDigest previous;
  /// What made the one out of the other, so that it can be made again.
  Salt salt{};
  /// Proves of a refresh token that it once was one of this family.
  Salt check_key{};
  Timestamp created_at;
  /// When the previous token was used.
  Timestamp rotated_at;
  /// The latest rotations, the newest last: what services/tokens/detail/rotations.hpp needs to find
  /// when a token of the family was used. Empty in families from before schema 5 until they are
  /// next used.
  std::vector<Rotation> rotations{};
  /// From this moment on it is over, unless it is used before.
  Timestamp expires_at;
  /// From this moment on it is over, however it is used.
  Timestamp ends_at;

  friend bool operator==(const TokenFamily&, const TokenFamily&) = default;
};

}  // namespace gatehouse
