/// The Transaction of every storage on tables.
///
/// A storage provides an engine (see kernel/rows.hpp), and begins and ends the transactions. It may
/// override collections that it can serve better:
///
///     class Mail final : public kernel::MailQueue<Engine> { … };
///     using Stores = kernel::Replaced<kernel::Stores<Engine>, kernel::MailQueue<Engine>, Mail>;
///     kernel::KernelTransaction<Engine, Stores> transaction(engine);
#pragma once

#include <algorithm>
#include <optional>
#include <tuple>
#include <type_traits>
#include <vector>

#include <gatehouse/kernel/stores/accounts.hpp>
#include <gatehouse/kernel/stores/api_proxies.hpp>
#include <gatehouse/kernel/stores/api_proxy_groups.hpp>
#include <gatehouse/kernel/stores/attachments.hpp>
#include <gatehouse/kernel/stores/catalogue.hpp>
#include <gatehouse/kernel/stores/consumer_tokens.hpp>
#include <gatehouse/kernel/stores/consumers.hpp>
#include <gatehouse/kernel/stores/credentials.hpp>
#include <gatehouse/kernel/stores/erasures.hpp>
#include <gatehouse/kernel/stores/gateways.hpp>
#include <gatehouse/kernel/stores/grants.hpp>
#include <gatehouse/kernel/stores/idempotency_keys.hpp>
#include <gatehouse/kernel/stores/limits.hpp>
#include <gatehouse/kernel/stores/mail.hpp>
#include <gatehouse/kernel/stores/mail_ledger.hpp>
#include <gatehouse/kernel/stores/members.hpp>
#include <gatehouse/kernel/stores/password_resets.hpp>
#include <gatehouse/kernel/stores/projects.hpp>
#include <gatehouse/kernel/stores/registrations.hpp>
#include <gatehouse/kernel/stores/service_accounts.hpp>
#include <gatehouse/kernel/stores/service_tokens.hpp>
#include <gatehouse/kernel/stores/sessions.hpp>
#include <gatehouse/kernel/stores/signing_keys.hpp>
#include <gatehouse/kernel/stores/token_families.hpp>
#include <gatehouse/kernel/stores/usage.hpp>
#include <gatehouse/kernel/stores/users.hpp>
#include <gatehouse/ports/storage/scan.hpp>

namespace gatehouse::kernel {

/// The collections on tables, in the order of Collections.
template <class Engine>
using Stores =
    std::tuple<Accounts<Engine>, Registrations<Engine>, ApproveCodes<Engine>, Users<Engine>,
               Sessions<Engine>, ServiceAccounts<Engine>, ServiceAccountTokens<Engine>,
               PasswordResets<Engine>, IdempotencyKeys<Engine>, Projects<Engine>, Catalogue<Engine>,
               Attachments<Engine>, Consumers<Engine>, ConsumerTokens<Engine>, MailQueue<Engine>,
               Members<Engine>, Credentials<Engine>, Grants<Engine>, ApiProxies<Engine>,
               ApiProxyGroups<Engine>, Gateways<Engine>, TokenFamilies<Engine>,
               ServiceTokens<Engine>, SigningKeys<Engine>, Usage<Engine>, LimitSettings<Engine>,
               MailLedger<Engine>, Erasures<Engine>>;

template <class AllStores, class Default, class Override>
struct ReplacedIn;
template <class... Each, class Default, class Override>
struct ReplacedIn<std::tuple<Each...>, Default, Override> {
  static_assert((std::is_same_v<Each, Default> || ...));
  using type = std::tuple<std::conditional_t<std::is_same_v<Each, Default>, Override, Each>...>;
};

/// The same stores, with one collection overridden.
template <class AllStores, class Default, class Override>
using Replaced = typename ReplacedIn<AllStores, Default, Override>::type;

/// All tables of an engine, and the stores on them.
template <class Engine, class AllStores>
class StoresOn;
template <class Engine, class... Each>
class StoresOn<Engine, std::tuple<Each...>> {
 public:
  explicit StoresOn(Engine& engine) : tables_(engine), stores_(tables_of<Each>()...) {}

  [[nodiscard]] const Tables<Engine>& tables() const noexcept { return tables_; }
  [[nodiscard]] Collections collections() noexcept {
    return std::apply([](auto&... stores) { return Collections{stores...}; }, stores_);
  }

 private:
  template <class Store>
  Tables<Engine>& tables_of() noexcept {
    return tables_;
  }

  Tables<Engine> tables_;
  std::tuple<Each...> stores_;
};

template <class Engine, class AllStores = Stores<Engine>>
class KernelTransaction final : private StoresOn<Engine, AllStores>,
                                public Transaction,
                                public ScanBy<KernelTransaction<Engine, AllStores>> {
 public:
  /// The engine must outlive this object.
  explicit KernelTransaction(Engine& engine)
      : StoresOn<Engine, AllStores>(engine), Transaction(this->collections()) {}

  Newest newest() const override {
    Newest newest;
    records::each_kind([&]<class Kind>(Kind) {
      using Record = typename Kind::Record;
      const auto last = this->tables().template of<Record>().last();
      if (!last) return;
      if constexpr (std::is_same_v<Record, CatalogueItem>) {
        newest.catalogue_item = last->created_at;
      } else if constexpr (requires { last->id; }) {
        newest.id = std::max(newest.id, std::optional(last->id.bytes()));
      }
    });
    return newest;
  }

  std::vector<Erasure> all_erasures() const override {
    return this->tables().template of<Erasure>().list(Indexes<Erasure>::Key{}, within());
  }

  template <class Record>
  std::vector<Record> page_of(const Page<Record>& page) const {
    return this->tables().template of<Record>().scan(page);
  }

 private:
  const Scan& scan() const override { return *this; }
};

}  // namespace gatehouse::kernel
