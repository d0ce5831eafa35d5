#include "answering.hpp"

#include <chrono>
#include <memory>
#include <utility>
#include <variant>

#include <gatehouse/http_server/syntax.hpp>

#include "body_rules.hpp"
#include "caller.hpp"
#include "client_authentication.hpp"
#include "idempotency.hpp"
#include "list_body.hpp"
#include "operation.hpp"
#include "response_format.hpp"

namespace gatehouse::http::api {
namespace {

Result<std::vector<std::string>> path_values(const Request& request, const Route& route) {
  auto values = Router::values(route, request.path);
  if (values) return std::move(*values);
  return Unexpected(invalid_argument("The path holds a malformed percent-encoding."));
}

/// Several keys are an unusable one rather than an absent one.
std::optional<std::string_view> idempotency_key_of(const Request& request) {
  constexpr std::string_view name = IdempotencyKeys::key_name;
  const std::size_t count = request.count(name);
  if (count == 0) return std::nullopt;
  return count == 1 ? trim(request.header(name)) : std::string_view();
}

}  // namespace

Response Answering::answer(const Request& request, const Endpoint& endpoint, Findings* findings,
                           RequestLabels& labels) {
  using Clock = std::chrono::steady_clock;
  const Operation& operation = *endpoint.operation;
  // No format states the time of a read, which is the most frequent request.
  const bool is_timed = operation.method != Method::get;
  const auto began = is_timed ? Clock::now() : Clock::time_point();
  const ResponseFormat& format = *endpoint.route->row->format;
  const auto parameters = ParameterValues::read(operation.parameters, request.query);
  const int indent = parameters ? indent_of(*parameters) : 0;
  ReadBody* body = findings != nullptr && findings->body ? &*findings->body : nullptr;
  schema::Object* form = nullptr;
  std::optional<ReadBody> with_client;
  if (std::holds_alternative<access::Client>(operation.access)) {
    body = &with_client.emplace(read_body(operation.work.body, request.body));
    if (**body) form = &std::get<schema::Object>((**body)->data);
    // The caller cannot be identified.
    if (!**body && request.count("Authorization") == 0) {
      return format.error((**body).error(), indent);
    }
  }
  // A caller without permission is rejected before any other check.
  const Caller known = findings != nullptr ? std::move(findings->caller) : Caller();
  const auto caller = authenticator_.authenticate(request, endpoint, form, known, labels);
  if (!caller) return format.caller_error(caller.error(), indent);
  const auto refuse = [&](const Error& wrong) {
    return format.error(refuse_parameters(request, endpoint, *caller, wrong), indent);
  };
  if (!parameters) return refuse(parameters.error());
  if (operation.read_part) {
    auto list = begin_list(request, endpoint, *parameters, *caller);
    if (list) return std::move(*list);
    return refuse(list.error());
  }
  auto content = work(request, endpoint, *parameters, *caller, body);
  if (!content) return format.error(content.error(), indent);
  if (is_timed) content->took = std::chrono::floor<std::chrono::milliseconds>(Clock::now() - began);
  return format.success(operation, std::move(*content), *parameters);
}

Error Answering::refuse_parameters(const Request& request, const Endpoint& endpoint,
                                   const Caller& caller, const Error& wrong) {
  const Operation& operation = *endpoint.operation;
  const auto path = Router::values(*endpoint.route, request.path);
  const auto defaults = ParameterValues::read(operation.parameters, {});
  const bool may_be_preceded = wrong.code == ErrorCode::invalid_argument && operation.permission;
  if (!may_be_preceded || !path || !defaults) return wrong;
  const Call call{.services = services_,
                  .caller = caller.user_or_null(),
                  .service = caller.service_or_null(),
                  .parameters = *defaults,
                  .path = *path,
                  .client_id = {},
                  .idempotency_key = {}};
  const auto allowed = operation.permission(call);
  return allowed ? wrong : allowed.error();
}

Result<Content> Answering::work(const Request& request, const Endpoint& endpoint,
                                const ParameterValues& parameters, const Caller& caller,
                                ReadBody* body) {
  const Operation& operation = *endpoint.operation;
  const auto path = path_values(request, *endpoint.route);
  if (!path) return Unexpected(path.error());

  const bool is_read = body != nullptr && **body;
  const auto* form = is_read ? std::get_if<schema::Object>(&(**body)->data) : nullptr;
  const bool takes_clients = std::holds_alternative<access::Client>(operation.access);
  const std::string client_id = takes_clients ? client_id_in(form) : std::string();
  Call call{
      services_, caller.user_or_null(),       caller.service_or_null(),           parameters, *path,
      client_id, idempotency_key_of(request), Origin{request.address, request.id}};
  const auto do_work = [&]() -> Result<Content> {
    if (operation.work.body == BodyType::none) return operation.work.run(call, schema::Value{});
    std::optional<ReadBody> own;
    ReadBody& taken = body != nullptr ? *body : own.emplace(read_body(operation, request));
    if (!*taken) return Unexpected((*taken).error());
    return operation.work.run(call, std::move(**taken));
  };
  auto content =
      has_key(request, operation) ? once_per_key(request, operation, call, do_work) : do_work();
  if (!content && content.error().code == ErrorCode::invalid_argument && operation.permission) {
    if (auto allowed = operation.permission(call); !allowed) return std::move(allowed).failure();
  }
  return content;
}

Result<Response> Answering::begin_list(const Request& request, const Endpoint& endpoint,
                                       ParameterValues parameters, const Caller& caller) {
  const Operation& operation = *endpoint.operation;
  const ResourceRow& row = *endpoint.route->row;
  auto path = path_values(request, *endpoint.route);
  if (!path) return Unexpected(path.error());
  // Lists are for users.
  const auto authorise_again = [this, action = std::get<access::User>(operation.access).action,
                                authorization =
                                    Secret(request.header("Authorization"))]() -> Result<Caller> {
    RequestLabels unused;
    auto user = authenticator_.authenticate_user(authorization.reveal(), action, unused);
    if (!user) return std::move(user).failure();
    return Caller{.user = std::move(*user)};
  };
  const auto log = [this, where = row.path, id = std::string(request.id)](std::string_view what) {
    log_failure_(where, id, what);
  };
  const auto body = std::make_shared<ListBody>(ListBody::Of{.services = services_,
                                                            .operation = operation,
                                                            .format = *row.format,
                                                            .parameters = std::move(parameters),
                                                            .path = std::move(*path),
                                                            .authorise = authorise_again,
                                                            .patience = storage_deadline_,
                                                            .log_failure = log});
  Response response = respond_text(operation.success, {});
  const auto more = body->begin(caller, response.body);
  if (!more) return Unexpected(more.error());
  if (*more) response.rest = body;
  return response;
}

}  // namespace gatehouse::http::api
