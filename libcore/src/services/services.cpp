#include <gatehouse/services/services.hpp>

#include <chrono>

#include <gatehouse/services/issue.hpp>

namespace gatehouse {
namespace {

/// If the newest record is older than this, the installation may have been started with a date that
/// is ahead.
constexpr Duration long_pause = std::chrono::hours(24);

}  // namespace

Services::Services(const Ports& ports, Settings chosen)
    : settings(std::move(chosen)),
      ports_(ports),
      mails_to_strangers_(ports.clock, settings.mails_to_strangers),
      passwords_(ports.password_hasher, ports.text_forms),
      cache_(ports_, settings),
      operations_(ports.storage, ports.clock, {&cache_, &names_}),
      mail_(operations_, ports_, settings),
      erasures_(operations_, ports_),
      registrations(operations_, ports_, settings, mail_, passwords_, mails_to_strangers_),
      sessions(operations_, ports_, settings, passwords_, erasures_),
      service_accounts(operations_, ports_, settings, erasures_),
      password_resets(operations_, ports_, settings, mail_, passwords_, mails_to_strangers_,
                      erasures_),
      accounts(operations_, ports_, erasures_),
      users(operations_, ports_, settings, passwords_, erasures_, names_),
      projects(operations_, ports_, settings, erasures_),
      catalogue(operations_, ports_, settings),
      attachments(operations_, ports_, settings, erasures_),
      consumers(operations_, ports_, settings, erasures_),
      members(operations_, settings),
      managed_projects(operations_, settings),
      credentials(operations_, ports_, settings, passwords_, erasures_),
      grants(operations_, ports_, settings, erasures_),
      api_proxies(operations_, ports_, settings, erasures_),
      api_proxy_groups(operations_, ports_, settings, erasures_),
      gateways(operations_, ports_, settings, cache_),
      access(operations_, ports_, cache_, passwords_),
      signing_keys(operations_, ports_, settings),
      token_exchange(operations_, ports_, settings, signing_keys),
      service_tokens(operations_, ports_, settings),
      introspection(operations_, ports_, settings, signing_keys),
      usage(operations_, ports_, settings),
      service_events(operations_, ports_, settings),
      limits(operations_),
      idempotency_keys(operations_, ports_),
      mail_ledger(operations_, ports_, settings),
      clock_watch(ports.clock),
      housekeeping(operations_, ports_, settings, clock_watch, mail_, signing_keys, service_tokens,
                   erasures_) {
  const auto newest = newest_in_order(operations_);
  if (!newest) return;
  ports.clock.continue_after(*newest);
  if (ports.clock.now() - *newest > long_pause) clock_watch.doubt();
}

}  // namespace gatehouse
