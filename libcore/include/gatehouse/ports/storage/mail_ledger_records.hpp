/// The ledger of mails, written in the transaction that queues the mail.
#pragma once

#include <cstddef>
#include <vector>

#include <gatehouse/model/mail_ledger.hpp>
#include <gatehouse/ports/storage/page.hpp>

namespace gatehouse {

class MailLedgerRecords {
 public:
  /// Throws PortError if the id is taken.
  virtual void insert(const MailEntry& entry) = 0;
  /// [ST-420] Returns the entries that match the filter, the greatest id first: a page holds those
  /// with smaller ids than its `after`, at most `limit`. Receivers are compared by their keys.
  [[nodiscard]] virtual std::vector<MailEntry> list(const MailFilter& filter,
                                                    const Page<OutgoingMailId>& page) const = 0;
  /// [ST-421] Sets the status of an entry. Returns false if there is no such entry.
  virtual bool set_status(OutgoingMailId id, MailStatus status) = 0;
  /// [ST-422] Erases at most `limit` entries created at or before `before`, the oldest first, and
  /// returns their number.
  virtual std::size_t erase_expired(Timestamp before, std::size_t limit) = 0;
  /// [ST-423] Erases at most `limit` entries of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~MailLedgerRecords() = default;
};

}  // namespace gatehouse
