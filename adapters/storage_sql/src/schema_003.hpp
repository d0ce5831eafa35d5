/// Schema 3: push keys are marked as sealed or not.
///
/// The prefix `v0.` marks a text in the clear (see services/secrets/vault.hpp). Earlier versions
/// wrote no mark, and sealed nothing.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_003 = std::to_array<std::string_view>({
    R"(UPDATE project_push_keys SET
         fcm_api_keys = 'v0.' || fcm_api_keys,
         fcm_project_number = 'v0.' || fcm_project_number,
         apns_cert = 'v0.' || apns_cert)",
});

}  // namespace gatehouse::sql
