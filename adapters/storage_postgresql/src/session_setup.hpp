/// The checks and the settings of a new session.
#pragma once

#include <chrono>
#include <string>

#include "libpq_session.hpp"
#include "postgresql_address.hpp"

namespace gatehouse {

/// The command that limits how long a transaction waits for each lock; sent with its BEGIN.
[[nodiscard]] std::string lock_limit(std::chrono::milliseconds longest);

/// Applies the address's settings after the session is connected, since poolers accept none at its
/// start. Behind a pooler, verifies that they took effect.
///
/// Throws CannotConnect when the server is a standby, which may be promoted later; and PortError,
/// with a message for the operator, for an encoding other than UTF8, a setting that is refused, and
/// settings that were not kept.
void set_up(LibpqSession& session, const PostgresqlAddress& address);

/// Throws PortError when a pooler assigns a different server process to each transaction: settings
/// and prepared statements would be lost, or mixed with those of another client. Changes no
/// settings, since the server process may be used by another program next. Throws CannotConnect as
/// LibpqSession does.
void require_lasting_sessions(const PostgresqlAddress& address);

}  // namespace gatehouse
