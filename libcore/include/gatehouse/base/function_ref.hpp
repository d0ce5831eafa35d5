/// FunctionRef: a view of a callable, valid for one call. Never owns and never allocates
/// (std::function_ref comes with C++26, P0792).
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace gatehouse {

template <class Signature>
class FunctionRef;

/// Any callable with the signature R(Args...), except the view itself.
template <class F, class View, class R, class... Args>
concept ViewedBy =
    !std::is_same_v<std::remove_cvref_t<F>, View> && std::is_invocable_r_v<R, F&, Args...>;

template <class R, class... Args>
class FunctionRef<R(Args...)> {
 public:
  template <ViewedBy<FunctionRef, R, Args...> F>
  // NOLINTNEXTLINE(google-explicit-constructor): a view, as std::string_view
  FunctionRef(F&& function) noexcept
      : object_(const_cast<void*>(static_cast<const void*>(std::addressof(function)))),
        call_([](void* object, Args... args) -> R {
          return (*static_cast<std::remove_reference_t<F>*>(object))(std::forward<Args>(args)...);
        }) {}

  R operator()(Args... args) const { return call_(object_, std::forward<Args>(args)...); }

 private:
  void* object_;
  R (*call_)(void*, Args...);
};

}  // namespace gatehouse
