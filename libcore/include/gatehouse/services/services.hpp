/// All services, wired to one set of ports: what a program that embeds Gatehouse makes once.
///
///     Services services({storage, mailer, hasher, digest, clock, entropy}, settings);
///     Result<Principal> caller = services.sessions.authenticate(token);
///
/// Ids that it makes come after all that is in the storage when it is made. Throws PortError when
/// the storage cannot be read then.
///
/// Any number of threads may use it. Not copied, not moved: services refer to each other.
#pragma once

#include <gatehouse/services/access.hpp>
#include <gatehouse/services/accounts.hpp>
#include <gatehouse/services/api_proxies.hpp>
#include <gatehouse/services/attachments.hpp>
#include <gatehouse/services/catalogue.hpp>
#include <gatehouse/services/clock_watch.hpp>
#include <gatehouse/services/consumers.hpp>
#include <gatehouse/services/credentials.hpp>
#include <gatehouse/services/erasures.hpp>
#include <gatehouse/services/gateways.hpp>
#include <gatehouse/services/grants.hpp>
#include <gatehouse/services/housekeeping.hpp>
#include <gatehouse/services/introspection.hpp>
#include <gatehouse/services/limit_control.hpp>
#include <gatehouse/services/mail_delivery.hpp>
#include <gatehouse/services/members.hpp>
#include <gatehouse/services/password_resets.hpp>
#include <gatehouse/services/passwords.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/projects.hpp>
#include <gatehouse/services/registrations.hpp>
#include <gatehouse/services/service_tokens.hpp>
#include <gatehouse/services/sessions.hpp>
#include <gatehouse/services/settings.hpp>
#include <gatehouse/services/signing_keys.hpp>
#include <gatehouse/services/token_exchange.hpp>
#include <gatehouse/services/usage.hpp>
#include <gatehouse/services/users.hpp>
#include <gatehouse/services/verdict_memory.hpp>

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
  VerdictMemory memory_;
  Operations operations_;
  MailDelivery mail_;
  Erasures erasures_;

 public:
  Registrations registrations;
  Sessions sessions;
  PasswordResets password_resets;
  Accounts accounts;
  Users users;
  Projects projects;
  Catalogue catalogue;
  Attachments attachments;
  Consumers consumers;
  Members members;
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
  LimitControl limits;
  ClockWatch clock_watch;
  Housekeeping housekeeping;
};

}  // namespace gatehouse
