/// Checks of values that need nothing but the configuration itself, and files that it names.
#pragma once

#include "configuration.hpp"

namespace gatehouse::app {

/// Throws BadOption for a value, or a combination of values, that can never work. Makes and
/// changes nothing, so that a mistake leaves nothing behind; what depends on the world (whether a
/// port is free, or a server answers) is found out later.
void check_configuration(const Configuration& chosen);

}  // namespace gatehouse::app
