/// Two servers with one database, shared by all tests of the program without special requirements.
#pragma once

#include "harness/installation.hpp"

namespace gatehouse::testing {

[[nodiscard]] Installation& shared_pair();

}  // namespace gatehouse::testing
