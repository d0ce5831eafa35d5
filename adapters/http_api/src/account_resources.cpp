#include <gatehouse/schema/accounts.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation get_account() {
  return {
      .method = Method::get,
      .name = "getAccount",
      .summary = "See the account",
      .access = access::User(Action::read_account),
      .work = without_body<schema::views::account>(calling(&Services::accounts, &Accounts::get))};
}

Operation update_account() {
  return {.method = Method::put,
          .name = "updateAccount",
          .summary = "Update the account",
          .access = access::User(Action::change_account),
          .pool = Pool::storage,
          .success = 202,
          .refusals = {409},
          .work = take_update<UpdateAccount, schema::views::account>(
              calling(&Services::accounts, &Accounts::update))};
}

Operation delete_account() {
  return {.method = Method::delete_,
          .name = "deleteAccount",
          .summary = "Delete the account with all that belongs to it",
          .access = access::User(Action::change_account),
          .pool = Pool::storage,
          .success = 202,
          .work = without_body(calling(&Services::accounts, &Accounts::remove))};
}

}  // namespace

std::vector<ResourceRow> account_resources() {
  return {
      {.path = "/api/v1/account",
       .name = "Account",
       .details = "See, update and delete the caller's account. With the account go its users, "
                  "services, consumers and projects.",
       .resource = &schema::resources::account,
       .operations = {get_account(), update_account(),
                      patch_of(update_account(), "patchAccount",
                               "Change some fields of the account"),
                      delete_account()}},
  };
}

}  // namespace gatehouse::http::api
