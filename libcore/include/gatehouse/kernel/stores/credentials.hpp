/// Credentials on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/credential_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<Credential> {
  using Id = DescribedIndex<Credential>;
  using Username = Index<&Credential::account, &Credential::username>;
  using Place = Index<&Credential::account, &Credential::id>;
  using InScope = Index<&Credential::account, &Credential::scope, &Credential::id>;
  using OfAccount = Counter<&Credential::account>;
  using OfScope = Counter<&Credential::account, &Credential::scope>;
  using All = IndexList<Id, Username, Place, InScope, OfAccount, OfScope>;
};

template <class Engine>
class Credentials : public Store<CredentialRecords> {
  using By = Indexes<Credential>;

 public:
  explicit Credentials(Tables<Engine>& tables)
      : tables_(tables), credentials_(tables.template of<Credential>()) {}

  bool insert(const Credential& credential) override {
    const auto former = credentials_.find(By::Username{}, credential.account, credential.username);
    if (former && tables_.is_of_erased_project(*former)) credentials_.erase(*former);
    return credentials_.insert(credential);
  }
  std::optional<Credential> find(AccountId account, std::string_view username) const override {
    return tables_.living(credentials_.find(By::Username{}, account, username));
  }
  std::vector<Credential> list(AccountId account, const std::optional<Scope>& scope,
                               const Page<CredentialId>& page) const override {
    return scope
               ? credentials_.page(By::InScope{}, page, account, *scope)
               : credentials_.page_if(
                     [this](const Credential& each) { return !tables_.is_of_erased_project(each); },
                     By::Place{}, page, account);
  }
  std::size_t count(AccountId account, const std::optional<Scope>& scope) const override {
    return scope ? credentials_.count(By::OfScope{}, account, *scope)
                 : tables_.template count_outside_erased_projects<Credential>(account);
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
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override {
    return credentials_.erase(By::InScope{}, within(account, Scope::of(project)), limit);
  }

 private:
  Tables<Engine>& tables_;
  Rows<Engine, Credential>& credentials_;
};

}  // namespace gatehouse::kernel
