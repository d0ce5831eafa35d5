#include <gatehouse/schema/registrations.hpp>
#include <gatehouse/schema/sessions.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

MailMode mail_mode(const Call& call) {
  return call.parameters.boolean(parameters::testing) ? MailMode::suppress : MailMode::send;
}

Operation register_account() {
  return {.method = Method::post,
          .name = "registerAccount",
          .summary = "Register a new account and mail its approve code",
          .access = access::Open{},
          .pool = Pool::mail,
          .success = 201,
          .refusals = {409, 424},
          .parameters = {parameters::testing},
          .work = take<RegisterAccount, schema::views::registration>(
              [](const Call& call, const auto& command) {
                return call.services.registrations.begin(command, mail_mode(call), call.origin);
              })};
}

Operation approve_account() {
  return {.method = Method::put,
          .name = "approveAccount",
          .summary = "Approve the account and create its first admin",
          .access = access::Open{},
          .pool = Pool::hashing,
          .success = 202,
          .refusals = {409, 429},
          .work = take<ApproveAccount, schema::views::approval>(
              [](const Call& call, const auto& command) -> Result<NewSession> {
                const auto id = call.value<AccountId>(0);
                if (!id) return Unexpected(id.error());
                return call.services.registrations.approve(*id, command, call.origin);
              })};
}

Operation resend_approve_code() {
  return {.method = Method::post,
          .name = "resendApproveCode",
          .summary = "Mail a further approve code, unless three are good still",
          .access = access::Open{},
          .pool = Pool::mail,
          .success = 202,
          .refusals = {404, 424},
          .parameters = {parameters::testing},
          .work = take<ResendApproveCode>([](const Call& call, const auto& command) {
            return call.services.registrations.resend_code(command, mail_mode(call), call.origin);
          })};
}

}  // namespace

std::vector<ResourceRow> registration_resources() {
  return {
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
