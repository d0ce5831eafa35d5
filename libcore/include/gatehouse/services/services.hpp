/// All services, connected to one set of ports. A program that embeds Gatehouse creates one object.
///
///     Services services({storage, mailer, hasher, digest, clock, entropy}, settings);
///     Result<Principal> caller = services.sessions.authenticate(token);
///
/// Ids that it generates sort after all ids that the storage holds at construction. The constructor
/// throws PortError if the storage cannot be read.
///
/// Thread-safe. Neither copyable nor movable, since services refer to each other.
#pragma once

#include <gatehouse/services/accounts/accounts.hpp>
#include <gatehouse/services/accounts/password_resets.hpp>
#include <gatehouse/services/accounts/passwords.hpp>
#include <gatehouse/services/accounts/registrations.hpp>
#include <gatehouse/services/accounts/service_accounts.hpp>
#include <gatehouse/services/accounts/sessions.hpp>
#include <gatehouse/services/accounts/users.hpp>
#include <gatehouse/services/api_security/access.hpp>
#include <gatehouse/services/api_security/api_proxies.hpp>
#include <gatehouse/services/api_security/api_proxy_groups.hpp>
#include <gatehouse/services/api_security/credentials.hpp>
#include <gatehouse/services/api_security/decision_cache.hpp>
#include <gatehouse/services/api_security/gateways.hpp>
#include <gatehouse/services/api_security/grants.hpp>
#include <gatehouse/services/api_security/managed_projects.hpp>
#include <gatehouse/services/idempotency/idempotency_keys.hpp>
#include <gatehouse/services/mail/mail_delivery.hpp>
#include <gatehouse/services/mail/mail_ledger.hpp>
#include <gatehouse/services/maintenance/clock_watch.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/maintenance/housekeeping.hpp>
#include <gatehouse/services/metering/limits.hpp>
#include <gatehouse/services/metering/service_events.hpp>
#include <gatehouse/services/metering/usage.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/projects/attachments.hpp>
#include <gatehouse/services/projects/catalogue.hpp>
#include <gatehouse/services/projects/consumers.hpp>
#include <gatehouse/services/projects/members.hpp>
#include <gatehouse/services/projects/projects.hpp>
#include <gatehouse/services/settings.hpp>
#include <gatehouse/services/tokens/introspection.hpp>
#include <gatehouse/services/tokens/service_tokens.hpp>
#include <gatehouse/services/tokens/signing_keys.hpp>
#include <gatehouse/services/tokens/token_exchange.hpp>

namespace gatehouse {

class Services {
 public:
  explicit Services(const Ports& ports, Settings chosen = {});
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;

  const Settings settings;

 private:
  const ServicePorts ports_;
  Throttle mails_to_strangers_;
  Passwords passwords_;
  DecisionCache cache_;
  AccountNamesCache names_;
  Operations operations_;
  MailDelivery mail_;
  Erasures erasures_;

 public:
  Registrations registrations;
  Sessions sessions;
  ServiceAccounts service_accounts;
  PasswordResets password_resets;
  Accounts accounts;
  Users users;
  Projects projects;
  Catalogue catalogue;
  Attachments attachments;
  Consumers consumers;
  Members members;
  ManagedProjects managed_projects;
  Credentials credentials;
  Grants grants;
  ApiProxies api_proxies;
  ApiProxyGroups api_proxy_groups;
  Gateways gateways;
  Access access;
  SigningKeys signing_keys;
  TokenExchange token_exchange;
  ServiceTokens service_tokens;
  Introspection introspection;
  Usage usage;
  ServiceEvents service_events;
  LimitSettings limits;
  IdempotencyKeys idempotency_keys;
  MailLedger mail_ledger;
  ClockWatch clock_watch;
  Housekeeping housekeeping;
};

}  // namespace gatehouse
