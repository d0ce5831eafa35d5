/// API proxies in the credential API, which its pages name and do not describe.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/model/api_proxy.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct RegisterApiProxy {
  std::string name;
  std::optional<std::optional<std::string>> description{};
};

/// An API proxy with the name of its project.
struct ApiProxyView {
  ApiProxy proxy;
  std::string project;
};

namespace schema {

/// In code points.
inline constexpr std::size_t max_api_name = 128;

namespace fields {
constexpr Field api_name(std::string_view details) {
  return {.name = "name",
          .details = details,
          .min_length = 1,
          .max_length = max_api_name,
          .example = "catalogue"};
}

inline constexpr std::array api_proxy{
    api_name("Name, unique in the project. At most 128 characters."),
    long_description("Description. At most 1000 characters."), project_name(), created_at()};
}  // namespace fields

namespace resources {
inline constexpr Resource api_proxy{"ApiProxy", fields::api_proxy};
}  // namespace resources

template <>
inline constexpr auto description<RegisterApiProxy> =
    describes<&resources::api_proxy>(required("name", &RegisterApiProxy::name),
                                     optional("description", &RegisterApiProxy::description));

namespace views {
inline constexpr auto api_proxy = view<&resources::api_proxy, ApiProxyView>(
    shown("name", &ApiProxyView::proxy, &ApiProxy::name),
    shown("description", &ApiProxyView::proxy, &ApiProxy::description),
    shown("projectName", &ApiProxyView::project),
    shown("createdAt", &ApiProxyView::proxy, &ApiProxy::created_at));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
