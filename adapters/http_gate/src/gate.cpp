#include <gatehouse/http_gate/gate.hpp>

#include <any>
#include <exception>
#include <utility>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/ports/storage_patience.hpp>
#include <gatehouse/services/api_security/access.hpp>
#include <gatehouse/services/api_security/gateways.hpp>

#include "gate_answer.hpp"
#include "gate_request.hpp"

namespace gatehouse::http::gate {
namespace {

constexpr std::string_view token_field = "X-Gatehouse-Gateway";
/// Gateways send no body. Those of other clients are read and ignored.
constexpr std::size_t body_limit = std::size_t{64} * 1024;

/// Returns an empty string unless there is exactly one field.
std::string_view gateway_token(const Request& request) {
  return request.count(token_field) == 1 ? request.header(token_field) : std::string_view();
}

/// Among the decisions for an account, the addresses of its gateways' clients take turns.
Claim claim_of(const AccessQuestion& question) {
  return {
      .standing = Claim::Standing::known,
      .party = question.account.to_string(),
      .matter = question.address ? network_of(question.address) : std::string(question.username)};
}

}  // namespace

/// The parsed request.
struct Gate::Inquiry {
  ProtectedName name;
  BasicCredential shown;
  std::optional<IpAddress> address;

  [[nodiscard]] AccessQuestion question(AccountId account) const {
    return {.account = account,
            .project = name.project,
            .proxy = name.proxy,
            .username = shown.username,
            .secret = shown.password,
            .address = address};
  }
};

/// The inquiry of a request, interpreted for a gateway with that address field. A malformed one is
/// refused for the first error found.
struct Gate::Reading {
  std::optional<AddressField> field;
  std::variant<Inquiry, Refusal> outcome;
};

Gate::Gate(Gateways& gateways, Access& access, GateOptions options)
    : gateways_(gateways), access_(access), options_(std::move(options)) {}

Gate::Reading Gate::read(const Request& request, const Gateway& gateway) {
  const auto field = gateway.address_field;
  auto shown = shown_credential(request);
  if (!shown) return {field, Refusal::wrong_secret};
  const ClientAddress address = client_address(request, field);
  if (address.is_malformed) return {field, Refusal::address_not_allowed};
  auto name = protected_name(request.path);
  if (!name) return {field, Refusal::not_granted};
  return {field, Inquiry{std::move(*name), std::move(*shown), address.address}};
}

Plan Gate::plan_on(Pool pool) const {
  return {.pool = pool,
          .body_limit = body_limit,
          .discards_body = true,
          .labels = {.operation = options_.operation, .path = path_template}};
}

Response Gate::labelled(Response response, const Gateway* gateway) const {
  response.labels.operation = options_.operation;
  response.labels.path = path_template;
  if (gateway != nullptr) response.labels.extra.add(account_label, gateway->account.bytes());
  return response;
}

std::variant<Plan, Response> Gate::plan(const Request& head) {
  const std::string_view token = gateway_token(head);
  if (token.empty()) return labelled(answer_stranger(head), nullptr);
  return try_now(head, token);
}

std::variant<Plan, Response> Gate::try_now(const Request& head, std::string_view token) {
  const bool is_direct = options_.lookups_are_direct;
  const auto gateway = is_direct ? gateways_.authenticate(token) : gateways_.lookup_cached(token);
  if (!gateway && is_direct) return labelled(answer_stranger(head), nullptr);
  const auto former = gateway ? gateway : gateways_.last_known(token);
  // Strangers are rejected on the lookup pool, so that they take no turns on the hasher's.
  if (!former) return plan_on(Pool::lookup);

  Reading reading = read(head, *former);
  const auto* asked = std::get_if<Inquiry>(&reading.outcome);
  if (asked == nullptr && gateway) {
    const Verdict verdict{.refusal = std::get<Refusal>(reading.outcome)};
    return labelled(answer_verdict(head, {}, verdict), gateway.get());
  }
  if (asked != nullptr && gateway) {
    const AccessQuestion question = asked->question(gateway->account);
    const auto verdict =
        is_direct ? access_.decide_without_hashing(question) : access_.lookup_cached(question);
    if (verdict) return labelled(answer_verdict(head, asked->name, *verdict), gateway.get());
  }
  // A caller that is not a known gateway learns nothing, not even that its request is malformed.
  Plan plan = plan_on(Pool::lookup);
  if (asked != nullptr) {
    const AccessQuestion question = asked->question(former->account);
    if (!access_.is_secret_cached(question)) {
      plan.pool = Pool::verifying;
      plan.claim = claim_of(question);
    }
  }
  plan.found = std::move(reading);
  return plan;
}

std::variant<Plan, Response> Gate::handle(const Request& request, Plan& plan) {
  // The request has waited too long to be worth processing. Overload causes many of these, so they
  // are not logged as failures.
  if (plan.pool == Pool::verifying && request.waited() >= options_.storage_deadline) {
    return labelled(refuse_at_gate(503), nullptr);
  }
  const StoragePatience patience(
      options_.storage_deadline - request.waited(),
      plan.pool == Pool::lookup ? StoragePatience::Use::lookup : StoragePatience::Use::any);
  return decide(request, plan);
}

std::variant<Plan, Response> Gate::decide(const Request& request, Plan& plan) {
  const auto gateway = gateways_.authenticate(gateway_token(request));
  if (!gateway) return labelled(answer_stranger(request), nullptr);
  auto* reading = std::any_cast<Reading>(&plan.found);
  if (reading == nullptr || reading->field != gateway->address_field) {
    reading = &plan.found.emplace<Reading>(read(request, *gateway));
  }
  if (const auto* refusal = std::get_if<Refusal>(&reading->outcome)) {
    return labelled(answer_verdict(request, {}, {.refusal = *refusal}), gateway.get());
  }
  const auto& asked = std::get<Inquiry>(reading->outcome);
  const AccessQuestion question = asked.question(gateway->account);
  // The lookup pool must not hash.
  const auto verdict = plan.pool == Pool::verifying ? access_.decide(question)
                                                    : access_.decide_without_hashing(question);
  if (verdict) return labelled(answer_verdict(request, asked.name, *verdict), gateway.get());
  Plan next = plan_on(Pool::verifying);
  next.claim = claim_of(question);
  next.found = std::move(plan.found);
  return next;
}

Response Gate::refuse(unsigned status, std::string_view /*path*/, std::string_view /*detail*/) {
  return labelled(refuse_at_gate(status), nullptr);
}

Response Gate::failure(const Request& request) noexcept {
  unsigned status = 500;
  try {
    try {
      throw;
    } catch (const PortError& error) {
      status = 503;
      log_failure(request, error.what());
    } catch (const std::exception& error) {
      log_failure(request, error.what());
    } catch (...) {
      log_failure(request, "unknown exception");
    }
    return labelled(refuse_at_gate(status), nullptr);
  } catch (...) {
    // Not even enough memory for the fields.
    Response response;
    response.status = status;
    return response;
  }
}

void Gate::log_failure(const Request& request, std::string_view what) const noexcept {
  try {
    options_.log_failure(failure_line(request.method, path_template, request.id, what));
  } catch (const std::exception&) {
    // The response matters more than the log.
    return;
  }
}

}  // namespace gatehouse::http::gate
