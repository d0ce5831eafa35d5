#include <chrono>

#include "answer.hpp"
#include "resources.hpp"
#include "response_format.hpp"
#include "security_views.hpp"

namespace gatehouse::http::api {
namespace {

/// The member in which clients may wrap an array of grants.
constexpr std::string_view access_list = "credentialAccessList";

boost::json::object view_credential(const CredentialView& credential) { return view(credential); }

Operation obtain_token() {
  Operation operation{.method = Method::post,
                      .name = "obtainAccessToken",
                      .summary = "Log in with e-mail and password, in the form of OAuth 2.0",
                      .pool = Pool::hashing,
                      .login_field = "client_id",
                      .refusals = {401}};
  take<ObtainToken>(operation, [](const Call& call, const auto& command) {
    using std::chrono::seconds;
    const auto lifetime = call.services.settings.session_lifetime;
    return answer(call.services.sessions.obtain_token(command, call.origin),
                  [&](const NewSession& session) {
                    return boost::json::object{
                        {"access_token", session.token.reveal()},
                        {"token_type", "Bearer"},
                        {"expires_in", std::chrono::duration_cast<seconds>(lifetime).count()}};
                  });
  });
  operation.body = BodyType::form;
  return operation;
}

Operation list_credentials() {
  return {.method = Method::get,
          .name = "listCredentials",
          .summary = "List the project's credentials; with \"admin\", all of the account",
          .action = Action::manage_api_security,
          .pool = Pool::storage,
          .parameters = {parameters::limit, parameters::after},
          .read_part = list_of<CredentialId>(
              [](const Call& call, const ListRequest<CredentialId>& page) {
                return call.services.credentials.list(call.user(), call.path[0], page);
              },
              view_credential, [](const CredentialView& view) { return view.credential.id; }),
          .items_at_once = 32,
          .count_items = [](const Call& call) {
            return call.services.credentials.count(call.user(), call.path[0]);
          }};
}

Operation create_credential() {
  Operation operation{.method = Method::post,
                      .name = "createCredential",
                      .summary = "Create a credential",
                      .action = Action::manage_api_security,
                      .pool = Pool::hashing,
                      .answers_content = false};
  take<CreateCredential>(operation, [](const Call& call, const auto& command) {
    return answer(call.services.credentials.create(call.user(), call.path[0], command));
  });
  return operation;
}

Operation save_credential() {
  Operation operation{.method = Method::put,
                      .name = "saveCredential",
                      .summary =
                          "Update the credential of that username, or create it; what is "
                          "left out keeps its value",
                      .action = Action::manage_api_security,
                      .pool = Pool::hashing,
                      .answers_content = false};
  take<SaveCredential>(operation, [](const Call& call, const auto& command) {
    return answer(call.services.credentials.save(call.user(), call.path[0], command));
  });
  return operation;
}

Operation set_credential_password() {
  Operation operation{.method = Method::patch,
                      .name = "setCredentialPassword",
                      .summary = "Set the credential's password",
                      .action = Action::manage_api_security,
                      .pool = Pool::hashing,
                      .answers_content = false};
  take<SetCredentialPassword>(operation, [](const Call& call, const auto& command) {
    return answer(
        call.services.credentials.set_password(call.user(), call.path[0], call.path[1], command));
  });
  return operation;
}

Operation delete_credential() {
  return {
      .method = Method::delete_,
      .name = "deleteCredential",
      .summary = "Delete the credential with its grants",
      .action = Action::manage_api_security,
      .pool = Pool::storage,
      .work = without_body([](const Call& call) {
        return answer(call.services.credentials.remove(call.user(), call.path[0], call.path[1]));
      }),
      .answers_content = false};
}

Operation list_access() {
  return {.method = Method::get,
          .name = "listAccess",
          .summary = "List what was granted to the credential",
          .action = Action::manage_api_security,
          .pool = Pool::storage,
          .parameters = {parameters::limit, parameters::after},
          .read_part = list_of<GrantId>(
              [](const Call& call, const ListRequest<GrantId>& page) {
                return call.services.grants.list(call.user(), call.path[0], call.path[1], page);
              },
              [](const Grant& grant) { return view(grant); },
              [](const Grant& grant) { return grant.id; })};
}

Operation grant_access() {
  Operation operation{.method = Method::put,
                      .name = "grantAccess",
                      .summary = "Grant access to API proxies and groups: all of them or none",
                      .action = Action::manage_api_security,
                      .pool = Pool::storage,
                      .answers_content = false};
  take_list<GrantAccess>(operation, access_list, [](const Call& call, const auto& commands) {
    return answer(call.services.grants.add(call.user(), call.path[0], call.path[1], commands));
  });
  return operation;
}

Operation revoke_access() {
  Operation operation{.method = Method::delete_,
                      .name = "revokeAccess",
                      .summary = "Revoke access to API proxies and groups: all of them or none",
                      .action = Action::manage_api_security,
                      .pool = Pool::storage,
                      .answers_content = false};
  take_list<RevokeAccess>(operation, access_list, [](const Call& call, const auto& commands) {
    return answer(call.services.grants.remove(call.user(), call.path[0], call.path[1], commands));
  });
  return operation;
}

}  // namespace

std::vector<ResourceRow> credential_resources() {
  return {
      {.path = "/apiops/auth/token",
       .name = "Access token",
       .details = "Get a token for Authorization with the e-mail and password of a user.",
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
       .details = "Set the password of a credential, or delete it.",
       .resource = &schema::resources::credential_password,
       .operations = {set_credential_password(), delete_credential()},
       .format = &credential_format()},
      {.path = "/apiops/projects/{projectName}/credentials/{username}/access/",
       .name = "Credential access",
       .details = "List, grant and revoke access to API proxies and groups.",
       .kind = Kind::list,
       .resource = &schema::resources::grant,
       .operations = {list_access(), grant_access(), revoke_access()},
       .format = &credential_format()},
  };
}

}  // namespace gatehouse::http::api
