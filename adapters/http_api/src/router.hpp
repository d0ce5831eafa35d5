/// Maps a path to the row of the table that serves it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operation.hpp"

namespace gatehouse::http::api {

struct Route;

/// An operation and its route; found by plan() and passed to handle().
struct Endpoint {
  const Route* route;
  const Operation* operation;
};

/// A row of the table and the positions of the values in its path.
struct Route {
  struct Segment {
    /// Empty after a trailing slash.
    std::string_view literal;
    /// The segment is a value instead of a literal.
    bool is_value = false;
  };

  const ResourceRow* row = nullptr;
  std::vector<Segment> segments;
  bool has_values = false;
  std::vector<Endpoint> endpoints;

  /// Returns null if the resource does not support the method.
  [[nodiscard]] const Endpoint* find(Method method) const noexcept;
};

/// Paths are compared octet by octet, segment by segment, and never normalised. Paths that a proxy
/// may interpret differently ("//", "/../", "%2e", "%2F" in a literal) match nothing.
class Router {
 public:
  explicit Router(const std::vector<ResourceRow>& rows);
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  /// Returns the route of the path, or null. Literals take precedence over values.
  [[nodiscard]] const Route* find(std::string_view path) const;

  /// Returns the percent-decoded values in the path of that route; nothing if one is malformed.
  [[nodiscard]] static std::optional<std::vector<std::string>> values(const Route& route,
                                                                      std::string_view path);

 private:
  /// Indexed by number of segments; among equals, routes with more literals come first.
  std::vector<std::vector<Route>> by_length_;
};

}  // namespace gatehouse::http::api
