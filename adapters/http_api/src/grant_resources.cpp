#include <gatehouse/schema/grants.hpp>

#include "resources.hpp"
#include "response_format.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

/// The member in which clients may wrap an array of grants.
constexpr std::string_view access_list = "credentialAccessList";

Operation list_access() {
  return {
      .method = Method::get,
      .name = "listAccess",
      .summary = "List what was granted to the credential",
      .access = access::User(Action::manage_api_security),
      .pool = Pool::storage,
      .read_part = list_of<GrantId, schema::views::grant>(
          calling(&Services::grants, &Grants::list), [](const Grant& grant) { return grant.id; }),
      .count_items = calling(&Services::grants, &Grants::count)};
}

Operation grant_access() {
  return {.method = Method::put,
          .name = "grantAccess",
          .summary = "Grant access to API proxies and groups: all of them or none",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::storage,
          .work = take_list<GrantAccess>(access_list, calling(&Services::grants, &Grants::add))};
}

Operation revoke_access(Method method, std::string_view name) {
  return {
      .method = method,
      .name = name,
      .summary = "Revoke access to API proxies and groups: all of them or none",
      .access = access::User(Action::manage_api_security),
      .pool = Pool::storage,
      .work = take_list<RevokeAccess>(access_list, calling(&Services::grants, &Grants::remove))};
}

}  // namespace

std::vector<ResourceRow> grant_resources() {
  return {
      {.path = "/apiops/projects/{projectName}/credentials/{username}/access/",
       .name = "Credential access",
       .details = "List, grant and revoke access to API proxies and groups.",
       .kind = Kind::list,
       .resource = &schema::resources::grant,
       .operations = {list_access(), grant_access(),
                      revoke_access(Method::delete_, "revokeAccess")},
       .format = &credential_format()},
      {.path = "/apiops/projects/{projectName}/credentials/{username}/access/revoke/",
       .name = "Revocation of access",
       .details =
           "Revoke access as by DELETE, for clients whose proxies drop the bodies of DELETE.",
       .kind = Kind::list,
       .resource = &schema::resources::grant,
       .operations = {revoke_access(Method::post, "revokeAccessByPost")},
       .format = &credential_format()},
  };
}

}  // namespace gatehouse::http::api
