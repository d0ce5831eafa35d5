/// Converts verdicts to responses.
#pragma once

#include <string>
#include <string_view>

#include <gatehouse/http_server/message.hpp>
#include <gatehouse/services/api_security/access_facts.hpp>

#include "gate_request.hpp"

namespace gatehouse::http::gate {

/// Returns 200, 401 or 403. Header fields, and a body if the request wants JSON, contain the
/// allowed user or the reason for refusal. `name` is empty if it could not be parsed. Sets the
/// verdict_label.
[[nodiscard]] Response answer_verdict(const Request& request, const ProtectedName& name,
                                      const Verdict& verdict);

/// Returns the server's own refusal of a request at the gate, without a verdict: one of the
/// statuses that gateways accept, and X-Gatehouse-Reason. It has no body, since gateways would pass
/// one on to their clients. `status` is 500 or 503 for an internal failure, and kept; any other
/// means that the request is malformed or too large, and becomes 403.
[[nodiscard]] Response refuse_at_gate(unsigned status);

/// Returns the response to a caller that is not a gateway: 401 without a verdict.
[[nodiscard]] Response answer_stranger(const Request& request);

}  // namespace gatehouse::http::gate
