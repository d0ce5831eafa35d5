/// Schema 11: what the clients of the account API that exist need.
///
/// Conventions are those of schema_001.hpp.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_011 = std::to_array<std::string_view>({
    // The times of the latest changes, which are not known of existing rows.
    "ALTER TABLE accounts ADD COLUMN updated_at BIGINT",
    "ALTER TABLE users ADD COLUMN updated_at BIGINT",
    "ALTER TABLE projects ADD COLUMN updated_at BIGINT",
    "ALTER TABLE project_push_keys ADD COLUMN updated_at BIGINT",
    "ALTER TABLE credentials ADD COLUMN updated_at BIGINT",
    "ALTER TABLE consumers ADD COLUMN updated_at BIGINT",
    "ALTER TABLE grants ADD COLUMN created_at BIGINT",

    // An external id is NULL if there is none, so that the index takes any number of those.
    "ALTER TABLE consumers ADD COLUMN external_id @text",
    "ALTER TABLE consumers ADD COLUMN metadata @text NOT NULL DEFAULT '{}'",
    "CREATE UNIQUE INDEX consumers_by_external_id ON consumers (account_id, external_id)",

});

}  // namespace gatehouse::sql
