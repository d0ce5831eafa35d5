/// All records, and the one transaction over them that is under way at a time.
#pragma once

#include <algorithm>
#include <optional>

#include <gatehouse/ports/storage/walk.hpp>

#include "accounts.hpp"
#include "api_proxies.hpp"
#include "api_proxy_groups.hpp"
#include "approve_codes.hpp"
#include "attachments.hpp"
#include "catalogue.hpp"
#include "consumer_tokens.hpp"
#include "consumers.hpp"
#include "credentials.hpp"
#include "erasures.hpp"
#include "gateways.hpp"
#include "grants.hpp"
#include "limits.hpp"
#include "mail_queue.hpp"
#include "members.hpp"
#include "password_resets.hpp"
#include "projects.hpp"
#include "registrations.hpp"
#include "service_tokens.hpp"
#include "sessions.hpp"
#include "signing_keys.hpp"
#include "token_families.hpp"
#include "undo_log.hpp"
#include "usage.hpp"
#include "users.hpp"

namespace gatehouse::memory {

class Records final : public Transaction, public Walk {
 public:
  Accounts& accounts() override { return accounts_; }
  Registrations& registrations() override { return registrations_; }
  ApproveCodes& approve_codes() override { return approve_codes_; }
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
  TokenFamilies& token_families() override { return token_families_; }
  ServiceTokens& service_tokens() override { return service_tokens_; }
  SigningKeys& signing_keys() override { return signing_keys_; }
  Usage& usage() override { return usage_; }
  LimitSettings& limits() override { return limits_; }
  Erasures& erasures() override { return erasures_; }

  Newest newest() const override {
    Newest newest;
    const auto see = [&newest](const auto&... records) {
      const auto look = [&newest](const auto* record) {
        if (record != nullptr) newest.id = std::max(newest.id, std::optional(record->id.bytes()));
      };
      (look(records.newest()), ...);
    };
    see(accounts_, registrations_, users_, projects_, attachments_, consumers_, credentials_,
        grants_, api_proxies_, api_proxy_groups_, gateways_, token_families_, signing_keys_,
        service_tokens_, usage_, mail_);
    if (const CatalogueItem* item = catalogue_.newest()) newest.catalogue_item = item->created_at;
    return newest;
  }

  std::vector<Erasure> all_erasures() const override { return erasures_.list(unlimited); }
  std::vector<CatalogueItem> page(const Page<CatalogueItem>& page) const override {
    return catalogue_.page(page);
  }
  std::vector<Account> page(const Page<Account>& page) const override {
    return accounts_.page(page);
  }
  std::vector<Registration> page(const Page<Registration>& page) const override {
    return registrations_.page(page);
  }
  std::vector<ApproveCode> page(const Page<ApproveCode>& page) const override {
    return approve_codes_.page(page);
  }
  std::vector<User> page(const Page<User>& page) const override { return users_.page(page); }
  std::vector<Session> page(const Page<Session>& page) const override {
    return sessions_.page(page);
  }
  std::vector<PasswordReset> page(const Page<PasswordReset>& page) const override {
    return password_resets_.page(page);
  }
  std::vector<Project> page(const Page<Project>& page) const override {
    return projects_.page(page);
  }
  std::vector<ProjectPushKeys> page(const Page<ProjectPushKeys>& page) const override {
    return projects_.page(page);
  }
  std::vector<Attachment> page(const Page<Attachment>& page) const override {
    return attachments_.page(page);
  }
  std::vector<Consumer> page(const Page<Consumer>& page) const override {
    return consumers_.page(page);
  }
  std::vector<AttachedConsumer> page(const Page<AttachedConsumer>& page) const override {
    return consumers_.page(page);
  }
  std::vector<ConsumerToken> page(const Page<ConsumerToken>& page) const override {
    return consumer_tokens_.page(page);
  }
  std::vector<ProjectMember> page(const Page<ProjectMember>& page) const override {
    return members_.page(page);
  }
  std::vector<ApiProxy> page(const Page<ApiProxy>& page) const override {
    return api_proxies_.page(page);
  }
  std::vector<ApiProxyGroup> page(const Page<ApiProxyGroup>& page) const override {
    return api_proxy_groups_.page(page);
  }
  std::vector<GroupedApiProxy> page(const Page<GroupedApiProxy>& page) const override {
    return api_proxy_groups_.page(page);
  }
  std::vector<Credential> page(const Page<Credential>& page) const override {
    return credentials_.page(page);
  }
  std::vector<Grant> page(const Page<Grant>& page) const override { return grants_.page(page); }
  std::vector<Gateway> page(const Page<Gateway>& page) const override {
    return gateways_.page(page);
  }
  std::vector<TokenFamily> page(const Page<TokenFamily>& page) const override {
    return token_families_.page(page);
  }
  std::vector<ServiceToken> page(const Page<ServiceToken>& page) const override {
    return service_tokens_.page(page);
  }
  std::vector<SigningKey> page(const Page<SigningKey>& page) const override {
    return signing_keys_.page(page);
  }
  std::vector<UsageEntry> page(const Page<UsageEntry>& page) const override {
    return usage_.page(page);
  }
  std::vector<LimitSetting> page(const Page<LimitSetting>& page) const override {
    return limits_.page(page);
  }
  std::vector<OutgoingMail> page(const Page<OutgoingMail>& page) const override {
    return mail_.page(page);
  }

  void keep() noexcept { log_.keep(); }
  void roll_back() noexcept { log_.roll_back(); }

 private:
  const Walk& walk() const override { return *this; }

  UndoLog log_;
  Erasures erasures_{log_};
  Accounts accounts_{log_};
  Registrations registrations_{log_};
  ApproveCodes approve_codes_{log_};
  Users users_{log_, erasures_};
  Sessions sessions_{log_, users_, erasures_};
  PasswordResets password_resets_{log_, erasures_};
  Projects projects_{log_};
  Catalogue catalogue_{log_};
  Attachments attachments_{log_};
  Consumers consumers_{log_};
  ConsumerTokens consumer_tokens_{log_, erasures_};
  MailQueue mail_{log_};
  Members members_{log_};
  Credentials credentials_{log_, erasures_};
  ApiProxies api_proxies_{log_};
  ApiProxyGroups api_proxy_groups_{log_, erasures_};
  Grants grants_{log_, api_proxy_groups_, erasures_};
  Gateways gateways_{log_, erasures_};
  TokenFamilies token_families_{log_, erasures_};
  ServiceTokens service_tokens_{log_, erasures_};
  SigningKeys signing_keys_{log_};
  Usage usage_{log_};
  LimitSettings limits_{log_};
};

}  // namespace gatehouse::memory
