/// Verdicts as answers.
#pragma once

#include <string>
#include <string_view>

#include <gatehouse/http/message.hpp>
#include <gatehouse/services/access_facts.hpp>

#include "gate/gate_request.hpp"

namespace gatehouse::http {

/// 200, 401 or 403. Who was allowed, or why not, stands in header fields, and in a body where the
/// request wants JSON. `name` is empty when it was not understood.
[[nodiscard]] Response answer_verdict(const Request& request, const ProtectedName& name,
                                      const Verdict& verdict);

/// What a decision is filed under.
[[nodiscard]] About about_gate() noexcept;

/// To who is no gateway: 401 and no verdict.
[[nodiscard]] Response answer_stranger(const Request& request);

/// As a value of a header field, or an item of a list in one: what is no visible ASCII character,
/// and
/// '%' and ',', percent-encoded (RFC 3986), so that every text has one form and stays one item.
[[nodiscard]] std::string field_text(std::string_view text);

}  // namespace gatehouse::http
