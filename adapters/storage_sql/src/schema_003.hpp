/// The third schema: push keys say whether they are sealed.
///
/// `v0.` before a text tells that it is in the clear (see services/secrets/vault.hpp). Earlier
/// versions wrote no such mark, and sealed nothing.
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
