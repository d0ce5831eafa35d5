/// Storages that hold some of everything.
#pragma once

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::testing {

/// Two accounts with one of everything, root users, and limits of the installation.
void furnish(Storage& storage);

/// An account whose texts are what storages get wrong, whose numbers and times lie at their ends,
/// and where nothing is set that need not be.
void furnish_awkwardly(Storage& storage);

}  // namespace gatehouse::testing
