#include <gatehouse/services/api_security/api_proxies.hpp>

#include <gatehouse/services/api_security/detail/registered_names.hpp>
#include <gatehouse/services/issue.hpp>

namespace gatehouse {

ApiProxies::ApiProxies(Operations& operations, const ServicePorts& ports, const Settings& settings,
                       Erasures& erasures)
    : ports_(ports), settings_(settings), scopes_(operations), erasures_(erasures) {}

Result<Listing<ApiProxyView, ApiProxyId>> ApiProxies::list(const UserContext& caller,
                                                           std::string_view project,
                                                           const ListRequest<ApiProxyId>& request) {
  using Answer = Result<Listing<ApiProxyView, ApiProxyId>>;
  return scopes_.read(
      caller, project, [&](const Transaction& tx, const ManagedScope& managed) -> Answer {
        ProjectNames names(tx, managed.account);
        return list_page(
            settings_, request,
            [&](const Page<ApiProxyId>& page) {
              std::vector<ApiProxyView> views;
              for (ApiProxy& proxy :
                   tx.api_proxies().list(managed.account, scope_of_list(managed), page)) {
                std::string name = names.of(proxy.scope);
                views.push_back({std::move(proxy), std::move(name)});
              }
              return views;
            },
            [](const ApiProxyView& view) { return view.proxy.id; });
      });
}

Result<std::size_t> ApiProxies::count(const UserContext& caller, std::string_view project) {
  return scopes_.read(
      caller, project,
      [](const Transaction& tx, const ManagedScope& managed) -> Result<std::size_t> {
        return tx.api_proxies().count(managed.account, scope_of_list(managed));
      });
}

Result<Done> ApiProxies::create(const UserContext& caller, std::string_view project,
                                const Checked<RegisterApiProxy>& command) {
  NewId<ApiProxyId> new_id(ports_);
  const auto insert = [&](Change& change, const ManagedScope& managed,
                          Erasures::Obstacle& obstacle) -> Result<Done> {
    Transaction& tx = change.tx;
    const ApiProxy proxy{.id = new_id.at(change.now),
                         .account = managed.account,
                         .scope = managed.scope,
                         .name = command->name,
                         .description = command->description.value_or(std::nullopt).value_or(""),
                         .created_at = change.now};
    const GrantTarget target{TargetType::api_proxy, command->name};
    if (is_being_erased(tx, obstacle, managed.account, managed.scope, target)) {
      return Erasures::Obstacle::refusal();
    }
    if (is_registered(tx, managed.account, managed.scope, target) ||
        !tx.api_proxies().insert(proxy)) {
      return Unexpected(already_exists("An API proxy with that name is registered already.",
                                       {{"name", "is already used"}}));
    }
    change.created(Subject::api_proxy, proxy.name);
    return Done{};
  };
  return erasures_.past_obstacles([&](Erasures::Obstacle& obstacle) {
    return scopes_.change(caller, project, [&](Change& change, const ManagedScope& managed) {
      return insert(change, managed, obstacle);
    });
  });
}

Result<Done> ApiProxies::remove(const UserContext& caller, std::string_view project,
                                std::string_view name) {
  return scopes_.change(
      caller, project, [&](Change& change, const ManagedScope& managed) -> Result<Done> {
        Transaction& tx = change.tx;
        const AccountId account = managed.account;
        if (!tx.api_proxies().erase(account, managed.scope, name)) {
          return Unexpected(failed_precondition("The project has no API proxy with that name.",
                                                {{"name", "is not registered"}}));
        }
        const GrantTarget target{TargetType::api_proxy, std::string(name)};
        const auto scope = scope_of_erased(tx, account, managed.scope, target);
        erasures_.begin(tx, {.key = erasure_of::grants_on(account, scope, target)});
        erasures_.begin(tx, {.key = erasure_of::places_in_groups(account, scope, name)});
        change.removed(Subject::api_proxy, target.name);
        return Done{};
      });
}

}  // namespace gatehouse
