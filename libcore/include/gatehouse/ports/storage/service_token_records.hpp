/// Service tokens, looked up by their digest and listed by their project.
///
/// Ended tokens are still found; services decide whether a token has ended.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/service_token.hpp>

namespace gatehouse {

class ServiceTokenRecords {
 public:
  /// [ST-170] Throws PortError if the id or the digest is taken in any project, which cannot happen
  /// by chance with 256 random bits.
  virtual void insert(const ServiceToken& token) = 0;
  /// [ST-171] Searches all accounts; the result contains its account and project.
  [[nodiscard]] virtual std::optional<ServiceToken> find(const TokenDigest& digest) const = 0;
  /// [ST-262] Returns all tokens of the project, ordered by id.
  [[nodiscard]] virtual std::vector<ServiceToken> list(AccountId account,
                                                       ProjectId project) const = 0;
  /// [ST-263] Replaces only `last_used_at` and `ends_at` of the token with the digest in the
  /// account. Returns false if it does not exist.
  [[nodiscard]] virtual bool update(const ServiceToken& token) = 0;
  /// [ST-266] Erases the token with the digest in the account; returns false if it does not exist.
  virtual bool erase(AccountId account, const TokenDigest& digest) = 0;
  /// [ST-264] Erases the tokens of one project and returns their number.
  virtual std::size_t erase_of_project(AccountId account, ProjectId project) = 0;
  /// [ST-172] Erases at most `limit` tokens of the account's projects and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// [ST-265] Erases at most `limit` tokens that ended at or before `now`, earliest end first, and
  /// returns their number. Tokens without an end are kept.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~ServiceTokenRecords() = default;
};

}  // namespace gatehouse
