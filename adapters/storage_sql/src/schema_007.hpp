/// The seventh schema: gateways name the header field in which they say where their client is.
///
/// As the first (see schema_001.hpp). '' stands for no particular field, as it was for every
/// gateway.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_007 = std::to_array<std::string_view>({
    "ALTER TABLE gateways ADD COLUMN address_field @text NOT NULL DEFAULT ''",
});

}  // namespace gatehouse::sql
