/// Detection of misspelt limits. Unknown members of a body are ignored unless they request a limit:
/// a misspelt `expireDate` would otherwise create a credential that never expires.
#pragma once

#include <string_view>
#include <vector>

#include <gatehouse/base/error.hpp>
#include <gatehouse/schema/value.hpp>

namespace gatehouse::schema {

/// Adds a fault for each unknown member of `body` that is meant for the limit `field` although the
/// field itself is not given (another spelling, a typo or a synonym of its name), or that names an
/// unsupported limit. Null, and an empty array or object, are no restriction and are ignored. Does
/// nothing for a field that is not a limit.
void refuse_unheeded_limits(const Object& body, std::string_view field, std::string_view alias,
                            bool is_given, std::vector<FieldFault>& faults);

}  // namespace gatehouse::schema
