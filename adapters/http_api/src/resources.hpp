/// The groups of rows that form the table.
#pragma once

#include <vector>

#include "operation.hpp"

namespace gatehouse::http::api {

/// session, session/logout, forgot-password, reset-password
[[nodiscard]] std::vector<ResourceRow> session_resources();
/// account, register, register/{registration_id}, register/approve-code
[[nodiscard]] std::vector<ResourceRow> account_resources();
/// admins, billings, developers, and a single one of each; me
[[nodiscard]] std::vector<ResourceRow> user_resources();
/// projects, projects/{project_id}, projects/{project_id}/api
[[nodiscard]] std::vector<ResourceRow> project_resources();
/// services, projects/{project_id}/services, and a single one of the latter
[[nodiscard]] std::vector<ResourceRow> service_resources();
/// consumers, projects/{project_id}/consumers, and a single one; consumer-tokens, and a single one
[[nodiscard]] std::vector<ResourceRow> consumer_resources();

/// projects/{project_id}/members, and a single one; gateways, and a single one
[[nodiscard]] std::vector<ResourceRow> security_resources();
/// projects/{project_id}/services-token; projects/{project_id}/services/{code}/usage
[[nodiscard]] std::vector<ResourceRow> metering_resources();
/// admin/limits, of the installation, and of services, accounts, projects and attachments
[[nodiscard]] std::vector<ResourceRow> limit_resources();
/// apiops/auth/token; apiops/projects/{projectName}/credentials, a single one, and its access
[[nodiscard]] std::vector<ResourceRow> credential_resources();
/// apiops/projects/{projectName}/apiProxies and apiProxyGroups, and a single one of each
[[nodiscard]] std::vector<ResourceRow> api_proxy_resources();

/// oauth2/token, oauth2/introspect, oauth2/revoke
[[nodiscard]] std::vector<ResourceRow> token_resources();
/// .well-known/jwks.json, .well-known/oauth-authorization-server
[[nodiscard]] std::vector<ResourceRow> discovery_resources();

}  // namespace gatehouse::http::api
