#include "authenticator.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gatehouse/http_api/api.hpp>
#include <gatehouse/operations/permissions.hpp>

#include "authorization.hpp"
#include "client_authentication.hpp"

namespace gatehouse::http::api {
namespace {

void label_service(RequestLabels& labels, const ServiceCaller& service) {
  labels.extra.add(role_label, "service");
  labels.extra.add(account_label, service.account.bytes());
}

void label_user(RequestLabels& labels, const User& user) {
  labels.extra.add(role_label, name(user.role));
  if (user.account) labels.extra.add(account_label, user.account->bytes());
}

}  // namespace

Result<Caller> Authenticator::authenticate(const Request& request, const Endpoint& endpoint,
                                           schema::Object* form, const Caller& known,
                                           RequestLabels& labels) {
  const Operation& operation = *endpoint.operation;
  if (std::holds_alternative<access::Open>(operation.access)) return Caller();
  if (request.count("Authorization") > 1) {
    return Unexpected(invalid_argument("There must be one Authorization field."));
  }
  const auto* allowed = std::get_if<access::User>(&operation.access);
  if (allowed == nullptr) {
    // A service is authenticated like a client that must prove itself, without a form.
    const auto* client = std::get_if<access::Client>(&operation.access);
    auto service =
        authenticate_client(services_.service_tokens, request,
                            client == nullptr ? access::Client{} : *client, form, known.service);
    if (!service) return std::move(service).failure();
    if (*service) label_service(labels, **service);
    return Caller{.service = *service};
  }
  if (known.user) {
    label_user(labels, known.user->user);
    return known;
  }
  std::optional<std::vector<std::string>> path;
  // A caller without permission must not cause hashing, so it is looked up with the session.
  if (operation.pool == Pool::hashing && allowed->action == Action::manage_api_security) {
    path = Router::values(*endpoint.route, request.path);
  }
  auto user =
      authenticate_user(request.header("Authorization"), allowed->action, labels,
                        path ? std::optional<std::string_view>(path->front()) : std::nullopt);
  if (!user) return std::move(user).failure();
  return Caller{.user = std::move(*user)};
}

Result<Principal> Authenticator::authenticate_user(std::string_view authorization, Action action,
                                                   RequestLabels& labels,
                                                   std::optional<std::string_view> project) {
  const std::string_view token = token_of(authorization);
  if (token.empty()) {
    return Unexpected(unauthenticated("This needs a token: Authorization: Token <token>."));
  }
  auto caller = services_.sessions.authenticate(token, project);
  if (!caller) return std::move(caller).failure();
  label_user(labels, caller->user);
  if (auto allowed = require(caller->user.role, action); !allowed) {
    return std::move(allowed).failure();
  }
  return caller;
}

}  // namespace gatehouse::http::api
