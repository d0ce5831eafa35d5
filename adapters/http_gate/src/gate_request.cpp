#include "gate_request.hpp"

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/base/percent.hpp>
#include <gatehouse/http_gate/gate.hpp>
#include <gatehouse/http_server/node.hpp>
#include <gatehouse/http_server/syntax.hpp>

namespace gatehouse::http::gate {
namespace {

/// Returns the last field with that name.
std::string_view last_field(const Request& request, std::string_view name) {
  std::string_view value;
  for (const HeaderView& field : request.headers) {
    if (equal_but_case(field.name, name)) value = field.value;
  }
  return value;
}

ClientAddress read_address(std::string_view text) {
  const auto address = parse_node(trim(text));
  return {.is_malformed = !address, .address = address};
}

ClientAddress read_real_ip(const Request& request) {
  const std::size_t count = request.count("X-Real-IP");
  if (count == 0) return {};
  if (count > 1) return {.is_malformed = true};
  return read_address(request.header("X-Real-IP"));
}

/// Several fields with that name form one list (RFC 9110, section 5.3).
ClientAddress read_forwarded_for(const Request& request) {
  if (request.count("X-Forwarded-For") == 0) return {};
  const std::string_view addresses = last_field(request, "X-Forwarded-For");
  return read_address(addresses.substr(addresses.rfind(',') + 1));
}

bool is_there(const ClientAddress& address) noexcept {
  return address.is_malformed || address.address;
}

}  // namespace

std::optional<BasicCredential> shown_credential(const Request& request) {
  if (request.count("Authorization") != 1) return std::nullopt;
  return basic_credential_of(request.header("Authorization"));
}

ClientAddress client_address(const Request& request, std::optional<AddressField> field) {
  if (field == AddressField::real_ip) return read_real_ip(request);
  if (field == AddressField::forwarded_for) return read_forwarded_for(request);
  const ClientAddress real_ip = read_real_ip(request);
  const ClientAddress forwarded_for = read_forwarded_for(request);
  if (!is_there(real_ip)) return forwarded_for;
  if (is_there(forwarded_for) && real_ip.address != forwarded_for.address) {
    return {.is_malformed = true};
  }
  return real_ip;
}

std::optional<ProtectedName> protected_name(std::string_view path) {
  const auto [project, rest] = split(path.substr(prefix.size()), '/');
  const auto [proxy, ignored] = split(rest, '/');
  auto project_name = percent_decode(project, false);
  auto proxy_name = percent_decode(proxy, false);
  if (!project_name || !proxy_name || project_name->empty() || proxy_name->empty()) {
    return std::nullopt;
  }
  return ProtectedName{std::move(*project_name), std::move(*proxy_name)};
}

bool wants_json(const Request& request) {
  std::string_view accepted = request.header("Accept");
  while (!accepted.empty()) {
    const auto [range, rest] = split(accepted, ',');
    const auto [type, parameters] = split(range, ';');
    if (equal_but_case(trim(type), "application/json")) return true;
    accepted = rest;
  }
  return false;
}

}  // namespace gatehouse::http::gate
