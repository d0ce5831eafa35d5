/// Requests that are right, by operation, before they are completed by good_request().
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "harness/tenant.hpp"

namespace gatehouse::testing {

/// The path below the API and the body of a request; without a token it is sent with the admin's.
struct Draft {
  std::string path;
  std::string body;
  std::string token{};
  std::vector<std::pair<std::string, std::string>> headers{};
};

using Drafts = std::map<std::string, std::function<Draft(Tenant&)>>;

/// The drafts by method and path below the API: "POST /consumers".
[[nodiscard]] Drafts all_drafts();

}  // namespace gatehouse::testing
