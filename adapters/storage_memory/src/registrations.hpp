#pragma once

#include <gatehouse/ports/storage/account_records.hpp>

#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto registration_id(const Registration& registration) noexcept {
  return std::tie(registration.id);
}
inline auto registration_email(const Registration& registration) noexcept {
  return std::tie(registration.email.key());
}
inline auto registration_expiry(const Registration& registration) noexcept {
  return std::tie(registration.expires_at, registration.id);
}

class Registrations final : public RegistrationRecords {
 public:
  explicit Registrations(UndoLog& log) noexcept : registrations_(log) {}

  bool insert(const Registration& registration) override;
  std::optional<Registration> find(AccountId id) const override;
  std::optional<Registration> find_by_email(const Email& email) const override;
  bool update(const Registration& registration) override;
  bool erase(AccountId id) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

  const Registration* newest() const noexcept { return registrations_.last(); }
  std::vector<Registration> page(const Page<Registration>& page) const {
    return registrations_.page(page);
  }

 private:
  using ByEmail = Index<Registration, registration_email>;
  using ByExpiry = Index<Registration, registration_expiry>;

  Table<Registration, registration_id, ByEmail, ByExpiry> registrations_;
};

}  // namespace gatehouse::memory
