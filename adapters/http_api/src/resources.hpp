/// The groups of rows that make up the table.
#pragma once

#include <vector>

#include "operation.hpp"

namespace gatehouse::http::api {

/// session, session/logout, forgot-password, reset-password
[[nodiscard]] std::vector<ResourceRow> session_resources();
/// account, register, register/{registration_id}, register/approve-code
[[nodiscard]] std::vector<ResourceRow> account_resources();
/// admins, billings, developers, and one of each; me
[[nodiscard]] std::vector<ResourceRow> user_resources();
/// projects, projects/{project_id}, projects/{project_id}/api
[[nodiscard]] std::vector<ResourceRow> project_resources();
/// services, projects/{project_id}/services, and one of these
[[nodiscard]] std::vector<ResourceRow> service_resources();
/// consumers, projects/{project_id}/consumers, and one of these; consumer-tokens, and one of these
[[nodiscard]] std::vector<ResourceRow> consumer_resources();

/// projects/{project_id}/members, and one of these; gateways, and one of these
[[nodiscard]] std::vector<ResourceRow> security_resources();
/// projects/{project_id}/services-token; projects/{project_id}/services/{code}/usage
[[nodiscard]] std::vector<ResourceRow> metering_resources();
/// admin/limits, of the installation, and of services, accounts, projects and attachments
[[nodiscard]] std::vector<ResourceRow> limit_resources();
/// apiops/auth/token; apiops/projects/{projectName}/credentials, one of these, and its access
[[nodiscard]] std::vector<ResourceRow> credential_resources();
/// apiops/projects/{projectName}/apiProxies and apiProxyGroups, and one of each
[[nodiscard]] std::vector<ResourceRow> api_proxy_resources();

/// oauth2/token, oauth2/introspect, oauth2/revoke
[[nodiscard]] std::vector<ResourceRow> token_resources();
/// .well-known/jwks.json, .well-known/oauth-authorization-server
[[nodiscard]] std::vector<ResourceRow> discovery_resources();

}  // namespace gatehouse::http::api
