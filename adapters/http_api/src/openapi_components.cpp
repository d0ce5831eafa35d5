#include "openapi_components.hpp"

#include <utility>

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/base/invariant.hpp>

namespace gatehouse::http::api {

namespace json = boost::json;

json::object reference(std::string_view kind, std::string_view name) {
  return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

std::string capitalized(std::string_view name) {
  std::string text(name);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

json::object Components::schema(std::string_view name, std::string_view second_name,
                                json::object schema) {
  const json::value* present = schemas_.if_contains(name);
  if (present != nullptr && *present != schema) {
    name = second_name;
    present = schemas_.if_contains(name);
    invariant(present == nullptr || *present == schema);
  }
  if (present == nullptr) schemas_[name] = std::move(schema);
  return reference("schemas", name);
}

json::object Components::response(std::string_view name, json::object response) {
  if (!responses_.contains(name)) responses_[name] = std::move(response);
  return reference("responses", name);
}

}  // namespace gatehouse::http::api
