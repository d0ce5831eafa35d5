/// Idempotency keys, with which clients repeat requests without repeating what they do.
#pragma once

#include <optional>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse {

/// A key whose request was carried out. Neither the key nor the request can be recovered from it.
struct IdempotencyKey {
  /// SHA-256 of the user and the key.
  TokenDigest digest;
  Tenant account;
  /// The user, or the service account, that sent the request.
  UserId user;
  /// HMAC of the operation and the body, with the key of the client.
  KeyedDigest request{};
  /// The content of the response as JSON. Empty if it holds a secret or is too long to be kept.
  std::optional<std::string> answer{};
  /// The id or the name of the record that the request created; empty if it created none.
  std::string created{};
  Timestamp created_at;
  /// The key may be used for another request from this time on.
  Timestamp expires_at;

  friend bool operator==(const IdempotencyKey&, const IdempotencyKey&) = default;
};

}  // namespace gatehouse
