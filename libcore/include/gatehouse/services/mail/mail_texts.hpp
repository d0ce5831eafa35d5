/// The texts of mails.
#pragma once

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/mail.hpp>
#include <gatehouse/ports/mailer.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// Composes the mail of a queue entry. `secret` is the approve code or reset token; empty for
/// notices. Links start with Settings::public_url.
[[nodiscard]] Mail write_mail(const OutgoingMail& entry, const Secret& secret, Timestamp now,
                              const Settings& settings);

}  // namespace gatehouse
