#include "registrations.hpp"

#include "../columns.hpp"
#include "../find_by_address.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT id, organization_name, email, email_key, created_at, expires_at FROM registrations "
    "WHERE ";

Registration from_row(const std::string& id, const std::string& organization_name,
                      const std::string& email, const std::string& email_key, long long created_at,
                      long long expires_at) {
  return {.id = to_id<AccountId>(id),
          .organization_name = organization_name,
          .email = to_email(email, email_key),
          .created_at = to_time(created_at),
          .expires_at = to_time(expires_at)};
}

}  // namespace

Registrations::Registrations(Connection& connection)
    : insert_(connection,
              "INSERT INTO registrations (id, organization_name, email, email_key, created_at,"
              " expires_at) VALUES (:id, :organization_name, :email, :email_key, :created_at,"
              " :expires_at) ON CONFLICT DO NOTHING"),
      find_(connection, std::string(select) + "id = :id"),
      find_by_email_(connection, std::string(select) + "email_key = :email_key"),
      update_(connection,
              "UPDATE registrations SET organization_name = :organization_name,"
              " expires_at = :expires_at WHERE id = :id"),
      erase_(connection, "DELETE FROM registrations WHERE id = :id"),
      erase_expired_(connection,
                     "DELETE FROM registrations WHERE id IN (SELECT id FROM registrations WHERE"
                     " expires_at <= :now ORDER BY expires_at LIMIT :limit)"),
      page_(connection, std::string(select) + "id > :after ORDER BY id LIMIT :limit") {}

bool Registrations::insert(const Registration& registration) {
  return insert_.change(column(registration.id), registration.organization_name,
                        registration.email.text(), registration.email.key(),
                        column(registration.created_at), column(registration.expires_at)) > 0;
}

std::optional<Registration> Registrations::find(AccountId id) const {
  return find_.one(from_row, column(id));
}

std::optional<Registration> Registrations::find_by_email(const Email& email) const {
  return find_by_address(find_by_email_, from_row, email);
}

bool Registrations::update(const Registration& registration) {
  return update_.change(registration.organization_name, column(registration.expires_at),
                        column(registration.id)) > 0;
}

bool Registrations::erase(AccountId id) { return erase_.change(column(id)) > 0; }

std::size_t Registrations::erase_expired(Timestamp now, std::size_t limit) {
  return erase_expired_.change(column(now), column(limit));
}

std::vector<Registration> Registrations::page(const Page<Registration>& page) const {
  return page_.all(from_row, page.after ? column(page.after->id) : std::string(),
                   column(page.limit));
}

}  // namespace gatehouse::sql
