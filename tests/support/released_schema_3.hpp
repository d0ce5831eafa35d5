/// Additions of the programs with schema versions 2 and 3 to a database of version 1, in their
/// original SQL: never to be changed.
#pragma once

namespace gatehouse::testing {

inline constexpr const char* released_schema_3 = R"sql(
CREATE TABLE credentials (
         id TEXT PRIMARY KEY,
         account_id TEXT NOT NULL,
         scope TEXT NOT NULL,
         username TEXT NOT NULL,
         password_hash TEXT NOT NULL,
         full_name TEXT NOT NULL,
         email TEXT NOT NULL,
         description TEXT NOT NULL,
         roles TEXT NOT NULL,
         enabled BIGINT NOT NULL,
         ip_ranges TEXT NOT NULL,
         expires_at BIGINT,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, username));
CREATE INDEX credentials_by_account ON credentials (account_id, id);
CREATE INDEX credentials_by_scope ON credentials (account_id, scope, id);
CREATE TABLE grants (
         id TEXT PRIMARY KEY,
         account_id TEXT NOT NULL,
         credential_id TEXT NOT NULL,
         scope TEXT NOT NULL,
         target_type TEXT NOT NULL,
         target_name TEXT NOT NULL,
         expires_at BIGINT,
         UNIQUE (account_id, credential_id, scope, target_type, target_name));
CREATE INDEX grants_by_target ON grants (account_id, target_type, target_name, scope);
CREATE TABLE api_proxies (
         id TEXT PRIMARY KEY,
         account_id TEXT NOT NULL,
         scope TEXT NOT NULL,
         name TEXT NOT NULL,
         description TEXT NOT NULL,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, scope, name));
CREATE INDEX api_proxies_by_account ON api_proxies (account_id, id);
CREATE INDEX api_proxies_by_scope ON api_proxies (account_id, scope, id);
CREATE INDEX api_proxies_by_name ON api_proxies (account_id, name);
CREATE TABLE api_proxy_groups (
         id TEXT PRIMARY KEY,
         account_id TEXT NOT NULL,
         scope TEXT NOT NULL,
         name TEXT NOT NULL,
         description TEXT NOT NULL,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, scope, name));
CREATE INDEX api_proxy_groups_by_account ON api_proxy_groups (account_id, id);
CREATE INDEX api_proxy_groups_by_scope ON api_proxy_groups (account_id, scope, id);
CREATE INDEX api_proxy_groups_by_name ON api_proxy_groups (account_id, name);
CREATE TABLE grouped_api_proxies (
         account_id TEXT NOT NULL,
         scope TEXT NOT NULL,
         group_name TEXT NOT NULL,
         proxy TEXT NOT NULL,
         PRIMARY KEY (account_id, scope, group_name, proxy)) WITHOUT ROWID;
CREATE INDEX grouped_api_proxies_by_proxy ON grouped_api_proxies (account_id, proxy, scope);
CREATE TABLE project_members (
         account_id TEXT NOT NULL,
         project_id TEXT NOT NULL,
         user_id TEXT NOT NULL,
         permissions TEXT NOT NULL,
         PRIMARY KEY (account_id, project_id, user_id)) WITHOUT ROWID;
CREATE INDEX project_members_by_user ON project_members (account_id, user_id);
CREATE TABLE gateways (
         token_key INTEGER PRIMARY KEY,
         digest TEXT NOT NULL,
         id TEXT NOT NULL UNIQUE,
         account_id TEXT NOT NULL,
         name TEXT NOT NULL,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, name));
CREATE INDEX gateways_by_account ON gateways (account_id, id);
UPDATE project_push_keys SET
         fcm_api_keys = 'v0.' || fcm_api_keys,
         fcm_project_number = 'v0.' || fcm_project_number,
         apns_cert = 'v0.' || apns_cert;
)sql";

/// One record of each new kind for the account of rows_of_schema_1.
inline constexpr const char* rows_of_schema_3 = R"sql(
INSERT INTO schema_version VALUES (2, 'credentials, grants, API proxies, members, gateways');
INSERT INTO schema_version VALUES (3, 'push keys say whether they are sealed');
INSERT INTO project_members VALUES ('019a0000000070010102030405060708',
  '019a00000000700505060708090a0b0c', '019a000000007003030405060708090a', 'MANAGE_API_SECURITY
');
INSERT INTO api_proxies VALUES ('019a00000000700a0a0b0c0d0e0f1011',
  '019a0000000070010102030405060708', '', 'calculator', '', 1763000000123472);
INSERT INTO api_proxy_groups VALUES ('019a00000000700b0b0c0d0e0f101112',
  '019a0000000070010102030405060708', '', 'maths', '', 1763000000123473);
INSERT INTO grouped_api_proxies VALUES ('019a0000000070010102030405060708', '', 'maths',
  'calculator');
INSERT INTO credentials VALUES ('019a00000000700c0c0d0e0f10111213',
  '019a0000000070010102030405060708', '', 'partner',
  '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA', 'Partner', 'it@partner.example', '', 'tester
', 1, '192.0.2.0/24
', NULL, 1763000000123474);
INSERT INTO grants VALUES ('019a00000000700d0d0e0f1011121314',
  '019a0000000070010102030405060708', '019a00000000700c0c0d0e0f10111213', '', 'API_PROXY_GROUP',
  'maths', NULL);
INSERT INTO gateways VALUES (5690122786117588028,
  'b9c4cfdae5f0fb06111c27323d48535e69747f8a95a0abb6c1ccd7e2edf8030e',
  '019a00000000700e0e0f101112131415', '019a0000000070010102030405060708', 'edge',
  1763000000123475);
)sql";

}  // namespace gatehouse::testing
