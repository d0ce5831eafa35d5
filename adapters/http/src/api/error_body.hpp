/// Refusals as answers: `{"title", "description", "code", "fields"}`.
#pragma once

#include <string_view>

#include <gatehouse/base/error.hpp>
#include <gatehouse/http/message.hpp>

namespace gatehouse::http {

/// The one place where a domain error becomes a status.
[[nodiscard]] unsigned status_of(ErrorCode code) noexcept;

[[nodiscard]] Response error_response(const Error& error, int indent = 0);

/// A refusal that the protocol makes and not a rule. The code is the reason phrase in snake case.
[[nodiscard]] Response error_response(unsigned status, std::string_view detail);

}  // namespace gatehouse::http
