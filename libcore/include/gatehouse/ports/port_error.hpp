/// What adapters throw when a port is broken. A rule that says no is a Result instead: an exception
/// means that the same call might have worked on a better day.
#pragma once

#include <stdexcept>

namespace gatehouse {

/// A port is broken: disk full, database unreachable, mail server refuses. What was asked for did
/// not happen, and nothing of it remains.
class PortError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Broken for now: what was asked for did not happen, and asking again is safe and may work.
class TransientPortError : public PortError {
 public:
  using PortError::PortError;
};

/// Nobody knows whether the commit happened (the connection was lost in the middle). Never
/// repeated by Gatehouse; the caller looks and decides.
class CommitInDoubt : public PortError {
 public:
  using PortError::PortError;
};

}  // namespace gatehouse
