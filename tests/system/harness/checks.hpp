/// What holds for every answer of the API.
#pragma once

#include "api_client.hpp"

namespace gatehouse::testing {

/// Checks the status and the envelope of an answer that does what was asked.
const ApiReply& check_success(const ApiReply& reply, unsigned status);

/// Checks the status, the shape of an error, and the header fields that go with the status.
const ApiReply& check_error(const ApiReply& reply, unsigned status);

/// A 400 that tells exactly these fields at fault.
const ApiReply& check_faults(const ApiReply& reply, const std::set<std::string>& fields);

}  // namespace gatehouse::testing
