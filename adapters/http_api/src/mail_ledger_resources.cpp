#include <gatehouse/schema/mail_ledger.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

constexpr Parameter by_receiver{.name = "receiver",
                                .details = "List the mails to this address alone.",
                                .type = Parameter::Type::text,
                                .has_default = false,
                                .format = "email"};

constexpr Parameter by_account{.name = "account_id",
                               .details = "List the mails about this account alone.",
                               .type = Parameter::Type::text,
                               .has_default = false,
                               .pattern = schema::id_pattern};

constexpr Parameter by_provider_mail{.name = "provider_mail_id",
                                     .details =
                                         "List the mail with this Message-ID alone, given "
                                         "with or without its angle brackets.",
                                     .type = Parameter::Type::text,
                                     .has_default = false};

Result<MailFilter> mail_filter_of(const Call& call) {
  std::vector<FieldFault> faults;
  MailFilter filter{.provider_mail_id = call.parameters.given_text(by_provider_mail)};
  if (const auto text = call.parameters.given_text(by_receiver)) {
    filter.receiver = Email::parse(*text);
    if (!filter.receiver) faults.push_back({"receiver", "must be an e-mail address"});
  }
  if (const auto text = call.parameters.given_text(by_account)) {
    filter.account = AccountId::parse(*text);
    if (!filter.account) faults.push_back({"account_id", "must be 32 lower-case hex digits"});
  }
  if (!faults.empty()) return Unexpected(schema::faulty(std::move(faults)));
  return filter;
}

using MailListing = Result<Listing<MailEntry, OutgoingMailId>>;

Operation list_mails() {
  return {.method = Method::get,
          .name = "listMails",
          .summary = "List the mails of the last 90 days and what became of them, newest first",
          .access = access::User(Action::read_mail_ledger),
          .pool = Pool::storage,
          .parameters = {by_receiver, by_account, by_provider_mail},
          .read_part = list_of<OutgoingMailId, schema::views::mail_entry>(
              [](const Call& call, const ListRequest<OutgoingMailId>& request) -> MailListing {
                const auto filter = mail_filter_of(call);
                if (!filter) return Unexpected(filter.error());
                return call.services.mail_ledger.list(call.user(), *filter, request);
              },
              [](const MailEntry& entry) { return entry.id; })};
}

}  // namespace

std::vector<ResourceRow> mail_ledger_resources() {
  return {
      {.path = "/api/v1/email-tracking",
       .name = "Mails",
       .details = "To whom which mail went, and what became of it. Entries are kept for 90 days, "
                  "and never hold a code.",
       .kind = Kind::list,
       .resource = &schema::resources::mail_entry,
       .operations = {list_mails()}},
  };
}

}  // namespace gatehouse::http::api
