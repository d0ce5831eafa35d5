/// The views of the credential API, and of gateways and members.
#pragma once

#include <string>
#include <vector>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/api_proxy.hpp>
#include <gatehouse/model/credential.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/model/project_member.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/schema/api_security_resources.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

/// A credential with the name of its project.
struct CredentialView {
  Credential credential;
  std::string project;
};

/// An API proxy with the name of its project.
struct ApiProxyView {
  ApiProxy proxy;
  std::string project;
};

/// A group with the names of its project and of the API proxies in it.
struct ApiProxyGroupView {
  ApiProxyGroup group;
  std::string project;
  std::vector<std::string> proxies;
};

/// A newly created gateway. This is the only time its token is shown.
struct NewGateway {
  Gateway gateway;
  Secret token;
};

/// A member with its user.
struct MemberView {
  ProjectMember member;
  User user;
};

namespace schema::views {

inline constexpr auto credential = view<&resources::credential, CredentialView>(
    shown("username", &CredentialView::credential, &Credential::username),
    shown("fullName", &CredentialView::credential, &Credential::full_name),
    shown("email", &CredentialView::credential, &Credential::email),
    shown("description", &CredentialView::credential, &Credential::description),
    shown("roleNameList", &CredentialView::credential, &Credential::roles),
    shown("enabled", &CredentialView::credential, &Credential::enabled),
    shown("ipList", &CredentialView::credential, &Credential::ip_ranges),
    shown("expireDate", &CredentialView::credential, &Credential::expires_at),
    shown("projectName", &CredentialView::project));

inline constexpr auto grant =
    view<&resources::grant, Grant>(shown("name", &Grant::target, &GrantTarget::name),
                                   shown("type", &Grant::target, &GrantTarget::type),
                                   shown_if_set("expireTime", &Grant::expires_at));

inline constexpr auto api_proxy = view<&resources::api_proxy, ApiProxyView>(
    shown("name", &ApiProxyView::proxy, &ApiProxy::name),
    shown("description", &ApiProxyView::proxy, &ApiProxy::description),
    shown("projectName", &ApiProxyView::project));

inline constexpr auto api_proxy_group = view<&resources::api_proxy_group, ApiProxyGroupView>(
    shown("name", &ApiProxyGroupView::group, &ApiProxyGroup::name),
    shown("description", &ApiProxyGroupView::group, &ApiProxyGroup::description),
    shown("projectName", &ApiProxyGroupView::project),
    shown("apiProxies", &ApiProxyGroupView::proxies));

inline constexpr auto gateway = view<&resources::gateway, Gateway>(
    shown("id", &Gateway::id), shown("name", &Gateway::name),
    shown("addressField", &Gateway::address_field), constant("token", nullptr));

inline constexpr auto new_gateway = view<&resources::gateway, NewGateway>(
    shown("id", &NewGateway::gateway, &Gateway::id),
    shown("name", &NewGateway::gateway, &Gateway::name),
    shown("addressField", &NewGateway::gateway, &Gateway::address_field),
    shown("token", &NewGateway::token));

inline constexpr auto member = view<&resources::member, MemberView>(
    shown("id", &MemberView::user, &User::id), shown("email", &MemberView::user, &User::email),
    shown("firstName", &MemberView::user, &User::first_name),
    shown("lastName", &MemberView::user, &User::last_name),
    shown("permissions", &MemberView::member, &ProjectMember::permissions));

}  // namespace schema::views
}  // namespace gatehouse
