/// Schema 11: what the clients of the account API that exist need.
///
/// Conventions are those of schema_001.hpp.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_011 = std::to_array<std::string_view>({
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

});

}  // namespace gatehouse::sql
