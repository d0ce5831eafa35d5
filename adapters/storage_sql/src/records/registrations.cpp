#include "registrations.hpp"

#include "../find_by_address.hpp"

namespace gatehouse::sql {

Registrations::Registrations(Connection& connection)
    : insert_(connection),
      find_(connection, "id = :id"),
      find_by_email_(connection, "email_key = :email_key"),
      update_(connection, "id = :id"),
      erase_(connection, "DELETE FROM registrations WHERE id = :id"),
      erase_expired_(connection) {}

bool Registrations::insert(const Registration& registration) { return insert_(registration) > 0; }

std::optional<Registration> Registrations::find(AccountId id) const { return find_.one(id); }

std::optional<Registration> Registrations::find_by_email(const Email& email) const {
  return find_by_address(find_by_email_, email);
}

bool Registrations::update(const Registration& registration) {
  return update_(registration, registration.id);
}

bool Registrations::erase(AccountId id) { return erase_(id) > 0; }

std::size_t Registrations::erase_expired(Timestamp now, std::size_t limit) {
  return erase_expired_(limit, now);
}

}  // namespace gatehouse::sql
