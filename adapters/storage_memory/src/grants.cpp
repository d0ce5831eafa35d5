#include "grants.hpp"

#include <algorithm>

namespace gatehouse::memory {

bool Grants::insert(const Grant& grant) { return grants_.insert(grant); }

std::vector<Grant> Grants::list(AccountId account, CredentialId credential,
                                const Scope& scope) const {
  auto grants =
      ByPlace::copies(grants_.view<ByPlace>().range(account, credential, scope), unlimited);
  std::erase_if(grants, [&](const Grant& grant) { return erasures_.covers(grant); });
  return grants;
}

std::vector<Grant> Grants::list(AccountId account, CredentialId credential, const Scope& scope,
                                const Page<GrantId>& page) const {
  // Dead grants are skipped, and further grants fill the page.
  std::vector<Grant> living;
  Page<GrantId> next = page;
  while (living.size() < page.limit) {
    next.limit = page.limit - living.size();
    const auto grants = grants_.view<ByPlace>().list(next, account, credential, scope);
    if (!grants.empty()) next.after = grants.back().id;
    for (const Grant& grant : grants) {
      if (!erasures_.covers(grant)) living.push_back(grant);
    }
    if (grants.size() < next.limit) break;
  }
  return living;
}

std::size_t Grants::count(AccountId account, CredentialId credential, const Scope& scope) const {
  const auto grants = grants_.view<ByPlace>().range(account, credential, scope);
  return static_cast<std::size_t>(std::count_if(
      grants.begin(), grants.end(), [&](const Grant* grant) { return !erasures_.covers(*grant); }));
}

std::vector<Grant> Grants::reaching(AccountId account, CredentialId credential, ProjectId project,
                                    std::string_view proxy) const {
  const Scope everywhere = Scope::everywhere();
  const Scope here = Scope::of(project);
  const auto& by_what = grants_.view<ByWhat>();
  std::vector<Grant> reaching;
  for (const Scope& scope : {everywhere, here}) {
    const Grant* on_proxy = by_what.find(account, credential, scope, TargetType::api_proxy, proxy);
    if (on_proxy != nullptr) reaching.push_back(*on_proxy);
    for (const Grant* on_group :
         by_what.range(account, credential, scope, TargetType::api_proxy_group)) {
      const std::string& group = on_group->target.name;
      if (groups_.holds(account, everywhere, group, proxy) ||
          groups_.holds(account, here, group, proxy)) {
        reaching.push_back(*on_group);
      }
    }
  }
  std::erase_if(reaching, [&](const Grant& grant) { return erasures_.covers(grant); });
  return reaching;
}

bool Grants::erase(AccountId account, CredentialId credential, const Scope& scope,
                   const GrantTarget& target) {
  const Grant* grant =
      grants_.view<ByWhat>().find(account, credential, scope, target.type, target.name);
  if (grant != nullptr) grants_.erase(*grant);
  return grant != nullptr;
}

std::size_t Grants::erase_of_credential(AccountId account, CredentialId credential,
                                        std::size_t limit) {
  return grants_.erase(grants_.view<ByPlace>().range(account, credential), limit);
}

std::size_t Grants::erase_of_target(AccountId account, const std::optional<Scope>& scope,
                                    const GrantTarget& target, std::size_t limit) {
  const auto& by_target = grants_.view<ByTarget>();
  return grants_.erase(
      scope ? by_target.range(account, target, *scope) : by_target.range(account, target), limit);
}

std::size_t Grants::erase_all(AccountId account, std::size_t limit) {
  return grants_.erase(grants_.view<ByPlace>().range(account), limit);
}

}  // namespace gatehouse::memory
