#pragma once

#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/ports/storage/usage_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../erasing.hpp"

namespace gatehouse::sql {

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

  std::vector<UsageEntry> page(const Page<UsageEntry>& page) const;

 private:
  using Text = std::string;
  using Columns = Out<Text, Text, Text, Text, Text, long long, Text, long long>;
  using Sums = Out<long long, long long, long long>;

  Statement<In<Text, Text, Text, Text, Text, long long, Text, long long>> insert_;
  mutable Statement<In<Text, Text, Text, Text>, Columns> find_;
  mutable Statement<In<Text, Text, Text, long long, long long>, Sums> sums_;
  mutable Statement<In<Text, Text, Text, long long, long long, Text>, Sums> sums_of_event_;
  mutable Statement<In<Text, Text, Text>, Out<long long>> total_;
  Statement<In<Text, Text, Text, long long>> add_;
  ErasingStatement<Text> erase_all_;
  ErasingStatement<Text> erase_all_totals_;
  mutable Statement<In<Text, long long>, Columns> page_;
};

}  // namespace gatehouse::sql
