#include "response_format.hpp"

#include <boost/json/array.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include <gatehouse/base/ascii.hpp>

#include "json_writer.hpp"

namespace gatehouse::http::api {

const ResponseFormat& format_of(std::string_view path) {
  if (path.starts_with("/apiops/")) return credential_format();
  if (path.starts_with("/oauth2/") || path.starts_with("/.well-known/")) return oauth_format();
  return account_format();
}

Response respond_text(unsigned status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Response respond(unsigned status, const boost::json::object& body, int indent) {
  return respond_text(status, write_json(body, indent));
}

Response respond_json(unsigned status, std::string body, int indent) {
  return respond_text(status, indented_json(std::move(body), indent));
}

Response respond_refusal(unsigned status, const boost::json::object& body, int indent) {
  Response response = respond(status, body, indent);
  if (status == 401) {
    response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"gatehouse\"");
  }
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

Response respond_error(const Error& error, unsigned status, const boost::json::object& body,
                       int indent) {
  Response response = respond_refusal(status, body, indent);
  if (error.retry_after > Duration::zero()) {
    // Whole seconds (RFC 9110, section 10.2.3), rounded up.
    const auto wait = std::chrono::ceil<std::chrono::seconds>(error.retry_after);
    response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
  }
  return response;
}

std::string snake_case(std::string_view phrase) {
  std::string text;
  for (const char c : phrase) text += c == ' ' || c == '-' ? '_' : to_lower(c);
  return text;
}

std::set<unsigned> common_refusals(const Operation& operation) {
  std::set<unsigned> all(operation.refusals.begin(), operation.refusals.end());
  all.insert({400, 503});
  if (!std::holds_alternative<access::Open>(operation.access)) all.insert(401);
  if (operation.work.body != BodyType::none) all.insert({411, 413, 415});
  if (operation.runs_once_per_key()) all.insert({409, 422});
  return all;
}

std::set<std::string> words_of_refusals() {
  std::set<std::string> words;
  for (const unsigned status :
       {400U, 404U, 405U, 408U, 411U, 413U, 414U, 415U, 417U, 431U, 500U, 503U, 505U}) {
    words.insert(snake_case(reason(status)));
  }
  return words;
}

std::vector<ErrorCode> all_error_codes() {
  const std::string_view no_such = name(ErrorCode{});
  std::vector<ErrorCode> all;
  for (std::uint8_t number = 1; name(ErrorCode{number}) != no_such; ++number) {
    all.push_back(ErrorCode{number});
  }
  return all;
}

boost::json::object describe_words(std::string_view description,
                                   const std::set<std::string>& words) {
  return {{"type", "string"},
          {"description", description},
          {"enum", boost::json::array(words.begin(), words.end())}};
}

int indent_of(const ParameterValues& parameters) {
  return static_cast<int>(parameters.integer(parameters::indent));
}

}  // namespace gatehouse::http::api
