/// A mailer and its server.
#pragma once

#include <string>

#include <gatehouse/mail_smtp/smtp_mailer.hpp>

#include "harness/smtp_server.hpp"
#include "sample_mail.hpp"

/// Options for `server`, with its correct name and without TLS.
gatehouse::SmtpOptions plain_options(const gatehouse::testing::SmtpServer& server);

/// The same with TLS and the server's authority.
gatehouse::SmtpOptions tls_options(const gatehouse::testing::SmtpServer& server,
                                   gatehouse::SmtpSecurity security);

gatehouse::Mail mail_to(std::string_view address);

/// The result of a delivery: "delivered", or the type of the exception and its message.
std::string outcome_of(const gatehouse::SmtpOptions& options, const gatehouse::Mail& mail);

/// The only file in the server's folder of that name.
std::string only_file(const gatehouse::testing::SmtpServer& server, const std::string& name);

std::size_t mails_at(const gatehouse::testing::SmtpServer& server);
