/// Checks of values that need nothing but the configuration itself, and files that it names.
#pragma once

#include "configuration.hpp"

namespace gatehouse::app {

// The parts of check_configuration(), for the doctor, which reports each by itself.
void check_listeners(const Configuration& chosen);
void check_tls_options(const Configuration& chosen);
void check_public_url(const Configuration& chosen);
void check_issuer(const Configuration& chosen);
void check_hashing(const Argon2Options& argon2);

/// Throws BadOption for a value, or a combination of values, that can never work. Makes and
/// changes nothing, so that a mistake leaves nothing behind; what depends on the world (whether a
/// port is free, or a server answers) is found out later.
void check_configuration(const Configuration& chosen);

}  // namespace gatehouse::app
