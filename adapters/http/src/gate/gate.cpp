#include "gate/gate.hpp"

#include <utility>

#include "api/claims.hpp"
#include "gate/gate_answer.hpp"

namespace gatehouse::http {
namespace {

constexpr std::string_view token_field = "X-Gatehouse-Gateway";
/// Gateways send no body; what another client sends is read over.
constexpr std::size_t body_limit = std::size_t{64} * 1024;

/// Empty unless there is exactly one.
std::string_view gateway_token(const Request& request) {
  return request.count(token_field) == 1 ? request.header(token_field) : std::string_view();
}

Plan plan_on(Lane lane, Claim claim = {}) {
  return {.lane = lane,
          .body_limit = body_limit,
          .discards_body = true,
          .about = about_gate(),
          .claim = std::move(claim)};
}

Response filed(Response response, const Gateway& gateway) {
  response.about.account = gateway.account;
  return response;
}

}  // namespace

Gate::Gate(Services& services, bool lookups_are_direct)
    : services_(services), lookups_are_direct_(lookups_are_direct) {}

bool Gate::is_for(std::string_view path) noexcept { return path.starts_with(gate_prefix); }

AccessQuestion Gate::Inquiry::question(AccountId account) const {
  return {.account = account,
          .project = name.project,
          .proxy = name.proxy,
          .username = shown.username,
          .secret = shown.password,
          .address = address};
}

std::variant<Gate::Inquiry, Refusal> Gate::read(const Request& request, const Gateway& gateway) {
  auto shown = shown_credential(request);
  if (!shown) return Refusal::wrong_secret;
  const ClientAddress address = client_address(request, gateway.address_field);
  if (address.is_malformed) return Refusal::address_not_allowed;
  auto name = protected_name(request.path);
  if (!name) return Refusal::not_granted;
  return Inquiry{std::move(*name), std::move(*shown), address.address};
}

std::variant<Plan, Response> Gate::plan(const Request& head) {
  const std::string_view token = gateway_token(head);
  if (token.empty()) return answer_stranger(head);
  return try_now(head, token);
}

std::variant<Plan, Response> Gate::try_now(const Request& head, std::string_view token) {
  const auto gateway = lookups_are_direct_ ? services_.gateways.authenticate(token)
                                           : services_.gateways.recall(token);
  if (!gateway && lookups_are_direct_) return answer_stranger(head);
  const auto former = gateway ? gateway : services_.gateways.last_known(token);
  // A stranger is refused on the lookup lane, and takes no turn of the hasher's.
  if (!former) return plan_on(Lane::lookup);

  const auto inquiry = read(head, *former);
  if (const auto* refusal = std::get_if<Refusal>(&inquiry)) {
    // Nobody is told anything before it is known who asks.
    if (!gateway) return plan_on(Lane::lookup);
    return filed(answer_verdict(head, {}, {.refusal = *refusal}), *gateway);
  }
  const auto& asked = std::get<Inquiry>(inquiry);
  if (gateway) {
    const AccessQuestion question = asked.question(gateway->account);
    const auto verdict = lookups_are_direct_ ? services_.access.look_up(question)
                                             : services_.access.recall(question);
    if (verdict) return filed(answer_verdict(head, asked.name, *verdict), *gateway);
  }
  const AccessQuestion question = asked.question(former->account);
  if (services_.access.remembers_secret(question)) return plan_on(Lane::lookup);
  return plan_on(Lane::verifying, claim_of(question));
}

std::variant<Plan, Response> Gate::handle(const Request& request, const Plan& plan) {
  const auto gateway = services_.gateways.authenticate(gateway_token(request));
  if (!gateway) return answer_stranger(request);
  const auto inquiry = read(request, *gateway);
  if (const auto* refusal = std::get_if<Refusal>(&inquiry)) {
    return filed(answer_verdict(request, {}, {.refusal = *refusal}), *gateway);
  }
  const auto& asked = std::get<Inquiry>(inquiry);
  const AccessQuestion question = asked.question(gateway->account);
  if (plan.lane == Lane::verifying) {
    const Verdict verdict = services_.access.decide(question);
    return filed(answer_verdict(request, asked.name, verdict), *gateway);
  }
  // Nothing is hashed here.
  const auto verdict = services_.access.look_up(question);
  if (!verdict) return plan_on(Lane::verifying, claim_of(question));
  return filed(answer_verdict(request, asked.name, *verdict), *gateway);
}

}  // namespace gatehouse::http
