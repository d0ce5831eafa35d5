/// The mail queue.
#pragma once

#include <tuple>

#include <gatehouse/model/mail.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<OutgoingMail> =
    kind("outgoing_mail", key(&OutgoingMail::id),
         std::tuple{
             identity("id", &OutgoingMail::id),
             fixed("kind", &OutgoingMail::kind),
             fixed("recipient", &OutgoingMail::recipient),
             fixed("registration", &OutgoingMail::registration),
             owner(fixed("account", &OutgoingMail::account)),
             fixed("user", &OutgoingMail::user),
             fixed("created_at", &OutgoingMail::created_at),
             separate("leased_until", &OutgoingMail::leased_until),
         });

}  // namespace gatehouse::records
