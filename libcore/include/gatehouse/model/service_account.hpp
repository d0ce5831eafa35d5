/// Service accounts: programs of a tenant, such as its back end, that authenticate with secrets of
/// their own and act with the role developer.
///
/// A program presents the id of the service account and a secret, and receives a token for a
/// limited time. It uses the token like the token of a user.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse {

/// One of the secrets of a service account.
struct ServiceAccountSecret {
  ServiceAccountSecretId id;
  TokenDigest digest;
  Timestamp created_at;
  /// When a token was last obtained with it.
  std::optional<Timestamp> last_used_at{};

  friend bool operator==(const ServiceAccountSecret&, const ServiceAccountSecret&) = default;
};

/// Formats secrets as `id:digest:created:used` each, with times in microseconds, the last of which
/// is empty for an unused secret, separated by spaces. Parsing returns nothing for a malformed
/// text.
[[nodiscard]] std::string to_text(const std::vector<ServiceAccountSecret>& secrets);
[[nodiscard]] std::optional<std::vector<ServiceAccountSecret>> parse_secrets(std::string_view text);

struct ServiceAccount {
  /// Maximum number of secrets: the current one and its successor.
  static constexpr std::size_t max_secrets = 2;

  /// Also the client id.
  ServiceAccountId id;
  AccountId account;
  /// Unique in the account, compared byte for byte.
  std::string name;
  /// In the order of their creation.
  std::vector<ServiceAccountSecret> secrets{};
  Timestamp created_at;

  friend bool operator==(const ServiceAccount&, const ServiceAccount&) = default;
};

/// A token of a service account. It is valid until it expires, and as long as the service account
/// has the secret with which it was obtained.
struct ServiceAccountToken {
  TokenDigest digest;
  AccountId account;
  ServiceAccountId service_account;
  ServiceAccountSecretId secret;
  Timestamp created_at;
  /// Expires at this time.
  Timestamp expires_at;

  friend bool operator==(const ServiceAccountToken&, const ServiceAccountToken&) = default;
};

/// The beginning of every secret and of every token of service accounts, by which programs that
/// search for leaked secrets recognise them.
inline constexpr std::string_view service_account_secret_prefix = "ghs_";
inline constexpr std::string_view service_account_token_prefix = "gha_";

/// Whether the text has the form of a token of a service account, which no token of a user has.
[[nodiscard]] bool is_service_account_token(std::string_view text) noexcept;

/// Returns the secret with the id, or null.
[[nodiscard]] const ServiceAccountSecret* find_secret(const ServiceAccount& account,
                                                      ServiceAccountSecretId id) noexcept;

/// Returns the service account as a developer without an e-mail address and a password. Its name is
/// the first name.
[[nodiscard]] User as_user(const ServiceAccount& account);

}  // namespace gatehouse
