#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation log_in() {
  return {.method = Method::post,
          .name = "logIn",
          .summary = "Log in with e-mail and password",
          .access = access::Open{.login_field = "email"},
          .pool = Pool::hashing,
          .success = 201,
          .refusals = {401},
          .work = take<LogIn, schema::views::session>([](const Call& call, const auto& command) {
            return call.services.sessions.log_in(command, call.origin);
          })};
}

Operation log_out() {
  return {.method = Method::delete_,
          .name = "logOut",
          .summary = "End this session, or with `others` all of the user's other sessions",
          .access = access::User(Action::use_own_session),
          .pool = Pool::storage,
          .success = 202,
          .parameters = {parameters::others},
          .work = without_body([](const Call& call) {
            Sessions& sessions = call.services.sessions;
            return call.parameters.boolean(parameters::others)
                       ? sessions.log_out_others(call.user())
                       : sessions.log_out(call.user());
          })};
}

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

std::vector<ResourceRow> session_resources() {
  return {
      {.path = "/api/v1/session",
       .name = "Session",
       .details = "Log in with e-mail and password. The token is used until logout.",
       .kind = Kind::list,
       .resource = &schema::resources::session,
       .operations = {log_in()}},
      {.path = "/api/v1/session/logout",
       .name = "Logout",
       .details = "Log out: the token that is used is invalidated. With \"others\", all of the "
                  "user's tokens are deleted except the one that is used.",
       .resource = &schema::resources::logout,
       .operations = {log_out()}},
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
