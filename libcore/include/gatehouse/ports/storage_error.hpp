/// Persistent failures of a storage, which concern the storage as a whole rather than one request.
/// A server reports them to its operator once and stops reporting itself as ready.
#pragma once

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse {

/// The storage cannot be written: its disk is full, failing or mounted read-only, or its files were
/// moved or replaced. The transaction was not stored. Reading may still work.
class StorageUnwritable : public PortError {
 public:
  using PortError::PortError;
};

/// The contents of the storage are damaged. The message names the place, never the contents.
class StorageDamaged : public PortError {
 public:
  using PortError::PortError;
};

}  // namespace gatehouse
