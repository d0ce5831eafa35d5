/// Requests of users that are repeated with their Idempotency-Key.
#pragma once

#include <gatehouse/base/function_ref.hpp>
#include <gatehouse/base/result.hpp>
#include <gatehouse/http_server/message.hpp>

#include "operation.hpp"

namespace gatehouse::http::api {

/// Whether the request has a key that the operation heeds.
[[nodiscard]] bool has_key(const Request& request, const Operation& operation);

/// Returns the result of `work()`, or the content of the first answer if the request was carried
/// out before. The key is a claim of the call's origin meanwhile. The request is the same if it has
/// the same operation, values in the path and body; parameters of the query do not count.
[[nodiscard]] Result<Content> once_per_key(const Request& request, const Operation& operation,
                                           Call& call, FunctionRef<Result<Content>()> work);

}  // namespace gatehouse::http::api
