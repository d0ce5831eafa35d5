#pragma once

#include <gatehouse/ports/storage/limit_records.hpp>

#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto limit_place(const LimitSetting& setting) noexcept {
  return std::tie(setting.account, setting.project, setting.service);
}

class LimitSettings final : public LimitRecords {
 public:
  explicit LimitSettings(UndoLog& log) noexcept : settings_(log) {}

  void set(const LimitSetting& setting) override;
  Limits find(const Tenant& account, const std::optional<ProjectId>& project,
              const std::optional<ServiceCode>& service) const override;
  std::vector<LimitSetting> reaching(AccountId account, const std::optional<ProjectId>& project,
                                     const std::optional<ServiceCode>& service) const override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  std::vector<LimitSetting> page(const Page<LimitSetting>& page) const {
    return settings_.page(page);
  }

 private:
  using ByPlace = Index<LimitSetting, limit_place>;

  Table<LimitSetting, limit_place, ByPlace> settings_;
};

}  // namespace gatehouse::memory
