/// Unknown members of a body are ignored, but for those that ask for a limit: a misspelt
/// `expireDate` would otherwise make a credential that never ends.
#pragma once

#include <string_view>
#include <vector>

#include <gatehouse/base/error.hpp>
#include <gatehouse/schema/value.hpp>

namespace gatehouse::schema {

/// Adds a fault for each unknown member of `body` that is meant for the limit `field`: its name in
/// another spelling, with a slip, or in other words, where the field itself is not given; or the
/// name of a limit that is not supported. Null, and an empty array or object, limit nothing and are
/// ignored. Does nothing for a field that is no limit.
void refuse_unheeded_limits(const Object& body, std::string_view field, std::string_view alias,
                            bool is_given, std::vector<FieldFault>& faults);

}  // namespace gatehouse::schema
