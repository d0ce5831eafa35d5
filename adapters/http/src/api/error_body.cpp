#include "error_body.hpp"

#include <boost/json/object.hpp>
#include <string>

#include "json_writer.hpp"

namespace gatehouse::http {
namespace {

namespace json = boost::json;

/// "Method Not Allowed" to "method_not_allowed".
std::string snake_case(std::string_view phrase) {
  std::string text;
  for (const char c : phrase) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool separator = c == ' ' || c == '-';
    text += separator ? '_' : upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return text;
}

Response respond(unsigned status, const json::object& body, int indent) {
  Response response;
  response.status = status;
  response.body = write_json(body, indent);
  response.headers.emplace_back("Cache-Control", "no-store");
  if (status == 401)
    response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"gatehouse\"");
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace

unsigned status_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::invalid_argument: return 400;
    case ErrorCode::unauthenticated: return 401;
    case ErrorCode::permission_denied: return 403;
    case ErrorCode::not_found: return 404;
    case ErrorCode::already_exists: return 409;
    case ErrorCode::conflict: return 409;
    case ErrorCode::limit_exceeded: return 402;
    case ErrorCode::failed_precondition: return 400;
    case ErrorCode::dependency_failed: return 424;
  }
  return 500;
}

Response error_response(const Error& error, int indent) {
  const unsigned status = status_of(error.code);
  json::object body{
      {"title", reason(status)}, {"description", error.detail}, {"code", name(error.code)}};
  if (!error.fields.empty()) {
    json::object fields;
    for (const FieldFault& fault : error.fields) fields[fault.field] = fault.why;
    body["fields"] = std::move(fields);
  }
  return respond(status, body, indent);
}

Response error_response(unsigned status, std::string_view detail) {
  const json::object body{
      {"title", reason(status)}, {"description", detail}, {"code", snake_case(reason(status))}};
  return respond(status, body, 0);
}

}  // namespace gatehouse::http
