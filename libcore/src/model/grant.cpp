#include <gatehouse/model/grant.hpp>

namespace gatehouse {

std::string_view name(TargetType type) noexcept {
  switch (type) {
    case TargetType::api_proxy: return "API_PROXY";
    case TargetType::api_proxy_group: return "API_PROXY_GROUP";
  }
  return "unknown";
}

std::optional<TargetType> parse_target_type(std::string_view text) noexcept {
  for (const TargetType type : {TargetType::api_proxy, TargetType::api_proxy_group}) {
    if (text == name(type)) return type;
  }
  return std::nullopt;
}

}  // namespace gatehouse
