#include <gatehouse/http_server/basic_credential.hpp>

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/text.hpp>
#include <gatehouse/http_server/syntax.hpp>

namespace gatehouse::http {

std::optional<BasicCredential> basic_credential_of(std::string_view authorization) {
  const auto [scheme, encoded] = split(trim(authorization), ' ');
  if (!equal_but_case(scheme, "Basic")) return std::nullopt;
  auto decoded = from_base64(trim(encoded));
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
