/// Grants on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <gatehouse/kernel/stores/api_proxy_groups.hpp>
#include <gatehouse/ports/storage/grant_records.hpp>

namespace gatehouse::kernel {

/// Parts of a key: the target of a grant.
[[nodiscard]] inline TargetType target_type(const Grant& grant) noexcept {
  return grant.target.type;
}

[[nodiscard]] inline const std::string& target_name(const Grant& grant) noexcept {
  return grant.target.name;
}

template <>
struct Indexes<Grant> {
  using Id = DescribedIndex<Grant>;
  using Content =
      Index<&Grant::account, &Grant::credential, &Grant::scope, &target_type, &target_name>;
  using Place = Index<&Grant::account, &Grant::credential, &Grant::scope, &Grant::id>;
  using Target = Index<&Grant::account, &Grant::target, &Grant::scope, &Grant::id>;
  using InScope = Index<&Grant::account, &Grant::scope, &Grant::id>;
  using All = IndexList<Id, Content, Place, Target, InScope>;
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
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override {
    return grants_.erase(By::InScope{}, within(account, Scope::of(project)), limit);
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

}  // namespace gatehouse::kernel
