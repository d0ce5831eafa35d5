/// Accounts, registrations, and the codes that make accounts of them.
///
/// [ST-20] E-mail addresses of accounts are unique by Email::key(), and so are those of
///         registrations; an account and a registration may share one.
/// [ST-246] Of accounts, registrations and users, find_by_email() gives the one whose key is the
///         text of the address, and otherwise the one that has the key of the address.
/// [ST-247] Of accounts, registrations and users, the address comes back with the key with which
///         it was given.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/account.hpp>
#include <gatehouse/model/registration.hpp>

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
  /// [ST-25] Replaces organisation name and expiry. False for an unknown id.
  [[nodiscard]] virtual bool update(const Registration& registration) = 0;
  virtual bool erase(AccountId id) = 0;
  /// [ST-26] Erases at most `limit` registrations that expired at or before `now`, those that
  /// expired first, and returns how many.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~RegistrationRecords() = default;
};

/// Codes may outlive their registration: whether a code is good is the services' rule.
class ApproveCodeRecords {
 public:
  /// [ST-240] Throws PortError when the registration has a code with that digest.
  virtual void insert(const ApproveCode& code) = 0;
  /// [ST-241] Nothing when the code is another registration's.
  [[nodiscard]] virtual std::optional<ApproveCode> find(AccountId registration,
                                                        const TokenDigest& digest) const = 0;
  /// [ST-242] All codes of the registration, in order of creation time, then digest.
  [[nodiscard]] virtual std::vector<ApproveCode> list(AccountId registration) const = 0;
  /// [ST-243] Takes the mail from the registration's codes that were made for it, and says whether
  /// there were any.
  virtual bool release(AccountId registration, OutgoingMailId mail) = 0;
  /// [ST-244] Erases all codes of the registration and returns how many.
  virtual std::size_t erase_of_registration(AccountId registration) = 0;
  /// [ST-245] Erases at most `limit` codes that expired at or before `now`, those that expired
  /// first, and returns how many.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~ApproveCodeRecords() = default;
};

}  // namespace gatehouse
