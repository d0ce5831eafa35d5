#pragma once

#include <gatehouse/ports/storage/account_records.hpp>
#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/storage_sql/statement.hpp>

namespace gatehouse::sql {

class Registrations final : public RegistrationRecords {
 public:
  explicit Registrations(Connection& connection);

  bool insert(const Registration& registration) override;
  std::optional<Registration> find(AccountId id) const override;
  std::optional<Registration> find_by_email(const Email& email) const override;
  bool update(const Registration& registration) override;
  bool erase(AccountId id) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

  std::vector<Registration> page(const Page<Registration>& page) const;

 private:
  using Text = std::string;
  using Columns = Out<Text, Text, Text, Text, long long, long long>;

  Statement<In<Text, Text, Text, Text, long long, long long>> insert_;
  mutable Statement<In<Text>, Columns> find_;
  mutable Statement<In<Text>, Columns> find_by_email_;
  Statement<In<Text, long long, Text>> update_;
  Statement<In<Text>> erase_;
  Statement<In<long long, long long>> erase_expired_;
  mutable Statement<In<Text, long long>, Columns> page_;
};

}  // namespace gatehouse::sql
