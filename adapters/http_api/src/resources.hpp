/// The groups of rows that form the table.
#pragma once

#include <vector>

#include "operation.hpp"

namespace gatehouse::http::api {

/// session, session/logout
[[nodiscard]] std::vector<ResourceRow> session_resources();
/// forgot-password, reset-password
[[nodiscard]] std::vector<ResourceRow> password_reset_resources();
/// account
[[nodiscard]] std::vector<ResourceRow> account_resources();
/// register, register/{registration_id}, register/approve-code
[[nodiscard]] std::vector<ResourceRow> registration_resources();
/// admins, billings, developers, and a single one of each; me
[[nodiscard]] std::vector<ResourceRow> user_resources();
/// projects, projects/{project_id}, projects/{project_id}/api
[[nodiscard]] std::vector<ResourceRow> project_resources();
/// services
[[nodiscard]] std::vector<ResourceRow> catalogue_resources();
/// projects/{project_id}/services, and a single one
[[nodiscard]] std::vector<ResourceRow> attachment_resources();
/// consumers, projects/{project_id}/consumers, and a single one
[[nodiscard]] std::vector<ResourceRow> consumer_resources();
/// consumer-tokens, and a single one
[[nodiscard]] std::vector<ResourceRow> consumer_token_resources();

/// projects/{project_id}/members, and a single one
[[nodiscard]] std::vector<ResourceRow> member_resources();
/// gateways, and a single one
[[nodiscard]] std::vector<ResourceRow> gateway_resources();
/// service-accounts, a single one, and its secrets
[[nodiscard]] std::vector<ResourceRow> service_account_resources();
/// projects/{project_id}/services-token and services-tokens
[[nodiscard]] std::vector<ResourceRow> service_token_resources();
/// projects/{project_id}/services/{code}/usage
[[nodiscard]] std::vector<ResourceRow> usage_resources();
/// service-event
[[nodiscard]] std::vector<ResourceRow> service_event_resources();
/// admin/limits, of the installation, and of services, accounts, projects and attachments
[[nodiscard]] std::vector<ResourceRow> limit_resources();
/// apiops/projects
[[nodiscard]] std::vector<ResourceRow> managed_project_resources();
/// apiops/environments
[[nodiscard]] std::vector<ResourceRow> environment_resources();
/// email-tracking
[[nodiscard]] std::vector<ResourceRow> mail_ledger_resources();
/// apiops/auth/token; apiops/projects/{projectName}/credentials, and a single one
[[nodiscard]] std::vector<ResourceRow> credential_resources();
/// apiops/projects/{projectName}/credentials/{username}/access, and access/revoke
[[nodiscard]] std::vector<ResourceRow> grant_resources();
/// apiops/projects/{projectName}/apiProxies and apiProxyGroups, and a single one of each
[[nodiscard]] std::vector<ResourceRow> api_proxy_resources();

/// oauth2/token, v1/auth/token
[[nodiscard]] std::vector<ResourceRow> token_exchange_resources();
/// oauth2/introspect, oauth2/revoke
[[nodiscard]] std::vector<ResourceRow> introspection_resources();
/// .well-known/jwks.json, .well-known/oauth-authorization-server, .well-known/openid-configuration
[[nodiscard]] std::vector<ResourceRow> discovery_resources();
/// api/v1 itself, ping
[[nodiscard]] std::vector<ResourceRow> directory_resources();

}  // namespace gatehouse::http::api
