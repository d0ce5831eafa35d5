/// Result<T>: a value or the Error that refused it.
///
/// Follows the names of std::expected (C++23, P0323) so that it can be replaced by it. A failure
/// is never built by accident: it takes the word Unexpected.
///
///     Result<int> half(int n) {
///       if (n % 2 != 0) return Unexpected(invalid_argument("odd"));
///       return n / 2;
///     }
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include <gatehouse/base/error.hpp>
#include <gatehouse/base/invariant.hpp>

namespace gatehouse {

/// An Error on its way into some Result.
class Unexpected {
 public:
  explicit Unexpected(Error error) : error_(std::move(error)) {}

  [[nodiscard]] const Error& error() const& noexcept { return error_; }
  [[nodiscard]] Error&& error() && noexcept { return std::move(error_); }

 private:
  Error error_;
};

template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  using error_type = Error;

  // NOLINTNEXTLINE(google-explicit-constructor): as std::expected
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor): as std::expected
  Result(Unexpected failure) : state_(std::in_place_index<1>, std::move(failure).error()) {}

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  /// The value. There must be one: std::expected leaves it undefined otherwise, and here it is an
  /// invariant, which ends the program.
  [[nodiscard]] T& operator*() & noexcept { return held(); }
  [[nodiscard]] const T& operator*() const& noexcept { return held(); }
  [[nodiscard]] T&& operator*() && noexcept { return std::move(held()); }
  [[nodiscard]] T* operator->() noexcept { return &held(); }
  [[nodiscard]] const T* operator->() const noexcept { return &held(); }

  /// The value; throws std::bad_variant_access when there is none.
  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }

  /// The error. There must be no value, likewise.
  [[nodiscard]] const Error& error() const& noexcept { return fault(); }
  [[nodiscard]] Error&& error() && noexcept { return std::move(fault()); }

  /// The error, ready to be returned from a function with another Result:
  /// `if (!user) return std::move(user).failure();`
  [[nodiscard]] Unexpected failure() && { return Unexpected(std::move(fault())); }

  /// The value through `function`, or the same error.
  template <class Function>
  auto transform(Function&& function) && -> Result<std::invoke_result_t<Function, T&&>> {
    if (!has_value()) return std::move(*this).failure();
    return std::forward<Function>(function)(std::move(held()));
  }

  /// What `function`, which returns a Result, makes of the value, or the same error.
  template <class Function>
  auto and_then(Function&& function) && -> std::invoke_result_t<Function, T&&> {
    if (!has_value()) return std::move(*this).failure();
    return std::forward<Function>(function)(std::move(held()));
  }

 private:
  T& held() noexcept {
    invariant(has_value());
    return *std::get_if<0>(&state_);
  }
  const T& held() const noexcept {
    invariant(has_value());
    return *std::get_if<0>(&state_);
  }
  Error& fault() noexcept {
    invariant(!has_value());
    return *std::get_if<1>(&state_);
  }
  const Error& fault() const noexcept {
    invariant(!has_value());
    return *std::get_if<1>(&state_);
  }

  std::variant<T, Error> state_;
};

/// What a Result holds that says no more than "done": `return Done{};`
struct Done {
  friend bool operator==(Done, Done) = default;
};

}  // namespace gatehouse
