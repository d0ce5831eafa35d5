#include "authorization.hpp"

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/text.hpp>

#include "percent.hpp"
#include "server/syntax.hpp"

namespace gatehouse::http {
namespace {

bool is_scheme(std::string_view text) {
  return server::equal_but_case(text, "Token") || server::equal_but_case(text, "Bearer");
}

}  // namespace

std::string_view token_of(std::string_view authorization) {
  const std::string_view field = server::trim(authorization);
  const std::size_t space = field.find_first_of(" \t");
  if (space == std::string_view::npos) return is_scheme(field) ? std::string_view{} : field;
  if (!is_scheme(field.substr(0, space))) return field;
  return server::trim(field.substr(space));
}

std::optional<BasicCredential> basic_credential_of(std::string_view authorization) {
  const auto [scheme, encoded] = split(server::trim(authorization), ' ');
  if (!server::equal_but_case(scheme, "Basic")) return std::nullopt;
  auto decoded = from_base64(server::trim(encoded));
  if (!decoded) return std::nullopt;

  const std::size_t colon = decoded->find(':');
  const bool is_text = count_code_points(*decoded).has_value() &&
                       decoded->find('\0') == std::string::npos && colon != std::string::npos;
  std::optional<BasicCredential> credential;
  if (is_text) {
    credential.emplace(BasicCredential{decoded->substr(0, colon),
                                       Secret(std::string_view(*decoded).substr(colon + 1))});
  }
  wipe(*decoded);
  return credential;
}

}  // namespace gatehouse::http
