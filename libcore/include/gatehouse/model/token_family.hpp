/// Refresh tokens: a consumer token that was exchanged, and all that came out of it.
#pragma once

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/model/token.hpp>

namespace gatehouse {

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
  /// From this moment on it is over, unless it is used before.
  Timestamp expires_at;
  /// From this moment on it is over, however it is used.
  Timestamp ends_at;

  friend bool operator==(const TokenFamily&, const TokenFamily&) = default;
};

}  // namespace gatehouse
