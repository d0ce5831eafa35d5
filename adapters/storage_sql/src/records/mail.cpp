#include "mail.hpp"

namespace gatehouse::sql {

Mail::Mail(Connection& connection)
    : insert_(connection),
      waiting_(connection, "leased_until <= :now ORDER BY id LIMIT :limit"),
      lease_(connection, "UPDATE outgoing_mail SET leased_until = :until WHERE id = :id"),
      erase_(connection, "DELETE FROM outgoing_mail WHERE id = :id"),
      find_(connection, "id = :id"),
      erase_of_registration_(connection,
                             "DELETE FROM outgoing_mail WHERE registration_id = :registration"),
      erase_of_user_(connection, "account_id = :account AND user_id = :user"),
      // The rows with '' are mails that concern no user; they stay.
      erase_all_(connection, "account_id = :account AND user_id > ''"),
      count_(connection, "SELECT count(*) FROM outgoing_mail") {}

void Mail::insert(const OutgoingMail& mail) { insert_(mail); }

std::vector<OutgoingMail> Mail::lease(Timestamp now, Timestamp until, std::size_t limit) {
  auto leased = waiting_.all(now, limit);
  for (OutgoingMail& mail : leased) {
    mail.leased_until = until;
    lease_(until, mail.id);
  }
  return leased;
}

bool Mail::erase(OutgoingMailId id) { return erase_(id) > 0; }

bool Mail::holds(OutgoingMailId id) const { return find_.any(id); }

std::size_t Mail::erase_of_registration(AccountId registration) {
  return erase_of_registration_(registration);
}

std::size_t Mail::erase_of_user(Tenant tenant, UserId user, std::size_t limit) {
  return erase_of_user_(limit, tenant, user);
}

std::size_t Mail::erase_all(AccountId account, std::size_t limit) {
  return erase_all_(limit, account);
}

std::size_t Mail::count() const { return static_cast<std::size_t>(count_.value()); }

}  // namespace gatehouse::sql
