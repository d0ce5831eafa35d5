#include "mail_ledger.hpp"

#include <algorithm>
#include <utility>

namespace gatehouse::sql {
namespace {

/// Sorts behind every id, which consists of hex digits.
constexpr const char* behind_all_ids = "g";

using EntriesWith = Select<MailEntry, Text, Text, std::size_t>;

/// Returns at most `limit` of the entries with the key that match the filter. Reads them page by
/// page: a receiver has few entries, but those that the mailer gave no id are many.
std::vector<MailEntry> matching(const EntriesWith& entries, const Text& key,
                                const MailFilter& filter, Text after, std::size_t limit) {
  constexpr std::size_t least_at_once = 100;
  const std::size_t at_once = std::max(limit, least_at_once);
  std::vector<MailEntry> found;
  for (bool more = true; more && found.size() < limit;) {
    auto page = entries.all(key, after, at_once);
    more = page.size() == at_once;
    if (more) after = column(page.back().id);
    for (MailEntry& entry : page) {
      if (filter.matches(entry) && found.size() < limit) found.push_back(std::move(entry));
    }
  }
  return found;
}

}  // namespace

MailLedger::MailLedger(Connection& connection)
    : OfAccounts(connection),
      insert_(connection),
      newest_(connection, "id < :after ORDER BY id DESC LIMIT :limit"),
      of_account_(connection,
                  "account_id = :account AND id < :after ORDER BY id DESC LIMIT :limit"),
      of_receiver_(connection,
                   "receiver_key = :receiver AND id < :after ORDER BY id DESC LIMIT :limit"),
      of_provider_(connection,
                   "provider_mail_id = :provider AND id < :after ORDER BY id DESC LIMIT :limit"),
      set_status_(connection, "UPDATE mail_entries SET status = :status WHERE id = :id"),
      erase_expired_(connection, "created_at") {}

void MailLedger::insert(const MailEntry& entry) { insert_(entry); }

std::vector<MailEntry> MailLedger::list(const MailFilter& filter,
                                        const Page<OutgoingMailId>& page) const {
  const Text after = page.after ? Text(column(*page.after)) : Text(behind_all_ids);
  if (filter.provider_mail_id) {
    return matching(of_provider_, *filter.provider_mail_id, filter, after, page.limit);
  }
  if (filter.receiver) {
    return matching(of_receiver_, filter.receiver->key(), filter, after, page.limit);
  }
  if (filter.account) return of_account_.all(*filter.account, after, page.limit);
  return newest_.all(after, page.limit);
}

bool MailLedger::set_status(OutgoingMailId id, MailStatus status) {
  return set_status_(status, id) > 0;
}

std::size_t MailLedger::erase_expired(Timestamp before, std::size_t limit) {
  return erase_expired_(limit, before);
}

}  // namespace gatehouse::sql
