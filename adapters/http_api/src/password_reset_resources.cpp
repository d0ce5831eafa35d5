#include <gatehouse/schema/password_resets.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation forgot_password() {
  return {.method = Method::post,
          .name = "forgotPassword",
          .summary = "Mail a reset token",
          .access = access::Open{},
          .pool = Pool::mail,
          .success = 201,
          .refusals = {404, 424},
          .work = take<ForgotPassword>([](const Call& call, const auto& command) {
            return call.services.password_resets.request(command, call.origin);
          })};
}

Operation reset_password() {
  return {.method = Method::put,
          .name = "resetPassword",
          .summary = "Set a new password with a reset token",
          .access = access::Open{},
          .pool = Pool::hashing,
          .success = 202,
          .refusals = {404},
          .work = take<ResetPassword>([](const Call& call, const auto& command) {
            return call.services.password_resets.complete(command, call.origin);
          })};
}

}  // namespace

std::vector<ResourceRow> password_reset_resources() {
  return {
      {.path = "/api/v1/forgot-password",
       .name = "Forgot password",
       .details = "Send a mail with a link to reset the password, which works for 5 hours.",
       .kind = Kind::list,
       .resource = &schema::resources::forgot_password,
       .operations = {forgot_password()}},
      {.path = "/api/v1/reset-password",
       .name = "Reset password",
       .details = "Reset the password with the token of the mail. All of the user's sessions end.",
       .resource = &schema::resources::reset_password,
       .operations = {reset_password()}},
  };
}

}  // namespace gatehouse::http::api
