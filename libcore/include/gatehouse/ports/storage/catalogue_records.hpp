/// The catalogue of services.
#pragma once

#include <optional>
#include <vector>

#include <gatehouse/model/catalogue_item.hpp>
#include <gatehouse/ports/storage/page.hpp>

namespace gatehouse {

/// The catalogue belongs to the installation, not to a tenant.
class CatalogueRecords {
 public:
  /// [ST-60] Returns false and changes nothing if the code is taken.
  [[nodiscard]] virtual bool insert(const CatalogueItem& item) = 0;
  [[nodiscard]] virtual std::optional<CatalogueItem> find(const ServiceCode& code) const = 0;
  /// [ST-61] Ordered by creation time, then code; an unknown `after` yields an empty page.
  [[nodiscard]] virtual std::vector<CatalogueItem> list(const Page<ServiceCode>& page) const = 0;
  /// [ST-367] Returns false if the catalogue has no such item.
  virtual bool erase(const ServiceCode& code) = 0;

 protected:
  ~CatalogueRecords() = default;
};

}  // namespace gatehouse
