#include "authenticator.hpp"

#include <utility>

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

}  // namespace

Result<Caller> Authenticator::authenticate(const Request& request, const Operation& operation,
                                           schema::Object* form, RequestLabels& labels) {
  const bool takes_clients = operation.clients != Clients::none;
  if (!operation.action && !operation.for_services && !takes_clients) return Caller();
  if (request.count("Authorization") > 1) {
    return Unexpected(invalid_argument("There must be one Authorization field."));
  }
  if (takes_clients) return client_of(request, operation, form, labels);
  const std::string_view authorization = request.header("Authorization");
  if (operation.for_services) {
    auto service = service_of(request, operation, labels);
    if (!service) return std::move(service).failure();
    return Caller{.service = *service};
  }
  auto user = authenticate_user(authorization, *operation.action, labels);
  if (!user) return std::move(user).failure();
  return Caller{.user = std::move(*user)};
}

Result<Caller> Authenticator::client_of(const Request& request, const Operation& operation,
                                        schema::Object* form, RequestLabels& labels) {
  auto service = authenticate_client(services_.service_tokens, request, operation, form);
  if (!service) return std::move(service).failure();
  if (*service) {
    label_service(labels, **service);
  }
  return Caller{.service = *service};
}

Result<Principal> Authenticator::authenticate_user(std::string_view authorization, Action action,
                                                   RequestLabels& labels) {
  const std::string_view token = token_of(authorization);
  if (token.empty()) {
    return Unexpected(unauthenticated("This needs a token: Authorization: Token <token>."));
  }
  auto caller = services_.sessions.authenticate(token);
  if (!caller) return std::move(caller).failure();
  labels.extra.add(role_label, name(caller->user.role));
  if (const auto& account = caller->user.account) {
    labels.extra.add(account_label, account->bytes());
  }
  if (auto allowed = require(caller->user.role, action); !allowed) {
    return std::move(allowed).failure();
  }
  return caller;
}

/// Like the authentication of clients, but ignoring the body.
Result<ServiceCaller> Authenticator::service_of(const Request& request, const Operation& operation,
                                                RequestLabels& labels) {
  auto service = authenticate_client(services_.service_tokens, request, operation, nullptr);
  if (!service) return std::move(service).failure();
  label_service(labels, **service);
  return **service;
}

}  // namespace gatehouse::http::api
