#pragma once

#include <gatehouse/ports/storage/registration_records.hpp>
#include <gatehouse/records/registrations.hpp>

#include "../record_statements.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<Registration>{"registrations"};

class Registrations final : public RegistrationRecords {
 public:
  explicit Registrations(Connection& connection);

  bool insert(const Registration& registration) override;
  std::optional<Registration> find(AccountId id) const override;
  std::optional<Registration> find_by_email(const Email& email) const override;
  bool update(const Registration& registration) override;
  bool erase(AccountId id) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

 private:
  InsertNew<Registration> insert_;
  Select<Registration, AccountId> find_;
  Select<Registration, Text> find_by_email_;
  UpdateRecord<Registration, AccountId> update_;
  ChangeRows<AccountId> erase_;
  EraseExpired<Registration> erase_expired_;
};

}  // namespace gatehouse::sql
