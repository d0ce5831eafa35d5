/// Checks whether the system permits as many threads as a server needs.
#pragma once

#include <string>
#include <system_error>

#include "configuration.hpp"

namespace gatehouse::app {

/// Starts as many threads as the server would, and ends them. Throws std::runtime_error with the
/// text of too_few_threads() if one cannot be started.
void check_threads(const Configuration& chosen);

/// Returns advice for a failed thread start, which the system's message does not explain.
[[nodiscard]] std::string too_few_threads(const std::system_error& error);

}  // namespace gatehouse::app
