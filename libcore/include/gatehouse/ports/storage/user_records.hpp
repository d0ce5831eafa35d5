/// Users of accounts, and root users, who belong to no account.
///
/// [ST-30] E-mail addresses of users are unique by Email::key() in the whole storage.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/user.hpp>
#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/ports/storage/update.hpp>

namespace gatehouse {

class UserRecords {
 public:
  /// [ST-31] Returns false and changes nothing if the id or the e-mail address is taken.
  [[nodiscard]] virtual bool insert(const User& user) = 0;
  /// [ST-32] Returns nothing if the user belongs to another tenant.
  [[nodiscard]] virtual std::optional<User> find(Tenant tenant, UserId id) const = 0;
  /// Searches all tenants: for callers that are not authenticated yet.
  [[nodiscard]] virtual std::optional<User> find_by_email(const Email& email) const = 0;
  [[nodiscard]] virtual std::vector<User> list(AccountId account, Role role,
                                               const Page<UserId>& page) const = 0;
  [[nodiscard]] virtual std::size_t count(AccountId account, Role role) const = 0;
  /// [ST-33] Replaces only e-mail address, names, password hash and the time of the latest change
  /// of the user with the id in the tenant.
  [[nodiscard]] virtual Update update(const User& user) = 0;
  virtual bool erase(Tenant tenant, UserId id) = 0;
  /// [ST-34] Erases at most `limit` users of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~UserRecords() = default;
};

}  // namespace gatehouse
