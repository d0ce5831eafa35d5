#include "authorization.hpp"

#include <gatehouse/base/ascii.hpp>

#include <gatehouse/http_server/syntax.hpp>

namespace gatehouse::http::api {
namespace {

bool is_scheme(std::string_view text) {
  return equal_but_case(text, "Token") || equal_but_case(text, "Bearer");
}

}  // namespace

std::string_view token_of(std::string_view authorization) {
  const std::string_view field = trim(authorization);
  const std::size_t space = field.find_first_of(" \t");
  if (space == std::string_view::npos) return is_scheme(field) ? std::string_view{} : field;
  if (!is_scheme(field.substr(0, space))) return field;
  return trim(field.substr(space));
}

}  // namespace gatehouse::http::api
