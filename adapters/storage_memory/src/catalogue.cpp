#include "catalogue.hpp"

#include "copies.hpp"

namespace gatehouse::memory {

bool Catalogue::insert(const CatalogueItem& item) { return items_.insert(item); }

std::optional<CatalogueItem> Catalogue::find(const ServiceCode& code) const {
  return copied(items_.find(code));
}

std::vector<CatalogueItem> Catalogue::list(const Page<ServiceCode>& page) const {
  const ByAge& by_age = items_.view<ByAge>();
  if (!page.after) return ByAge::copies(by_age.range(), page.limit);
  const CatalogueItem* last = items_.find(*page.after);
  if (last == nullptr) return {};
  return ByAge::copies(by_age.beyond(last->created_at, last->code), page.limit);
}

}  // namespace gatehouse::memory
