/// The catalogue of services in the API.
#pragma once

#include <array>
#include <string>

#include <gatehouse/model/catalogue_item.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct CreateCatalogueItem {
  ServiceCode code;
  std::string name;
  std::string description{};
};

namespace schema {
namespace fields {
inline constexpr std::array catalogue_item{title("Name of the service. At most 70 characters."),
                                           description("Description. At most 200 characters."),
                                           service_code("codeName"), created_at()};
}  // namespace fields

namespace resources {
inline constexpr Resource catalogue_item{"CatalogueItem", fields::catalogue_item};
}  // namespace resources

template <>
inline constexpr auto description<CreateCatalogueItem> = describes<&resources::catalogue_item>(
    required("name", &CreateCatalogueItem::name),
    optional("description", &CreateCatalogueItem::description),
    required("codeName", &CreateCatalogueItem::code));

namespace views {
inline constexpr auto catalogue_item = view<&resources::catalogue_item, CatalogueItem>(
    shown("name", &CatalogueItem::name), shown("description", &CatalogueItem::description),
    shown("codeName", &CatalogueItem::code), shown("createdAt", &CatalogueItem::created_at));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
