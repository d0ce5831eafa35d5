#pragma once

#include <gatehouse/ports/storage/usage_records.hpp>
#include <gatehouse/records/usage.hpp>

#include "../record_statements.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<UsageEntry>{"usage_entries"};

class Usage final : public UsageRecords {
 public:
  explicit Usage(Connection& connection);

  bool insert(const UsageEntry& entry) override;
  std::optional<UsageEntry> find(AccountId account, ProjectId project, const ServiceCode& service,
                                 std::string_view key) const override;
  std::vector<UsageOfDay> sums(AccountId account, ProjectId project, const ServiceCode& service,
                               const std::optional<std::string>& event, Timestamp from,
                               Timestamp until) const override;
  std::int64_t total(AccountId account, ProjectId project,
                     const ServiceCode& service) const override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override;

 private:
  using Sums = Out<long long, long long, long long, long long>;

  InsertNew<UsageEntry> insert_;
  Select<UsageEntry, AccountId, ProjectId, ServiceCode, std::string_view> find_;
  mutable Statement<InOf<AccountId, ProjectId, ServiceCode, Timestamp, Timestamp>, Sums> sums_;
  mutable Statement<InOf<AccountId, ProjectId, ServiceCode, Timestamp, Timestamp, Text>, Sums>
      sums_of_event_;
  mutable Statement<InOf<AccountId, ProjectId, ServiceCode>, Out<long long>> total_;
  ChangeRows<AccountId, ProjectId, ServiceCode, std::int64_t> add_;
  EraseAll<UsageEntry> erase_all_;
  ChangeRows<AccountId, std::size_t> erase_all_totals_;
  EraseOfProject<UsageEntry> erase_of_project_;
  ChangeRows<AccountId, ProjectId, std::size_t> erase_totals_of_project_;
};

}  // namespace gatehouse::sql
