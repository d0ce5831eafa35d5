#include "logged_mailer.hpp"

#include <string>
#include <utility>

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::app {

LoggedMailer::LoggedMailer(std::unique_ptr<Mailer> mailer,
                           std::function<void(std::string_view)> log)
    : mailer_(std::move(mailer)), log_(std::move(log)) {}

std::string LoggedMailer::message_id(std::string_view unique_name) const {
  return mailer_->message_id(unique_name);
}

void LoggedMailer::deliver(const Mail& mail) {
  try {
    mailer_->deliver(mail);
  } catch (const PortError& error) {
    log_(std::string("mail ").append(mail.unique_name).append(" not sent: ").append(error.what()));
    throw;
  }
}

}  // namespace gatehouse::app
