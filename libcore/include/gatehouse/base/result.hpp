/// Result<T>: a value or an Error.
///
/// The names follow std::expected (C++23, P0323), so that it can replace this class. Errors are
/// never converted implicitly: they are wrapped in Unexpected.
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

/// An Error to be returned as a Result of any type.
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

  /// Returns the value, which must exist: a violation is undefined behaviour in std::expected, and
  /// a broken invariant here, which aborts the program.
  [[nodiscard]] T& operator*() & noexcept { return held(); }
  [[nodiscard]] const T& operator*() const& noexcept { return held(); }
  [[nodiscard]] T&& operator*() && noexcept { return std::move(held()); }
  [[nodiscard]] T* operator->() noexcept { return &held(); }
  [[nodiscard]] const T* operator->() const noexcept { return &held(); }

  /// Returns the value; throws std::bad_variant_access if there is none.
  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }

  /// Returns the error, which must exist likewise.
  [[nodiscard]] const Error& error() const& noexcept { return fault(); }
  [[nodiscard]] Error&& error() && noexcept { return std::move(fault()); }

  /// Returns the error for a function with another Result type: `if (!user) return
  /// std::move(user).failure();`
  [[nodiscard]] Unexpected failure() && { return Unexpected(std::move(fault())); }

  /// Applies `function` to the value, or returns the same error.
  template <class Function>
  auto transform(Function&& function) && -> Result<std::invoke_result_t<Function, T&&>> {
    if (!has_value()) return std::move(*this).failure();
    return std::forward<Function>(function)(std::move(held()));
  }

  /// Applies `function`, which returns a Result, to the value, or returns the same error.
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

/// The value type of operations without a result: `return Done{};`
struct Done {
  friend bool operator==(Done, Done) = default;
};

}  // namespace gatehouse
