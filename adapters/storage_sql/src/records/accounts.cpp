#include "accounts.hpp"

#include "../columns.hpp"
#include "../find_by_address.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT id, organization_name, address, phone, email, email_key, created_at FROM accounts "
    "WHERE ";

Account from_row(const std::string& id, const std::string& organization_name,
                 const std::string& address, const std::string& phone, const std::string& email,
                 const std::string& email_key, long long created_at) {
  return {.id = to_id<AccountId>(id),
          .organization_name = organization_name,
          .address = address,
          .phone = phone,
          .email = to_email(email, email_key),
          .created_at = to_time(created_at)};
}

}  // namespace

Accounts::Accounts(Connection& connection)
    : insert_(connection,
              "INSERT INTO accounts"
              " (id, organization_name, address, phone, email, email_key, created_at) VALUES"
              " (:id, :organization_name, :address, :phone, :email, :email_key, :created_at)"
              " ON CONFLICT DO NOTHING"),
      find_(connection, std::string(select) + "id = :id"),
      find_by_email_(connection, std::string(select) + "email_key = :email_key"),
      update_(connection,
              "UPDATE accounts SET organization_name = :organization_name, address = :address,"
              " phone = :phone, email = :email, email_key = :email_key WHERE id = :id AND NOT"
              " EXISTS (SELECT 1 FROM accounts WHERE email_key = :email_key AND id <> :id)"),
      erase_(connection, "DELETE FROM accounts WHERE id = :id"),
      page_(connection, std::string(select) + "id > :after ORDER BY id LIMIT :limit") {}

bool Accounts::insert(const Account& account) {
  return insert_.change(column(account.id), account.organization_name, account.address,
                        account.phone, account.email.text(), account.email.key(),
                        column(account.created_at)) > 0;
}

std::optional<Account> Accounts::find(AccountId id) const {
  return find_.one(from_row, column(id));
}

std::optional<Account> Accounts::find_by_email(const Email& email) const {
  return find_by_address(find_by_email_, from_row, email);
}

Update Accounts::update(const Account& account) {
  const std::string id = column(account.id);
  if (update_.change(account.organization_name, account.address, account.phone,
                     account.email.text(), account.email.key(), id) > 0) {
    return Update::done;
  }
  return find_.any(id) ? Update::taken : Update::missing;
}

bool Accounts::erase(AccountId id) { return erase_.change(column(id)) > 0; }

std::vector<Account> Accounts::page(const Page<Account>& page) const {
  return page_.all(from_row, page.after ? column(page.after->id) : std::string(),
                   column(page.limit));
}

}  // namespace gatehouse::sql
