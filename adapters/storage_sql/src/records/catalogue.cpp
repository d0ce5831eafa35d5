#include "catalogue.hpp"

namespace gatehouse::sql {

Catalogue::Catalogue(Connection& connection)
    : insert_(connection),
      find_(connection, "code = :code"),
      list_(connection),
      erase_(connection, "DELETE FROM catalogue WHERE code = :code") {}

bool Catalogue::insert(const CatalogueItem& item) { return insert_(item) > 0; }

std::optional<CatalogueItem> Catalogue::find(const ServiceCode& code) const {
  return find_.one(code);
}

std::vector<CatalogueItem> Catalogue::list(const Page<ServiceCode>& page) const {
  if (!page.after) return list_.page({.after = {}, .limit = page.limit});
  auto last = find(*page.after);
  if (!last) return {};
  return list_.page({.after = std::move(last), .limit = page.limit});
}

bool Catalogue::erase(const ServiceCode& code) { return erase_(code) > 0; }

}  // namespace gatehouse::sql
