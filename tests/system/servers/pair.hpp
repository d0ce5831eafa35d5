/// Two servers on one database, for all tests of the program that need nothing special of them.
#pragma once

#include "harness/installation.hpp"

namespace gatehouse::testing {

[[nodiscard]] Installation& shared_pair();

}  // namespace gatehouse::testing
