/// What the ports for ApiProxy and ApiProxyGroup have in common, on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <gatehouse/kernel/tables.hpp>

namespace gatehouse::kernel {

/// For ApiProxy and ApiProxyGroup.
template <class Named>
struct IndexesOfScopedNames {
  using Id = DescribedIndex<Named>;
  /// The scope comes last, so that a name can be found in any scope.
  using Name = Index<&Named::account, &Named::name, &Named::scope>;
  using Place = Index<&Named::account, &Named::id>;
  using InScope = Index<&Named::account, &Named::scope, &Named::id>;
  using OfAccount = Counter<&Named::account>;
  using OfScope = Counter<&Named::account, &Named::scope>;
  using All = IndexList<Id, Name, Place, InScope, OfAccount, OfScope>;
};

/// What the ports for ApiProxy and ApiProxyGroup have in common.
template <class Engine, class Port, class Named>
class ScopedNames : public Store<Port> {
  using By = Indexes<Named>;

 public:
  explicit ScopedNames(Tables<Engine>& tables)
      : tables_(tables), named_(tables.template of<Named>()) {}

  bool insert(const Named& record) override { return named_.insert(record); }
  std::optional<Named> find(AccountId account, const Scope& scope,
                            std::string_view name) const override {
    return copied(named_.find(typename By::Name{}, account, name, scope));
  }
  bool exists(AccountId account, std::string_view name) const override {
    return !named_
                .list_if(typename By::Name{}, within(account, name), 1,
                         [this](const Named& each) { return !tables_.is_of_erased_project(each); })
                .empty();
  }
  std::vector<Named> list(AccountId account, const std::optional<Scope>& scope,
                          const Page<decltype(Named::id)>& page) const override {
    return scope ? named_.page(typename By::InScope{}, page, account, *scope)
                 : named_.page_if(
                       [this](const Named& each) { return !tables_.is_of_erased_project(each); },
                       typename By::Place{}, page, account);
  }
  std::size_t count(AccountId account, const std::optional<Scope>& scope) const override {
    return scope ? named_.count(typename By::OfScope{}, account, *scope)
                 : tables_.template count_outside_erased_projects<Named>(account);
  }
  bool erase(AccountId account, const Scope& scope, std::string_view name) override {
    return named_.erase_found(named_.find(typename By::Name{}, account, name, scope));
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return named_.erase(typename By::Place{}, within(account), limit);
  }
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override {
    return named_.erase(typename By::InScope{}, within(account, Scope::of(project)), limit);
  }

 private:
  Tables<Engine>& tables_;
  Rows<Engine, Named>& named_;
};

}  // namespace gatehouse::kernel
