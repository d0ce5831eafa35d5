#include "body_rules.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <variant>

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/http_server/syntax.hpp>

#include "client_authentication.hpp"
#include "form_reader.hpp"
#include "json_reader.hpp"

namespace gatehouse::http::api {
namespace {

/// Whether a Content-Type is that media type, ignoring parameters.
bool is_media_type(std::string_view content_type, std::string_view wanted) {
  return equal_but_case(trim(content_type.substr(0, content_type.find(';'))), wanted);
}

std::string_view media_type_of(BodyType type) noexcept {
  return type == BodyType::form ? "application/x-www-form-urlencoded" : "application/json";
}

}  // namespace

std::optional<Response> refuse_body(const Request& head, const Operation& operation,
                                    const ResponseFormat& format) {
  if (operation.work.body == BodyType::none) return std::nullopt;
  if (!head.has_length) return format.refusal(411, "The length of the body is required.");
  const bool chunked = head.header("Content-Length").empty();
  const bool empty = !chunked && head.header("Content-Length") == "0";
  const std::string_view given = head.header("Content-Type");
  const ContentTypeRule rule = format.content_type_rule();
  const bool is_heeded =
      rule == ContentTypeRule::required || (rule == ContentTypeRule::optional && !given.empty());
  const std::string_view wanted = media_type_of(operation.work.body);
  if (!empty && is_heeded && !is_media_type(given, wanted)) {
    return format.refusal(415, "The body must have Content-Type: " + std::string(wanted) + ".");
  }
  if (!head.header("Content-Encoding").empty()) {
    return format.refusal(415, "The body must not be encoded.");
  }
  return std::nullopt;
}

bool keeps_strangers_out(const Request& head, const Operation& operation) {
  constexpr std::size_t digits_of_short_length = 3;
  const std::string_view length = head.header("Content-Length");
  const bool is_short =
      !length.empty() && length.size() <= digits_of_short_length && head.header("Expect").empty();
  // Without Bearer tokens, the Authorization field may be unrelated to the client's credentials.
  const auto* client = std::get_if<access::Client>(&operation.access);
  const bool proves_itself_in_form =
      client != nullptr && (!client->takes_bearer || head.count("Authorization") == 0);
  const bool is_open =
      std::holds_alternative<access::Open>(operation.access) || proves_itself_in_form;
  return !is_short && !is_open && operation.work.body != BodyType::none;
}

Result<schema::Value> read_body(BodyType type, std::string_view body) {
  if (body.empty()) return schema::Value{schema::Object{}};
  return type == BodyType::form ? read_form(body) : read_json(body);
}

Result<schema::Value> read_body(const Operation& operation, const Request& request) {
  auto body = read_body(operation.work.body, request.body);
  const bool is_oauth_login =
      !operation.login_field().empty() && operation.work.body == BodyType::form;
  if (!body || !is_oauth_login) return body;
  auto& form = std::get<schema::Object>(body->data);
  if (auto added = add_basic_login(request, form); !added) return std::move(added).failure();
  return body;
}

}  // namespace gatehouse::http::api
