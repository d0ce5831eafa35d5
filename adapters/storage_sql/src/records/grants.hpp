#pragma once

#include <gatehouse/ports/storage/credential_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../erasing.hpp"
#include "../living.hpp"

namespace gatehouse::sql {

class Grants final : public GrantRecords {
 public:
  Grants(Connection& connection, const Erasures& erasures);

  bool insert(const Grant& grant) override;
  std::vector<Grant> list(AccountId account, CredentialId credential,
                          const Scope& scope) const override;
  std::vector<Grant> list(AccountId account, CredentialId credential, const Scope& scope,
                          const Page<GrantId>& page) const override;
  std::vector<Grant> reaching(AccountId account, CredentialId credential, ProjectId project,
                              std::string_view proxy) const override;
  bool erase(AccountId account, CredentialId credential, const Scope& scope,
             const GrantTarget& target) override;
  std::size_t erase_of_credential(AccountId account, CredentialId credential,
                                  std::size_t limit) override;
  std::size_t erase_of_target(AccountId account, const std::optional<Scope>& scope,
                              const GrantTarget& target, std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  std::vector<Grant> page(const Page<Grant>& page) const;

 private:
  using Text = std::string;
  using Time = std::optional<long long>;
  using Columns = Out<Text, Text, Text, Text, Time>;

  /// Whether the grant reaches the API proxy by what is not being erased.
  [[nodiscard]] bool reaches(const Grant& grant, ProjectId project, std::string_view proxy) const;

  const Erasures& erasures_;
  Statement<In<Text, Text, Text, Text, Text, Text, Time>> insert_;
  mutable Statement<In<Text, Text, Text>, Flagged<Columns>> list_;
  mutable Statement<In<Text, Text, Text, Text, long long>, Flagged<Columns>> list_page_;
  mutable Statement<In<Text, Text, Text, Text>, Flagged<Columns>> reaching_;
  mutable Statement<In<Text, Text, Text, Text>, Out<Text>> places_;
  Statement<In<Text, Text, Text, Text, Text>> erase_;
  ErasingStatement<Text, Text> erase_of_credential_;
  ErasingStatement<Text, Text, Text> erase_of_target_;
  ErasingStatement<Text, Text, Text, Text> erase_of_target_in_scope_;
  ErasingStatement<Text> erase_all_;
  mutable Statement<In<Text, long long>, Out<Text, Text, Text, Text, Text, Text, Time>> page_;
};

}  // namespace gatehouse::sql
