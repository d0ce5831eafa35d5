/// Array bodies: all items of one request are processed in one transaction, so their number is
/// limited in order not to block other writers for long.
#pragma once

#include <cstddef>

#include <gatehouse/base/result.hpp>

namespace gatehouse::schema {

inline constexpr std::size_t max_items_of_body = 500;

/// Fails with invalid_argument if there are more items.
[[nodiscard]] Result<Done> not_too_many(std::size_t items);

}  // namespace gatehouse::schema
