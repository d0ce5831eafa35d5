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
});

}  // namespace gatehouse::sql
