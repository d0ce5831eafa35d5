/// How the file descriptors that the process may have are shared out.
#pragma once

#include <cstddef>

#include "configuration.hpp"

namespace gatehouse::app {

/// File descriptors that the process needs besides those of client connections: its own, and at the
/// most those of the storage and of mail. Where there are few connections these are few, too: a
/// connection has one request in progress at a time.
[[nodiscard]] std::size_t reserved_descriptors(const Configuration& chosen,
                                               std::size_t connections);

/// Threads that work on requests, as `chosen` has them.
[[nodiscard]] std::size_t request_threads(const Configuration& chosen);

/// How many client connections, up to the configured number, leave the others their descriptors
/// when the process may have `available`. Throws std::runtime_error when that is not enough for
/// one.
[[nodiscard]] std::size_t affordable_connections(const Configuration& chosen,
                                                 std::size_t available);

/// Raises the number of descriptors that the process may have as far as it may be raised, and
/// returns it.
[[nodiscard]] std::size_t raise_descriptor_limit();

}  // namespace gatehouse::app
