/// Exceptions that adapters throw when a port fails. A refusal by a rule is a Result instead: an
/// exception means that the same call might have succeeded at another time.
#pragma once

#include <stdexcept>

namespace gatehouse {

/// A port has failed: disk full, database unreachable, mail refused. The operation did not take
/// effect.
class PortError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A temporary failure: the operation did not take effect, and retrying is safe and may succeed.
class TransientPortError : public PortError {
 public:
  using PortError::PortError;
};

/// It is unknown whether the commit took effect (the connection was lost in between). Gatehouse
/// never retries it; the caller must check and decide.
class CommitInDoubt : public PortError {
 public:
  using PortError::PortError;
};

}  // namespace gatehouse
