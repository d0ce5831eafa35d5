/// Failures of a storage that last: they concern the storage as a whole rather than one request.
/// A program that serves requests reports them to its operator, once, and stops claiming to be
/// ready.
#pragma once

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse {

/// The storage cannot be written: its disk is full, fails, or is mounted read-only, or its files
/// were moved or replaced. Nothing of the transaction was kept. Reading may still work.
class StorageUnwritable : public PortError {
 public:
  using PortError::PortError;
};

/// What the storage holds is damaged. The message names the place, never the contents.
class StorageDamaged : public PortError {
 public:
  using PortError::PortError;
};

}  // namespace gatehouse
