/// Registrations, and the approve codes that turn them into accounts.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/registration.hpp>

namespace gatehouse {

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
