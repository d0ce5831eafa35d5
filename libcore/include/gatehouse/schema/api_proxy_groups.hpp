/// API proxy groups in the credential API, which its pages name and do not describe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <gatehouse/model/api_proxy_group.hpp>
#include <gatehouse/schema/api_proxies.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct CreateApiProxyGroup {
  std::string name;
  std::optional<std::optional<std::string>> description{};
};

/// An API proxy to add to a group or to remove from it.
struct ApiProxyName {
  std::string name;
};

/// A group with the names of its project and of the API proxies in it.
struct ApiProxyGroupView {
  ApiProxyGroup group;
  std::string project;
  std::vector<std::string> proxies;
};

namespace schema {
namespace fields {
inline constexpr std::array api_proxy_group{
    api_name("Name, unique in the project. At most 128 characters."),
    long_description("Description. At most 1000 characters."), project_name(),
    Field{.name = "apiProxies",
          .details = "Names of the API proxies in the group.",
          .type = Type::list,
          .mode = Mode::read_only,
          .example = "catalogue"},
    created_at()};
}  // namespace fields

namespace resources {
inline constexpr Resource api_proxy_group{"ApiProxyGroup", fields::api_proxy_group};
}  // namespace resources

template <>
inline constexpr auto description<CreateApiProxyGroup> = describes<&resources::api_proxy_group>(
    required("name", &CreateApiProxyGroup::name),
    optional("description", &CreateApiProxyGroup::description));

template <>
inline constexpr auto description<ApiProxyName> =
    describes<&resources::api_proxy>(required("name", &ApiProxyName::name));

namespace views {
inline constexpr auto api_proxy_group = view<&resources::api_proxy_group, ApiProxyGroupView>(
    shown("name", &ApiProxyGroupView::group, &ApiProxyGroup::name),
    shown("description", &ApiProxyGroupView::group, &ApiProxyGroup::description),
    shown("projectName", &ApiProxyGroupView::project),
    shown("apiProxies", &ApiProxyGroupView::proxies),
    shown("createdAt", &ApiProxyGroupView::group, &ApiProxyGroup::created_at));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
