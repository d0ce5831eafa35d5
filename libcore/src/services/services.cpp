#include <gatehouse/services/services.hpp>

#include <chrono>

#include <gatehouse/services/issue.hpp>

namespace gatehouse {
namespace {

/// An installation that made nothing for longer than that may have been started with a date that is
/// ahead.
constexpr Duration long_pause = std::chrono::hours(24);

}  // namespace

Services::Services(const Ports& ports, Settings chosen)
    : settings(std::move(chosen)),
      mails_to_strangers_(ports.clock, settings.mails_to_strangers),
      mail_(ports, settings),
      passwords_(ports.password_hasher, ports.text_forms),
      memory_(ports, settings),
      erasures_(ports),
      registrations(ports, settings, mail_, passwords_, mails_to_strangers_),
      sessions(ports, settings, passwords_, erasures_),
      password_resets(ports, settings, mail_, passwords_, mails_to_strangers_, erasures_),
      accounts(ports, memory_, erasures_),
      users(ports, settings, passwords_, erasures_),
      projects(ports, settings, memory_),
      catalogue(ports, settings),
      attachments(ports, settings, erasures_),
      consumers(ports, settings, erasures_),
      members(ports, settings),
      credentials(ports, settings, memory_, passwords_, erasures_),
      grants(ports, settings, memory_, erasures_),
      api_proxies(ports, settings, memory_, erasures_),
      api_proxy_groups(ports, settings, memory_, erasures_),
      gateways(ports, settings, memory_),
      access(ports, memory_, passwords_),
      signing_keys(ports, settings),
      token_exchange(ports, settings, signing_keys),
      service_tokens(ports, settings),
      introspection(ports, settings, signing_keys),
      usage(ports, settings),
      limits(ports),
      clock_watch(ports.clock),
      housekeeping(ports, settings, clock_watch, mail_, signing_keys, service_tokens, erasures_) {
  const auto newest = newest_in_order(ports.storage);
  if (!newest) return;
  ports.clock.continue_after(*newest);
  if (ports.clock.now() - *newest > long_pause) clock_watch.doubt();
}

}  // namespace gatehouse
