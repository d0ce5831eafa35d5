/// Service tokens, found by their digest and listed by their project.
///
/// Records past their end are still found: whether something is over is the services' rule.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/service_token.hpp>

namespace gatehouse {

class ServiceTokenRecords {
 public:
  /// [ST-170] Throws PortError when the id or the digest is taken, by whichever project: 256 random
  /// bits do not meet.
  virtual void insert(const ServiceToken& token) = 0;
  /// [ST-171] Across all accounts: it says which account and project it is of.
  [[nodiscard]] virtual std::optional<ServiceToken> find(const TokenDigest& digest) const = 0;
  /// [ST-262] All tokens of the project, by id.
  [[nodiscard]] virtual std::vector<ServiceToken> list(AccountId account,
                                                       ProjectId project) const = 0;
  /// [ST-263] Replaces `last_used_at` and `ends_at` of the token with that digest in that account;
  /// the rest stays. False otherwise.
  [[nodiscard]] virtual bool update(const ServiceToken& token) = 0;
  /// [ST-266] Erases the token with that digest in that account; false when it has none.
  virtual bool erase(AccountId account, const TokenDigest& digest) = 0;
  /// [ST-264] Erases the tokens of one project and returns how many.
  virtual std::size_t erase_of_project(AccountId account, ProjectId project) = 0;
  /// [ST-172] Erases at most `limit` tokens of projects of the account and returns how many.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// [ST-265] Erases at most `limit` tokens that ended at or before `now`, the longest over first,
  /// and returns how many. Those without an end stay.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~ServiceTokenRecords() = default;
};

}  // namespace gatehouse
