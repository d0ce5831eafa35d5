#include "harness/described_roles.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace gatehouse::testing {
namespace {

/// Removes the first segment and its slash, and returns the segment.
std::string_view take_segment(std::string_view& path) {
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return segment;
}

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

}  // namespace

bool OperationOfRoles::is_asked_by(std::string_view method_asked,
                                   std::string_view path_asked) const {
  if (method_asked != method) return false;
  std::string_view asked = path_asked.substr(0, path_asked.find('?'));
  std::string_view own = path;
  while (!own.empty() && !asked.empty()) {
    const std::string_view segment = take_segment(own);
    const bool is_parameter = segment.starts_with('{');
    const std::string_view given = take_segment(asked);
    if (is_parameter ? given.empty() : given != segment) return false;
  }
  return own.empty() && asked.empty();
}

std::vector<OperationOfRoles> operations_of_roles(ApiClient& client) {
  std::vector<OperationOfRoles> found;
  const auto document = client.get("/openapi.json");
  for (const auto& [path, item] : document.body.at("paths").as_object()) {
    for (const auto& [method, operation] : item.as_object()) {
      const auto* object = operation.if_object();
      const auto* roles = object == nullptr ? nullptr : object->if_contains("x-roles");
      if (roles == nullptr) continue;
      OperationOfRoles one{upper(method), std::string(path), {}};
      for (const auto& role : roles->as_array()) {
        const std::string_view name = role.as_string();
        one.roles.emplace(name.substr(0, name.find(' ')));
      }
      found.push_back(std::move(one));
    }
  }
  if (found.empty()) throw std::runtime_error("openapi.json has no operation with roles");
  return found;
}

}  // namespace gatehouse::testing
