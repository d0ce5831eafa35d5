/// The resources that servers have to describe.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace gatehouse::testing {

/// A resource of the documentation. Fields are written "name" (readable and writable), "name<"
/// (write-only) or "name>" (read-only); fields other than strings have their type after a colon.
struct Resource {
  const char* path;
  std::vector<std::string> methods;
  const char* type;
  std::set<std::string> fields;
  std::set<std::string> params{"indent"};
};

/// The parameters of lists.
inline const std::set<std::string> listing{"indent", "limit", "after"};

/// Fields of the credential API.
inline const std::set<std::string> credential_fields{
    "username",     "password",    "fullName",   "email",        "description", "roleNameList:list",
    "enabled:bool", "ipList:list", "expireDate", "projectName>", "createdAt>",  "updatedAt>"};
inline const std::set<std::string> api_name{"name", "description", "projectName>", "createdAt>"};

inline const std::vector<Resource> credential_resources{
    {"/auth/token",
     {"POST"},
     "object",
     {"grant_type<", "client_id<", "client_secret<", "access_token>", "token_type>",
      "expires_in>:int"}},
    {"/projects/", {"GET"}, "list", {"id>", "name>", "description>"}, listing},
    {"/environments/",
     {"GET"},
     "list",
     {"name>", "type>", "projects>:list", "description>"},
     listing},
    {"/projects/{projectName}/credentials/",
     {"GET", "POST", "PUT"},
     "list",
     credential_fields,
     {"indent", "limit", "after", "username", "q"}},
    {"/projects/{projectName}/credentials/{username}/",
     {"GET", "PATCH", "DELETE"},
     "object",
     credential_fields},
    {"/projects/{projectName}/credentials/{username}/access/",
     {"GET", "PUT", "DELETE"},
     "list",
     {"name", "type", "expireTime", "createdAt>"},
     listing},
    {"/projects/{projectName}/credentials/{username}/access/revoke/",
     {"POST"},
     "list",
     {"name", "type", "expireTime", "createdAt>"}},
    {"/projects/{projectName}/apiProxies/", {"GET", "POST"}, "list", api_name, listing},
    {"/projects/{projectName}/apiProxies/{name}/", {"DELETE"}, "object", {}},
    {"/projects/{projectName}/apiProxyGroups/",
     {"GET", "POST"},
     "list",
     {"name", "description", "projectName>", "apiProxies>:list", "createdAt>"},
     listing},
    {"/projects/{projectName}/apiProxyGroups/{name}/", {"DELETE"}, "object", {}},
    {"/projects/{projectName}/apiProxyGroups/{name}/apiProxies/", {"PUT", "DELETE"}, "list", {}},
};

}  // namespace gatehouse::testing
