/// Checked<T>: a command whose fields are valid.
///
/// Services take checked commands only. A command is checked once, by schema::check() in a program
/// or by schema::decode() for a request (command.hpp), and nothing else makes a Checked:
///
///     const auto login = schema::check(LogIn{email, password}, services.settings.policy());
///     if (!login) return Unexpected(login.error());  // contains all invalid fields
///     const auto session = services.sessions.log_in(*login);
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/schema/policy.hpp>
#include <gatehouse/schema/value.hpp>

namespace gatehouse {
namespace schema {

/// Immutable. A list of commands is a Checked<std::vector<T>>.
template <class T>
class Checked {
 public:
  [[nodiscard]] const T& operator*() const& noexcept { return value_; }
  [[nodiscard]] T&& operator*() && noexcept { return std::move(value_); }
  [[nodiscard]] const T* operator->() const noexcept { return &value_; }

 private:
  template <class Any>
  friend Result<Checked<Any>> check(Any command, const Policy& policy);
  template <class Any>
  friend Result<Checked<Any>> decode(Value body, const Policy& policy);
  template <class Any>
  friend Result<Checked<std::vector<Any>>> decode_list(Value body, std::string_view wrapper,
                                                       const Policy& policy);
  template <class Any>
  friend Result<Checked<std::vector<Any>>> decode_texts(Value body, std::string_view wrapper);

  explicit Checked(T value) : value_(std::move(value)) {}

  T value_;
};

}  // namespace schema

using schema::Checked;

}  // namespace gatehouse
