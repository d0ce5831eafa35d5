/// What a session is checked for, and the settings that it needs.
#pragma once

#include <chrono>
#include <string>

#include "libpq_session.hpp"
#include "postgresql_address.hpp"

namespace gatehouse {

/// What makes a transaction wait for each lock no longer than that: to be sent with its BEGIN.
[[nodiscard]] std::string lock_limit(std::chrono::milliseconds longest);

/// Makes the address's settings, once the session is connected: poolers take none when it begins.
/// Behind a pooler, it looks whether they took.
///
/// Throws CannotConnect when the session leads to a standby, which may be promoted; and PortError,
/// with words for the person who runs the program, for an encoding that is not UTF8, a setting that
/// cannot be made, and settings that did not last.
void set_up(LibpqSession& session, const PostgresqlAddress& address);

/// Throws PortError when a pooler stands between that lends another server process to each
/// transaction: settings and prepared statements would be lost, or another client's. Sets nothing,
/// since that server process may be another program's in the next moment. Throws CannotConnect as
/// LibpqSession does.
void require_lasting_sessions(const PostgresqlAddress& address);

}  // namespace gatehouse
