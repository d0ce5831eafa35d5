/// Invariants: conditions on the program's own state that the following code relies on.
///
///     invariant(entries_.size() == places_.size());
///
/// An invariant can be false only because of a bug. Conditions that depend on a caller, a client,
/// another process or the contents of a database are not invariants: they lead to an error or an
/// exception. Checks are enabled in every build, including releases, so they must cost no more than
/// a comparison or two.
///
/// This is a function rather than a macro or assert(), so that the same code runs with and without
/// NDEBUG, and a program and the installed library always agree on the definition of inline
/// functions.
#pragma once

namespace gatehouse {

/// Writes the source location to standard error and calls std::abort(): a process in an invalid
/// state must not continue to make access decisions. Committed data is in the storage, and the
/// service manager restarts the server.
[[noreturn]] void report_broken_invariant(const char* file, int line) noexcept;

/// `file` and `line` default to those of the call.
inline void invariant(bool holds, const char* file = __builtin_FILE(),
                      int line = __builtin_LINE()) noexcept {
  if (!holds) [[unlikely]] {
    report_broken_invariant(file, line);
  }
}

}  // namespace gatehouse
