#pragma once

#include <gatehouse/ports/storage/service_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

namespace gatehouse::sql {

class Catalogue final : public CatalogueRecords {
 public:
  explicit Catalogue(Connection& connection);

  bool insert(const CatalogueItem& item) override;
  std::optional<CatalogueItem> find(const ServiceCode& code) const override;
  std::vector<CatalogueItem> list(const Page<ServiceCode>& page) const override;

  std::vector<CatalogueItem> page(const Page<CatalogueItem>& page) const;

 private:
  using Text = std::string;
  using Columns = Out<Text, Text, Text, long long>;

  Statement<In<Text, Text, Text, long long>> insert_;
  mutable Statement<In<Text>, Columns> find_;
  mutable Statement<In<long long>, Columns> first_page_;
  mutable Statement<In<long long, Text, long long>, Columns> list_;
};

}  // namespace gatehouse::sql
