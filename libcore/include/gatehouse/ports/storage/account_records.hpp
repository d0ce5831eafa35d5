/// Accounts, registrations, and the approve codes that turn registrations into accounts.
///
/// [ST-20] E-mail addresses of accounts are unique by Email::key(), and so are those of
///         registrations; an account and a registration may share one.
/// [ST-246] For accounts, registrations and users, find_by_email() returns the record whose key
///          equals the text of the address, or else the one whose key equals the key of the
///          address.
/// [ST-247] For accounts, registrations and users, the address is returned with the key with which
///          it was stored.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/account.hpp>
#include <gatehouse/model/registration.hpp>

namespace gatehouse {

/// The outcome of a change to a record with unique fields.
enum class Update {
  done,
  /// No record with the id exists (in the account).
  missing,
  /// Another record has the name or address; nothing was changed.
  taken,
};

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

class RegistrationRecords {
 public:
  /// [ST-24] Returns false and changes nothing if the id or the e-mail address is taken.
  [[nodiscard]] virtual bool insert(const Registration& registration) = 0;
  [[nodiscard]] virtual std::optional<Registration> find(AccountId id) const = 0;
  [[nodiscard]] virtual std::optional<Registration> find_by_email(const Email& email) const = 0;
  /// [ST-25] Replaces organisation name and expiry. Returns false for an unknown id.
  [[nodiscard]] virtual bool update(const Registration& registration) = 0;
  virtual bool erase(AccountId id) = 0;
  /// [ST-26] Erases at most `limit` registrations that expired at or before `now`, earliest expiry
  /// first, and returns their number.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~RegistrationRecords() = default;
};

/// Codes may outlive their registration; services decide whether a code is valid.
class ApproveCodeRecords {
 public:
  /// [ST-240] Throws PortError if the registration already has a code with the digest.
  virtual void insert(const ApproveCode& code) = 0;
  /// [ST-241] Returns nothing if the code belongs to another registration.
  [[nodiscard]] virtual std::optional<ApproveCode> find(AccountId registration,
                                                        const TokenDigest& digest) const = 0;
  /// [ST-242] Returns all codes of the registration, ordered by creation time, then digest.
  [[nodiscard]] virtual std::vector<ApproveCode> list(AccountId registration) const = 0;
  /// [ST-243] Clears the mail of those codes of the registration that were made for it, and returns
  /// whether there were any.
  virtual bool release(AccountId registration, OutgoingMailId mail) = 0;
  /// [ST-244] Erases all codes of the registration and returns their number.
  virtual std::size_t erase_of_registration(AccountId registration) = 0;
  /// [ST-245] Erases at most `limit` codes that expired at or before `now`, earliest expiry first,
  /// and returns their number.
  virtual std::size_t erase_expired(Timestamp now, std::size_t limit) = 0;

 protected:
  ~ApproveCodeRecords() = default;
};

}  // namespace gatehouse
