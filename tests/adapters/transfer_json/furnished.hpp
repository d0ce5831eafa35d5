/// Storages with records of every kind.
#pragma once

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::testing {

/// Two accounts with one record of every kind, root users, and limits of the installation.
void furnish(Storage& storage);

/// An account with texts that some storages do not preserve, with extreme numbers and times, and
/// without optional values.
void furnish_awkwardly(Storage& storage);

}  // namespace gatehouse::testing
