#include "openapi_responses.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "openapi_schemas.hpp"
#include "response_format.hpp"

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

json::object success_response(const ResourceRow& row, const Operation& operation,
                              Components& components) {
  json::object content;
  if (const schema::Resource* shown = operation.shown()) {
    content = components.schema(shown->name, describe_resource(*shown));
  }
  json::object schema = row.format->describe_success(row, operation, std::move(content));
  const std::string name = row.format->success_schema(row, operation);
  if (!name.empty()) {
    schema = components.schema(name, capitalized(operation.name) + "Answer", std::move(schema));
  }
  return {{"description", reason(operation.success)},
          {"content", {{"application/json", {{"schema", std::move(schema)}}}}}};
}

/// Returns a sentence on an error with the status.
std::string_view sentence_of(unsigned status) {
  switch (status) {
    case 400: return "The request is not valid.";
    case 401: return "The request lacks valid credentials.";
    case 402: return "A limit of the account, the project or the service is used up.";
    case 403: return "The caller may not do this.";
    case 404: return "There is no such thing, or it belongs to another account.";
    case 409: return "This conflicts with something that exists.";
    case 411: return "The request has a body and no Content-Length.";
    case 413: return "The body is too long.";
    case 415: return "The body has another type than the operation takes.";
    case 422: return "The Idempotency-Key was used for another request.";
    case 424: return "A third party, such as the mail server, failed. Please try again.";
    case 429: return "There were too many tries. Please wait.";
    case 503: return "The server is overloaded or stops. Please try again.";
    default: return "Something went wrong on our side.";
  }
}

/// Returns the body of an error with the status, as the server writes it.
json::value example_error(const ResponseFormat& format, unsigned status) {
  const std::string detail(sentence_of(status));
  for (const ErrorCode code : all_error_codes()) {
    const Response response = format.error({code, detail, {}, {}}, 0);
    if (response.status == status) return json::parse(response.body);
  }
  return json::parse(format.refusal(status, detail).body);
}

json::object header(std::string_view description, std::string_view type) {
  return {{"description", description}, {"schema", {{"type", type}}}};
}

json::object error_response(const ResponseFormat& format, unsigned status, Components& components) {
  json::object schema = components.schema(format.error_schema(), format.describe_error());
  json::object response{
      {"description", sentence_of(status)},
      {"content",
       {{"application/json",
         {{"schema", std::move(schema)}, {"example", example_error(format, status)}}}}}};
  if (status == 401) {
    response["headers"] = {{"WWW-Authenticate", header("How to authenticate.", "string")}};
  }
  if (status == 429 || status == 503) {
    response["headers"] = {{"Retry-After", header("After how many seconds to retry.", "integer")}};
  }
  return response;
}

/// Returns the name of the response with that status in a format, e.g. "OAuthBadRequest".
std::string response_name(const ResponseFormat& format, unsigned status) {
  std::string name(reason(status));
  std::erase(name, ' ');
  constexpr std::string_view error = "Error";
  std::string_view api = format.error_schema();
  if (api.ends_with(error)) api.remove_suffix(error.size());
  return std::string(api) + name;
}

}  // namespace

json::object describe_responses(const ResourceRow& row, const Operation& operation,
                                Components& components) {
  json::object responses;
  responses[std::to_string(operation.success)] = success_response(row, operation, components);
  const ResponseFormat& format = *row.format;
  for (const unsigned status : format.refusals(row, operation)) {
    responses[std::to_string(status)] = components.response(
        response_name(format, status), error_response(format, status, components));
  }
  return responses;
}

}  // namespace gatehouse::http::api
