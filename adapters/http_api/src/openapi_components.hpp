/// The named parts of the OpenAPI document.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace gatehouse::http::api {

/// Returns a reference to the component, e.g. of the kind "schemas".
[[nodiscard]] boost::json::object reference(std::string_view kind, std::string_view name);

/// Returns "CreateProject" for "createProject".
[[nodiscard]] std::string capitalized(std::string_view name);

/// The components of a document, in the order of their first use.
class Components {
 public:
  /// Adds a schema unless the same one was added before, and returns a reference to it. If another
  /// schema has the name, this one is called `second_name`.
  boost::json::object schema(std::string_view name, std::string_view second_name,
                             boost::json::object schema);
  /// Does the same for a schema whose name is unique.
  boost::json::object schema(std::string_view name, boost::json::object described) {
    return schema(name, name, std::move(described));
  }
  /// Adds a response; its name determines it.
  boost::json::object response(std::string_view name, boost::json::object response);

  [[nodiscard]] const boost::json::object& schemas() const noexcept { return schemas_; }
  [[nodiscard]] const boost::json::object& responses() const noexcept { return responses_; }

 private:
  boost::json::object schemas_;
  boost::json::object responses_;
};

}  // namespace gatehouse::http::api
