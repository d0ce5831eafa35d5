/// All records, and the one transaction over them that is under way at a time.
#pragma once

#include <gatehouse/ports/storage.hpp>

#include "accounts.hpp"
#include "api_proxies.hpp"
#include "api_proxy_groups.hpp"
#include "attachments.hpp"
#include "catalogue.hpp"
#include "consumer_tokens.hpp"
#include "consumers.hpp"
#include "credentials.hpp"
#include "gateways.hpp"
#include "grants.hpp"
#include "mail_queue.hpp"
#include "members.hpp"
#include "password_resets.hpp"
#include "projects.hpp"
#include "registrations.hpp"
#include "sessions.hpp"
#include "undo_log.hpp"
#include "users.hpp"

namespace gatehouse::memory {

class Records final : public Transaction {
 public:
  Accounts& accounts() override { return accounts_; }
  Registrations& registrations() override { return registrations_; }
  Users& users() override { return users_; }
  Sessions& sessions() override { return sessions_; }
  PasswordResets& password_resets() override { return password_resets_; }
  Projects& projects() override { return projects_; }
  Catalogue& catalogue() override { return catalogue_; }
  Attachments& attachments() override { return attachments_; }
  Consumers& consumers() override { return consumers_; }
  ConsumerTokens& consumer_tokens() override { return consumer_tokens_; }
  MailQueue& mail() override { return mail_; }
  Members& members() override { return members_; }
  Credentials& credentials() override { return credentials_; }
  Grants& grants() override { return grants_; }
  ApiProxies& api_proxies() override { return api_proxies_; }
  ApiProxyGroups& api_proxy_groups() override { return api_proxy_groups_; }
  Gateways& gateways() override { return gateways_; }

  void keep() noexcept { log_.keep(); }
  void roll_back() noexcept { log_.roll_back(); }

 private:
  UndoLog log_;
  Accounts accounts_{log_};
  Registrations registrations_{log_};
  Users users_{log_};
  Sessions sessions_{log_, users_};
  PasswordResets password_resets_{log_};
  Projects projects_{log_};
  Catalogue catalogue_{log_};
  Attachments attachments_{log_};
  Consumers consumers_{log_};
  ConsumerTokens consumer_tokens_{log_};
  MailQueue mail_{log_};
  Members members_{log_};
  Credentials credentials_{log_};
  ApiProxies api_proxies_{log_};
  ApiProxyGroups api_proxy_groups_{log_};
  Grants grants_{log_, api_proxy_groups_};
  Gateways gateways_{log_};
};

}  // namespace gatehouse::memory
