/// Service accounts, looked up by their id, and their tokens, looked up by the digest.
///
/// [ST-400] Names of service accounts are unique in their account, compared byte for byte.
///
/// Expired tokens are still found, and tokens whose service account or secret is gone too; services
/// decide whether a token is valid.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/service_account.hpp>
#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/ports/storage/update.hpp>

namespace gatehouse {

class ServiceAccountRecords {
 public:
  /// [ST-401] Returns false and changes nothing if the id or the name is taken.
  [[nodiscard]] virtual bool insert(const ServiceAccount& service_account) = 0;
  /// [ST-402] Searches all accounts; the result contains its account.
  [[nodiscard]] virtual std::optional<ServiceAccount> find(ServiceAccountId id) const = 0;
  /// [ST-403] Returns nothing if the service account belongs to another account.
  [[nodiscard]] virtual std::optional<ServiceAccount> find(AccountId account,
                                                           ServiceAccountId id) const = 0;
  /// [ST-404] Replaces only the name and the secrets of the service account with the id and
  /// account. Returns Update::taken and changes nothing if another service account of the account
  /// has the name.
  [[nodiscard]] virtual Update update(const ServiceAccount& service_account) = 0;
  [[nodiscard]] virtual std::vector<ServiceAccount> list(
      AccountId account, const Page<ServiceAccountId>& page) const = 0;
  /// [ST-405] Returns false and erases nothing if the account has no service account with the id.
  virtual bool erase(AccountId account, ServiceAccountId id) = 0;
  /// [ST-406] Erases at most `limit` service accounts of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~ServiceAccountRecords() = default;
};

class ServiceAccountTokenRecords {
 public:
  /// [ST-407] Throws PortError if the digest is taken, which cannot happen by chance with 256
  /// random bits.
  virtual void insert(const ServiceAccountToken& token) = 0;
  /// [ST-408] Searches all accounts; the result contains its account.
  [[nodiscard]] virtual std::optional<ServiceAccountToken> find(
      const TokenDigest& digest) const = 0;
  /// [ST-409] Erases the token with the digest; returns false if it does not exist.
  virtual bool erase(const TokenDigest& digest) = 0;
  /// [ST-410] Erases at most `limit` tokens of the service account, except the one with the digest
  /// `keep`, and returns their number.
  virtual std::size_t erase_of_service_account(AccountId account, ServiceAccountId id,
                                               const std::optional<TokenDigest>& keep,
                                               std::size_t limit) = 0;
  /// [ST-411] Erases at most `limit` tokens of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// [ST-412] Erases at most `limit` tokens that expired at or before `now`, earliest expiry first,
  /// and returns their number.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~ServiceAccountTokenRecords() = default;
};

}  // namespace gatehouse
