#include <gatehouse/http/api.hpp>

#include <algorithm>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gatehouse/ports/storage_patience.hpp>

#include "authenticator.hpp"
#include "body_rules.hpp"
#include "caller.hpp"
#include "claims.hpp"
#include "client_authentication.hpp"
#include "describe.hpp"
#include "gate/gate.hpp"
#include "gate/gate_answer.hpp"
#include "list_body.hpp"
#include "operation.hpp"
#include "router.hpp"
#include "server/syntax.hpp"
#include "style.hpp"

namespace gatehouse::http {
namespace {

constexpr std::string_view openapi_path = "/openapi.json";

std::optional<Method> parse_method(std::string_view text) {
  if (text == "HEAD") return Method::get;
  for (const Method method :
       {Method::get, Method::post, Method::put, Method::patch, Method::delete_}) {
    if (text == name(method)) return method;
  }
  return std::nullopt;
}

/// Without a body, or with one that is JSON already.
Response respond_text(unsigned status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

About about(const Route& route, const Operation& operation) {
  return {.operation = operation.number, .path = route.row->path};
}

About about(std::string_view path) { return {.path = path}; }

/// The answer, filed under that unless it has been already.
Response filed(Response response, const About& about) {
  if (response.about.path.empty()) response.about = about;
  return response;
}

Response not_allowed(const Style& style, std::string allow) {
  Response response = style.refusal(405, "This resource has no such method.");
  response.headers.emplace_back("Allow", std::move(allow));
  return response;
}

/// `body` is what was read of it to find the caller, where clients may prove themselves in it.
Result<Content> work_with_body(const Request& request, const Operation& operation, const Call& call,
                               Result<schema::Value> body) {
  if (operation.body != BodyType::none && operation.clients == Clients::none) {
    body = read_body(operation, request);
  }
  if (!body) return std::move(body).failure();
  return operation.work(call, std::move(*body));
}

/// How long it has been since the request came.
StoragePatience::Clock::duration waited(const Request& request) {
  using Clock = StoragePatience::Clock;
  const bool has_waited = request.arrived != Clock::time_point{};
  return has_waited ? Clock::now() - request.arrived : Clock::duration{};
}

std::string_view idempotency_key_of(const Request& request) {
  constexpr std::string_view name = "Idempotency-Key";
  return request.count(name) == 1 ? server::trim(request.header(name)) : std::string_view();
}

}  // namespace

class Api::Implementation {
 public:
  Implementation(Services& services, ApiOptions options)
      : services_(services),
        options_(std::move(options)),
        authenticator_(services),
        gate_(services, options_.lookups_are_direct),
        openapi_(std::make_shared<const std::string>(openapi_document())) {}

  std::variant<Plan, Response> plan(const Request& head);
  std::optional<Response> admit(const Request& head, const Plan& plan);
  /// Whether the request has waited for its turn for longer than it may: it is of no use to begin.
  /// A flood makes many of them, which the log of failures is not for.
  [[nodiscard]] bool is_too_late(const Request& request, const Plan& plan) const noexcept;
  std::variant<Plan, Response> handle(const Request& request, const Plan& plan);

  /// Names the operation by the template of its path, for paths hold tokens.
  void log_failure(const Request& request, std::string_view what) const noexcept;
  void log_failure(std::string_view method, std::string_view where, std::string_view id,
                   std::string_view what) const noexcept;

 private:
  /// Where the operation is worked on: work that only reads is kept apart from work that writes.
  [[nodiscard]] Lane lane_of(const Operation& operation) const noexcept;
  Response handle(const Request& request, const Operation& operation, const Route& route);
  [[nodiscard]] Response describe_route(const Request& head, const Route& route) const;
  [[nodiscard]] Response serve_openapi(const Request& head) const;
  [[nodiscard]] std::optional<Response> refuse_stranger(const Request& head,
                                                        const Operation& operation,
                                                        const Style& style);
  /// In whose name the request waits for the hasher; nothing when it is going to be refused without
  /// hashing.
  [[nodiscard]] std::optional<Claim> claim_for(const Request& request, const Operation& operation);
  /// The refusal of what is wrong with the parameters; in its place, that of a caller who may not
  /// do this whatever they are.
  Error refuse_parameters(const Request& request, const Operation& operation, const Route& route,
                          const Caller& caller, const Error& wrong);
  Result<Content> work(const Request& request, const Operation& operation, const Route& route,
                       const ParameterValues& parameters, const Caller& caller,
                       Result<schema::Value> body);
  Response answer(const Request& request, const Operation& operation, const Route& route,
                  About& about);
  Result<Response> begin_list(const Request& request, const Operation& operation,
                              const Route& route, ParameterValues parameters, const Caller& caller);

  Services& services_;
  ApiOptions options_;
  Authenticator authenticator_;
  Router router_{all_resources()};
  Gate gate_;
  const std::shared_ptr<const std::string> openapi_;
  KnownNetworks known_networks_;
};

std::variant<Plan, Response> Api::Implementation::plan(const Request& head) {
  if (Gate::is_for(head.path)) return gate_.plan(head);
  const Route* route = router_.find(head.path);
  if (route == nullptr) {
    if (without_closing_slash(head.path) == openapi_path)
      return filed(serve_openapi(head), about(openapi_path));
    if (head.path == "*" && head.method == "OPTIONS") return respond_text(200, {});
    return style_of(head.path).refusal(404, "No such resource. See /openapi.json.");
  }
  const Style& style = *route->row->style;
  if (head.method == "OPTIONS") return filed(describe_route(head, *route), about(route->row->path));

  const auto method = parse_method(head.method);
  const Operation* operation = method ? route->row->find(*method) : nullptr;
  if (operation == nullptr || (head.method == "HEAD" && !operation->has_head)) {
    return filed(not_allowed(style, route->row->allow()), about(route->row->path));
  }
  const About filed_under = about(*route, *operation);
  if (auto refused = refuse_body(head, *operation, style)) {
    return filed(std::move(*refused), filed_under);
  }
  const bool is_for_few = keeps_strangers_out(head, *operation);
  if (is_for_few && options_.lookups_are_direct) {
    if (auto refused = refuse_stranger(head, *operation, style)) {
      return filed(std::move(*refused), filed_under);
    }
  }

  const bool waits_for_caller = is_for_few && !options_.lookups_are_direct;
  return Plan{.lane = lane_of(*operation),
              .body_limit = operation->body_limit,
              .admission = waits_for_caller ? std::optional(Lane::lookup) : std::nullopt,
              .route = route,
              .about = filed_under};
}

void Api::Implementation::log_failure(const Request& request,
                                      std::string_view what) const noexcept {
  const Route* route = router_.find(request.path);
  const std::string_view where = route != nullptr             ? route->row->path
                                 : Gate::is_for(request.path) ? gate_path
                                                              : "unknown path";
  log_failure(request.method, where, request.id, what);
}

void Api::Implementation::log_failure(std::string_view method, std::string_view where,
                                      std::string_view id, std::string_view what) const noexcept {
  try {
    options_.log_failure(std::string(method) + " " + std::string(where) + " [" + std::string(id) +
                         "]: " + std::string(what));
  } catch (const std::exception&) {
    // The answer matters more than the log.
    return;
  }
}

Response Api::Implementation::describe_route(const Request& head, const Route& route) const {
  const auto values = ParameterValues::read(std::span(&parameters::indent, 1), head.query);
  if (!values) return route.row->style->error(values.error(), 0);
  Response response = respond(200, describe(*route.row), indent_of(*values));
  response.headers.emplace_back("Allow", route.row->allow());
  return response;
}

Response Api::Implementation::serve_openapi(const Request& head) const {
  if (head.method == "GET" || head.method == "HEAD") {
    Response response = respond_text(200, {});
    response.shared_body = openapi_;
    return response;
  }
  return not_allowed(account_style(), "GET, HEAD");
}

std::optional<Response> Api::Implementation::refuse_stranger(const Request& head,
                                                             const Operation& operation,
                                                             const Style& style) {
  About unused;
  const auto caller = authenticator_.authenticate(head, operation, nullptr, unused);
  if (caller) return std::nullopt;
  return style.caller_error(caller.error(), 0);
}

std::optional<Response> Api::Implementation::admit(const Request& head, const Plan& plan) {
  const Route& route = *static_cast<const Route*>(plan.route);
  const Operation& operation = *route.row->find(*parse_method(head.method));
  const StoragePatience patience(options_.storage_deadline - waited(head),
                                 StoragePatience::Use::lookup);
  auto refused = refuse_stranger(head, operation, *route.row->style);
  if (refused) *refused = filed(std::move(*refused), plan.about);
  return refused;
}

Error Api::Implementation::refuse_parameters(const Request& request, const Operation& operation,
                                             const Route& route, const Caller& caller,
                                             const Error& wrong) {
  const auto path = Router::values(route, request.path);
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

Result<Content> Api::Implementation::work(const Request& request, const Operation& operation,
                                          const Route& route, const ParameterValues& parameters,
                                          const Caller& caller, Result<schema::Value> body) {
  const auto path = Router::values(route, request.path);
  if (!path) {
    return Unexpected(invalid_argument("The path holds a malformed percent-encoding."));
  }

  const Principal* user = caller.user_or_null();
  const ServiceCaller* service = caller.service_or_null();
  const auto* form = body ? std::get_if<schema::Object>(&body->data) : nullptr;
  const std::string client_id = client_id_in(form);
  const Call call{services_,
                  user,
                  service,
                  parameters,
                  *path,
                  client_id,
                  idempotency_key_of(request),
                  IpAddress::parse(request.remote)};
  auto content = work_with_body(request, operation, call, std::move(body));
  if (!content && content.error().code == ErrorCode::invalid_argument && operation.permission) {
    if (auto allowed = operation.permission(call); !allowed) return std::move(allowed).failure();
  }
  return content;
}

Result<Response> Api::Implementation::begin_list(const Request& request, const Operation& operation,
                                                 const Route& route, ParameterValues parameters,
                                                 const Caller& caller) {
  auto path = Router::values(route, request.path);
  if (!path) {
    return Unexpected(invalid_argument("The path holds a malformed percent-encoding."));
  }
  const auto authorise_again = [this, &operation,
                                authorization =
                                    Secret(request.header("Authorization"))]() -> Result<Caller> {
    About unused;
    auto user = authenticator_.authenticate_user(authorization.reveal(), *operation.action, unused);
    if (!user) return std::move(user).failure();
    return Caller{.user = std::move(*user)};
  };
  const auto log = [this, where = route.row->path, id = std::string(request.id)](
                       std::string_view what) { log_failure("GET", where, id, what); };
  const auto body = std::make_shared<ListBody>(ListBody::Of{.services = services_,
                                                            .operation = operation,
                                                            .style = *route.row->style,
                                                            .parameters = std::move(parameters),
                                                            .path = std::move(*path),
                                                            .authorise = authorise_again,
                                                            .patience = options_.storage_deadline,
                                                            .log_failure = log});
  Response response = respond_text(operation.success, {});
  const auto more = body->begin(caller, response.body);
  if (!more) return Unexpected(more.error());
  if (*more) response.rest = body;
  return response;
}

Response Api::Implementation::handle(const Request& request, const Operation& operation,
                                     const Route& route) {
  About filed_under = about(route, operation);
  Response response = answer(request, operation, route, filed_under);
  response.about = filed_under;
  return response;
}

Response Api::Implementation::answer(const Request& request, const Operation& operation,
                                     const Route& route, About& about) {
  const Style& style = *route.row->style;
  const auto parameters = ParameterValues::read(operation.parameters, request.query);
  const int indent = parameters ? indent_of(*parameters) : 0;
  Result<schema::Value> body{schema::Value{}};
  schema::Object* form = nullptr;
  if (operation.clients != Clients::none) {
    body = read_body(operation.body, request.body);
    if (body) form = &std::get<schema::Object>(body->data);
    // Who it is cannot be told.
    if (!body && request.count("Authorization") == 0) return style.error(body.error(), indent);
  }
  // Who may not ask is told that first.
  const auto caller = authenticator_.authenticate(request, operation, form, about);
  if (!caller) return style.caller_error(caller.error(), indent);
  const auto refuse = [&](const Error& wrong) {
    return style.error(refuse_parameters(request, operation, route, *caller, wrong), indent);
  };
  if (!parameters) return refuse(parameters.error());
  if (operation.read_part) {
    auto list = begin_list(request, operation, route, *parameters, *caller);
    if (list) return std::move(*list);
    return refuse(list.error());
  }
  auto content = work(request, operation, route, *parameters, *caller, std::move(body));
  if (!content) return style.error(content.error(), indent);
  return style.success(operation, std::move(*content), *parameters);
}

Lane Api::Implementation::lane_of(const Operation& operation) const noexcept {
  const Lane lookups = options_.lookups_are_direct ? Lane::direct : Lane::lookup;
  if (operation.lane == Lane::direct) return lookups;
  // What hashes begins with a look at who asks, which gives its claim.
  const bool has_caller = operation.action || operation.for_services;
  if (operation.lane == Lane::hashing) return has_caller ? lookups : Lane::direct;
  const bool only_reads = operation.method == Method::get && operation.has_head;
  return operation.lane == Lane::storage && only_reads ? Lane::reading : operation.lane;
}

std::optional<Claim> Api::Implementation::claim_for(const Request& request,
                                                    const Operation& operation) {
  if (operation.action || operation.for_services) {
    About unused;
    const auto caller = authenticator_.authenticate(request, operation, nullptr, unused);
    if (!caller) return std::nullopt;
    if (caller->service) return claim_of(caller->service->account, {});
    return claim_of(caller->user->user.account, caller->user->user.id.to_string());
  }
  if (operation.login_field.empty()) return claim_of_stranger(request, known_networks_, {});
  // Reading what strangers pad would cost the thread of the connection more than it is worth.
  constexpr std::size_t most = std::size_t{4} * 1024;
  if (request.body.size() > most) {
    return claim_of_stranger(request, known_networks_, "a long body");
  }
  auto body = read_body(operation, request);
  if (!body) return std::nullopt;
  return claim_of_stranger(request, known_networks_,
                           take_text(std::move(*body), operation.login_field));
}

bool Api::Implementation::is_too_late(const Request& request, const Plan& plan) const noexcept {
  const bool takes_turns =
      plan.lane == Lane::hashing || plan.lane == Lane::verifying || plan.lane == Lane::mail;
  return takes_turns && waited(request) >= options_.storage_deadline;
}

std::variant<Plan, Response> Api::Implementation::handle(const Request& request, const Plan& plan) {
  std::optional<StoragePatience> patience;
  if (plan.lane != Lane::direct) {
    patience.emplace(options_.storage_deadline - waited(request), plan.lane == Lane::lookup
                                                                      ? StoragePatience::Use::lookup
                                                                      : StoragePatience::Use::any);
  }
  if (plan.route == nullptr) return gate_.handle(request, plan);
  const Route& route = *static_cast<const Route*>(plan.route);
  const Operation& operation = *route.row->find(*parse_method(request.method));
  if (operation.lane == Lane::hashing && plan.lane != Lane::hashing) {
    if (auto claim = claim_for(request, operation)) {
      Plan next = plan;
      next.lane = Lane::hashing;
      next.claim = std::move(*claim);
      return next;
    }
  }
  Response response = handle(request, operation, route);
  const bool is_login = !operation.login_field.empty() && response.status == operation.success;
  if (is_login) known_networks_.remember(network_of(request.address));
  return response;
}

namespace {

/// Inside a catch block: what is said of the exception.
template <class Implementation>
Response answer_failure(const Implementation& api, const Request& request) {
  const Style& style = style_of(request.path);
  try {
    throw;
  } catch (const CommitInDoubt& error) {
    api.log_failure(request, error.what());
    return style.refusal(503,
                         "It is not known whether this was done: please look before trying again.");
  } catch (const PortError& error) {
    api.log_failure(request, error.what());
    return style.refusal(503, "This cannot be done right now. Please try again.");
  } catch (const std::exception& error) {
    api.log_failure(request, error.what());
    return style.refusal(500, "Something went wrong on our side.");
  } catch (...) {
    api.log_failure(request, "unknown exception");
    return style.refusal(500, "Something went wrong on our side.");
  }
}

}  // namespace

Api::Api(Services& services, ApiOptions options)
    : implementation_(std::make_unique<Implementation>(services, std::move(options))) {}

Api::~Api() = default;

const std::vector<std::string_view>& Api::operation_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all{"other", "gate"};
    for (const ResourceRow& row : all_resources()) {
      for (const Operation& operation : row.operations) all.push_back(operation.name);
    }
    return all;
  }();
  return names;
}

std::string_view Api::relayed_prefix() const noexcept { return gate_prefix; }

std::variant<Plan, Response> Api::plan(const Request& head) { return implementation_->plan(head); }

std::optional<Response> Api::admit(const Request& head, const Plan& plan) {
  return implementation_->admit(head, plan);
}

std::variant<Plan, Response> Api::handle(const Request& request, const Plan& plan) {
  if (implementation_->is_too_late(request, plan)) {
    return refuse(503, request.path, "the server is overloaded");
  }
  return implementation_->handle(request, plan);
}

Response Api::refuse(unsigned status, std::string_view path, std::string_view detail) {
  if (Gate::is_for(path)) return refuse_at_gate(status);
  return style_of(path).refusal(status, detail);
}

Response Api::failure(const Request& request) noexcept {
  try {
    Response response = answer_failure(*implementation_, request);
    if (Gate::is_for(request.path)) return refuse_at_gate(response.status);
    return response;
  } catch (...) {
    // No memory left even for words.
    Response response;
    response.status = 500;
    return response;
  }
}

}  // namespace gatehouse::http
