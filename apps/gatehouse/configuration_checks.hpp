/// Checks of the configuration that need only its values and the files that they name.
#pragma once

#include "configuration.hpp"

namespace gatehouse::app {

// The parts of check_configuration(), for the doctor, which reports each one separately.
void check_listeners(const Configuration& chosen);
void check_tls_options(const Configuration& chosen);
void check_public_url(const Configuration& chosen);
void check_issuer(const Configuration& chosen);
void check_hashing(const Argon2Options& argon2);

/// Throws BadOption for a value, or a combination of values, that can never work. Has no side
/// effects, so that a mistake leaves nothing behind. Conditions that may change, such as a free
/// port or a reachable server, are checked later.
void check_configuration(const Configuration& chosen);

}  // namespace gatehouse::app
