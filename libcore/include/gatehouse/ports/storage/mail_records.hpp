/// The mail queue: what is written here in the same transaction as what it tells about.
#pragma once

#include <cstddef>
#include <vector>

#include <gatehouse/model/mail.hpp>

namespace gatehouse {

class MailRecords {
 public:
  /// Throws PortError when the id is taken.
  virtual void insert(const OutgoingMail& mail) = 0;
  /// [ST-80] At most `limit` entries whose lease ran out at or before `now`, oldest first; each is
  /// leased until `until` from now on, so that no two callers are given the same.
  [[nodiscard]] virtual std::vector<OutgoingMail> lease(Timestamp now, Timestamp until,
                                                        std::size_t limit) = 0;
  virtual bool erase(OutgoingMailId id) = 0;
  /// [ST-81] Erases the entries that tell of the registration and returns how many.
  virtual std::size_t erase_of_registration(AccountId registration) = 0;
  /// [ST-82] Erases at most `limit` entries that tell of the user and returns how many.
  virtual std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) = 0;
  /// [ST-83] Erases at most `limit` entries that tell of users of the account and returns how many.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// How many entries wait.
  [[nodiscard]] virtual std::size_t count() const = 0;

 protected:
  ~MailRecords() = default;
};

}  // namespace gatehouse
