#include "answer.hpp"
#include "resources.hpp"
#include "views.hpp"

namespace gatehouse::http::api {
namespace {

boost::json::object view_account(const Account& account) { return view(account); }

Operation get_account() {
  return {.method = Method::get,
          .name = "getAccount",
          .summary = "See the account",
          .action = Action::read_account,
          .work = without_body([](const Call& call) {
            return answer(call.services.accounts.get(call.user()), view_account);
          })};
}

Operation update_account() {
  Operation operation{.method = Method::put,
                      .name = "updateAccount",
                      .summary = "Update the account",
                      .action = Action::change_account,
                      .pool = Pool::storage,
                      .success = 202,
                      .refusals = {409}};
  take<UpdateAccount>(operation, [](const Call& call, const auto& command) {
    return answer(call.services.accounts.update(call.user(), command), view_account);
  });
  return operation;
}

Operation delete_account() {
  return {.method = Method::delete_,
          .name = "deleteAccount",
          .summary = "Delete the account with all that belongs to it",
          .action = Action::change_account,
          .pool = Pool::storage,
          .success = 202,
          .work = without_body(
              [](const Call& call) { return answer(call.services.accounts.remove(call.user())); }),
          .answers_content = false};
}

MailMode mail_mode(const Call& call) {
  return call.parameters.boolean(parameters::testing) ? MailMode::suppress : MailMode::send;
}

Operation register_account() {
  Operation operation{.method = Method::post,
                      .name = "registerAccount",
                      .summary = "Register a new account and mail its approve code",
                      .pool = Pool::mail,
                      .success = 201,
                      .refusals = {409, 424},
                      .parameters = {parameters::testing}};
  take<RegisterAccount>(operation, [](const Call& call, const auto& command) {
    return answer(call.services.registrations.begin(command, mail_mode(call), call.origin),
                  [](const BegunRegistration& registration) { return view(registration); });
  });
  return operation;
}

Operation approve_account() {
  Operation operation{.method = Method::put,
                      .name = "approveAccount",
                      .summary = "Approve the account and create its first admin",
                      .pool = Pool::hashing,
                      .success = 202,
                      .refusals = {409, 429}};
  take<ApproveAccount>(operation, [](const Call& call, const auto& command) -> Result<Content> {
    const auto id = call.id<AccountId>(0);
    if (!id) return Unexpected(id.error());
    return answer(call.services.registrations.approve(*id, command, call.origin), view_approved);
  });
  return operation;
}

Operation resend_approve_code() {
  Operation operation{.method = Method::post,
                      .name = "resendApproveCode",
                      .summary = "Mail a further approve code, unless three are good still",
                      .pool = Pool::mail,
                      .success = 202,
                      .refusals = {404, 424},
                      .parameters = {parameters::testing},
                      .answers_content = false};
  take<ResendApproveCode>(operation, [](const Call& call, const auto& command) {
    return answer(call.services.registrations.resend_code(command, mail_mode(call), call.origin));
  });
  return operation;
}

}  // namespace

std::vector<ResourceRow> account_resources() {
  return {
      {.path = "/api/v1/account",
       .name = "Account",
       .details = "See, update and delete the caller's account. With the account go its users, "
                  "services, consumers and projects.",
       .resource = &schema::resources::account,
       .operations = {get_account(), update_account(), delete_account()}},
      {.path = "/api/v1/register",
       .name = "Register",
       .details = "Register a new account. Its approve code is mailed.",
       .kind = Kind::list,
       .resource = &schema::resources::registration,
       .operations = {register_account()}},
      {.path = "/api/v1/register/{registration_id}",
       .name = "Approve",
       .details = "Approve an account with the code of the mail, and create its first admin.",
       .resource = &schema::resources::approval,
       .operations = {approve_account()}},
      {.path = "/api/v1/register/approve-code",
       .name = "Approve code",
       .details = "Send the approve code again.",
       .kind = Kind::list,
       .resource = &schema::resources::approve_code,
       .operations = {resend_approve_code()}},
  };
}

}  // namespace gatehouse::http::api
