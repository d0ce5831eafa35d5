#include <gatehouse/schema/service_accounts.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation list_service_accounts() {
  return {.method = Method::get,
          .name = "listServiceAccounts",
          .summary = "List the account's service accounts",
          .access = access::User(Action::manage_service_accounts),
          .pool = Pool::storage,
          .read_part = list_of<ServiceAccountId, schema::views::service_account>(
              calling(&Services::service_accounts, &ServiceAccounts::list),
              [](const ServiceAccount& account) { return account.id; })};
}

Operation create_service_account() {
  return {.method = Method::post,
          .name = "createServiceAccount",
          .summary = "Create a service account; its secret is shown this once",
          .access = access::User(Action::manage_service_accounts),
          .pool = Pool::storage,
          .success = 201,
          .refusals = {402, 409},
          .work = take<CreateServiceAccount, schema::views::new_service_account>(
              calling(&Services::service_accounts, &ServiceAccounts::create))};
}

Operation get_service_account() {
  return {.method = Method::get,
          .name = "getServiceAccount",
          .summary = "Get a service account, with the ids of its secrets",
          .access = access::User(Action::manage_service_accounts),
          .pool = Pool::storage,
          .work = without_body<schema::views::service_account>(
              calling(&Services::service_accounts, &ServiceAccounts::get))};
}

Operation delete_service_account() {
  return {.method = Method::delete_,
          .name = "deleteServiceAccount",
          .summary = "Delete a service account; its tokens end at once",
          .access = access::User(Action::manage_service_accounts),
          .pool = Pool::storage,
          .success = 202,
          .work = without_body(calling(&Services::service_accounts, &ServiceAccounts::remove))};
}

Operation create_secret() {
  return {.method = Method::post,
          .name = "createServiceAccountSecret",
          .summary = "Create the second secret of a service account; it is shown this once",
          .access = access::User(Action::manage_service_accounts),
          .pool = Pool::storage,
          .success = 201,
          .refusals = {409},
          .work = without_body<schema::views::new_service_account_secret>(
              calling(&Services::service_accounts, &ServiceAccounts::add_secret))};
}

Operation delete_secret() {
  return {
      .method = Method::delete_,
      .name = "deleteServiceAccountSecret",
      .summary = "Delete a secret of a service account; the tokens obtained with it end at once",
      .access = access::User(Action::manage_service_accounts),
      .pool = Pool::storage,
      .success = 202,
      .work = without_body(calling(&Services::service_accounts, &ServiceAccounts::remove_secret))};
}

}  // namespace

std::vector<ResourceRow> service_account_resources() {
  return {
      {.path = "/api/v1/service-accounts",
       .name = "Service accounts",
       .details = "List and create service accounts: programs of the account, which obtain tokens "
                  "with a secret of their own and act with the role developer.",
       .kind = Kind::list,
       .resource = &schema::resources::service_account,
       .operations = {list_service_accounts(), create_service_account()}},
      {.path = "/api/v1/service-accounts/{service_account_id}",
       .name = "Service account",
       .details = "Get or delete a service account.",
       .resource = &schema::resources::service_account,
       .operations = {get_service_account(), delete_service_account()}},
      {.path = "/api/v1/service-accounts/{service_account_id}/secrets",
       .name = "Secrets of a service account",
       .details =
           "Create a second secret, so that a program can change to it without interruption.",
       .kind = Kind::list,
       .resource = &schema::resources::service_account_secret,
       .operations = {create_secret()}},
      {.path = "/api/v1/service-accounts/{service_account_id}/secrets/{secret_id}",
       .name = "Secret of a service account",
       .details = "Delete a secret.",
       .resource = &schema::resources::service_account_secret,
       .operations = {delete_secret()}},
  };
}

}  // namespace gatehouse::http::api
