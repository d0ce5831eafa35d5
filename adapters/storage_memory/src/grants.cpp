#include "grants.hpp"

namespace gatehouse::memory {

bool Grants::insert(const Grant& grant) { return grants_.insert(grant); }

std::vector<Grant> Grants::list(AccountId account, CredentialId credential,
                                const Scope& scope) const {
  return ByPlace::copies(grants_.view<ByPlace>().range(account, credential, scope), unlimited);
}

std::vector<Grant> Grants::list(AccountId account, CredentialId credential, const Scope& scope,
                                const Page<GrantId>& page) const {
  return grants_.view<ByPlace>().list(page, account, credential, scope);
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
  return reaching;
}

bool Grants::erase(AccountId account, CredentialId credential, const Scope& scope,
                   const GrantTarget& target) {
  const Grant* grant =
      grants_.view<ByWhat>().find(account, credential, scope, target.type, target.name);
  if (grant != nullptr) grants_.erase(*grant);
  return grant != nullptr;
}

std::size_t Grants::erase_of_credential(AccountId account, CredentialId credential) {
  return grants_.erase(grants_.view<ByPlace>().range(account, credential));
}

std::size_t Grants::erase_of_target(AccountId account, const std::optional<Scope>& scope,
                                    const GrantTarget& target) {
  const auto& by_target = grants_.view<ByTarget>();
  return grants_.erase(scope ? by_target.range(account, target, *scope)
                             : by_target.range(account, target));
}

std::size_t Grants::erase_all(AccountId account) {
  return grants_.erase(grants_.view<ByPlace>().range(account));
}

}  // namespace gatehouse::memory
