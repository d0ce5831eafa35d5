#include <gatehouse/http_server/node.hpp>

#include <cstdint>

#include <gatehouse/http_server/syntax.hpp>

namespace gatehouse::http {
namespace {

bool is_port(std::string_view text) noexcept {
  constexpr std::size_t most_digits = 5;
  constexpr std::uint64_t last_port = 65535;
  const auto number = text.size() <= most_digits ? decimal(text) : std::nullopt;
  return number && *number <= last_port;
}

}  // namespace

std::optional<IpAddress> parse_node(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view address = text.substr(1, end - 1);
    const std::string_view rest = text.substr(end + 1);
    const bool is_v6 = address.find(':') != std::string_view::npos;
    const bool has_port = rest.starts_with(':') && is_port(rest.substr(1));
    if (!is_v6 || (!rest.empty() && !has_port)) return std::nullopt;
    return IpAddress::parse(address);
  }
  const std::size_t colon = text.find(':');
  const bool may_have_port = colon != std::string_view::npos && colon == text.rfind(':');
  if (!may_have_port) return IpAddress::parse(text);
  if (!is_port(text.substr(colon + 1))) return std::nullopt;
  return IpAddress::parse(text.substr(0, colon));
}

}  // namespace gatehouse::http
