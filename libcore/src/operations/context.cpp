#include <gatehouse/operations/context.hpp>

#include <string>

#include <gatehouse/model/service_token.hpp>

namespace gatehouse {
namespace {

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

bool is_proved(const Transaction& tx, const Principal& user, Timestamp now) {
  if (user.is_service_account) {
    const auto holder = holder_of(tx, user.session, now);
    return holder && holder->id == user.user.id;
  }
  const auto signed_in = tx.sessions().find(user.session);
  return signed_in && signed_in->user.id == user.user.id && now < signed_in->session.expires_at;
}

bool is_proved(const Transaction& tx, const ServiceCaller& service, Timestamp now) {
  const auto known = tx.service_tokens().find(service.token);
  return known && known->account == service.account && known->project == service.project &&
         is_good(*known, now);
}

}  // namespace

Result<Tenant> authorize(const Context& context, Action action) {
  const auto only_for = [action](Action theirs, const Tenant& account = {}) -> Result<Tenant> {
    if (action == theirs) return account;
    return Unexpected(permission_denied("This caller may not do this."));
  };
  return std::visit(Overloaded{[&](const Principal* user) -> Result<Tenant> {
                                 if (auto allowed = require(user->user.role, action); !allowed) {
                                   return std::move(allowed).failure();
                                 }
                                 return user->user.account;
                               },
                               [&](const ServiceCaller* service) {
                                 return only_for(Action::serve_project, service->account);
                               },
                               [&](Anonymous) { return only_for(Action::enter); },
                               [&](Operator) { return only_for(Action::operate); },
                               [&](Housekeeper) { return only_for(Action::keep_house); }},
                    context.actor);
}

Result<Done> still_authenticated(const Transaction& tx, const Context& context, Timestamp now) {
  if (const auto* user = std::get_if<const Principal*>(&context.actor)) {
    if (!is_proved(tx, **user, now)) return Unexpected(unauthenticated("The session has ended."));
  } else if (const auto* service = std::get_if<const ServiceCaller*>(&context.actor)) {
    if (!is_proved(tx, **service, now)) return Unexpected(unknown_service_token());
  }
  return Done{};
}

std::optional<ServiceAccount> holder_of(const Transaction& tx, const TokenDigest& token,
                                        Timestamp now) {
  const auto known = tx.service_account_tokens().find(token);
  if (!known || known->expires_at <= now) return std::nullopt;
  auto holder = tx.service_accounts().find(known->account, known->service_account);
  if (!holder || find_secret(*holder, known->secret) == nullptr) return std::nullopt;
  return holder;
}

Error unknown_service_token() {
  return unauthenticated("The service token is unknown or has ended.");
}

}  // namespace gatehouse
