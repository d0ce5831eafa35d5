/// The mail queue, written in the same transaction as the change that a mail announces.
#pragma once

#include <cstddef>
#include <vector>

#include <gatehouse/model/mail.hpp>

namespace gatehouse {

class MailRecords {
 public:
  /// Throws PortError if the id is taken.
  virtual void insert(const OutgoingMail& mail) = 0;
  /// [ST-80] Leases at most `limit` entries whose lease expired at or before `now`, oldest first,
  /// until `until`. No entry is returned to two callers.
  [[nodiscard]] virtual std::vector<OutgoingMail> lease(Timestamp now, Timestamp until,
                                                        std::size_t limit) = 0;
  virtual bool erase(OutgoingMailId id) = 0;
  /// [ST-84] Returns whether the entry is in the queue, leased or not.
  [[nodiscard]] virtual bool holds(OutgoingMailId id) const = 0;
  /// [ST-81] Erases the entries about the registration and returns their number.
  virtual std::size_t erase_of_registration(AccountId registration) = 0;
  /// [ST-82] Erases at most `limit` entries about the user and returns their number.
  virtual std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) = 0;
  /// [ST-83] Erases at most `limit` entries about users of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// The number of queued entries.
  [[nodiscard]] virtual std::size_t count() const = 0;

 protected:
  ~MailRecords() = default;
};

}  // namespace gatehouse
