#include <gatehouse/schema/catalogue.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation list_services() {
  return {.method = Method::get,
          .name = "listServices",
          .summary = "List the services of the catalogue",
          .access = access::User(Action::read_catalogue),
          .pool = Pool::storage,
          .read_part = list_of<ServiceCode, schema::views::catalogue_item>(
              calling(&Services::catalogue, &Catalogue::list),
              [](const CatalogueItem& item) { return item.code; })};
}

Operation create_service() {
  return {.method = Method::post,
          .name = "createService",
          .summary = "Add a service to the catalogue",
          .access = access::User(Action::extend_catalogue),
          .pool = Pool::storage,
          .success = 201,
          .refusals = {409},
          .work = take<CreateCatalogueItem, schema::views::catalogue_item>(
              calling(&Services::catalogue, &Catalogue::create))};
}

}  // namespace

std::vector<ResourceRow> catalogue_resources() {
  return {
      {.path = "/api/v1/services",
       .name = "Services",
       .details = "List and extend the catalogue of services. Only root extends it.",
       .kind = Kind::list,
       .resource = &schema::resources::catalogue_item,
       .operations = {list_services(), create_service()}},
  };
}

}  // namespace gatehouse::http::api
