/// Bodies that are arrays: what one request asks for is done in one transaction, which is not to
/// hold up the other writers for long.
#pragma once

#include <cstddef>

#include <gatehouse/base/result.hpp>

namespace gatehouse::schema {

inline constexpr std::size_t max_items_of_body = 500;

/// invalid_argument for more than that.
[[nodiscard]] Result<Done> not_too_many(std::size_t items);

}  // namespace gatehouse::schema
