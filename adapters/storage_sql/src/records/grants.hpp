#pragma once

#include <gatehouse/ports/storage/grant_records.hpp>
#include <gatehouse/records/grants.hpp>

#include "../living.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<Grant>{"grants"};

class Grants final : public OfProjects<GrantRecords, Grant> {
 public:
  Grants(Connection& connection, const Erasures& erasures);

  bool insert(const Grant& grant) override;
  std::vector<Grant> list(AccountId account, CredentialId credential,
                          const Scope& scope) const override;
  std::vector<Grant> list(AccountId account, CredentialId credential, const Scope& scope,
                          const Page<GrantId>& page) const override;
  std::size_t count(AccountId account, CredentialId credential, const Scope& scope) const override;
  std::vector<Grant> reaching(AccountId account, CredentialId credential, ProjectId project,
                              std::string_view proxy) const override;
  bool erase(AccountId account, CredentialId credential, const Scope& scope,
             const GrantTarget& target) override;
  std::size_t erase_of_credential(AccountId account, CredentialId credential,
                                  std::size_t limit) override;
  std::size_t erase_of_target(AccountId account, const std::optional<Scope>& scope,
                              const GrantTarget& target, std::size_t limit) override;

 private:
  using OfCredential = FieldsBut<&Grant::account, &Grant::credential>;

  /// Whether the grant reaches the API proxy through living records alone.
  [[nodiscard]] bool reaches(const Grant& grant, ProjectId project, std::string_view proxy) const;

  const Erasures& erasures_;
  InsertNew<Grant> insert_;
  SelectLivingFields<Grant, OfCredential, AccountId, CredentialId, Scope> list_;
  SelectFlaggedFields<Grant, OfCredential, AccountId, CredentialId, Scope, std::optional<GrantId>,
                      std::size_t>
      list_page_;
  mutable Statement<InOf<AccountId, CredentialId, Scope>, Out<long long, long long>> count_;
  mutable Statement<InOf<AccountId, CredentialId, ProjectId, std::string_view>,
                    FlaggedColumns<Row<Grant, OfCredential>::Columns>::type>
      reaching_;
  mutable Statement<InOf<AccountId, ProjectId, Text, std::string_view>, Out<Text>> places_;
  ChangeRows<AccountId, CredentialId, Scope, TargetType, Text> erase_;
  EraseSome<Grant, AccountId, CredentialId> erase_of_credential_;
  EraseSome<Grant, AccountId, TargetType, Text> erase_of_target_;
  EraseSome<Grant, AccountId, TargetType, Text, Scope> erase_of_target_in_scope_;
};

}  // namespace gatehouse::sql
