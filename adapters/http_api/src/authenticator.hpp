/// Identifies the caller of an operation: a user or a service by its token, or none if the
/// operation is public.
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
  /// `services` must outlive this object.
  explicit Authenticator(Services& services) : services_(services) {}

  /// Returns the caller if its role permits the operation, and adds labels of its role and account
  /// to `labels`. `form` is a body that may contain client credentials, or null while it has not
  /// been read. Returns unauthenticated for a missing or unknown token, permission_denied if the
  /// role does not permit the operation, and invalid_argument for two Authorization fields.
  [[nodiscard]] Result<Caller> authenticate(const Request& request, const Operation& operation,
                                            schema::Object* form, RequestLabels& labels);

  /// Does the same for a user, given the value of the Authorization field.
  [[nodiscard]] Result<Principal> authenticate_user(std::string_view authorization, Action action,
                                                    RequestLabels& labels);

 private:
  Services& services_;
};

}  // namespace gatehouse::http::api
