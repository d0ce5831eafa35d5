/// Schema 8: several approve codes of a registration are valid at a time.
///
/// Before this version a registration had one code, and a count of wrong codes that ended it. An
/// empty name means no organisation, an empty mail_id no mail. The mail of an older code is
/// unknown: the registration's own id stands for it, so that the code counts as mailed.
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_008 = std::to_array<std::string_view>({
    R"(CREATE TABLE approve_codes (
         registration_id @text NOT NULL,
         digest @text NOT NULL,
         organization_name @text NOT NULL,
         mail_id @text NOT NULL,
         created_at BIGINT NOT NULL,
         expires_at BIGINT NOT NULL,
         PRIMARY KEY (registration_id, digest)) @clustered)",
    "CREATE INDEX approve_codes_by_expiry ON approve_codes (expires_at)",
    R"(INSERT INTO approve_codes
         (registration_id, digest, organization_name, mail_id, created_at, expires_at)
         SELECT id, code_digest, organization_name, id, created_at, code_expires_at
         FROM registrations)",
    "ALTER TABLE registrations DROP COLUMN code_digest",
    "ALTER TABLE registrations DROP COLUMN wrong_codes",
    "ALTER TABLE registrations RENAME COLUMN code_expires_at TO expires_at",
});

}  // namespace gatehouse::sql
