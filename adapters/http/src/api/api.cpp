#include <gatehouse/http/api.hpp>

#include <algorithm>
#include <boost/json/object.hpp>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "authorization.hpp"
#include "describe.hpp"
#include "error_body.hpp"
#include "json_reader.hpp"
#include "json_writer.hpp"
#include "operation.hpp"
#include "router.hpp"

namespace gatehouse::http {
namespace {

namespace json = boost::json;

constexpr std::string_view openapi_path = "/openapi.json";

std::optional<Method> parse_method(std::string_view text) {
  if (text == "HEAD") return Method::get;
  for (const Method method : {Method::get, Method::post, Method::put, Method::delete_}) {
    if (text == name(method)) return method;
  }
  return std::nullopt;
}

/// Whether a Content-Type is JSON (RFC 8259) in UTF-8.
bool is_json(std::string_view content_type) {
  const std::string_view media_type = content_type.substr(0, content_type.find(';'));
  const std::size_t end = media_type.find_last_not_of(" \t");
  const std::string_view bare = media_type.substr(0, end + 1);
  constexpr std::string_view json_type = "application/json";
  return std::equal(bare.begin(), bare.end(), json_type.begin(), json_type.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

Response respond(unsigned status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Response not_allowed(std::string allow) {
  Response response = error_response(405, "This resource has no such method.");
  response.headers.emplace_back("Allow", std::move(allow));
  return response;
}

}  // namespace

class Api::Implementation {
 public:
  Implementation(Services& services, ApiOptions options)
      : services_(services), options_(std::move(options)), openapi_(openapi_document()) {}

  std::variant<Plan, Response> plan(const Request& head);
  Response handle(const Request& request, const Operation& operation, const Route& route);

  /// Names the operation by the template of its path, for paths hold tokens.
  void log_failure(const Request& request, std::string_view what) const noexcept;

 private:
  [[nodiscard]] Response describe_route(const Request& head, const Route& route) const;
  [[nodiscard]] Response serve_openapi(const Request& head) const;
  [[nodiscard]] std::optional<Response> refuse_body(const Request& head,
                                                    const Operation& operation) const;
  [[nodiscard]] std::optional<Response> refuse_stranger(const Request& head,
                                                        const Operation& operation);
  Result<std::optional<Principal>> authorise(const Request& request, const Operation& operation);
  Result<Content> work(const Request& request, const Operation& operation, const Route& route,
                       const ParameterValues& parameters);

  Services& services_;
  ApiOptions options_;
  Router router_{all_resources()};
  std::string openapi_;
};

std::variant<Plan, Response> Api::Implementation::plan(const Request& head) {
  const Route* route = router_.find(head.path);
  if (route == nullptr) {
    if (head.path == openapi_path) return serve_openapi(head);
    if (head.path == "*" && head.method == "OPTIONS") return respond(200, {});
    return error_response(404, "There is nothing here. What there is stands in /openapi.json.");
  }
  if (head.method == "OPTIONS") return describe_route(head, *route);

  const auto method = parse_method(head.method);
  const Operation* operation = method ? route->row->find(*method) : nullptr;
  if (operation == nullptr) return not_allowed(route->row->allow());
  if (auto refused = refuse_body(head, *operation)) return std::move(*refused);
  if (auto refused = refuse_stranger(head, *operation)) return std::move(*refused);

  const bool waits = operation->lane == Lane::direct && !options_.lookups_are_direct;
  return Plan{waits ? Lane::storage : operation->lane, operation->body_limit, route};
}

void Api::Implementation::log_failure(const Request& request,
                                      std::string_view what) const noexcept {
  try {
    const Route* route = router_.find(request.path);
    const std::string_view where = route == nullptr ? "unknown path" : route->row->path;
    options_.log_failure(std::string(request.method) + " " + std::string(where) + ": " +
                         std::string(what));
  } catch (const std::exception&) {
    // The answer matters more than the log.
    return;
  }
}

Response Api::Implementation::describe_route(const Request& head, const Route& route) const {
  const auto values = ParameterValues::read(std::span(&parameters::indent, 1), head.query);
  if (!values) return error_response(values.error());
  const int indent = static_cast<int>(values->integer(parameters::indent));
  Response response = respond(200, write_json(describe(*route.row), indent));
  response.headers.emplace_back("Allow", route.row->allow());
  return response;
}

Response Api::Implementation::serve_openapi(const Request& head) const {
  if (head.method == "GET" || head.method == "HEAD") return respond(200, openapi_);
  return not_allowed("GET, HEAD");
}

std::optional<Response> Api::Implementation::refuse_body(const Request& head,
                                                         const Operation& operation) const {
  if (!operation.takes_body) return std::nullopt;
  if (!head.has_length) return error_response(411, "The request must say how long its body is.");
  const bool chunked = head.header("Content-Length").empty();
  const bool empty = !chunked && head.header("Content-Length") == "0";
  if (!empty && !is_json(head.header("Content-Type"))) {
    return error_response(415, "The body must be JSON: Content-Type: application/json.");
  }
  if (!head.header("Content-Encoding").empty()) {
    return error_response(415, "The body must not be encoded.");
  }
  return std::nullopt;
}

/// A long body is not kept in memory before it is known whose it is, unless that takes waiting.
std::optional<Response> Api::Implementation::refuse_stranger(const Request& head,
                                                             const Operation& operation) {
  constexpr std::size_t digits_of_short_length = 3;
  const std::string_view length = head.header("Content-Length");
  const bool is_short = !length.empty() && length.size() <= digits_of_short_length;
  if (is_short || !operation.takes_body || !operation.action || !options_.lookups_are_direct) {
    return std::nullopt;
  }
  const auto caller = authorise(head, operation);
  if (caller) return std::nullopt;
  return error_response(caller.error());
}

Result<std::optional<Principal>> Api::Implementation::authorise(const Request& request,
                                                                const Operation& operation) {
  if (!operation.action) return std::optional<Principal>();
  if (request.count("Authorization") > 1) {
    return Unexpected(invalid_argument("There must be one Authorization field."));
  }
  const std::string_view token = token_of(request.header("Authorization"));
  if (token.empty()) {
    return Unexpected(unauthenticated("This needs a token: Authorization: Token <token>."));
  }
  auto caller = services_.sessions.authenticate(token);
  if (!caller) return std::move(caller).failure();
  if (auto allowed = require(caller->user.role, *operation.action); !allowed) {
    return std::move(allowed).failure();
  }
  return std::optional(std::move(*caller));
}

Result<Content> Api::Implementation::work(const Request& request, const Operation& operation,
                                          const Route& route, const ParameterValues& parameters) {
  const auto caller = authorise(request, operation);
  if (!caller) return Unexpected(caller.error());
  const auto path = Router::values(route, request.path);
  if (!path) {
    return Unexpected(invalid_argument("The path holds a malformed percent-encoding."));
  }

  schema::Value body;
  if (operation.takes_body) {
    if (request.body.empty()) {
      body.data = schema::Object{};
    } else {
      auto read = read_json(request.body);
      if (!read) return std::move(read).failure();
      body = std::move(*read);
    }
  }
  const Principal* principal = *caller ? &**caller : nullptr;
  return operation.work(Call{services_, principal, parameters, *path}, std::move(body));
}

Response Api::Implementation::handle(const Request& request, const Operation& operation,
                                     const Route& route) {
  const auto parameters = ParameterValues::read(operation.parameters, request.query);
  // Who may not ask is told that first.
  if (!parameters) {
    if (const auto caller = authorise(request, operation); !caller) {
      return error_response(caller.error());
    }
    return error_response(parameters.error());
  }
  const int indent = static_cast<int>(parameters->integer(parameters::indent));
  auto content = work(request, operation, route, *parameters);
  if (!content) return error_response(content.error(), indent);

  // All in the default memory resource, that of the content: between resources, moving is copying.
  json::object params;
  parameters->describe(params);
  json::object meta;
  meta["params"] = std::move(params);
  if (content->next) meta["next"] = *content->next;
  const json::object envelope{{"meta", std::move(meta)}, {"content", std::move(content->value)}};
  return respond(operation.success, write_json(envelope, indent));
}

namespace {

/// Inside a catch block: what is said of the exception.
template <class Implementation>
Response answer_failure(const Implementation& api, const Request& request) {
  try {
    throw;
  } catch (const CommitInDoubt& error) {
    api.log_failure(request, error.what());
    return error_response(
        503, "It is not known whether this was done: please look before trying again.");
  } catch (const PortError& error) {
    api.log_failure(request, error.what());
    return error_response(503, "This cannot be done right now. Please try again.");
  } catch (const std::exception& error) {
    api.log_failure(request, error.what());
    return error_response(500, "Something went wrong on our side.");
  } catch (...) {
    api.log_failure(request, "unknown exception");
    return error_response(500, "Something went wrong on our side.");
  }
}

}  // namespace

Api::Api(Services& services, ApiOptions options)
    : implementation_(std::make_unique<Implementation>(services, std::move(options))) {}

Api::~Api() = default;

std::variant<Plan, Response> Api::plan(const Request& head) { return implementation_->plan(head); }

Response Api::handle(const Request& request, const Plan& plan) {
  const Route& route = *static_cast<const Route*>(plan.route);
  const Operation& operation = *route.row->find(*parse_method(request.method));
  return implementation_->handle(request, operation, route);
}

Response Api::refuse(unsigned status, std::string_view /*path*/, std::string_view detail) {
  return error_response(status, detail);
}

Response Api::failure(const Request& request) noexcept {
  try {
    return answer_failure(*implementation_, request);
  } catch (...) {
    // No memory left even for words.
    Response response;
    response.status = 500;
    return response;
  }
}

}  // namespace gatehouse::http
