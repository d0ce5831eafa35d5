#include "smtp_site.hpp"

#include <filesystem>
#include <iterator>
#include <stdexcept>

#include <gatehouse/ports/port_error.hpp>

using gatehouse::testing::SmtpServer;

gatehouse::SmtpOptions plain_options(const SmtpServer& server) {
  gatehouse::SmtpOptions options;
  options.host = "localhost";
  options.port = server.port();
  options.security = gatehouse::SmtpSecurity::plain;
  options.from = sample_sender("Kapı");
  return options;
}

gatehouse::SmtpOptions tls_options(const SmtpServer& server, gatehouse::SmtpSecurity security) {
  gatehouse::SmtpOptions options = plain_options(server);
  options.security = security;
  options.ca_file = server.ca_file();
  return options;
}

gatehouse::Mail mail_to(std::string_view address) {
  gatehouse::Mail mail = sample_mail();
  mail.to = *gatehouse::Email::parse(address);
  return mail;
}

std::string outcome_of(const gatehouse::SmtpOptions& options, const gatehouse::Mail& mail) {
  try {
    gatehouse::SmtpMailer(options).deliver(mail);
    return "delivered";
  } catch (const gatehouse::TransientPortError& error) {
    return std::string("in doubt: ") + error.what();
  } catch (const gatehouse::PortError& error) {
    return std::string("not delivered: ") + error.what();
  }
}

std::string only_file(const SmtpServer& server, const std::string& name) {
  if (mails_at(server) != 1) throw std::runtime_error("there is not exactly one mail");
  const std::filesystem::directory_iterator first(server.folder() / name);
  return gatehouse::testing::read_file(first->path());
}

std::size_t mails_at(const SmtpServer& server) {
  const std::filesystem::directory_iterator first(server.folder() / "new");
  return static_cast<std::size_t>(std::distance(first, {}));
}
