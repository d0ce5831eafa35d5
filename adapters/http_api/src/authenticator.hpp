/// Finds the caller of an operation: a user by the token, a service by its own, or nothing where
/// the operation is open to everyone.
#pragma once

#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/http_server/message.hpp>
#include <gatehouse/schema/value.hpp>
#include <gatehouse/services/services.hpp>

#include "caller.hpp"
#include "operation.hpp"

namespace gatehouse::http::api {

class Authenticator {
 public:
  /// `services` outlives this.
  explicit Authenticator(Services& services) : services_(services) {}

  /// The caller, whose role allows the operation; `about` then has labels of the role and the
  /// account.
  /// `form` is the body in which a client may prove itself, or null while that is not known.
  /// unauthenticated for no token or an unknown one, permission_denied for a role that may not do
  /// this, invalid_argument for two Authorization fields.
  [[nodiscard]] Result<Caller> authenticate(const Request& request, const Operation& operation,
                                            schema::Object* form, RequestLabels& labels);

  /// The same for a user, by the value of the Authorization field.
  [[nodiscard]] Result<Principal> authenticate_user(std::string_view authorization, Action action,
                                                    RequestLabels& labels);

 private:
  Result<Caller> client_of(const Request& request, const Operation& operation, schema::Object* form,
                           RequestLabels& labels);
  Result<ServiceCaller> service_of(const Request& request, const Operation& operation,
                                   RequestLabels& labels);

  Services& services_;
};

}  // namespace gatehouse::http::api
