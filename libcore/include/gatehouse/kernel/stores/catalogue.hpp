/// The catalogue on tables.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/catalogue_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<CatalogueItem> {
  using Age = DescribedIndex<CatalogueItem>;
  using Code = Index<&CatalogueItem::code>;
  using All = IndexList<Age, Code>;
};

template <class Engine>
class Catalogue : public Store<CatalogueRecords> {
  using By = Indexes<CatalogueItem>;

 public:
  explicit Catalogue(Tables<Engine>& tables) : items_(tables.template of<CatalogueItem>()) {}

  bool insert(const CatalogueItem& item) override { return items_.insert(item); }
  std::optional<CatalogueItem> find(const ServiceCode& code) const override {
    return copied(items_.find(By::Code{}, code));
  }
  std::vector<CatalogueItem> list(const Page<ServiceCode>& page) const override {
    if (!page.after) return items_.scan({.after = {}, .limit = page.limit});
    auto last = find(*page.after);
    if (!last) return {};
    return items_.scan({.after = std::move(last), .limit = page.limit});
  }
  bool erase(const ServiceCode& code) override {
    return items_.erase_found(items_.find(By::Code{}, code));
  }

 private:
  Rows<Engine, CatalogueItem>& items_;
};

}  // namespace gatehouse::kernel
