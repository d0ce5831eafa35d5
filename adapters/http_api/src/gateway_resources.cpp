#include <gatehouse/schema/gateways.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation list_gateways() {
  return {.method = Method::get,
          .name = "listGateways",
          .summary = "List the account's gateways",
          .access = access::User(Action::manage_gateways),
          .pool = Pool::storage,
          .read_part = list_of<GatewayId, schema::views::gateway>(
              calling(&Services::gateways, &Gateways::list),
              [](const Gateway& gateway) { return gateway.id; })};
}

Operation create_gateway() {
  return {.method = Method::post,
          .name = "createGateway",
          .summary = "Create a gateway; its token is shown this once",
          .access = access::User(Action::manage_gateways),
          .pool = Pool::storage,
          .success = 201,
          .refusals = {409},
          .work = take<SaveGateway, schema::views::new_gateway>(
              calling(&Services::gateways, &Gateways::create))};
}

Operation get_gateway() {
  return {
      .method = Method::get,
      .name = "getGateway",
      .summary = "Get a gateway",
      .access = access::User(Action::manage_gateways),
      .pool = Pool::storage,
      .work = without_body<schema::views::gateway>(calling(&Services::gateways, &Gateways::get))};
}

Operation update_gateway() {
  return {.method = Method::put,
          .name = "updateGateway",
          .summary = "Change a gateway, from the next decision on; its token stays",
          .access = access::User(Action::manage_gateways),
          .pool = Pool::storage,
          .success = 202,
          .refusals = {409},
          .work = take_update<SaveGateway, schema::views::gateway>(
              calling(&Services::gateways, &Gateways::update))};
}

Operation delete_gateway() {
  return {.method = Method::delete_,
          .name = "deleteGateway",
          .summary = "Delete a gateway; its token stops working",
          .access = access::User(Action::manage_gateways),
          .pool = Pool::storage,
          .success = 202,
          .work = without_body(calling(&Services::gateways, &Gateways::remove))};
}

}  // namespace

std::vector<ResourceRow> gateway_resources() {
  return {
      {.path = "/api/v1/gateways",
       .name = "Gateways",
       .details = "List and create gateways, which ask for decisions about the account's "
                  "credentials.",
       .kind = Kind::list,
       .resource = &schema::resources::gateway,
       .operations = {list_gateways(), create_gateway()}},
      {.path = "/api/v1/gateways/{gateway_id}",
       .name = "Gateway",
       .details = "Get, change or delete a gateway.",
       .resource = &schema::resources::gateway,
       .operations = {get_gateway(), update_gateway(),
                      patch_of(update_gateway(), "patchGateway",
                               "Change some fields of a gateway; its token stays"),
                      delete_gateway()}},
  };
}

}  // namespace gatehouse::http::api
