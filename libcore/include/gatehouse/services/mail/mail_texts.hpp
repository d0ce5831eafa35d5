/// The texts of mails.
#pragma once

#include <string>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/mail.hpp>
#include <gatehouse/ports/mailer.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// The unique name of the mail of a queue entry: the same at each attempt to deliver it.
[[nodiscard]] std::string unique_name(const OutgoingMail& entry);

/// Composes the mail of a queue entry. `secret` is the approve code or reset token; empty for
/// notices. Links start with Settings::public_url.
[[nodiscard]] Mail write_mail(const OutgoingMail& entry, const Secret& secret, Timestamp now,
                              const Settings& settings);

}  // namespace gatehouse
