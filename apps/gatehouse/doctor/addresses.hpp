/// Whether the server could listen where it is to.
#pragma once

namespace gatehouse::app {

struct Configuration;
class Findings;

void check_addresses(Findings& findings, const Configuration& chosen);

}  // namespace gatehouse::app
