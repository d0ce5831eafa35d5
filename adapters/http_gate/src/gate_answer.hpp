/// Verdicts as answers.
#pragma once

#include <string>
#include <string_view>

#include <gatehouse/http_server/message.hpp>
#include <gatehouse/services/api_security/access_facts.hpp>

#include "gate_request.hpp"

namespace gatehouse::http::gate {

/// 200, 401 or 403. Who was allowed, or why not, stands in header fields, and in a body where the
/// request wants JSON. `name` is empty when it was not understood. With its verdict_label.
[[nodiscard]] Response answer_verdict(const Request& request, const ProtectedName& name,
                                      const Verdict& verdict);

/// The server's own refusal of a request at the gate, without a verdict: one of the statuses that
/// gateways take, and X-Gatehouse-Reason. It has no body, since gateways pass that on to their
/// clients, for whom it is not meant. `status` is 500 or 503 when the fault is on this side, which
/// stays so; any other one means that the request is malformed or too large: 403.
[[nodiscard]] Response refuse_at_gate(unsigned status);

/// Response to a caller that is not a gateway: 401 without a verdict.
[[nodiscard]] Response answer_stranger(const Request& request);

}  // namespace gatehouse::http::gate
