#include <gatehouse/services/services.hpp>

namespace gatehouse {

Services::Services(const Ports& ports, Settings chosen)
    : settings(std::move(chosen)),
      mail_(ports, settings),
      passwords_(ports.password_hasher),
      memory_(ports, settings),
      registrations(ports, settings, mail_, passwords_),
      sessions(ports, settings, passwords_),
      password_resets(ports, settings, mail_, passwords_),
      accounts(ports, memory_),
      users(ports, settings, passwords_),
      projects(ports, settings, memory_),
      catalogue(ports, settings),
      attachments(ports, settings),
      consumers(ports, settings),
      members(ports, settings),
      credentials(ports, settings, memory_, passwords_),
      grants(ports, memory_),
      api_proxies(ports, settings, memory_),
      api_proxy_groups(ports, settings, memory_),
      gateways(ports, settings, memory_),
      access(ports, memory_, passwords_),
      signing_keys(ports, settings),
      token_exchange(ports, settings, signing_keys),
      service_tokens(ports),
      introspection(ports, settings, signing_keys),
      usage(ports, settings),
      limits(ports),
      housekeeping(ports, settings, mail_, signing_keys) {}

}  // namespace gatehouse
