/// Parsed bodies on their way to operations.
#pragma once

#include <utility>

#include <gatehouse/base/result.hpp>
#include <gatehouse/schema/value.hpp>

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

/// Plan::found of a request whose claim depends on its body. Held by std::shared_ptr, so that the
/// body is never copied.
struct ClaimedBody {
  ClaimedBody(const Endpoint& of, Result<schema::Value> read)
      : endpoint(of), body(std::move(read)) {}

  const Endpoint& endpoint;
  ReadBody body;
};

}  // namespace gatehouse::http::api
