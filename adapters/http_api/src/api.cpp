#include <gatehouse/http_api/api.hpp>

#include <algorithm>
#include <any>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gatehouse/base/lazy.hpp>
#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/ports/storage_patience.hpp>
#include <gatehouse/services/services.hpp>

#include "answering.hpp"
#include "authenticator.hpp"
#include "body_rules.hpp"
#include "caller.hpp"
#include "claims.hpp"
#include "describe.hpp"
#include "findings.hpp"
#include "operation.hpp"
#include "response_format.hpp"
#include "router.hpp"

namespace gatehouse::http::api {
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

RequestLabels labels_of(std::string_view path) { return {.path = path}; }

/// Adds the labels to the response unless it has some.
Response labelled(Response response, const RequestLabels& labels) {
  if (response.labels.path.empty()) response.labels = labels;
  return response;
}

Response not_allowed(const ResponseFormat& format, std::string allow) {
  Response response = format.refusal(405, "This resource has no such method.");
  response.headers.emplace_back("Allow", std::move(allow));
  return response;
}

/// Returns null if only the endpoint was found.
Findings* findings_in(const Plan& plan) {
  const auto* findings = std::any_cast<std::shared_ptr<Findings>>(&plan.found);
  return findings == nullptr ? nullptr : findings->get();
}

const Endpoint& endpoint_of(const Plan& plan) {
  if (const Findings* findings = findings_in(plan)) return findings->endpoint;
  return *std::any_cast<const Endpoint*>(plan.found);
}

Findings& add_findings(Plan& plan) {
  if (findings_in(plan) == nullptr) plan.found = std::make_shared<Findings>(endpoint_of(plan));
  return *findings_in(plan);
}

}  // namespace

class Api::Implementation {
 public:
  Implementation(Services& services, ApiOptions options)
      : options_(std::move(options)),
        authenticator_(services),
        answering_(services, authenticator_, options_.storage_deadline,
                   [this](std::string_view where, std::string_view id, std::string_view what) {
                     log_failure("GET", where, id, what);
                   }) {}

  std::variant<Plan, Response> plan(const Request& head);
  std::optional<Response> admit(const Request& head, Plan& plan);
  /// Whether the request has waited too long for its turn to be worth processing. Overload causes
  /// many of these, so they are not logged as failures.
  [[nodiscard]] bool is_too_late(const Request& request, const Plan& plan) const noexcept;
  std::variant<Plan, Response> handle(const Request& request, Plan& plan);

  /// Identifies the operation by the template of its path, since paths may contain tokens.
  void log_failure(const Request& request, std::string_view what) const noexcept;

 private:
  void log_failure(std::string_view method, std::string_view where, std::string_view id,
                   std::string_view what) const noexcept;
  [[nodiscard]] RequestLabels labels_of(const Endpoint& endpoint) const noexcept;
  /// Returns the pool for an operation. Reads and writes use separate pools.
  [[nodiscard]] Pool pool_of(const Operation& operation) const noexcept;
  [[nodiscard]] Response describe_route(const Request& head, const Route& route) const;
  [[nodiscard]] Response serve_openapi(const Request& head);
  /// Identifies the caller before its turn. Stores it in `plan` if the operation's transaction will
  /// look it up again, since the session may end meanwhile.
  [[nodiscard]] Result<Caller> identify(const Request& request, Plan& plan);
  [[nodiscard]] std::optional<Response> refuse_stranger(const Request& head, Plan& plan);
  /// Returns the claim for the hashing pool; nothing if the request will be rejected without
  /// hashing. A body that was read for it is stored in `plan`.
  [[nodiscard]] std::optional<Claim> claim_for(const Request& request, Plan& plan);

  ApiOptions options_;
  Authenticator authenticator_;
  Answering answering_;
  Router router_{all_resources()};
  /// Made for the first request of it, so that the program starts sooner.
  Lazy<std::shared_ptr<const std::string>> openapi_;
  KnownNetworks known_networks_;
};

std::variant<Plan, Response> Api::Implementation::plan(const Request& head) {
  const Route* route = router_.find(head.path);
  if (route == nullptr) {
    if (without_closing_slash(head.path) == openapi_path)
      return labelled(serve_openapi(head), api::labels_of(openapi_path));
    if (head.path == "*" && head.method == "OPTIONS") return respond_text(200, {});
    return format_of(head.path).refusal(404, "No such resource. See /openapi.json.");
  }
  const ResourceRow& row = *route->row;
  if (head.method == "OPTIONS")
    return labelled(describe_route(head, *route), api::labels_of(row.path));

  const auto method = parse_method(head.method);
  const Endpoint* endpoint = method ? route->find(*method) : nullptr;
  if (endpoint == nullptr || (head.method == "HEAD" && !endpoint->operation->has_head)) {
    return labelled(not_allowed(*row.format, row.allow()), api::labels_of(row.path));
  }
  const Operation& operation = *endpoint->operation;
  if (auto refused = refuse_body(head, operation, *row.format)) {
    return labelled(std::move(*refused), labels_of(*endpoint));
  }
  Plan plan{.pool = pool_of(operation),
            .body_limit = operation.body_limit,
            .found = endpoint,
            .labels = labels_of(*endpoint)};
  if (!keeps_strangers_out(head, operation)) return plan;
  if (!options_.lookups_are_direct) {
    plan.admission = Pool::lookup;
  } else if (auto refused = refuse_stranger(head, plan)) {
    return *std::move(refused);
  }
  return plan;
}

RequestLabels Api::Implementation::labels_of(const Endpoint& endpoint) const noexcept {
  return {.operation = options_.first_operation + endpoint.operation->number,
          .path = endpoint.route->row->path};
}

void Api::Implementation::log_failure(const Request& request,
                                      std::string_view what) const noexcept {
  const Route* route = router_.find(request.path);
  log_failure(request.method, route == nullptr ? "unknown path" : route->row->path, request.id,
              what);
}

void Api::Implementation::log_failure(std::string_view method, std::string_view where,
                                      std::string_view id, std::string_view what) const noexcept {
  try {
    options_.log_failure(failure_line(method, where, id, what));
  } catch (const std::exception&) {
    // The response matters more than the log.
    return;
  }
}

Response Api::Implementation::describe_route(const Request& head, const Route& route) const {
  const auto values = ParameterValues::read(std::span(&parameters::indent, 1), head.query);
  if (!values) return route.row->format->error(values.error(), 0);
  Response response = respond(200, describe(*route.row), indent_of(*values));
  response.headers.emplace_back("Allow", route.row->allow());
  if (const Operation* patch = route.row->find(Method::patch)) {
    response.headers.emplace_back("Accept-Patch", accept_patch(*patch));
  }
  return response;
}

Response Api::Implementation::serve_openapi(const Request& head) {
  if (head.method == "GET" || head.method == "HEAD") {
    Response response = respond_text(200, {});
    response.shared_body = openapi_.get([this] {
      return std::make_shared<const std::string>(
          openapi_document(options_.other_paths, options_.version));
    });
    return response;
  }
  return not_allowed(account_format(), "GET, HEAD");
}

Result<Caller> Api::Implementation::identify(const Request& request, Plan& plan) {
  const Endpoint& endpoint = endpoint_of(plan);
  const Findings* findings = findings_in(plan);
  RequestLabels unused;
  auto caller = authenticator_.authenticate(
      request, endpoint, nullptr, findings == nullptr ? Caller() : findings->caller, unused);
  if (caller && endpoint.operation->pool != Pool::direct) add_findings(plan).caller = *caller;
  return caller;
}

std::optional<Response> Api::Implementation::refuse_stranger(const Request& head, Plan& plan) {
  const auto caller = identify(head, plan);
  if (caller) return std::nullopt;
  const ResponseFormat& format = *endpoint_of(plan).route->row->format;
  return labelled(format.caller_error(caller.error(), 0), plan.labels);
}

std::optional<Response> Api::Implementation::admit(const Request& head, Plan& plan) {
  const StoragePatience patience(options_.storage_deadline - head.waited(),
                                 StoragePatience::Use::lookup);
  return refuse_stranger(head, plan);
}

Pool Api::Implementation::pool_of(const Operation& operation) const noexcept {
  const Pool lookups = options_.lookups_are_direct ? Pool::direct : Pool::lookup;
  if (operation.pool == Pool::direct) return lookups;
  // Operations that hash first identify the caller, to determine the claim.
  const bool is_open = std::holds_alternative<access::Open>(operation.access);
  if (operation.pool == Pool::hashing) return is_open ? Pool::direct : lookups;
  const bool only_reads = operation.method == Method::get && operation.has_head;
  return operation.pool == Pool::storage && only_reads ? Pool::reading : operation.pool;
}

std::optional<Claim> Api::Implementation::claim_for(const Request& request, Plan& plan) {
  const Operation& operation = *endpoint_of(plan).operation;
  if (!std::holds_alternative<access::Open>(operation.access)) {
    const auto caller = identify(request, plan);
    if (!caller) return std::nullopt;
    if (caller->service) return claim_of(caller->service->account, {});
    if (!caller->user) return claim_of_stranger(request, known_networks_, {});
    return claim_of(caller->user->user.account, caller->user->user.id.to_string());
  }
  if (operation.login_field().empty()) return claim_of_stranger(request, known_networks_, {});
  // Parsing a padded body would cost the thread of the connection too much.
  constexpr std::size_t most = std::size_t{4} * 1024;
  if (request.body.size() > most) {
    return claim_of_stranger(request, known_networks_, "a long body");
  }
  auto body = read_body(operation, request);
  std::optional<Claim> claim;
  if (body) {
    claim = claim_of_stranger(request, known_networks_, text_of(*body, operation.login_field()));
  }
  add_findings(plan).body.emplace(std::move(body));
  return claim;
}

bool Api::Implementation::is_too_late(const Request& request, const Plan& plan) const noexcept {
  const bool takes_turns = plan.pool == Pool::hashing || plan.pool == Pool::mail;
  return takes_turns && request.waited() >= options_.storage_deadline;
}

std::variant<Plan, Response> Api::Implementation::handle(const Request& request, Plan& plan) {
  std::optional<StoragePatience> patience;
  if (plan.pool != Pool::direct) {
    patience.emplace(
        options_.storage_deadline - request.waited(),
        plan.pool == Pool::lookup ? StoragePatience::Use::lookup : StoragePatience::Use::any);
  }
  const Endpoint& endpoint = endpoint_of(plan);
  const Operation& operation = *endpoint.operation;
  if (operation.pool == Pool::hashing && plan.pool != Pool::hashing) {
    if (auto claim = claim_for(request, plan)) {
      plan.pool = Pool::hashing;
      plan.claim = std::move(*claim);
      return std::move(plan);
    }
  }
  RequestLabels labels = labels_of(endpoint);
  Response response = answering_.answer(request, endpoint, findings_in(plan), labels);
  response.labels = labels;
  const bool is_login = !operation.login_field().empty() && response.status == operation.success;
  if (is_login) known_networks_.remember(network_of(request.address));
  return response;
}

namespace {

/// Must be called inside a catch block. Returns the response for the exception.
template <class Implementation>
Response answer_failure(const Implementation& api, const Request& request) {
  const ResponseFormat& format = format_of(request.path);
  try {
    throw;
  } catch (const CommitInDoubt& error) {
    api.log_failure(request, error.what());
    return format.refusal(
        503, "It is not known whether this was done: please look before trying again.");
  } catch (const PortError& error) {
    api.log_failure(request, error.what());
    return format.refusal(503, "This cannot be done right now. Please try again.");
  } catch (const std::exception& error) {
    api.log_failure(request, error.what());
    return format.refusal(500, "Something went wrong on our side.");
  } catch (...) {
    api.log_failure(request, "unknown exception");
    return format.refusal(500, "Something went wrong on our side.");
  }
}

}  // namespace

Api::Api(Services& services, ApiOptions options)
    : implementation_(std::make_unique<Implementation>(services, std::move(options))) {}

Api::~Api() = default;

const std::vector<std::string_view>& Api::operation_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const ResourceRow& row : all_resources()) {
      for (const Operation& operation : row.operations) all.push_back(operation.name);
    }
    return all;
  }();
  return names;
}

std::variant<Plan, Response> Api::plan(const Request& head) { return implementation_->plan(head); }

std::optional<Response> Api::admit(const Request& head, Plan& plan) {
  return implementation_->admit(head, plan);
}

std::variant<Plan, Response> Api::handle(const Request& request, Plan& plan) {
  if (implementation_->is_too_late(request, plan)) {
    return refuse(503, request.path, "the server is overloaded");
  }
  return implementation_->handle(request, plan);
}

Response Api::refuse(unsigned status, std::string_view path, std::string_view detail) {
  return format_of(path).refusal(status, detail);
}

Response Api::failure(const Request& request) noexcept {
  try {
    return answer_failure(*implementation_, request);
  } catch (...) {
    // Not even enough memory for a body.
    Response response;
    response.status = 500;
    return response;
  }
}

}  // namespace gatehouse::http::api
