/// The ledger of mails.
#pragma once

#include <tuple>

#include <gatehouse/model/mail_ledger.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<MailEntry> =
    kind("mail_entry", key(&MailEntry::id),
         std::tuple{
             identity("id", &MailEntry::id),
             fixed("kind", &MailEntry::kind),
             fixed("receiver", &MailEntry::receiver),
             fixed("receiver_key", &MailEntry::receiver, EmailKey{}),
             owner(fixed("account", &MailEntry::account)),
             fixed("provider_mail_id", &MailEntry::provider_mail_id),
             separate("status", &MailEntry::status),
             fixed("created_at", &MailEntry::created_at),
         });

}  // namespace gatehouse::records
