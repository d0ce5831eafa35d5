/// Schema 2: credentials, grants, API proxies, members and gateways.
///
/// Conventions are those of schema_001.hpp. A scope is the project's id, or '' for every project.
/// Lists are text; each item is a line that ends with a newline. Grants and groups refer to API
/// proxies by name, so that a decision about a request reads no rows of API proxies.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_002 = std::to_array<std::string_view>({
    R"(CREATE TABLE credentials (
         id @text PRIMARY KEY,
         account_id @text NOT NULL,
         scope @text NOT NULL,
         username @text NOT NULL,
         password_hash @text NOT NULL,
         full_name @text NOT NULL,
         email @text NOT NULL,
         description @text NOT NULL,
         roles @text NOT NULL,
         enabled BIGINT NOT NULL,
         ip_ranges @text NOT NULL,
         expires_at BIGINT,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, username)))",
    "CREATE INDEX credentials_by_account ON credentials (account_id, id)",
    "CREATE INDEX credentials_by_scope ON credentials (account_id, scope, id)",

    R"(CREATE TABLE grants (
         id @text PRIMARY KEY,
         account_id @text NOT NULL,
         credential_id @text NOT NULL,
         scope @text NOT NULL,
         target_type @text NOT NULL,
         target_name @text NOT NULL,
         expires_at BIGINT,
         UNIQUE (account_id, credential_id, scope, target_type, target_name)))",
    "CREATE INDEX grants_by_target ON grants (account_id, target_type, target_name, scope)",

    R"(CREATE TABLE api_proxies (
         id @text PRIMARY KEY,
         account_id @text NOT NULL,
         scope @text NOT NULL,
         name @text NOT NULL,
         description @text NOT NULL,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, scope, name)))",
    "CREATE INDEX api_proxies_by_account ON api_proxies (account_id, id)",
    "CREATE INDEX api_proxies_by_scope ON api_proxies (account_id, scope, id)",
    "CREATE INDEX api_proxies_by_name ON api_proxies (account_id, name)",

    R"(CREATE TABLE api_proxy_groups (
         id @text PRIMARY KEY,
         account_id @text NOT NULL,
         scope @text NOT NULL,
         name @text NOT NULL,
         description @text NOT NULL,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, scope, name)))",
    "CREATE INDEX api_proxy_groups_by_account ON api_proxy_groups (account_id, id)",
    "CREATE INDEX api_proxy_groups_by_scope ON api_proxy_groups (account_id, scope, id)",
    "CREATE INDEX api_proxy_groups_by_name ON api_proxy_groups (account_id, name)",

    R"(CREATE TABLE grouped_api_proxies (
         account_id @text NOT NULL,
         scope @text NOT NULL,
         group_name @text NOT NULL,
         proxy @text NOT NULL,
         PRIMARY KEY (account_id, scope, group_name, proxy)) @clustered)",
    "CREATE INDEX grouped_api_proxies_by_proxy ON grouped_api_proxies (account_id, proxy, scope)",

    R"(CREATE TABLE project_members (
         account_id @text NOT NULL,
         project_id @text NOT NULL,
         user_id @text NOT NULL,
         permissions @text NOT NULL,
         PRIMARY KEY (account_id, project_id, user_id)) @clustered)",
    "CREATE INDEX project_members_by_user ON project_members (account_id, user_id)",

    R"(CREATE TABLE gateways (
         token_key @key PRIMARY KEY,
         digest @text NOT NULL,
         id @text NOT NULL UNIQUE,
         account_id @text NOT NULL,
         name @text NOT NULL,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, name)))",
    "CREATE INDEX gateways_by_account ON gateways (account_id, id)",
});

}  // namespace gatehouse::sql
