#include <gatehouse/services/api_proxies.hpp>

#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/registered_names.hpp>

namespace gatehouse {

ApiProxies::ApiProxies(const Ports& ports, const Settings& settings, VerdictMemory& memory)
    : ports_(ports), settings_(settings), scopes_(ports, memory) {}

Result<Listing<ApiProxyView, ApiProxyId>> ApiProxies::list(const Principal& caller,
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

Result<Done> ApiProxies::create(const Principal& caller, std::string_view project,
                                const RegisterApiProxy& command) {
  if (auto ok = schema::check(command); !ok) {
    return scopes_.refuse(caller, project, ok.error());
  }
  const Timestamp now = ports_.clock.now();
  const auto id = make_id<ApiProxyId>(ports_.clock.in_order(now), ports_.entropy);
  return scopes_.transact(
      caller, project, [&](Transaction& tx, const ManagedScope& managed) -> Result<Done> {
        const ApiProxy proxy{.id = id,
                             .account = managed.account,
                             .scope = managed.scope,
                             .name = command.name,
                             .description = command.description.value_or(std::nullopt).value_or(""),
                             .created_at = now};
        const GrantTarget target{TargetType::api_proxy, command.name};
        if (is_registered(tx, managed.account, managed.scope, target) ||
            !tx.api_proxies().insert(proxy)) {
          return Unexpected(already_exists("An API proxy with that name is registered already.",
                                           {{"name", "is already used"}}));
        }
        return Done{};
      });
}

Result<Done> ApiProxies::remove(const Principal& caller, std::string_view project,
                                std::string_view name) {
  return scopes_.transact(
      caller, project, [&](Transaction& tx, const ManagedScope& managed) -> Result<Done> {
        const AccountId account = managed.account;
        if (!tx.api_proxies().erase(account, managed.scope, name)) {
          return Unexpected(failed_precondition("The project has no API proxy with that name.",
                                                {{"name", "is not registered"}}));
        }
        const GrantTarget target{TargetType::api_proxy, std::string(name)};
        erase_grants_of(tx, account, managed.scope, target);
        const bool is_left = tx.api_proxies().exists(account, name);
        tx.api_proxy_groups().remove_from_all(
            account, is_left ? std::optional(managed.scope) : std::nullopt, name);
        return Done{};
      });
}

}  // namespace gatehouse
