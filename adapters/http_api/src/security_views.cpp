#include "security_views.hpp"

#include <boost/json/array.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

json::array texts(const std::vector<std::string>& items) {
  return json::array(items.begin(), items.end());
}

json::array texts(const std::vector<IpRange>& ranges) {
  json::array items;
  for (const IpRange& range : ranges) items.emplace_back(range.text());
  return items;
}

json::array names(const std::set<Permission>& permissions) {
  json::array items;
  for (const Permission permission : permissions) items.emplace_back(name(permission));
  return items;
}

json::value or_null(const std::optional<Timestamp>& time) {
  if (!time) return nullptr;
  return json::value(format_utc(*time));
}

}  // namespace

json::object view(const CredentialView& view) {
  const Credential& credential = view.credential;
  return {{"username", credential.username},
          {"fullName", credential.full_name},
          {"email", credential.email.text()},
          {"description", credential.description},
          {"roleNameList", texts(credential.roles)},
          {"enabled", credential.enabled},
          {"ipList", texts(credential.ip_ranges)},
          {"expireDate", or_null(credential.expires_at)},
          {"projectName", view.project}};
}

json::object view(const Grant& grant) {
  json::object object{{"name", grant.target.name}, {"type", name(grant.target.type)}};
  if (grant.expires_at) object["expireTime"] = or_null(grant.expires_at);
  return object;
}

json::object view(const ApiProxyView& view) {
  return {{"name", view.proxy.name},
          {"description", view.proxy.description},
          {"projectName", view.project}};
}

json::object view(const ApiProxyGroupView& view) {
  return {{"name", view.group.name},
          {"description", view.group.description},
          {"projectName", view.project},
          {"apiProxies", texts(view.proxies)}};
}

json::object view(const MemberView& view) {
  return {{"id", view.user.id.to_string()},
          {"email", view.user.email.text()},
          {"firstName", view.user.first_name},
          {"lastName", view.user.last_name},
          {"permissions", names(view.member.permissions)}};
}

json::object view(const Gateway& gateway) {
  json::value address_field = nullptr;
  if (gateway.address_field) address_field = name(*gateway.address_field);
  return {{"id", gateway.id.to_string()},
          {"name", gateway.name},
          {"addressField", std::move(address_field)},
          {"token", nullptr}};
}

json::object view(const NewGateway& made) {
  json::object object = view(made.gateway);
  object["token"] = made.token.reveal();
  return object;
}

}  // namespace gatehouse::http::api
