/// Allocation of the process's file descriptors.
#pragma once

#include <cstddef>

#include "configuration.hpp"

namespace gatehouse::app {

/// Returns the maximum number of file descriptors needed besides those of client connections: for
/// the program itself, the storage and mail. With few connections, the latter are few too, since a
/// connection has one request in progress at a time.
[[nodiscard]] std::size_t reserved_descriptors(const Configuration& chosen,
                                               std::size_t connections);

/// Returns the number of threads that process requests under `chosen`.
[[nodiscard]] std::size_t request_threads(const Configuration& chosen);

/// Returns how many client connections, up to the configured number, are possible with `available`
/// descriptors in total. Throws std::runtime_error if there are not enough for one.
[[nodiscard]] std::size_t affordable_connections(const Configuration& chosen,
                                                 std::size_t available);

/// Raises the process's descriptor limit as far as permitted, and returns it.
[[nodiscard]] std::size_t raise_descriptor_limit();

}  // namespace gatehouse::app
