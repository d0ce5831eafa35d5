/// Checks that apply to every response of the API.
#pragma once

#include "api_client.hpp"

namespace gatehouse::testing {

/// Checks the status and the envelope of a successful response.
const ApiReply& check_success(const ApiReply& reply, unsigned status);

/// Checks the status, the format of an error, and the header fields that belong to the status.
const ApiReply& check_error(const ApiReply& reply, unsigned status);

/// A 400 that reports exactly these fields.
const ApiReply& check_faults(const ApiReply& reply, const std::set<std::string>& fields);

}  // namespace gatehouse::testing
