/// From a path to the row of the table that serves it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operation.hpp"

namespace gatehouse::http::api {

struct Route;

/// An operation at its place: what plan() finds and handle() is given.
struct Endpoint {
  const Route* route;
  const Operation* operation;
};

/// A row of the table and where its path holds values.
struct Route {
  struct Segment {
    /// Empty after a closing slash.
    std::string_view literal;
    /// Instead of a literal, a value stands here.
    bool is_value = false;
  };

  const ResourceRow* row = nullptr;
  std::vector<Segment> segments;
  bool has_values = false;
  std::vector<Endpoint> endpoints;

  /// Null when the resource has no such method.
  [[nodiscard]] const Endpoint* find(Method method) const noexcept;
};

/// Paths are compared octet for octet, segment by segment, and never normalised: what a proxy in
/// front reads differently ("//", "/../", "%2e", "%2F" in a literal) is no path of ours.
class Router {
 public:
  explicit Router(const std::vector<ResourceRow>& rows);
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  /// The route of the path; null when there is none. A literal is preferred to a value.
  [[nodiscard]] const Route* find(std::string_view path) const;

  /// The values in the path of that route, percent-decoded; nothing when one is malformed.
  [[nodiscard]] static std::optional<std::vector<std::string>> values(const Route& route,
                                                                      std::string_view path);

 private:
  /// By number of segments; among equals, those with more literals first.
  std::vector<std::vector<Route>> by_length_;
};

}  // namespace gatehouse::http::api
