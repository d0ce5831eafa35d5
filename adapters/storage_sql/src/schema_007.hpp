/// Schema 7: gateways name the header field that contains their client's address.
///
/// Conventions are those of schema_001.hpp. '' means no particular field, as for all gateways
/// before.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_007 = std::to_array<std::string_view>({
    "ALTER TABLE gateways ADD COLUMN address_field @text NOT NULL DEFAULT ''",
});

}  // namespace gatehouse::sql
