/// Numbers and descriptions of the operations that the program serves.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <gatehouse/http_api/api.hpp>

namespace gatehouse::app {

/// Numbers for http::RequestLabels::operation: 0 for all other requests, then decisions, then the
/// operations of the API.
inline constexpr std::size_t decisions_number = 1;
inline constexpr std::size_t first_operation_number = 2;
[[nodiscard]] std::vector<std::string_view> operation_names();

/// Returns the paths served in addition to the API, for its OpenAPI document.
[[nodiscard]] std::vector<http::api::DescribedPath> described_paths();

}  // namespace gatehouse::app
