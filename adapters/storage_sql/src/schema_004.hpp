/// Schema 4: refresh tokens, service tokens, signing keys, usage, limits.
///
/// Conventions are those of schema_001.hpp. Projects may have their own limit, and attachments no
/// longer store one: before this version each row held a copy of the configured limit, which could
/// not be changed, so that dropping the copies keeps the limits.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_004 = std::to_array<std::string_view>({
    "ALTER TABLE projects ADD COLUMN own_user_limit BIGINT",
    "ALTER TABLE projects DROP COLUMN user_limit",
    "ALTER TABLE attachments DROP COLUMN item_limit",

    // The key is derived from the id; scans are ordered by the id itself.
    R"(CREATE TABLE token_families (
         family_key @key PRIMARY KEY,
         id @text NOT NULL UNIQUE,
         account_id @text NOT NULL,
         project_id @text NOT NULL,
         service @text NOT NULL,
         consumer_id @text NOT NULL,
         origin_digest @text NOT NULL UNIQUE,
         current_digest @text NOT NULL,
         previous_digest @text NOT NULL,
         salt @text NOT NULL,
         check_key @text NOT NULL,
         created_at BIGINT NOT NULL,
         rotated_at BIGINT NOT NULL,
         expires_at BIGINT NOT NULL,
         ends_at BIGINT NOT NULL))",
    // This index serves the same queries as that of consumer_tokens.
    R"(CREATE INDEX token_families_by_consumer
         ON token_families (account_id, project_id, consumer_id, service))",
    "CREATE INDEX token_families_by_expiry ON token_families (expires_at)",

    R"(CREATE TABLE service_tokens (
         token_key @key PRIMARY KEY,
         digest @text NOT NULL,
         account_id @text NOT NULL,
         project_id @text NOT NULL,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, project_id)))",

    R"(CREATE TABLE signing_keys (
         id @text PRIMARY KEY,
         algorithm @text NOT NULL,
         public_key @text NOT NULL,
         sealed_private_key @text NOT NULL,
         created_at BIGINT NOT NULL,
         signs_from BIGINT NOT NULL))",
    "CREATE INDEX signing_keys_by_turn ON signing_keys (signs_from, id)",

    R"(CREATE TABLE usage_entries (
         id @text PRIMARY KEY,
         account_id @text NOT NULL,
         project_id @text NOT NULL,
         service @text NOT NULL,
         event @text NOT NULL,
         amount BIGINT NOT NULL,
         entry_key @text NOT NULL,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, project_id, service, entry_key)))",
    R"(CREATE INDEX usage_entries_by_creation
         ON usage_entries (account_id, project_id, service, created_at))",

    // '' means no account, no project, or no service.
    R"(CREATE TABLE limit_settings (
         account_id @text NOT NULL,
         project_id @text NOT NULL,
         service @text NOT NULL,
         project_limit BIGINT,
         user_limit BIGINT,
         item_limit BIGINT,
         PRIMARY KEY (account_id, project_id, service)) @clustered)",
});

}  // namespace gatehouse::sql
