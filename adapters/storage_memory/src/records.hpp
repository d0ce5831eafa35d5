/// All records of the storage, and the Transaction on them.
#pragma once

#include <algorithm>
#include <optional>

#include <gatehouse/ports/storage/scan.hpp>

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

class Records final : public ScanBy<Records> {
 public:
  Collections collections() {
    return {accounts_,         registrations_,   approve_codes_,   users_,
            sessions_,         password_resets_, projects_,        catalogue_,
            attachments_,      consumers_,       consumer_tokens_, mail_,
            members_,          credentials_,     grants_,          api_proxies_,
            api_proxy_groups_, gateways_,        token_families_,  service_tokens_,
            signing_keys_,     usage_,           limits_,          erasures_};
  }

  Newest newest() const override {
    Newest newest;
    each([&newest](const auto& records) {
      if constexpr (requires { records.newest()->id; }) {
        const auto* record = records.newest();
        if (record != nullptr) newest.id = std::max(newest.id, std::optional(record->id.bytes()));
      }
    });
    if (const CatalogueItem* item = catalogue_.newest()) newest.catalogue_item = item->created_at;
    return newest;
  }

  std::vector<Erasure> all_erasures() const override { return erasures_.list(unlimited); }

  /// Scans the collection with records of that kind.
  template <class Record>
  std::vector<Record> page_of(const Page<Record>& page) const {
    std::vector<Record> records;
    each([&](const auto& each) {
      if constexpr (requires { each.page(page); }) records = each.page(page);
    });
    return records;
  }

  void keep() noexcept { log_.keep(); }
  void roll_back() noexcept { log_.roll_back(); }

 private:
  template <class Visit>
  void each(Visit&& visit) const {
    const auto visit_all = [&](const auto&... collections) { (visit(collections), ...); };
    visit_all(accounts_, registrations_, approve_codes_, users_, sessions_, password_resets_,
              projects_, catalogue_, attachments_, consumers_, consumer_tokens_, mail_, members_,
              credentials_, api_proxies_, api_proxy_groups_, grants_, gateways_, token_families_,
              service_tokens_, signing_keys_, usage_, limits_);
  }

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

class RecordsTransaction final : public Transaction {
 public:
  explicit RecordsTransaction(Records& records)
      : Transaction(records.collections()), records_(records) {}

 private:
  const Scan& scan() const override { return records_; }

  Records& records_;
};

}  // namespace gatehouse::memory
