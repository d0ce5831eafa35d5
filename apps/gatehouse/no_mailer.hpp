/// A mailer for commands that send no mail.
#pragma once

#include <gatehouse/ports/mailer.hpp>
#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::app {

class NoMailer final : public Mailer {
 public:
  void deliver(const Mail& /*mail*/) override { throw PortError("no mail is sent from here"); }
};

}  // namespace gatehouse::app
