#include "registrations.hpp"

#include <gatehouse/records/accounts.hpp>

#include "copies.hpp"
#include "find_by_address.hpp"

namespace gatehouse::memory {

bool Registrations::insert(const Registration& registration) {
  return registrations_.insert(registration);
}

std::optional<Registration> Registrations::find(AccountId id) const {
  return copied(registrations_.find(id));
}

std::optional<Registration> Registrations::find_by_email(const Email& email) const {
  return copied(find_by_address(registrations_.view<ByEmail>(), email));
}

bool Registrations::update(const Registration& registration) {
  const Registration* old = registrations_.find(registration.id);
  if (old == nullptr) return false;
  return registrations_.replace(*old, records::updated(*old, registration));
}

bool Registrations::erase(AccountId id) {
  const Registration* registration = registrations_.find(id);
  if (registration != nullptr) registrations_.erase(*registration);
  return registration != nullptr;
}

std::size_t Registrations::erase_expired(Timestamp now, std::size_t limit) {
  return registrations_.erase(registrations_.view<ByExpiry>().up_to(now), limit);
}

}  // namespace gatehouse::memory
