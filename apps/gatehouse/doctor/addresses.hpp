/// Checks whether the server can listen on the configured addresses.
#pragma once

namespace gatehouse::app {

struct Configuration;
class Findings;

void check_addresses(Findings& findings, const Configuration& chosen);

}  // namespace gatehouse::app
