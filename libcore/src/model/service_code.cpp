#include <gatehouse/model/service_code.hpp>

#include <algorithm>

namespace gatehouse {

std::optional<ServiceCode> ServiceCode::parse(std::string_view text) {
  const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (text.empty() || text.size() > max_length || !alphanumeric(text.front())) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(),
                   [&](char c) { return alphanumeric(c) || c == '_' || c == '-'; })) {
    return std::nullopt;
  }
  ServiceCode code;
  code.text_ = text;
  return code;
}

}  // namespace gatehouse
