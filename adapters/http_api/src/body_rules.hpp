/// Rules for accepting and parsing request bodies.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/http_server/message.hpp>
#include <gatehouse/schema/value.hpp>

#include "operation.hpp"
#include "response_format.hpp"

namespace gatehouse::http::api {

/// The media types that a body of the type may have; the first one is preferred.
[[nodiscard]] std::span<const std::string_view> media_types_of(BodyType type) noexcept;

/// The value of the Accept-Patch field (RFC 5789) for a PATCH operation.
[[nodiscard]] std::string accept_patch(const Operation& operation);

/// Checks the header fields that describe the body. Rejects a body without a length (411), or with
/// a media type or coding that the operation does not accept (415).
[[nodiscard]] std::optional<Response> refuse_body(const Request& head, const Operation& operation,
                                                  const ResponseFormat& format);

/// Whether the caller must be identified before the body is read: the body may be long, and the
/// operation is not public.
[[nodiscard]] bool keeps_strangers_out(const Request& head, const Operation& operation);

/// Parses a body. An empty one is an object without members.
[[nodiscard]] Result<schema::Value> read_body(BodyType type, std::string_view body);

/// Parses the body of a request. The login of a login form may be in the Authorization field (see
/// add_basic_login()).
[[nodiscard]] Result<schema::Value> read_body(const Operation& operation, const Request& request);

}  // namespace gatehouse::http::api
