#include <gatehouse/services/api_security/api_proxy_groups.hpp>

#include <gatehouse/services/api_security/detail/registered_names.hpp>
#include <gatehouse/services/issue.hpp>

namespace gatehouse {
namespace {

Error no_such_group() {
  return failed_precondition("The project has no API proxy group with that name.",
                             {{"name", "is not registered"}});
}

Error name_taken() {
  return already_exists("A group with that name exists already.", {{"name", "is already used"}});
}

/// Groups with their contents. If these are large, the page ends early, so that clients cannot make
/// the server hold the contents of hundreds of groups.
Listing<ApiProxyGroupView, ApiProxyGroupId> with_proxies(
    const Transaction& tx, AccountId account, Listing<ApiProxyGroup, ApiProxyGroupId> groups) {
  ProjectNames names(tx, account);
  Listing<ApiProxyGroupView, ApiProxyGroupId> listing{{}, groups.next};
  std::size_t listed = 0;
  for (ApiProxyGroup& group : groups.items) {
    if (listed >= max_proxies_of_group) {
      listing.next = listing.items.back().group.id;
      break;
    }
    std::string project = names.of(group.scope);
    auto proxies = tx.api_proxy_groups().proxies(account, group.scope, group.name);
    listed += proxies.size();
    listing.items.push_back({std::move(group), std::move(project), std::move(proxies)});
  }
  return listing;
}

/// A decision reads all groups that the credential was granted.
bool has_all_groups(const Transaction& tx, AccountId account) {
  const Page<ApiProxyGroupId> page{.after = {}, .limit = max_groups_of_account};
  return tx.api_proxy_groups().list(account, std::nullopt, page).size() == max_groups_of_account;
}

Error too_many_groups() {
  return limit_exceeded("The account may have at most " + std::to_string(max_groups_of_account) +
                        " API proxy groups.");
}

Error too_many_proxies() {
  return limit_exceeded("A group may have at most " + std::to_string(max_proxies_of_group) +
                        " API proxies.");
}

/// Prefixes a message with the name of the API proxy.
std::string about(const std::string& proxy, std::string_view what) {
  return "The API proxy \"" + proxy + "\" " + std::string(what) + ".";
}

}  // namespace

ApiProxyGroups::ApiProxyGroups(Operations& operations, const ServicePorts& ports,
                               const Settings& settings, Erasures& erasures)
    : ports_(ports), settings_(settings), scopes_(operations), erasures_(erasures) {}

Result<Listing<ApiProxyGroupView, ApiProxyGroupId>> ApiProxyGroups::list(
    const UserContext& caller, std::string_view project,
    const ListRequest<ApiProxyGroupId>& request) {
  using Answer = Result<Listing<ApiProxyGroupView, ApiProxyGroupId>>;
  return scopes_.read(
      caller, project, [&](const Transaction& tx, const ManagedScope& managed) -> Answer {
        auto groups = list_page(
            settings_, request,
            [&](const Page<ApiProxyGroupId>& page) {
              return tx.api_proxy_groups().list(managed.account, scope_of_list(managed), page);
            },
            [](const ApiProxyGroup& group) { return group.id; });
        return with_proxies(tx, managed.account, std::move(groups));
      });
}

Result<std::size_t> ApiProxyGroups::count(const UserContext& caller, std::string_view project) {
  return scopes_.read(
      caller, project,
      [](const Transaction& tx, const ManagedScope& managed) -> Result<std::size_t> {
        return tx.api_proxy_groups().count(managed.account, scope_of_list(managed));
      });
}

Result<Done> ApiProxyGroups::create(const UserContext& caller, std::string_view project,
                                    const Checked<CreateApiProxyGroup>& command) {
  NewId<ApiProxyGroupId> new_id(ports_);
  const auto insert = [&](Change& change, const ManagedScope& managed,
                          Erasures::Obstacle& obstacle) -> Result<Done> {
    Transaction& tx = change.tx;
    const ApiProxyGroup group{
        .id = new_id.at(change.now),
        .account = managed.account,
        .scope = managed.scope,
        .name = command->name,
        .description = command->description.value_or(std::nullopt).value_or(""),
        .created_at = change.now};
    const GrantTarget target{TargetType::api_proxy_group, command->name};
    if (is_being_erased(tx, obstacle, managed.account, managed.scope, target)) {
      return Erasures::Obstacle::refusal();
    }
    if (is_registered(tx, managed.account, managed.scope, target)) return Unexpected(name_taken());
    if (has_all_groups(tx, managed.account)) return Unexpected(too_many_groups());
    if (!tx.api_proxy_groups().insert(group)) return Unexpected(name_taken());
    change.created(Subject::api_proxy_group, group.name);
    return Done{};
  };
  return erasures_.past_obstacles([&](Erasures::Obstacle& obstacle) {
    return scopes_.change(caller, project, [&](Change& change, const ManagedScope& managed) {
      return insert(change, managed, obstacle);
    });
  });
}

Result<Done> ApiProxyGroups::remove(const UserContext& caller, std::string_view project,
                                    std::string_view name) {
  return scopes_.change(
      caller, project, [&](Change& change, const ManagedScope& managed) -> Result<Done> {
        Transaction& tx = change.tx;
        if (!tx.api_proxy_groups().erase(managed.account, managed.scope, name)) {
          return Unexpected(no_such_group());
        }
        const auto& [account, scope] = managed;
        const GrantTarget target{TargetType::api_proxy_group, std::string(name)};
        const auto erased = scope_of_erased(tx, account, scope, target);
        erasures_.begin(tx, {.key = erasure_of::grants_on(account, erased, target)});
        erasures_.begin(tx, {.key = erasure_of::group_contents(account, scope, name)});
        change.removed(Subject::api_proxy_group, target.name);
        return Done{};
      });
}

Result<Done> ApiProxyGroups::add_proxies(const UserContext& caller, std::string_view project,
                                         std::string_view group,
                                         const Checked<std::vector<ApiProxyName>>& proxies) {
  const auto add = [&](Change& change, const ManagedScope& managed,
                       Erasures::Obstacle& obstacle) -> Result<Done> {
    Transaction& tx = change.tx;
    const auto& [account, scope] = managed;
    if (!tx.api_proxy_groups().find(account, scope, group)) return Unexpected(no_such_group());
    const std::size_t held = tx.api_proxy_groups().proxies(account, scope, group).size();
    if (held + proxies->size() > max_proxies_of_group) return Unexpected(too_many_proxies());
    for (const auto& [proxy] : *proxies) {
      const GrantTarget target{TargetType::api_proxy, proxy};
      if (!is_registered(tx, account, scope, target)) {
        return Unexpected(failed_precondition(about(proxy, "is not registered"),
                                              {{"name", "is not registered"}}));
      }
      if (is_being_erased(tx, obstacle, account, scope, target)) {
        return Erasures::Obstacle::refusal();
      }
      if (!tx.api_proxy_groups().add(account, scope, group, proxy)) {
        return Unexpected(already_exists(about(proxy, "is in the group already"),
                                         {{"name", "is already in the group"}}));
      }
    }
    change.updated(Subject::api_proxy_group, std::string(group));
    return Done{};
  };
  return erasures_.past_obstacles([&](Erasures::Obstacle& obstacle) {
    return scopes_.change(caller, project, [&](Change& change, const ManagedScope& managed) {
      return add(change, managed, obstacle);
    });
  });
}

Result<Done> ApiProxyGroups::remove_proxies(const UserContext& caller, std::string_view project,
                                            std::string_view group,
                                            const Checked<std::vector<ApiProxyName>>& proxies) {
  return scopes_.change(
      caller, project, [&](Change& change, const ManagedScope& managed) -> Result<Done> {
        Transaction& tx = change.tx;
        const auto& [account, scope] = managed;
        if (!tx.api_proxy_groups().find(account, scope, group)) return Unexpected(no_such_group());
        for (const auto& [proxy] : *proxies) {
          if (!tx.api_proxy_groups().remove(account, scope, group, proxy)) {
            return Unexpected(failed_precondition(about(proxy, "is not in the group"),
                                                  {{"name", "is not in the group"}}));
          }
        }
        change.updated(Subject::api_proxy_group, std::string(group));
        return Done{};
      });
}

}  // namespace gatehouse
