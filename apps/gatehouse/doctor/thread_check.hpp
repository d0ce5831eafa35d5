/// Whether the system starts as many threads as a server has.
#pragma once

#include <string>
#include <system_error>

#include "configuration.hpp"

namespace gatehouse::app {

/// Starts as many threads as the server would, and ends them. Throws std::runtime_error, in the
/// words of too_few_threads(), when the system refuses one of them.
void check_threads(const Configuration& chosen);

/// What to do about a thread that was not started: the system's own words do not say what failed.
[[nodiscard]] std::string too_few_threads(const std::system_error& error);

}  // namespace gatehouse::app
