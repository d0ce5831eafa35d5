/// Commands that a test knows to be valid.
#pragma once

#include <stdexcept>
#include <utility>
#include <vector>

#include <gatehouse/schema/command.hpp>

namespace gatehouse::testing {

/// Returns the command as services take it, or throws std::logic_error if it is not valid.
///
///     services.sessions.log_in(checked<LogIn>({email, password}));
template <class T>
[[nodiscard]] Checked<T> checked(T command, const schema::Policy& policy = {}) {
  auto result = schema::check(std::move(command), policy);
  if (!result) throw std::logic_error(result.error().detail);
  return *std::move(result);
}

template <class T>
[[nodiscard]] Checked<std::vector<T>> checked_list(std::vector<T> commands) {
  return checked(std::move(commands));
}

}  // namespace gatehouse::testing
