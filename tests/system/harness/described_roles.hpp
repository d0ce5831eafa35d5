/// The operations for users, as described by the server in openapi.json.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/api_client.hpp"

namespace gatehouse::testing {

struct OperationOfRoles {
  /// "GET".
  std::string method;
  /// The template: "/api/v1/projects/{project_id}".
  std::string path;
  /// Without the remark that a role is limited to its own records or needs a grant.
  std::set<std::string> roles;

  /// Whether the request is for this operation. The path may have a query.
  [[nodiscard]] bool is_asked_by(std::string_view method_asked, std::string_view path_asked) const;
};

/// Throws std::runtime_error if the description does not contain the operation.
[[nodiscard]] std::vector<OperationOfRoles> operations_of_roles(ApiClient& client);

}  // namespace gatehouse::testing
