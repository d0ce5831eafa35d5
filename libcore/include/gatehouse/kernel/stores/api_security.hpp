/// API proxies, groups, credentials, grants and gateways on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/api_proxy_records.hpp>
#include <gatehouse/ports/storage/credential_records.hpp>
#include <gatehouse/ports/storage/gateway_records.hpp>

namespace gatehouse::kernel {

/// What the ports for ApiProxy and ApiProxyGroup have in common.
template <class Engine, class Port, class Named>
class ScopedNames : public Store<Port> {
  using By = Indexes<Named>;

 public:
  explicit ScopedNames(Tables<Engine>& tables) : named_(tables.template of<Named>()) {}

  bool insert(const Named& record) override { return named_.insert(record); }
  std::optional<Named> find(AccountId account, const Scope& scope,
                            std::string_view name) const override {
    return copied(named_.find(typename By::Name{}, account, name, scope));
  }
  bool exists(AccountId account, std::string_view name) const override {
    return bool(named_.find(typename By::Name{}, account, name));
  }
  std::vector<Named> list(AccountId account, const std::optional<Scope>& scope,
                          const Page<decltype(Named::id)>& page) const override {
    return scope ? named_.page(typename By::InScope{}, page, account, *scope)
                 : named_.page(typename By::Place{}, page, account);
  }
  bool erase(AccountId account, const Scope& scope, std::string_view name) override {
    return named_.erase_found(named_.find(typename By::Name{}, account, name, scope));
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return named_.erase(typename By::Place{}, within(account), limit);
  }

 private:
  Rows<Engine, Named>& named_;
};

template <class Engine>
class ApiProxies : public ScopedNames<Engine, ApiProxyRecords, ApiProxy> {
 public:
  using ScopedNames<Engine, ApiProxyRecords, ApiProxy>::ScopedNames;
};

template <class Engine>
class ApiProxyGroups : public ScopedNames<Engine, ApiProxyGroupRecords, ApiProxyGroup> {
  using Groups = ScopedNames<Engine, ApiProxyGroupRecords, ApiProxyGroup>;
  using By = Indexes<GroupedApiProxy>;

 public:
  explicit ApiProxyGroups(Tables<Engine>& tables)
      : Groups(tables), tables_(tables), grouped_(tables.template of<GroupedApiProxy>()) {}

  std::size_t erase_all(AccountId account, std::size_t limit) override {
    const std::size_t grouped = grouped_.erase(By::Place{}, within(account), limit);
    return grouped + Groups::erase_all(account, limit - grouped);
  }
  bool add(AccountId account, const Scope& scope, std::string_view group,
           std::string_view proxy) override {
    return Groups::find(account, scope, group) &&
           grouped_.insert({account, scope, std::string(group), std::string(proxy)});
  }
  bool remove(AccountId account, const Scope& scope, std::string_view group,
              std::string_view proxy) override {
    return grouped_.erase_found(grouped_.find(By::Place{}, account, scope, group, proxy));
  }
  std::vector<std::string> proxies(AccountId account, const Scope& scope,
                                   std::string_view group) const override {
    std::vector<std::string> proxies;
    grouped_.visit(By::Place{}, within(account, scope, group), [&](const GroupedApiProxy& found) {
      if (!tables_.is_being_erased(found)) proxies.push_back(found.proxy);
      return true;
    });
    return proxies;
  }
  std::size_t remove_from_all(AccountId account, const std::optional<Scope>& scope,
                              std::string_view proxy, std::size_t limit) override {
    return scope ? grouped_.erase(By::Proxy{}, within(account, proxy, *scope), limit)
                 : grouped_.erase(By::Proxy{}, within(account, proxy), limit);
  }
  std::size_t erase_contents(AccountId account, const Scope& scope, std::string_view group,
                             std::size_t limit) override {
    return grouped_.erase(By::Place{}, within(account, scope, group), limit);
  }

 private:
  Tables<Engine>& tables_;
  Rows<Engine, GroupedApiProxy>& grouped_;
};

template <class Engine>
class Credentials : public Store<CredentialRecords> {
  using By = Indexes<Credential>;

 public:
  explicit Credentials(Tables<Engine>& tables)
      : tables_(tables), credentials_(tables.template of<Credential>()) {}

  bool insert(const Credential& credential) override { return credentials_.insert(credential); }
  std::optional<Credential> find(AccountId account, std::string_view username) const override {
    return tables_.living(credentials_.find(By::Username{}, account, username));
  }
  std::vector<Credential> list(AccountId account, const std::optional<Scope>& scope,
                               const Page<CredentialId>& page) const override {
    return scope ? credentials_.page(By::InScope{}, page, account, *scope)
                 : credentials_.page(By::Place{}, page, account);
  }
  std::size_t count(AccountId account, const std::optional<Scope>& scope) const override {
    return scope ? credentials_.count(By::OfScope{}, account, *scope)
                 : credentials_.count(By::OfAccount{}, account);
  }
  bool update(const Credential& credential) override {
    return credentials_.update(credentials_.find(By::Place{}, credential.account, credential.id),
                               credential) == Update::done;
  }
  bool erase(AccountId account, CredentialId id) override {
    return credentials_.erase_found(credentials_.find(By::Place{}, account, id));
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return credentials_.erase(By::Place{}, within(account), limit);
  }

 private:
  Tables<Engine>& tables_;
  Rows<Engine, Credential>& credentials_;
};

template <class Engine>
class Grants : public Store<GrantRecords> {
  using By = Indexes<Grant>;

 public:
  explicit Grants(Tables<Engine>& tables)
      : tables_(tables),
        grants_(tables.template of<Grant>()),
        grouped_(tables.template of<GroupedApiProxy>()) {}

  bool insert(const Grant& grant) override { return grants_.insert(grant); }
  std::vector<Grant> list(AccountId account, CredentialId credential,
                          const Scope& scope) const override {
    return list(account, credential, scope, {.after = {}, .limit = unlimited});
  }
  std::vector<Grant> list(AccountId account, CredentialId credential, const Scope& scope,
                          const Page<GrantId>& page) const override {
    std::vector<Grant> living;
    // The nil id, which no grant has, is before all others.
    const GrantId after = page.after.value_or(GrantId());
    using First = std::tuple<const AccountId&, const CredentialId&, const Scope&, const GrantId&>;
    using Last = std::tuple<const AccountId&, const CredentialId&, const Scope&>;
    if (page.limit == 0) return living;
    grants_.visit(
        By::Place{},
        Range<First, Last>{{account, credential, scope, after}, {account, credential, scope}, true},
        [&](const Grant& grant) {
          if (!tables_.is_being_erased(grant)) living.push_back(grant);
          return living.size() < page.limit;
        });
    return living;
  }
  std::size_t count(AccountId account, CredentialId credential, const Scope& scope) const override {
    std::size_t count = 0;
    grants_.visit(By::Place{}, within(account, credential, scope), [&](const Grant& grant) {
      if (!tables_.is_being_erased(grant)) ++count;
      return true;
    });
    return count;
  }
  std::vector<Grant> reaching(AccountId account, CredentialId credential, ProjectId project,
                              std::string_view proxy) const override {
    const Scope everywhere = Scope::everywhere();
    const Scope here = Scope::of(project);
    std::vector<Grant> reaching;
    const auto add = [&](const Grant& grant) {
      if (!tables_.is_being_erased(grant)) reaching.push_back(grant);
    };
    for (const Scope& scope : {everywhere, here}) {
      const auto on_proxy =
          grants_.find(By::Content{}, account, credential, scope, TargetType::api_proxy, proxy);
      if (on_proxy) add(*on_proxy);
      grants_.visit(By::Content{}, within(account, credential, scope, TargetType::api_proxy_group),
                    [&](const Grant& on_group) {
                      const std::string& group = on_group.target.name;
                      if (contains(account, everywhere, group, proxy) ||
                          contains(account, here, group, proxy)) {
                        add(on_group);
                      }
                      return true;
                    });
    }
    return reaching;
  }
  bool erase(AccountId account, CredentialId credential, const Scope& scope,
             const GrantTarget& target) override {
    return grants_.erase_found(
        grants_.find(By::Content{}, account, credential, scope, target.type, target.name));
  }
  std::size_t erase_of_credential(AccountId account, CredentialId credential,
                                  std::size_t limit) override {
    return grants_.erase(By::Place{}, within(account, credential), limit);
  }
  std::size_t erase_of_target(AccountId account, const std::optional<Scope>& scope,
                              const GrantTarget& target, std::size_t limit) override {
    return scope ? grants_.erase(By::Target{}, within(account, target, *scope), limit)
                 : grants_.erase(By::Target{}, within(account, target), limit);
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return grants_.erase(By::Place{}, within(account), limit);
  }

 private:
  /// Whether the group of the scope contains the API proxy.
  bool contains(AccountId account, const Scope& scope, const std::string& group,
                std::string_view proxy) const {
    const auto found =
        grouped_.find(Indexes<GroupedApiProxy>::Place{}, account, scope, group, proxy);
    return found && !tables_.is_being_erased(*found);
  }

  Tables<Engine>& tables_;
  Rows<Engine, Grant>& grants_;
  Rows<Engine, GroupedApiProxy>& grouped_;
};

template <class Engine>
class Gateways : public Store<GatewayRecords> {
  using By = Indexes<Gateway>;

 public:
  explicit Gateways(Tables<Engine>& tables)
      : tables_(tables), gateways_(tables.template of<Gateway>()) {}

  bool insert(const Gateway& gateway) override {
    if (gateways_.insert(gateway)) return true;
    const bool is_known = gateways_.find(By::Id{}, gateway.id) ||
                          gateways_.find(By::Name{}, gateway.account, gateway.name);
    if (!is_known) throw PortError("a gateway with that digest exists already");
    return false;
  }
  std::optional<Gateway> find(const TokenDigest& digest) const override {
    return tables_.living(gateways_.find(By::Digest{}, digest));
  }
  std::optional<Gateway> find(AccountId account, GatewayId id) const override {
    return copied(gateways_.find(By::Place{}, account, id));
  }
  Update update(const Gateway& gateway) override {
    return gateways_.update(gateways_.find(By::Place{}, gateway.account, gateway.id), gateway);
  }
  std::vector<Gateway> list(AccountId account, const Page<GatewayId>& page) const override {
    return gateways_.page(By::Place{}, page, account);
  }
  bool erase(AccountId account, GatewayId id) override {
    return gateways_.erase_found(gateways_.find(By::Place{}, account, id));
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return gateways_.erase(By::Place{}, within(account), limit);
  }

 private:
  Tables<Engine>& tables_;
  Rows<Engine, Gateway>& gateways_;
};

}  // namespace gatehouse::kernel
