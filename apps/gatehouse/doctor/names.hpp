/// Names that were kept before they were compared in one form of Unicode, and clash since.
#pragma once

#include <gatehouse/ports/storage.hpp>

#include "findings.hpp"

namespace gatehouse::app {

void check_names(Findings& findings, Storage& storage);

}  // namespace gatehouse::app
