#pragma once

#include <gatehouse/ports/storage/credential_records.hpp>
#include <gatehouse/records/credentials.hpp>

#include "../living.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<Credential>{"credentials"};

class Credentials final : public OfProjects<CredentialRecords, Credential> {
 public:
  Credentials(Connection& connection, const Erasures& erasures);

  bool insert(const Credential& credential) override;
  std::optional<Credential> find(AccountId account, std::string_view username) const override;
  std::vector<Credential> list(AccountId account, const std::optional<Scope>& scope,
                               const Page<CredentialId>& page) const override;
  std::size_t count(AccountId account, const std::optional<Scope>& scope) const override;
  bool update(const Credential& credential) override;
  bool erase(AccountId account, CredentialId id) override;

 private:
  InsertNew<Credential> insert_;
  ChangeRows<AccountId, std::string_view> make_room_;
  SelectLiving<Credential, AccountId, std::string_view> find_;
  Select<Credential, AccountId, std::optional<CredentialId>, std::size_t> list_;
  Select<Credential, AccountId, Scope, std::optional<CredentialId>, std::size_t> list_of_scope_;
  mutable Statement<InOf<AccountId>, Out<long long>> count_;
  mutable Statement<InOf<AccountId, Scope>, Out<long long>> count_of_scope_;
  UpdateRecord<Credential, CredentialId, AccountId> update_;
  ChangeRows<CredentialId, AccountId> erase_;
};

}  // namespace gatehouse::sql
