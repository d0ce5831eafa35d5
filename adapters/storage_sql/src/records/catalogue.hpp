#pragma once

#include <gatehouse/ports/storage/catalogue_records.hpp>
#include <gatehouse/records/catalogue.hpp>

#include "../record_statements.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<CatalogueItem>{"catalogue"};

class Catalogue final : public CatalogueRecords {
 public:
  explicit Catalogue(Connection& connection);

  bool insert(const CatalogueItem& item) override;
  std::optional<CatalogueItem> find(const ServiceCode& code) const override;
  std::vector<CatalogueItem> list(const Page<ServiceCode>& page) const override;
  bool erase(const ServiceCode& code) override;

 private:
  InsertNew<CatalogueItem> insert_;
  Select<CatalogueItem, ServiceCode> find_;
  TableScan<CatalogueItem> list_;
  ChangeRows<ServiceCode> erase_;
};

}  // namespace gatehouse::sql
