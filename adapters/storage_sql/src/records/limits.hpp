#pragma once

#include <gatehouse/ports/storage/limit_records.hpp>
#include <gatehouse/records/limits.hpp>

#include "../record_statements.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<LimitSetting>{"limit_settings"};

class LimitSettings final : public OfProjects<LimitRecords, LimitSetting> {
 public:
  explicit LimitSettings(Connection& connection);

  void set(const LimitSetting& setting) override;
  Limits find(const Tenant& account, const std::optional<ProjectId>& project,
              const std::optional<ServiceCode>& service) const override;
  std::vector<LimitSetting> reaching(AccountId account, const std::optional<ProjectId>& project,
                                     const std::optional<ServiceCode>& service) const override;

 private:
  using OptionalProject = std::optional<ProjectId>;
  using OptionalService = std::optional<ServiceCode>;

  InsertOrUpdate<LimitSetting> set_;
  ChangeRows<Tenant, OptionalProject, OptionalService> erase_;
  Select<LimitSetting, Tenant, OptionalProject, OptionalService> find_;
  Select<LimitSetting, AccountId, OptionalProject, OptionalService> reaching_;
};

}  // namespace gatehouse::sql
