/// JSON representations of credentials and related objects, with the fields of their resources
/// (schema/api_security_resources.hpp).
#pragma once

#include <boost/json/object.hpp>

#include <gatehouse/services/api_security/api_proxies.hpp>
#include <gatehouse/services/api_security/credentials.hpp>
#include <gatehouse/services/api_security/gateways.hpp>
#include <gatehouse/services/projects/members.hpp>

namespace gatehouse::http::api {

[[nodiscard]] boost::json::object view(const CredentialView& view);
[[nodiscard]] boost::json::object view(const Grant& grant);
[[nodiscard]] boost::json::object view(const ApiProxyView& view);
[[nodiscard]] boost::json::object view(const ApiProxyGroupView& view);
[[nodiscard]] boost::json::object view(const MemberView& view);
/// For a list (token null), and for a new gateway (with its token).
[[nodiscard]] boost::json::object view(const Gateway& gateway);
[[nodiscard]] boost::json::object view(const NewGateway& made);

}  // namespace gatehouse::http::api
