/// Schema 11: what the clients of the account API that exist need.
///
/// Conventions are those of schema_001.hpp.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_011 = std::to_array<std::string_view>({
    // What a deleted project or consumer leaves is found by these, and whether a service is in use.
    "CREATE INDEX grants_by_scope ON grants (account_id, scope)",
    "CREATE INDEX project_consumers_by_consumer ON project_consumers (account_id, consumer_id)",
    "CREATE INDEX attachments_by_service ON attachments (service)",

});

}  // namespace gatehouse::sql
