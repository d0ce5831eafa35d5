/// Findings about a request on their way to its operation.
#pragma once

#include <optional>
#include <utility>

#include <gatehouse/base/result.hpp>
#include <gatehouse/schema/value.hpp>

#include "caller.hpp"
#include "claims.hpp"
#include "router.hpp"

namespace gatehouse::http::api {

/// The result of parsing a body. It may contain a password, so it is wiped unless an operation
/// takes it.
class ReadBody {
 public:
  explicit ReadBody(Result<schema::Value> body) : body_(std::move(body)) {}
  ReadBody(const ReadBody&) = delete;
  ReadBody& operator=(const ReadBody&) = delete;
  ~ReadBody() {
    if (body_) wipe_texts(*body_);
  }

  [[nodiscard]] Result<schema::Value>& operator*() noexcept { return body_; }
  [[nodiscard]] Result<schema::Value>* operator->() noexcept { return &body_; }

 private:
  Result<schema::Value> body_;
};

/// Plan::found of a request whose caller was identified, or whose body was read, before its
/// operation. Held by std::shared_ptr, so that the body is never copied.
struct Findings {
  explicit Findings(const Endpoint& of) : endpoint(of) {}

  const Endpoint& endpoint;
  /// Kept for operations whose transaction looks the session or the token up again.
  Caller caller{};
  std::optional<ReadBody> body{};
};

}  // namespace gatehouse::http::api
