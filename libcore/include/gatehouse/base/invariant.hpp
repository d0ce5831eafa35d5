/// Invariants: statements about the program's own state that the code after them relies on.
///
///     invariant(entries_.size() == places_.size());
///
/// A statement may be false only if the code is wrong. What a caller, a client, another process or
/// the content of a database decides is no invariant: that is refused or thrown. Checks are on in
/// every build, the released server included, so they must cost no more than a comparison or two.
///
/// A function rather than a macro or assert(): the same code runs with and without NDEBUG, so that
/// a program and the installed library always agree on what an inline function does.
#pragma once

namespace gatehouse {

/// Writes the place to standard error and ends the program with std::abort(): a process whose state
/// is wrong must not go on to decide who may enter. What was committed is in the storage, and the
/// service manager starts the server again.
[[noreturn]] void report_broken_invariant(const char* file, int line) noexcept;

/// `file` and `line` are those of the call.
inline void invariant(bool holds, const char* file = __builtin_FILE(),
                      int line = __builtin_LINE()) noexcept {
  if (!holds) [[unlikely]] {
    report_broken_invariant(file, line);
  }
}

}  // namespace gatehouse
