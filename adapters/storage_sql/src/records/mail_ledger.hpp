#pragma once

#include <gatehouse/ports/storage/mail_ledger_records.hpp>
#include <gatehouse/records/mail_ledger.hpp>

#include "../record_statements.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<MailEntry>{"mail_entries"};

class MailLedger final : public OfAccounts<MailLedgerRecords, MailEntry> {
 public:
  explicit MailLedger(Connection& connection);

  void insert(const MailEntry& entry) override;
  std::vector<MailEntry> list(const MailFilter& filter,
                              const Page<OutgoingMailId>& page) const override;
  bool set_status(OutgoingMailId id, MailStatus status) override;
  std::size_t erase_expired(Timestamp before, std::size_t limit) override;

 private:
  Insert<MailEntry> insert_;
  Select<MailEntry, Text, std::size_t> newest_;
  Select<MailEntry, AccountId, Text, std::size_t> of_account_;
  Select<MailEntry, Text, Text, std::size_t> of_receiver_;
  Select<MailEntry, Text, Text, std::size_t> of_provider_;
  ChangeRows<MailStatus, OutgoingMailId> set_status_;
  EraseExpired<MailEntry> erase_expired_;
};

}  // namespace gatehouse::sql
