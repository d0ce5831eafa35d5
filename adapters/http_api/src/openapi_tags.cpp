#include "openapi_tags.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::http::api {
namespace {

struct Tag {
  std::string_view name;
  std::string_view details;
};

constexpr auto tags = std::to_array<Tag>({
    {"Registration", "Registering an account and approving it with the code of a mail."},
    {"Sessions", "Logging in and out, and resetting a forgotten password."},
    {"Account", "The caller's account, and the caller."},
    {"Users", "The users of the account by role, and what developers may do in projects."},
    {"Service accounts", "Accounts of programs, with credentials of their own."},
    {"Projects", "Projects, their push keys and their service tokens."},
    {"Services", "The catalogue of services, and the services attached to projects."},
    {"Consumers", "Consumers, their projects and their tokens."},
    {"Usage", "What the services of a project use."},
    {"Tokens", "OAuth 2.0: exchanging, inspecting and revoking the tokens of consumers."},
    {"Credentials", "The credential API: credentials of API clients, and what they may use."},
    {"API proxies", "What a project protects: API proxies and their groups."},
    {"Environments", "Where the writes of the credential API are deployed."},
    {"Gateways", "Gateways, which ask whether a credential may use an API proxy."},
    {"Audit", "Who changed what, and when."},
    {"Administration", "For root: limits, accounts and mails of the installation."},
    {"Server", "What the server offers: its resources, its keys and its health."},
});

/// A path belongs to the first of these that it contains.
struct TagOfPath {
  std::string_view part;
  std::string_view tag;
};

constexpr auto tags_of_paths = std::to_array<TagOfPath>({
    {"/api/v1/register", "Registration"},
    {"/api/v1/session", "Sessions"},
    {"/api/v1/me/sessions", "Sessions"},
    {"/api/v1/forgot-password", "Sessions"},
    {"/api/v1/reset-password", "Sessions"},
    {"/api/v1/account", "Account"},
    {"/api/v1/me", "Account"},
    {"/api/v1/admins", "Users"},
    {"/api/v1/billings", "Users"},
    {"/api/v1/developers", "Users"},
    {"/api/v1/projects/{project_id}/members", "Users"},
    {"/api/v1/service-accounts", "Service accounts"},
    {"/api/v1/admin/", "Administration"},
    {"/api/v1/email-tracking", "Administration"},
    {"/usage", "Usage"},
    {"/api/v1/service-event", "Usage"},
    {"/services-token", "Projects"},
    {"/api/v1/projects/{project_id}/consumers", "Consumers"},
    {"/api/v1/projects/{project_id}/services", "Services"},
    {"/api/v1/projects", "Projects"},
    {"/api/v1/services", "Services"},
    {"/api/v1/consumer", "Consumers"},
    {"/api/v1/gateways", "Gateways"},
    {"/api/v1/audit", "Audit"},
    {"/gate/", "Gateways"},
    {"/access/", "Gateways"},
    {"/oauth2/", "Tokens"},
    {"/v1/auth/token", "Tokens"},
    {"/apiProx", "API proxies"},
    {"/apiops/environments", "Environments"},
    {"/apiops/", "Credentials"},
});

}  // namespace

std::string_view tag_of(std::string_view path) {
  const auto* found = std::find_if(
      tags_of_paths.begin(), tags_of_paths.end(),
      [&](const TagOfPath& place) { return path.find(place.part) != std::string_view::npos; });
  return found == tags_of_paths.end() ? "Server" : found->tag;
}

boost::json::array describe_tags(const std::set<std::string_view>& names) {
  boost::json::array described;
  for (const Tag& tag : tags) {
    if (!names.contains(tag.name)) continue;
    described.push_back({{"name", tag.name}, {"description", tag.details}});
  }
  return described;
}

}  // namespace gatehouse::http::api
