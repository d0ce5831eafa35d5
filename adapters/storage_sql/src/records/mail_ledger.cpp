#include "mail_ledger.hpp"

#include <utility>

namespace gatehouse::sql {
namespace {

/// Sorts behind every id, which consists of hex digits.
constexpr const char* behind_all_ids = "g";

}  // namespace

MailLedger::MailLedger(Connection& connection)
    : OfAccounts(connection),
      insert_(connection),
      newest_(connection, "id < :after ORDER BY id DESC LIMIT :limit"),
      of_account_(connection,
                  "account_id = :account AND id < :after ORDER BY id DESC LIMIT :limit"),
      of_receiver_(connection,
                   "receiver_key = :receiver AND id < :after AND account_id >= :first_account"
                   " AND account_id <= :last_account ORDER BY id DESC LIMIT :limit"),
      by_provider_(connection,
                   "provider_mail_id = :provider AND id < :after ORDER BY id DESC LIMIT :limit"),
      set_status_(connection, "UPDATE mail_entries SET status = :status WHERE id = :id"),
      erase_expired_(connection, "created_at") {}

void MailLedger::insert(const MailEntry& entry) { insert_(entry); }

std::vector<MailEntry> MailLedger::list(const MailFilter& filter,
                                        const Page<OutgoingMailId>& page) const {
  const Text after = page.after ? Text(column(*page.after)) : Text(behind_all_ids);
  if (filter.provider_mail_id) return of_provider(filter, after, page.limit);
  if (filter.receiver) {
    const Text first = filter.account ? Text(column(*filter.account)) : Text();
    const Text last = filter.account ? first : Text(behind_all_ids);
    return of_receiver_.all(filter.receiver->key(), after, first, last, page.limit);
  }
  if (filter.account) return of_account_.all(*filter.account, after, page.limit);
  return newest_.all(after, page.limit);
}

/// An id that the mailer gave names one mail. Mails without such an id are many.
std::vector<MailEntry> MailLedger::of_provider(const MailFilter& filter, Text after,
                                               std::size_t limit) const {
  std::vector<MailEntry> matching;
  while (matching.size() < limit) {
    auto entries = by_provider_.all(*filter.provider_mail_id, after, limit);
    const bool is_last = entries.size() < limit;
    if (!entries.empty()) after = column(entries.back().id);
    for (MailEntry& entry : entries) {
      if (filter.matches(entry) && matching.size() < limit) matching.push_back(std::move(entry));
    }
    if (is_last) break;
  }
  return matching;
}

bool MailLedger::set_status(OutgoingMailId id, MailStatus status) {
  return set_status_(status, id) > 0;
}

std::size_t MailLedger::erase_expired(Timestamp before, std::size_t limit) {
  return erase_expired_(limit, before);
}

}  // namespace gatehouse::sql
