/// Schema 1, the first.
///
/// Ids are 32 lower-case hex digits, so their text sorts as they do. Times are microseconds since
/// 1970. Rows that belong to the installation instead of an account have '' as their account, so
/// that `=` compares them. The tables with the most lookups have a 64-bit key derived from the id
/// or digest (see columns.hpp), which is stored in full beside it to confirm the match: one descent
/// finds the row.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_001 = std::to_array<std::string_view>({
    R"(CREATE TABLE accounts (
         id @text PRIMARY KEY,
         organization_name @text NOT NULL,
         address @text NOT NULL,
         phone @text NOT NULL,
         email @text NOT NULL,
         email_key @text NOT NULL UNIQUE,
         created_at BIGINT NOT NULL))",

    R"(CREATE TABLE registrations (
         id @text PRIMARY KEY,
         organization_name @text NOT NULL,
         email @text NOT NULL,
         email_key @text NOT NULL UNIQUE,
         code_digest @text NOT NULL,
         code_expires_at BIGINT NOT NULL,
         wrong_codes BIGINT NOT NULL,
         created_at BIGINT NOT NULL))",
    "CREATE INDEX registrations_by_expiry ON registrations (code_expires_at)",

    R"(CREATE TABLE users (
         user_key @key PRIMARY KEY,
         id @text NOT NULL,
         account_id @text NOT NULL,
         role @text NOT NULL,
         email @text NOT NULL,
         email_key @text NOT NULL UNIQUE,
         first_name @text NOT NULL,
         last_name @text NOT NULL,
         password_hash @text NOT NULL,
         created_at BIGINT NOT NULL))",
    "CREATE INDEX users_by_account ON users (account_id, role, id)",

    // The columns from `role` on are a copy of the user (see session_copies.hpp).
    R"(CREATE TABLE sessions (
         token_key @key PRIMARY KEY,
         digest @text NOT NULL,
         account_id @text NOT NULL,
         user_id @text NOT NULL,
         user_key BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         expires_at BIGINT NOT NULL,
         role @text,
         email @text,
         first_name @text,
         last_name @text,
         user_created_at BIGINT))",
    "CREATE INDEX sessions_by_user ON sessions (account_id, user_id)",
    "CREATE INDEX sessions_by_expiry ON sessions (expires_at)",

    R"(CREATE TABLE password_resets (
         token_key @key PRIMARY KEY,
         digest @text NOT NULL,
         account_id @text NOT NULL,
         user_id @text NOT NULL,
         created_at BIGINT NOT NULL,
         expires_at BIGINT NOT NULL))",
    "CREATE INDEX password_resets_by_user ON password_resets (account_id, user_id)",
    "CREATE INDEX password_resets_by_expiry ON password_resets (expires_at)",

    R"(CREATE TABLE projects (
         id @text PRIMARY KEY,
         account_id @text NOT NULL,
         name @text NOT NULL,
         description @text NOT NULL,
         user_limit BIGINT NOT NULL,
         user_used BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, name)))",
    "CREATE INDEX projects_by_account ON projects (account_id, id)",

    // Push keys have their own table, so that the rows of projects stay small and quick to list.
    R"(CREATE TABLE project_push_keys (
         account_id @text NOT NULL,
         project_id @text NOT NULL,
         fcm_api_keys @text,
         fcm_project_number @text,
         apns_cert @text,
         PRIMARY KEY (account_id, project_id)))",

    R"(CREATE TABLE catalogue (
         code @text PRIMARY KEY,
         name @text NOT NULL,
         description @text NOT NULL,
         created_at BIGINT NOT NULL))",
    "CREATE INDEX catalogue_by_creation ON catalogue (created_at, code)",

    R"(CREATE TABLE attachments (
         id @text PRIMARY KEY,
         account_id @text NOT NULL,
         project_id @text NOT NULL,
         service @text NOT NULL,
         name @text NOT NULL,
         description @text NOT NULL,
         item_limit BIGINT NOT NULL,
         item_used BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, project_id, service)))",

    R"(CREATE TABLE consumers (
         id @text NOT NULL PRIMARY KEY,
         account_id @text NOT NULL,
         created_at BIGINT NOT NULL) @clustered)",
    "CREATE INDEX consumers_by_account ON consumers (account_id, id)",

    R"(CREATE TABLE project_consumers (
         account_id @text NOT NULL,
         project_id @text NOT NULL,
         consumer_id @text NOT NULL,
         PRIMARY KEY (account_id, project_id, consumer_id)) @clustered)",

    R"(CREATE TABLE consumer_tokens (
         token_key @key PRIMARY KEY,
         digest @text NOT NULL,
         account_id @text NOT NULL,
         project_id @text NOT NULL,
         service @text NOT NULL,
         consumer_id @text NOT NULL,
         created_at BIGINT NOT NULL,
         expires_at BIGINT NOT NULL))",
    // This index serves erasing by account, by consumer, and, by a scan of the project's part, by
    // service. That saves maintaining one more index at every insert.
    R"(CREATE INDEX consumer_tokens_by_consumer
         ON consumer_tokens (account_id, project_id, consumer_id, service))",
    "CREATE INDEX consumer_tokens_by_expiry ON consumer_tokens (expires_at)",

    R"(CREATE TABLE outgoing_mail (
         id @text PRIMARY KEY,
         kind @text NOT NULL,
         recipient @text NOT NULL,
         registration_id @text NOT NULL,
         account_id @text NOT NULL,
         user_id @text NOT NULL,
         created_at BIGINT NOT NULL,
         leased_until BIGINT NOT NULL))",
    "CREATE INDEX outgoing_mail_by_lease ON outgoing_mail (leased_until)",
    "CREATE INDEX outgoing_mail_by_registration ON outgoing_mail (registration_id)",
    "CREATE INDEX outgoing_mail_by_user ON outgoing_mail (account_id, user_id)",
});

}  // namespace gatehouse::sql
