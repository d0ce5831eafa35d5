#include "guard.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

std::optional<std::string_view> bearer_token(const Request& request) {
  const beast::string_view field = request[http::field::authorization];
  constexpr std::string_view scheme = "Bearer ";
  const beast::string_view given = field.substr(0, scheme.size());
  if (!beast::iequals(given, {scheme.data(), scheme.size()})) return std::nullopt;
  return std::string_view(field.data(), field.size()).substr(scheme.size());
}

}  // namespace

Response Guard::answer(const Request& request) {
  Response response(http::status::unauthorized, request.version());
  response.keep_alive(request.keep_alive());
  if (const auto token = bearer_token(request)) {
    const auto caller =
        gatehouse::verify_access_token(*token, *source_.keys_for(*token), policy_, clock_.now());
    if (caller) {
      response.result(http::status::ok);
      response.body() = "hello, " + caller->consumer.to_string() + "\n";
    } else {
      // The reason is for our own logs. Clients only learn that the token is invalid.
      response.set(http::field::www_authenticate, "Bearer error=\"invalid_token\"");
      response.body() = "the token is not good\n";
    }
  } else {
    response.set(http::field::www_authenticate, "Bearer");
    response.body() = "there is no token\n";
  }
  response.prepare_payload();
  return response;
}
