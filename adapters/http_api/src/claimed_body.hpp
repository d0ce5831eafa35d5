/// A body that was read for the sake of a claim, on its way to the operation.
#pragma once

#include <utility>

#include <gatehouse/base/result.hpp>
#include <gatehouse/schema/value.hpp>

#include "claims.hpp"
#include "router.hpp"

namespace gatehouse::http::api {

/// Plan::found of a request whose claim stood in its body. The body holds a password as a rule, so
/// it is wiped where no operation takes it.
class ClaimedBody {
 public:
  ClaimedBody(const Endpoint* endpoint, Result<schema::Value> body)
      : endpoint_(endpoint), body_(std::move(body)) {}
  ClaimedBody(const ClaimedBody&) = default;
  ClaimedBody(ClaimedBody&&) noexcept = default;
  ClaimedBody& operator=(const ClaimedBody&) = delete;
  ClaimedBody& operator=(ClaimedBody&&) = delete;
  ~ClaimedBody() {
    if (body_) wipe_texts(*body_);
  }

  [[nodiscard]] const Endpoint* endpoint() const noexcept { return endpoint_; }
  /// Once.
  [[nodiscard]] Result<schema::Value> take() { return std::move(body_); }

 private:
  const Endpoint* endpoint_;
  Result<schema::Value> body_;
};

}  // namespace gatehouse::http::api
