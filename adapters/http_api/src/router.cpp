#include "router.hpp"

#include <gatehouse/base/percent.hpp>
#include <gatehouse/http_server/syntax.hpp>

#include <algorithm>
#include <array>
#include <span>

namespace gatehouse::http::api {
namespace {

constexpr std::size_t max_segments = 16;

/// The segments of a path that begins with '/'; `count` exceeds `max_segments` if there are more.
struct Segments {
  std::array<std::string_view, max_segments> text;
  std::size_t count = 0;
};

Segments split(std::string_view path) {
  Segments segments;
  if (path.empty() || path.front() != '/') return segments;
  path.remove_prefix(1);
  for (;;) {
    const std::size_t slash = path.find('/');
    if (segments.count < max_segments) segments.text[segments.count] = path.substr(0, slash);
    ++segments.count;
    if (slash == std::string_view::npos || segments.count > max_segments) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool matches(const Route& route, std::span<const std::string_view> segments) {
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto& [literal, is_value] = route.segments[i];
    if (is_value ? segments[i].empty() : segments[i] != literal) return false;
  }
  return true;
}

std::ptrdiff_t literals(const Route& route) {
  return std::count_if(route.segments.begin(), route.segments.end(),
                       [](const Route::Segment& segment) { return !segment.is_value; });
}

}  // namespace

const Endpoint* Route::find(Method method) const noexcept {
  const auto found = std::ranges::find_if(
      endpoints, [method](const Endpoint& one) { return one.operation->method == method; });
  return found == endpoints.end() ? nullptr : &*found;
}

Router::Router(const std::vector<ResourceRow>& rows) {
  by_length_.resize(max_segments + 1);
  for (const ResourceRow& row : rows) {
    const Segments segments = split(row.path);
    Route route{.row = &row, .segments = {}, .endpoints = {}};
    for (std::size_t i = 0; i < segments.count; ++i) {
      const bool is_value = segments.text[i].starts_with('{');
      route.segments.push_back({is_value ? std::string_view{} : segments.text[i], is_value});
      route.has_values = route.has_values || is_value;
    }
    by_length_[route.segments.size()].push_back(route);
    // The root is always written with its slash.
    if (row.path == "/") continue;
    // A trailing slash is not significant: the row matches with and without it.
    if (row.path.ends_with('/')) {
      route.segments.pop_back();
    } else {
      route.segments.emplace_back();
    }
    by_length_[route.segments.size()].push_back(std::move(route));
  }
  for (auto& routes : by_length_) {
    std::stable_sort(routes.begin(), routes.end(),
                     [](const Route& a, const Route& b) { return literals(a) > literals(b); });
    // The addresses of routes are stable from here on.
    for (Route& route : routes) {
      for (const Operation& operation : route.row->operations) {
        route.endpoints.push_back({&route, &operation});
      }
    }
  }
}

const Route* Router::find(std::string_view path) const {
  const Segments segments = split(path);
  if (segments.count > max_segments) return nullptr;
  for (const Route& route : by_length_[segments.count]) {
    if (matches(route, std::span(segments.text).first(segments.count))) return &route;
  }
  return nullptr;
}

std::optional<std::vector<std::string>> Router::values(const Route& route, std::string_view path) {
  std::vector<std::string> values;
  if (!route.has_values) return values;
  const Segments segments = split(path);
  for (std::size_t i = 0; i < route.segments.size(); ++i) {
    if (!route.segments[i].is_value) continue;
    auto value = percent_decode(segments.text[i], false);
    if (!value) return std::nullopt;
    values.push_back(std::move(*value));
  }
  return values;
}

}  // namespace gatehouse::http::api
