#include "operations/counted_mailer.hpp"

#include <utility>

namespace gatehouse::app {

CountedMailer::CountedMailer(std::unique_ptr<Mailer> mailer, MailCounts& counts)
    : mailer_(std::move(mailer)), counts_(counts) {}

std::string CountedMailer::message_id(std::string_view unique_name) const {
  return mailer_->message_id(unique_name);
}

void CountedMailer::deliver(const Mail& mail) {
  try {
    mailer_->deliver(mail);
  } catch (...) {
    ++counts_.failed;
    throw;
  }
  ++counts_.delivered;
}

}  // namespace gatehouse::app
