/// A mailer and the server that it talks to.
#pragma once

#include <string>

#include <gatehouse/mail_smtp/smtp_mailer.hpp>

#include "harness/smtp_server.hpp"
#include "sample_mail.hpp"

/// For `server`, by its right name, without TLS.
gatehouse::SmtpOptions plain_options(const gatehouse::testing::SmtpServer& server);

/// The same with TLS and the server's authority.
gatehouse::SmtpOptions tls_options(const gatehouse::testing::SmtpServer& server,
                                   gatehouse::SmtpSecurity security);

gatehouse::Mail mail_to(std::string_view address);

/// What a delivery came to: "delivered", or the kind of exception and its text.
std::string outcome_of(const gatehouse::SmtpOptions& options, const gatehouse::Mail& mail);

/// The one file in the server's folder of that name.
std::string only_file(const gatehouse::testing::SmtpServer& server, const std::string& name);

std::size_t mails_at(const gatehouse::testing::SmtpServer& server);
