/// Names stored before Unicode normalisation was introduced that now clash.
#pragma once

#include <gatehouse/ports/storage.hpp>

#include "doctor/findings.hpp"

namespace gatehouse::app {

/// Reads all names in one transaction and warns of clashes. Throws PortError.
void check_names(Findings& findings, Storage& storage);

}  // namespace gatehouse::app
