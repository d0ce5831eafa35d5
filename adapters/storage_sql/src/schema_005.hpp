/// Schema 5: several service tokens of a project, and the times at which refresh tokens were used.
///
/// Conventions are those of schema_001.hpp. A service token gets an id, its creator, its last use
/// and its expiry. Existing tokens have neither creator nor expiry, and ids that sort before all
/// later ones.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_005 = std::to_array<std::string_view>({
    "ALTER TABLE token_families ADD COLUMN rotations @text NOT NULL DEFAULT ''",

    "ALTER TABLE service_tokens RENAME TO former_service_tokens",
    // '' means no creator.
    R"(CREATE TABLE service_tokens (
         token_key @key PRIMARY KEY,
         digest @text NOT NULL,
         id @text NOT NULL UNIQUE,
         account_id @text NOT NULL,
         project_id @text NOT NULL,
         created_at BIGINT NOT NULL,
         created_by @text NOT NULL,
         last_used_at BIGINT,
         ends_at BIGINT))",
    R"(INSERT INTO service_tokens
         (token_key, digest, id, account_id, project_id, created_at, created_by)
       SELECT token_key, digest, '00000000' || substr(digest, 1, 24), account_id, project_id,
         created_at, '' FROM former_service_tokens)",
    "DROP TABLE former_service_tokens",
    "CREATE INDEX service_tokens_by_project ON service_tokens (account_id, project_id, id)",
    "CREATE INDEX service_tokens_by_end ON service_tokens (ends_at)",

    // The newest id of a table is found by the index on the id.
    "CREATE INDEX users_by_id ON users (id)",
});

}  // namespace gatehouse::sql
