/// Names that were kept before they were compared in one form of Unicode, and clash since.
#pragma once

#include <gatehouse/ports/storage.hpp>

#include "doctor/findings.hpp"

namespace gatehouse::app {

/// Warns of the names, in one read of all of them. Throws PortError.
void check_names(Findings& findings, Storage& storage);

}  // namespace gatehouse::app
