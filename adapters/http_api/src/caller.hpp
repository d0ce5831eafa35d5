/// The caller of an operation.
#pragma once

#include <optional>

#include <gatehouse/operations/context.hpp>

namespace gatehouse::http::api {

/// Both are null if the operation needs no token.
struct Caller {
  std::optional<Principal> user{};
  std::optional<ServiceCaller> service{};

  [[nodiscard]] const Principal* user_or_null() const { return user ? &*user : nullptr; }
  [[nodiscard]] const ServiceCaller* service_or_null() const {
    return service ? &*service : nullptr;
  }
};

}  // namespace gatehouse::http::api
