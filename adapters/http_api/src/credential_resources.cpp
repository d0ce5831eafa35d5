#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include <gatehouse/schema/credentials.hpp>
#include <gatehouse/schema/sessions.hpp>

#include "resources.hpp"
#include "response_format.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation obtain_token() {
  return {
      .method = Method::post,
      .name = "obtainAccessToken",
      .summary =
          "Log in as a user with e-mail and password, or as a service account with its "
          "client id and secret, in the form of OAuth 2.0",
      .access = access::Open{.login_field = "client_id"},
      .pool = Pool::hashing,
      .refusals = {401, 429},
      .work = as_form(take<ObtainToken,
                           schema::views::obtained_token>([](const Call& call, const auto& command)
                                                              -> Result<ObtainedToken> {
        if (ServiceAccounts::names_service_account(command->client_id)) {
          return call.services.service_accounts.obtain_token(command, call.origin);
        }
        auto session = call.services.sessions.obtain_token(command, call.origin);
        if (!session) return std::move(session).failure();
        return ObtainedToken{std::move(session->token), call.services.settings.session_lifetime};
      }))};
}

Operation list_credentials() {
  return {.method = Method::get,
          .name = "listCredentials",
          .summary = "List the project's credentials; with \"admin\", all of the account",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::storage,
          .read_part = list_of<CredentialId, schema::views::credential>(
              calling(&Services::credentials, &Credentials::list),
              [](const CredentialView& view) { return view.credential.id; }, parameters::username,
              parameters::search),
          .items_at_once = 32,
          .count_items = [](const Call& call) {
            return calling(&Services::credentials, &Credentials::count)(
                call, filter_of(call, parameters::username, parameters::search));
          }};
}

Operation get_credential() {
  const auto get = calling(&Services::credentials, &Credentials::get);
  const auto as_list = [get](const Call& call) -> Result<std::vector<CredentialView>> {
    auto credential = get(call);
    if (!credential) return std::move(credential).failure();
    return std::vector{std::move(*credential)};
  };
  return {.method = Method::get,
          .name = "getCredential",
          .summary = "Get one credential, as a list of one item",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::storage,
          .work = without_body<schema::views::credential>(as_list)};
}

Operation create_credential() {
  return {.method = Method::post,
          .name = "createCredential",
          .summary = "Create a credential",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::hashing,
          .work = take<CreateCredential>(calling(&Services::credentials, &Credentials::create))};
}

Operation save_credential() {
  return {.method = Method::put,
          .name = "saveCredential",
          .summary =
              "Update the credential of that username, or create it; what is "
              "left out keeps its value; with \"admin\", it then holds in every project",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::hashing,
          .work = take<SaveCredential>(calling(&Services::credentials, &Credentials::save))};
}

Operation set_credential_password() {
  return {.method = Method::patch,
          .name = "setCredentialPassword",
          .summary = "Set the credential's password",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::hashing,
          .work = take<SetCredentialPassword>(
              calling(&Services::credentials, &Credentials::set_password))};
}

Operation delete_credential() {
  return {.method = Method::delete_,
          .name = "deleteCredential",
          .summary = "Delete the credential with its grants",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::storage,
          .work = without_body(calling(&Services::credentials, &Credentials::remove))};
}

}  // namespace

std::vector<ResourceRow> credential_resources() {
  return {
      {.path = "/apiops/auth/token",
       .name = "Access token",
       .details = "Get a token for Authorization, with the e-mail and password of a user or with "
                  "the client id and secret of a service account.",
       .resource = &schema::resources::access_token,
       .operations = {obtain_token()},
       .format = &token_format()},
      {.path = "/apiops/projects/{projectName}/credentials/",
       .name = "Credentials",
       .details = "List, create and update credentials of the project; of every project where its "
                  "name is \"admin\".",
       .kind = Kind::list,
       .resource = &schema::resources::credential,
       .operations = {list_credentials(), create_credential(), save_credential()},
       .format = &credential_format()},
      {.path = "/apiops/projects/{projectName}/credentials/{username}/",
       .name = "Credential",
       .details = "Get one credential, set its password, or delete it.",
       .resource = &schema::resources::credential,
       .operations = {get_credential(), set_credential_password(), delete_credential()},
       .format = &credential_format()},
  };
}

}  // namespace gatehouse::http::api
