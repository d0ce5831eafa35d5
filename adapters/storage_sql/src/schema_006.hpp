/// Schema 6: a limit on the credentials of an account.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_006 = std::to_array<std::string_view>({
    "ALTER TABLE limit_settings ADD COLUMN credential_limit BIGINT",
});

}  // namespace gatehouse::sql
