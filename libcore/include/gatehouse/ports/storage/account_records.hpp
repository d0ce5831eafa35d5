/// Accounts, and registrations that wait for their code.
///
/// [ST-20] E-mail addresses of accounts are unique by Email::key(), and so are those of
///         registrations; an account and a registration may share one.
#pragma once

#include <cstddef>
#include <optional>

#include <gatehouse/model/account.hpp>

namespace gatehouse {

/// What became of a change that must keep something unique.
enum class Update {
  done,
  /// There is nothing with that id (in that account).
  missing,
  /// Another one has that name or address: nothing was changed.
  taken,
};

class AccountRecords {
 public:
  /// [ST-21] False, and nothing is changed, when the id or the e-mail is taken.
  [[nodiscard]] virtual bool insert(const Account& account) = 0;
  [[nodiscard]] virtual std::optional<Account> find(AccountId id) const = 0;
  [[nodiscard]] virtual std::optional<Account> find_by_email(const Email& email) const = 0;
  /// [ST-22] Replaces all but id and creation time.
  [[nodiscard]] virtual Update update(const Account& account) = 0;
  /// [ST-23] Erases the account's own record alone, and says whether there was one. What belongs
  /// to the account is erased by the service, record by record, before.
  virtual bool erase(AccountId id) = 0;

 protected:
  ~AccountRecords() = default;
};

class RegistrationRecords {
 public:
  /// [ST-24] False, and nothing is changed, when the id or the e-mail is taken.
  [[nodiscard]] virtual bool insert(const Registration& registration) = 0;
  [[nodiscard]] virtual std::optional<Registration> find(AccountId id) const = 0;
  [[nodiscard]] virtual std::optional<Registration> find_by_email(const Email& email) const = 0;
  /// [ST-25] Replaces code digest, code expiry and the count of wrong codes. False when there is
  /// none with that id.
  [[nodiscard]] virtual bool update_code(const Registration& registration) = 0;
  virtual bool erase(AccountId id) = 0;
  /// [ST-26] Erases at most `limit` registrations whose code ran out at or before `now`, the
  /// longest over first, and returns how many.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~RegistrationRecords() = default;
};

}  // namespace gatehouse
