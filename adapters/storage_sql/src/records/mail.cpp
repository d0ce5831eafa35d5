#include "mail.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

MailKind to_mail_kind(const std::string& text) {
  const auto kind = parse_mail_kind(text);
  if (!kind) raise_damaged("kind");
  return *kind;
}

OutgoingMail from_row(const std::string& id, const std::string& kind, const std::string& recipient,
                      const std::string& registration, const std::string& account,
                      const std::string& user, long long created_at, long long leased_until) {
  return {.id = to_id<OutgoingMailId>(id),
          .kind = to_mail_kind(kind),
          .recipient = to_email(recipient),
          .registration = to_optional_id<AccountId>(registration),
          .account = to_tenant(account),
          .user = to_optional_id<UserId>(user),
          .created_at = to_time(created_at),
          .leased_until = to_time(leased_until)};
}

constexpr const char* select =
    "SELECT id, kind, recipient, registration_id, account_id, user_id, created_at, leased_until"
    " FROM outgoing_mail WHERE ";

}  // namespace

Mail::Mail(Connection& connection)
    : insert_(connection,
              "INSERT INTO outgoing_mail (id, kind, recipient, registration_id, account_id,"
              " user_id, created_at, leased_until) VALUES (:id, :kind, :recipient, :registration,"
              " :account, :user, :created_at, :leased_until)"),
      waiting_(connection, std::string(select) + "leased_until <= :now ORDER BY id LIMIT :limit"),
      lease_(connection, "UPDATE outgoing_mail SET leased_until = :until WHERE id = :id"),
      erase_(connection, "DELETE FROM outgoing_mail WHERE id = :id"),
      erase_of_registration_(connection,
                             "DELETE FROM outgoing_mail WHERE registration_id = :registration"),
      erase_of_user_(connection, "outgoing_mail", "id",
                     "account_id = :account AND user_id = :user"),
      // Past '', which are those that tell of no user.
      erase_all_(connection, "outgoing_mail", "id", "account_id = :account AND user_id > ''"),
      count_(connection, "SELECT count(*) FROM outgoing_mail"),
      page_(connection, std::string(select) + "id > :after ORDER BY id LIMIT :limit") {}

void Mail::insert(const OutgoingMail& mail) {
  insert_.change(column(mail.id), std::string(name(mail.kind)), mail.recipient.text(),
                 column(mail.registration), column(mail.account), column(mail.user),
                 column(mail.created_at), column(mail.leased_until));
}

std::vector<OutgoingMail> Mail::lease(Timestamp now, Timestamp until, std::size_t limit) {
  auto leased = waiting_.all(
      [&](const auto&... columns) {
        OutgoingMail mail = from_row(columns...);
        mail.leased_until = until;
        return mail;
      },
      column(now), column(limit));
  for (const OutgoingMail& mail : leased) lease_.change(column(until), column(mail.id));
  return leased;
}

bool Mail::erase(OutgoingMailId id) { return erase_.change(column(id)) > 0; }

std::size_t Mail::erase_of_registration(AccountId registration) {
  return erase_of_registration_.change(column(registration));
}

std::size_t Mail::erase_of_user(Tenant tenant, UserId user, std::size_t limit) {
  return erase_of_user_.erase(limit, column(tenant), column(user));
}

std::size_t Mail::erase_all(AccountId account, std::size_t limit) {
  return erase_all_.erase(limit, column(account));
}

std::size_t Mail::count() const { return static_cast<std::size_t>(count_.value()); }

std::vector<OutgoingMail> Mail::page(const Page<OutgoingMail>& page) const {
  return page_.all(from_row, page.after ? column(page.after->id) : Text(), column(page.limit));
}

}  // namespace gatehouse::sql
