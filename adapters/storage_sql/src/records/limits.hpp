#pragma once

#include <gatehouse/ports/storage/limit_records.hpp>
#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../erasing.hpp"

namespace gatehouse::sql {

class LimitSettings final : public LimitRecords {
 public:
  explicit LimitSettings(Connection& connection);

  void set(const LimitSetting& setting) override;
  Limits find(const Tenant& account, const std::optional<ProjectId>& project,
              const std::optional<ServiceCode>& service) const override;
  std::vector<LimitSetting> reaching(AccountId account, const std::optional<ProjectId>& project,
                                     const std::optional<ServiceCode>& service) const override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  std::vector<LimitSetting> page(const Page<LimitSetting>& page) const;

 private:
  using Text = std::string;
  using OptionalNumber = std::optional<long long>;
  using Columns =
      Out<Text, Text, Text, OptionalNumber, OptionalNumber, OptionalNumber, OptionalNumber>;

  Statement<In<Text, Text, Text, OptionalNumber, OptionalNumber, OptionalNumber, OptionalNumber>>
      set_;
  Statement<In<Text, Text, Text>> erase_;
  mutable Statement<In<Text, Text, Text>, Columns> find_;
  mutable Statement<In<Text, Text, Text>, Columns> reaching_;
  ErasingStatement<Text> erase_all_;
  mutable Statement<In<long long>, Columns> first_page_;
  mutable Statement<In<Text, Text, Text, long long>, Columns> page_;
};

}  // namespace gatehouse::sql
