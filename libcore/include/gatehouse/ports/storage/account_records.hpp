/// Accounts.
///
/// [ST-20] E-mail addresses of accounts are unique by Email::key(), and so are those of
///         registrations; an account and a registration may share one.
/// [ST-246] For accounts, registrations and users, find_by_email() returns the record whose key
///          equals the text of the address, or else the one whose key equals the key of the
///          address.
/// [ST-247] For accounts, registrations and users, the address is returned with the key with which
///          it was stored.
#pragma once

#include <optional>

#include <gatehouse/model/account.hpp>
#include <gatehouse/ports/storage/update.hpp>

namespace gatehouse {

class AccountRecords {
 public:
  /// [ST-21] Returns false and changes nothing if the id or the e-mail address is taken.
  [[nodiscard]] virtual bool insert(const Account& account) = 0;
  [[nodiscard]] virtual std::optional<Account> find(AccountId id) const = 0;
  [[nodiscard]] virtual std::optional<Account> find_by_email(const Email& email) const = 0;
  /// [ST-22] Replaces all fields except id and creation time.
  [[nodiscard]] virtual Update update(const Account& account) = 0;
  /// [ST-23] Erases only the account's own record, and returns whether it existed. The service
  /// erases the records that belong to the account before.
  virtual bool erase(AccountId id) = 0;

 protected:
  ~AccountRecords() = default;
};

}  // namespace gatehouse
