/// What clients see of credentials and what surrounds them: the fields of their resources
/// (schema/api_security_resources.hpp), in JSON.
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
/// In a list (token null), and just made (with its token).
[[nodiscard]] boost::json::object view(const Gateway& gateway);
[[nodiscard]] boost::json::object view(const NewGateway& made);

}  // namespace gatehouse::http::api
