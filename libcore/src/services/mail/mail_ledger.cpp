#include <gatehouse/services/mail/mail_ledger.hpp>

#include <gatehouse/services/detail/names.hpp>

namespace gatehouse {

MailLedger::MailLedger(Operations& operations, const ServicePorts& ports, const Settings& settings)
    : operations_(operations), ports_(ports), settings_(settings) {}

Result<Listing<MailEntry, OutgoingMailId>> MailLedger::list(
    const UserContext& caller, const MailFilter& filter,
    const ListRequest<OutgoingMailId>& request) {
  using Entries = Listing<MailEntry, OutgoingMailId>;
  MailFilter looked_up = filter;
  if (filter.receiver) looked_up.receiver = as_looked_up(*filter.receiver, ports_.text_forms);
  if (filter.provider_mail_id) {
    looked_up.provider_mail_id = std::string(without_angle_brackets(*filter.provider_mail_id));
  }
  const auto list = [&](const Reading& reading) -> Result<Entries> {
    const Transaction& tx = reading.tx;
    auto entries = list_page(
        settings_, request,
        [&](const Page<OutgoingMailId>& page) { return tx.mail_ledger().list(looked_up, page); },
        [](const MailEntry& entry) { return entry.id; });
    for (MailEntry& entry : entries.items) {
      // Mails about a registration or a user leave the queue together, without their entries.
      const bool is_withdrawn = entry.status == MailStatus::queued && !tx.mail().holds(entry.id);
      if (is_withdrawn) entry.status = MailStatus::withdrawn;
    }
    return entries;
  };
  return operations_.read(caller, Action::read_mail_ledger, list);
}

}  // namespace gatehouse
