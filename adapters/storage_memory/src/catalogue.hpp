#pragma once

#include <gatehouse/ports/storage/service_records.hpp>

#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto item_code(const CatalogueItem& item) noexcept { return std::tie(item.code); }
inline auto item_age(const CatalogueItem& item) noexcept {
  return std::tie(item.created_at, item.code);
}

class Catalogue final : public CatalogueRecords {
 public:
  explicit Catalogue(UndoLog& log) noexcept : items_(log) {}

  bool insert(const CatalogueItem& item) override;
  std::optional<CatalogueItem> find(const ServiceCode& code) const override;
  std::vector<CatalogueItem> list(const Page<ServiceCode>& page) const override;

  const CatalogueItem* newest() const noexcept { return items_.view<ByAge>().last(); }
  std::vector<CatalogueItem> page(const Page<CatalogueItem>& page) const {
    return items_.view<ByAge>().page(page);
  }

 private:
  using ByAge = Index<CatalogueItem, item_age>;

  Table<CatalogueItem, item_code, ByAge> items_;
};

}  // namespace gatehouse::memory
