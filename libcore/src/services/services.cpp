#include <gatehouse/services/services.hpp>

namespace gatehouse {

Services::Services(const Ports& ports, Settings chosen)
    : settings(std::move(chosen)),
      mail_(ports, settings),
      passwords_(ports.password_hasher),
      registrations(ports, settings, mail_, passwords_),
      sessions(ports, settings, passwords_),
      password_resets(ports, settings, mail_, passwords_),
      accounts(ports),
      users(ports, settings, passwords_),
      projects(ports, settings),
      catalogue(ports, settings),
      attachments(ports, settings),
      consumers(ports, settings),
      housekeeping(ports, settings, mail_) {}

}  // namespace gatehouse
