#include <gatehouse/schema/sessions.hpp>

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
  };
}

}  // namespace gatehouse::http::api
