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
  if (std::holds_alternative<access::Open>(operation.access)) return Caller();
  if (request.count("Authorization") > 1) {
    return Unexpected(invalid_argument("There must be one Authorization field."));
  }
  if (const auto* allowed = std::get_if<access::User>(&operation.access)) {
    auto user = authenticate_user(request.header("Authorization"), allowed->action, labels);
    if (!user) return std::move(user).failure();
    return Caller{.user = std::move(*user)};
  }
  // A service is authenticated like a client that must prove itself, but the body is ignored.
  const auto* client = std::get_if<access::Client>(&operation.access);
  auto service = authenticate_client(services_.service_tokens, request,
                                     client == nullptr ? access::Client{} : *client,
                                     client == nullptr ? nullptr : form);
  if (!service) return std::move(service).failure();
  if (*service) label_service(labels, **service);
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

}  // namespace gatehouse::http::api
