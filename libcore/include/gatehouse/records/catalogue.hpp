/// The catalogue of services.
#pragma once

#include <tuple>

#include <gatehouse/model/catalogue_item.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<CatalogueItem> =
    kind("catalogue_item", key(&CatalogueItem::created_at, &CatalogueItem::code),
         std::tuple{
             identity("code", &CatalogueItem::code),
             fixed("name", &CatalogueItem::name),
             fixed("description", &CatalogueItem::description),
             fixed("created_at", &CatalogueItem::created_at),
         });

}  // namespace gatehouse::records
