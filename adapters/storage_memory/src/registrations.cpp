#include "registrations.hpp"

#include "copies.hpp"

namespace gatehouse::memory {

bool Registrations::insert(const Registration& registration) {
  return registrations_.insert(registration);
}

std::optional<Registration> Registrations::find(AccountId id) const {
  return copied(registrations_.find(id));
}

std::optional<Registration> Registrations::find_by_email(const Email& email) const {
  return copied(registrations_.view<ByEmail>().find(email.key()));
}

bool Registrations::update_code(const Registration& registration) {
  const Registration* old = registrations_.find(registration.id);
  if (old == nullptr) return false;
  Registration changed = *old;
  changed.code_digest = registration.code_digest;
  changed.code_expires_at = registration.code_expires_at;
  changed.wrong_codes = registration.wrong_codes;
  return registrations_.replace(*old, std::move(changed));
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
