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

Operation get_service() {
  return {.method = Method::get,
          .name = "getService",
          .summary = "See a service of the catalogue",
          .access = access::User(Action::read_catalogue),
          .work = without_body<schema::views::catalogue_item>(
              calling(&Services::catalogue, &Catalogue::get))};
}

Operation delete_service() {
  return {.method = Method::delete_,
          .name = "deleteService",
          .summary = "Remove a service, which no project has attached, from the catalogue",
          .access = access::User(Action::extend_catalogue),
          .pool = Pool::storage,
          .success = 202,
          .refusals = {409},
          .work = without_body(calling(&Services::catalogue, &Catalogue::remove))};
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
      {.path = "/api/v1/services/{service_catalog_code}",
       .name = "Service",
       .details = "See a service of the catalogue, or remove it. Only root removes it.",
       .resource = &schema::resources::catalogue_item,
       .operations = {get_service(), delete_service()}},
  };
}

}  // namespace gatehouse::http::api
