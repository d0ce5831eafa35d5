/// Schema 11: what the clients of the account API that exist need.
///
/// Conventions are those of schema_001.hpp.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_011 = std::to_array<std::string_view>({
    R"(CREATE TABLE idempotency_keys (
         token_key @key PRIMARY KEY,
         digest @text NOT NULL,
         account_id @text NOT NULL,
         user_id @text NOT NULL,
         request @text NOT NULL,
         answer @text,
         created @text NOT NULL,
         created_at BIGINT NOT NULL,
         expires_at BIGINT NOT NULL))",
    "CREATE INDEX idempotency_keys_by_user ON idempotency_keys (account_id, user_id)",
    "CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at)",
    // An entry of a former version counts as one event.
    "ALTER TABLE usage_entries ADD COLUMN times BIGINT NOT NULL DEFAULT 1",

    // '' is no account, and no id given by the mailer.
    R"(CREATE TABLE mail_entries (
         id @text PRIMARY KEY,
         kind @text NOT NULL,
         receiver @text NOT NULL,
         receiver_key @text NOT NULL,
         account_id @text NOT NULL,
         provider_mail_id @text NOT NULL,
         status @text NOT NULL,
         created_at BIGINT NOT NULL))",
    "CREATE INDEX mail_entries_by_receiver ON mail_entries (receiver_key, id)",
    "CREATE INDEX mail_entries_by_account ON mail_entries (account_id, id)",
    "CREATE INDEX mail_entries_by_provider ON mail_entries (provider_mail_id, id)",
    "CREATE INDEX mail_entries_by_creation ON mail_entries (created_at)",
    // What a deleted project or consumer leaves is found by these, and whether a service is in use.
    // The grants of a credential in a scope are listed in the order of the first index.
    "CREATE INDEX grants_by_scope ON grants (account_id, scope, credential_id, id)",
    "CREATE INDEX project_consumers_by_consumer ON project_consumers (account_id, consumer_id)",
    "CREATE INDEX attachments_by_service ON attachments (service)",
    // Service accounts. `secrets` is described in model/service_account.hpp.
    R"(CREATE TABLE service_accounts (
         id @text PRIMARY KEY,
         account_id @text NOT NULL,
         name @text NOT NULL,
         secrets @text NOT NULL,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, name)))",
    "CREATE INDEX service_accounts_by_account ON service_accounts (account_id, id)",
    R"(CREATE TABLE service_account_tokens (
         token_key @key PRIMARY KEY,
         digest @text NOT NULL,
         account_id @text NOT NULL,
         service_account_id @text NOT NULL,
         secret_id @text NOT NULL,
         created_at BIGINT NOT NULL,
         expires_at BIGINT NOT NULL))",
    R"(CREATE INDEX service_account_tokens_by_service_account
         ON service_account_tokens (account_id, service_account_id))",
    "CREATE INDEX service_account_tokens_by_expiry ON service_account_tokens (expires_at)",
    // The times of the latest changes, which are not known of existing rows.
    "ALTER TABLE accounts ADD COLUMN updated_at BIGINT",
    "ALTER TABLE users ADD COLUMN updated_at BIGINT",
    "ALTER TABLE projects ADD COLUMN updated_at BIGINT",
    "ALTER TABLE project_push_keys ADD COLUMN updated_at BIGINT",
    "ALTER TABLE credentials ADD COLUMN updated_at BIGINT",
    "ALTER TABLE consumers ADD COLUMN updated_at BIGINT",
    "ALTER TABLE grants ADD COLUMN created_at BIGINT",

    // A consumer without an external id has NULL, of which the index takes any number.
    "ALTER TABLE consumers ADD COLUMN external_id @text",
    "ALTER TABLE consumers ADD COLUMN metadata @text NOT NULL DEFAULT '{}'",
    "CREATE UNIQUE INDEX consumers_by_external_id ON consumers (account_id, external_id)",
});

}  // namespace gatehouse::sql
