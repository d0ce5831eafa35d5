/// What a body must be for an operation to take it, and how it is read.
#pragma once

#include <optional>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/http_server/message.hpp>
#include <gatehouse/schema/value.hpp>

#include "operation.hpp"
#include "response_format.hpp"

namespace gatehouse::http::api {

/// The refusal of a body for what the header says of it: no length (411), or a media type or coding
/// that the operation does not take (415). Nothing when it is taken.
[[nodiscard]] std::optional<Response> refuse_body(const Request& head, const Operation& operation,
                                                  const ResponseFormat& format);

/// Whether the caller must be known before the body is asked for and kept: it may be long, and the
/// operation is not open to everyone.
[[nodiscard]] bool keeps_strangers_out(const Request& head, const Operation& operation);

/// An empty body is an object without members.
[[nodiscard]] Result<schema::Value> read_body(BodyType type, std::string_view body);

/// The same for a request, of which a form that logs in may have its login in the Authorization
/// field (see add_basic_login()).
[[nodiscard]] Result<schema::Value> read_body(const Operation& operation, const Request& request);

}  // namespace gatehouse::http::api
